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
    held = [row for row in ledger.rows if row.extra != DEDUCTION]
    scored = [(row, row.score) for row in held if row.score is not None]
    below = [(row, score) for row, score in scored if score < 0]
    for row, score in below:
        yield flag(
            "negative-score",
            message("negative-score", name=row.name, score=f"{score:f}"),
            fund=row.fund,
            indicator=row.indicator,
            field="score",
            stated=score,
            computed=row.weight,
        )
    yield check_findings("negative-score", scored, below, "no-scores")
