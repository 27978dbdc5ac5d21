"""The rule ``negative-score``."""

from __future__ import annotations

from audit.ledger import Ledger
from audit.ledger.lines import DEDUCTION
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from extract import message


def prints_line_scores(ledger: Ledger) -> bool:
    """Tell whether a line of the form prints a score."""
    return any(row.score is not None for row in ledger.rows)


@rule("negative-score", "error", order=210, sets_verdict=True, allowed_by=prints_line_scores)
def negative_score(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a score below 0.

    Formula: 得分 ≥ 0; a row of deductions (扣分项) may be below it.
    Tolerance: none.
    Source: observed in scoring systems: deductions end at 0.
    Example: 「任务完成时限」得分-1，小于0。
    """
    rows = [row for row in ledger.rows if row.score is not None and row.extra != DEDUCTION]
    below = [row for row in rows if row.score is not None and row.score < 0]
    for row in below:
        yield flag(
            "negative-score",
            message("negative-score", name=row.name, score=f"{row.score:f}"),
            fund=row.fund,
            indicator=row.indicator,
            field="score",
            stated=row.score,
            computed=row.weight,
        )
    yield check_findings("negative-score", rows, below, "no-scores")
