"""One amount in 元 among amounts in 万元: what it was meant to be, where a sum or a rate tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from audit.ledger.formula import Formula, find_divided, read_amount
from audit.ledger.printed import rate_step
from audit.ledger.sources import FundSum
from audit.slips.numbers import HUNDREDTH, YUAN_IN_WAN
from normalize import Form, Fund


@dataclass(frozen=True, slots=True)
class UnitSlip:
    """A fund row's amount that is ten thousand times what it was meant to be, in yuan.

    ``is_in_sum`` tells that the rule of the sources' sum flags it already, else a rate alone does.
    """

    fund: int
    column: str
    printed: Decimal
    is_in_sum: bool

    @property
    def meant(self) -> Decimal:
        """The amount that was meant."""
        return self.printed / YUAN_IN_WAN

    def correct(self, fund: Fund) -> Fund:
        """Return the fund row with the amount that was meant, where it prints the slip."""
        if fund.ordinal != self.fund or read_amount(fund, self.column) != self.printed:
            return fund
        changed: dict[str, Any] = {f"{self.column}_yuan": self.meant}
        return replace(fund, **changed)


def find_unit_slips(
    form: Form, sums: Sequence[FundSum], formula: Formula | None, base: str, unit_yuan: Decimal
) -> Iterator[UnitSlip]:
    """Yield the amounts in 元 of a form in 万元, or in any unit ten thousand times too small."""
    tolerance = HUNDREDTH * unit_yuan
    told: set[int] = set()
    for one in sums:
        for slip in _find_in_sum(form, one, tolerance):
            told.add(slip.fund)
            yield slip
    if formula is None:
        return
    for fund in form.funds:
        if fund.ordinal not in told:
            yield from _find_by_rate(fund, formula, base)


def _find_in_sum(form: Form, one: FundSum, tolerance: Decimal) -> Iterator[UnitSlip]:
    """Yield the total or the only source that mends a failing sum once it is read in the smaller unit."""
    if one.stated is None or one.is_list or abs(one.stated - one.computed) <= tolerance:
        return
    column = one.field.removesuffix("_yuan")
    if one.computed and abs(one.stated / YUAN_IN_WAN - one.computed) <= tolerance:
        yield from (UnitSlip(f.ordinal, column, one.stated, is_in_sum=True) for f in form.funds if f.total)
        return
    for ordinal, (_, value) in zip(one.rows, one.parts, strict=False):
        mended = one.computed - value + value / YUAN_IN_WAN
        if value and abs(one.stated - mended) <= tolerance:
            yield UnitSlip(ordinal, column, value, is_in_sum=True)
            return


def _find_by_rate(fund: Fund, formula: Formula, base: str) -> Iterator[UnitSlip]:
    """Yield the amount of a row whose rate is right once the amount is read in the smaller unit."""
    if fund.rate is None or not fund.rate or len(formula.plus) != 1 or formula.minus:
        return
    printed = find_divided(formula, fund, base)
    if printed is None:
        return
    half = rate_step(fund) / 2
    for column, ratio in (
        (formula.plus[0], printed.value / YUAN_IN_WAN),
        (base, printed.value * YUAN_IN_WAN),
    ):
        value = read_amount(fund, column)
        if value and abs(ratio - fund.rate) <= half:
            yield UnitSlip(fund.ordinal, column, value, is_in_sum=False)
