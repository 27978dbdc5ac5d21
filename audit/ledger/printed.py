"""Numbers as the form prints them: how many decimals a cell shows, and how a value is shown in a message."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext
from typing import Literal

from audit.ledger.words import money_units
from extract import Message, message
from normalize.form import Form, Fund

PERCENT = Decimal("0.01")
STORED_PLACES = 6
_AMOUNTS = ("budget", "executed", "initial", "transferred", "net", "amount")
_NUMBER = re.compile(r"\d[\d,，]*(?:[.．](?P<decimals>\d+))?")


def value_places(value: Decimal) -> int:
    """Return how many decimals a value carries."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def printed_places(text: str, value: Decimal) -> int:
    """Return how many decimals the number in a cell prints, or those of the value where the cell's text has no number."""
    number = _NUMBER.search("".join(text.split()))
    return len(number["decimals"] or "") if number else value_places(value)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up to ``places`` decimals."""
    return _at(value, places, ROUND_HALF_UP)


def cut(value: Decimal, places: int) -> Decimal:
    """Cut after ``places`` decimals without rounding."""
    return _at(value, places, ROUND_DOWN)


def _at(value: Decimal, places: int, rounding: str) -> Decimal:
    """Quantize, but leave a number that fills the context's digits before its decimals as it is."""
    fits = value.adjusted() + places < getcontext().prec - 1
    return value.quantize(Decimal(1).scaleb(-places), rounding) if fits else value


def rate_step(fund: Fund) -> Decimal:
    """Return the last printed place of a fund row's rate (执行率), as a ratio: 0.0001 for ``104.00%``, 0.01 for ``104%``.

    A ratio printed without a percent sign and without decimals, as ``1``, stands for a whole percentage.
    """
    assert fund.rate is not None
    number = _NUMBER.search("".join(fund.texts.get("rate", "").split()))
    if number is None:
        return min(PERCENT, Decimal(1).scaleb(-value_places(fund.rate)))
    step = Decimal(1).scaleb(-len(number["decimals"] or ""))
    shown = Decimal(re.sub("[,，]", "", number[0]).replace("．", "."))
    if shown == fund.rate * 100:
        return step * PERCENT
    if shown == fund.rate:
        return step if step < 1 else PERCENT
    return min(PERCENT, Decimal(1).scaleb(-value_places(fund.rate)))


def plain(value: Decimal) -> str:
    """Return a value without exponent and without zeros at its end: ``100`` for 1.0E+2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(rate: Decimal, step: Decimal) -> str:
    """Return a ratio as a percentage with the decimals of ``step``: ``103.89%``."""
    return f"{rounded(rate * 100, max(0, value_places(step) - 2)):f}%"


def unit_yuan(unit: str | None) -> Decimal:
    """Return how many yuan one of the form's money unit (金额单位) is."""
    return Decimal(money_units().get(unit or "元", 1))


def form_unit(form: Form) -> str:
    """Return the unit that the form's amounts are printed in: the one it states, else the one that its first amount was read in."""
    if form.money_unit is not None:
        return form.money_unit
    known: dict[str, int] = money_units()
    return next((unit for unit, yuan in known.items() if yuan == _read_in(form)), "元")


def _read_in(form: Form) -> Decimal | None:
    """Return how many yuan the first amount but 0 counts its unit as."""
    for fund in form.funds:
        for name in _AMOUNTS:
            value: Decimal | None = getattr(fund, f"{name}_yuan")
            shown = _NUMBER.search("".join(fund.texts.get(name, "").split()))
            number = Decimal(re.sub("[,，]", "", shown[0]).replace("．", ".")) if shown else Decimal()
            if value and number:
                return value / number
    return None


def amount(yuan: Decimal, unit: str | None) -> str:
    """Return an amount in the form's money unit, without the unit."""
    return plain(yuan / unit_yuan(unit))


_IN_UNIT = {
    "元": "amount-yuan",
    "百元": "amount-hundred-yuan",
    "千元": "amount-thousand-yuan",
    "万元": "amount-ten-thousand-yuan",
    "百万元": "amount-million-yuan",
    "千万元": "amount-ten-million-yuan",
    "亿元": "amount-hundred-million-yuan",
}


def money(yuan: Decimal, unit: str | None) -> Message:
    """Return an amount in the form's money unit: ``31.92万元``; in yuan where the unit is not known."""
    return message(_IN_UNIT.get(unit or "元", _IN_UNIT["元"]), number=amount(yuan, unit))


HUNDREDTH = Decimal("0.01")


def compare(
    stated: Decimal, computed: Decimal, tolerance: Decimal = HUNDREDTH
) -> Literal["agrees", "close", "differs"]:
    """Compare exactly; ``close`` is a difference within ``tolerance``, which systems make that round before they print."""
    if stated == computed:
        return "agrees"
    return "close" if abs(stated - computed) <= tolerance else "differs"
