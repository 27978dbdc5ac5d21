"""The rule ``negative-weight``."""

from __future__ import annotations

from collections.abc import Iterator

from audit.ledger import Ledger
from audit.ledger.lines import DEDUCTION, LedgerLine, line_of, line_of_fund
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from extract import message


def prints_any_weight(ledger: Ledger) -> bool:
    """Tell whether an indicator or a fund row prints a weight."""
    return any(row.weight is not None for row in _find_rows(ledger))


@rule("negative-weight", "error", order=205, sets_verdict=True, allowed_by=prints_any_weight)
def negative_weight(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a weight below 0.

    Formula: 分值 ≥ 0; a row of deductions (扣分项) may be below it, and a weight of 0 is none. A fund row that
    repeats the execution's weight counts once.
    Tolerance: none.
    Source: observed in scoring systems: an indicator is worth something or is not listed.
    Example: 「任务完成时限」分值-5，小于0。
    """
    held = [row for row in _find_rows(ledger) if row.extra != DEDUCTION]
    weighed = [(row, row.weight) for row in held if row.weight is not None]
    below = [(row, weight) for row, weight in weighed if weight < 0]
    for row, weight in below:
        yield flag(
            "negative-weight",
            message("negative-weight", name=row.name, weight=f"{weight:f}"),
            fund=row.fund,
            indicator=row.indicator,
            field="weight",
            stated=weight,
        )
    yield check_findings("negative-weight", weighed, below, "no-weights", field="weight")


def _find_rows(ledger: Ledger) -> Iterator[LedgerLine]:
    """Yield the execution once, every other indicator, and fund rows with a weight of their own."""
    execution = ledger.execution
    if execution is not None:
        yield execution
    for indicator in ledger.form.indicators:
        if not indicator.execution:
            yield line_of(indicator)
    for fund in ledger.form.funds:
        if execution is None or fund.weight != execution.weight:
            yield line_of_fund(fund)
