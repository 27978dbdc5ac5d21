"""A form's sums: what each row adds to which, and the totals beside what the form states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from audit import FundSum, Ledger, build_ledger
from normalize import Form, Fund

AMOUNT_COLUMNS = ("initial_yuan", "budget_yuan", "net_yuan", "executed_yuan", "transferred_yuan")

Amounts = dict[str, Decimal]
"""Numbers by the name of the sum that they are added to."""


@dataclass(frozen=True, slots=True)
class Addend:
    """What a row adds to which sum, and whether it is counted."""

    is_counted: bool
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A sum beside what the form states, None for nothing; ``heading`` is that of a list of amounts."""

    name: str
    stated: Decimal | None
    computed: Decimal
    heading: str | None = None

    @property
    def difference(self) -> Decimal | None:
        """Stated less computed."""
        return None if self.stated is None else self.stated - self.computed


@dataclass(frozen=True, slots=True)
class FormSums:
    """The addends of fund rows and indicators by ordinal, and the sums.

    ``lines`` are those of weights and scores, ``columns`` of the fund columns, ``lists`` of lists of amounts.
    """

    funds: dict[int, Addend] = field(default_factory=dict)
    indicators: dict[int, Addend] = field(default_factory=dict)
    lines: tuple[StatedSum, ...] = ()
    columns: dict[str, StatedSum] = field(default_factory=dict)
    lists: tuple[StatedSum, ...] = ()


def add_up(form: Form) -> FormSums:
    """Add up a form as the audit does."""
    ledger = build_ledger(form)
    indicators, execution = _find_line_addends(ledger)
    found = ledger.fund_sums
    lists = {f"list-{number}": one for number, one in enumerate(found) if one.is_list}
    funds = {fund.ordinal: _find_fund_addend(fund, found, lists) for fund in form.funds} | execution
    counted = [row.amounts for row in (*indicators.values(), *execution.values()) if row.is_counted]
    return FormSums(
        funds=funds,
        indicators=indicators,
        lines=(
            StatedSum("weight", form.weight_total, _add_all(counted, "weight")),
            StatedSum("score", form.score_total, _add_all(counted, "score")),
        ),
        columns=_sum_columns(form, funds),
        lists=tuple(StatedSum(name, one.stated, one.computed, one.heading) for name, one in lists.items()),
    )


def _find_line_addends(ledger: Ledger) -> tuple[dict[int, Addend], dict[int, Addend]]:
    """Return the addends of the indicators, and of the fund row that is a line of its own."""
    by_indicator = {line.indicator: line for line in ledger.lines if line.indicator is not None}
    indicators: dict[int, Addend] = {}
    for row in ledger.form.indicators:
        line = by_indicator.get(row.ordinal)
        amounts = _points(row.weight, row.score)
        if line is not None:
            amounts = _points(line.weight, line.counted_score)
        indicators[row.ordinal] = Addend(line is not None, amounts)
    return indicators, dict(_find_execution_addends(ledger))


def _find_execution_addends(ledger: Ledger) -> Iterator[tuple[int, Addend]]:
    """Yield the fund row that is the execution's line, or the sources that its points are split over."""
    own = next((line for line in ledger.lines if line.is_execution and line.indicator is None), None)
    if own is None:
        return
    for fund in ledger.form.funds:
        if fund.ordinal in (own.split or (own.fund,)):
            yield fund.ordinal, Addend(is_counted=True, amounts=_points(fund.weight, fund.score))


def _points(weight: Decimal | None, score: Decimal | None) -> Amounts:
    return {name: value for name, value in (("weight", weight), ("score", score)) if value is not None}


def _find_fund_addend(fund: Fund, found: tuple[FundSum, ...], lists: dict[str, FundSum]) -> Addend:
    if fund.total:
        return Addend(is_counted=False, amounts={})
    amounts: Amounts = {}
    for name in AMOUNT_COLUMNS:
        value: Decimal | None = getattr(fund, name)
        if value is not None:
            amounts[name] = value
    if fund.amount_yuan is not None:
        own_lists = [name for name, one in lists.items() if one.heading == fund.list_heading]
        amounts |= dict.fromkeys(own_lists, fund.amount_yuan)
    parts = {part for one in found for part in one.parts}
    return Addend(any((fund.source, value) in parts for value in amounts.values()), amounts)


def _sum_columns(form: Form, funds: dict[int, Addend]) -> dict[str, StatedSum]:
    """Sum the fund columns that have a total row and a counted row, by column."""
    total = next((fund for fund in form.funds if fund.total), None)
    if total is None:
        return {}
    rows = [funds[fund.ordinal] for fund in form.funds if not fund.total]
    counted = [row.amounts for row in rows if row.is_counted]
    sums: dict[str, StatedSum] = {}
    for name in AMOUNT_COLUMNS:
        if any(name in amounts for amounts in counted):
            sums[name] = StatedSum(name, getattr(total, name), _add_all(counted, name))
    return sums


def _add_all(addends: Iterable[Amounts], name: str) -> Decimal:
    return sum((amounts.get(name, Decimal()) for amounts in addends), Decimal())
