"""What a form's totals add up: which rows count, and what they come to; the page adds again as rows are ticked."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from audit.lines import lines, scored_fund
from audit.sources import Sum, fund_sums
from normalize.form import Form, Fund

COLUMNS = ("initial_yuan", "budget_yuan", "net_yuan", "executed_yuan", "transferred_yuan")


@dataclass(frozen=True, slots=True)
class Tick:
    """What a row adds to which sum, and whether it is counted."""

    counts: bool
    adds: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum beside what the form states; None where it states nothing. ``heading`` is that of a list of amounts."""

    name: str
    stated: Decimal | None
    computed: Decimal
    heading: str | None = None

    @property
    def difference(self) -> Decimal | None:
        """Stated less computed."""
        return None if self.stated is None else self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Sums:
    """Every row's tick by its ordinal, the totals of weights and scores, of the fund columns, and of lists of amounts."""

    funds: dict[int, Tick] = field(default_factory=dict)
    indicators: dict[int, Tick] = field(default_factory=dict)
    lines: tuple[Total, ...] = ()
    columns: dict[str, Total] = field(default_factory=dict)
    lists: tuple[Total, ...] = ()


def sums_of(form: Form) -> Sums:
    """Add up a form as the audit does."""
    indicators, execution = _line_ticks(form)
    found = tuple(fund_sums(form))
    lists = {f"list-{number}": one for number, one in enumerate(found) if one.is_list}
    funds = {fund.ordinal: _fund_tick(fund, found, lists) for fund in form.funds} | execution
    counted = [tick.adds for tick in (*indicators.values(), *execution.values()) if tick.counts]
    return Sums(
        funds=funds,
        indicators=indicators,
        lines=tuple(
            Total(name, stated, sum((adds.get(name, Decimal()) for adds in counted), Decimal()))
            for name, stated in (("weight", form.weight_total), ("score", form.score_total))
        ),
        columns=_columns(form, funds),
        lists=tuple(Total(name, one.stated, one.computed, one.heading) for name, one in lists.items()),
    )


def _line_ticks(form: Form) -> tuple[dict[int, Tick], dict[int, Tick]]:
    """Give the ticks of the indicators, and that of the fund row that is a line of its own, where one is."""
    counted = {line.indicator: line for line in lines(form) if line.indicator is not None}
    indicators = {
        row.ordinal: Tick(row.ordinal in counted, _adds(counted.get(row.ordinal, row).weight, counted.get(row.ordinal, row).score))
        for row in form.indicators
    }
    fund = scored_fund(form)
    alone = fund is not None and any(line.fund == fund.ordinal and line.indicator is None for line in lines(form))
    return indicators, {fund.ordinal: Tick(counts=True, adds=_adds(fund.weight, fund.score))} if fund and alone else {}


def _adds(weight: Decimal | None, score: Decimal | None) -> dict[str, Decimal]:
    return {name: value for name, value in (("weight", weight), ("score", score)) if value is not None}


def _fund_tick(fund: Fund, found: tuple[Sum, ...], lists: dict[str, Sum]) -> Tick:
    if fund.total:
        return Tick(counts=False, adds={})
    adds = {name: value for name in COLUMNS if (value := getattr(fund, name)) is not None}
    if fund.amount_yuan is not None:
        adds |= {name: fund.amount_yuan for name, one in lists.items() if one.heading == fund.list_heading}
    parts = {part for one in found for part in one.parts}
    return Tick(any((fund.source, value) in parts for value in adds.values()), adds)


def _columns(form: Form, funds: dict[int, Tick]) -> dict[str, Total]:
    total = next((fund for fund in form.funds if fund.total), None)
    counted = [funds[fund.ordinal].adds for fund in form.funds if not fund.total and funds[fund.ordinal].counts]
    return {
        name: Total(name, getattr(total, name), sum((adds.get(name, Decimal()) for adds in counted), Decimal()))
        for name in COLUMNS
        if total is not None and any(name in adds for adds in counted)
    }
