"""What a form's cells print: words (``words.toml``), decimals, a rate's last place, amounts in a unit."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from audit.slips.numbers import plain, value_places
from extract import Message, message
from normalize import Form, Fund

_PERCENT = Decimal("0.01")
_AMOUNTS = ("budget", "executed", "initial", "transferred", "net", "amount")
_NUMBER = re.compile(r"\d[\d,，]*(?:[.．](?P<decimals>\d+))?")


@cache
def _all_words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def words(table: str) -> Any:  # noqa: ANN401 - a list or a table of the file
    """Return a table of ``words.toml``, such as ``money`` or ``grades``."""
    return _all_words()[table]


def money_units() -> dict[str, int]:
    """Return how many yuan each money unit (金额单位) is: ``{"元": 1, "万元": 10000, ...}``."""
    units: dict[str, int] = words("money")
    return units


def printed_places(text: str, value: Decimal) -> int:
    """Return how many decimals a cell's number prints; those of the value where the cell has none.

    Those of the value too where the cell prints a percentage, as ``95.5%`` of the weight.
    """
    number = _find_number(text)
    if number is None or text.rstrip().endswith(("%", "％")):
        return value_places(value)
    return _count_decimals(number)


def rate_step(fund: Fund) -> Decimal:
    """Return the last printed place of a fund row's rate (执行率), as a ratio."""
    assert fund.rate is not None
    return ratio_step(fund.rate, fund.texts.get("rate", ""))


def ratio_step(ratio: Decimal, text: str) -> Decimal:
    """Return the last place that a ratio's cell prints, as a ratio.

    0.0001 for ``104.00%``, 0.01 for ``104%``.
    A ratio printed without a percent sign and without decimals, as ``1``, stands for a whole percentage.
    """
    smallest = min(_PERCENT, Decimal(1).scaleb(-value_places(ratio)))
    number = _find_number(text)
    if number is None:
        return smallest
    step = Decimal(1).scaleb(-_count_decimals(number))
    shown = _value_of(number)
    if shown == ratio * 100:
        return step * _PERCENT
    if shown != ratio:
        return smallest
    if step < 1:
        return step
    return _PERCENT


def _find_number(text: str) -> re.Match[str] | None:
    return _NUMBER.search("".join(text.split()))


def _count_decimals(number: re.Match[str]) -> int:
    return len(number["decimals"] or "")


def _value_of(number: re.Match[str]) -> Decimal:
    return Decimal(re.sub("[,，]", "", number[0]).replace("．", "."))


def unit_yuan(unit: str | None) -> Decimal:
    """Return how many yuan one of the form's money unit (金额单位) is."""
    if unit is None:
        return Decimal(1)
    return Decimal(money_units().get(unit, 1))


def form_unit(form: Form) -> str:
    """Return the money unit that the form states, else the one that its first amount was read in."""
    if form.money_unit is not None:
        return form.money_unit
    read_in = _read_in(form)
    return next((unit for unit, yuan in money_units().items() if yuan == read_in), "元")


def _read_in(form: Form) -> Decimal | None:
    """Return how many yuan the first amount but 0 counts its unit as."""
    for fund in form.funds:
        for name in _AMOUNTS:
            value: Decimal | None = getattr(fund, f"{name}_yuan")
            shown = _find_number(fund.texts.get(name, ""))
            if shown is None or not value:
                continue
            number = _value_of(shown)
            if number:
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
    code = _IN_UNIT["元"]
    if unit is not None:
        code = _IN_UNIT.get(unit, code)
    return message(code, number=amount(yuan, unit))
