"""The rule ``score-over-weight``."""

from __future__ import annotations

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import DEDUCTION, LedgerLine
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from extract import message


def prints_both(ledger: Ledger) -> bool:
    """Tell whether a line of the form prints both a weight and a score."""
    return any(_has_both(row) for row in ledger.rows)


@rule("score-over-weight", "error", order=200, sets_verdict=True, allowed_by=prints_both)
def score_over_weight(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag an indicator or fund row that scores more than its weight.

    Formula: 得分 ≤ 分值. A fund row that repeats the total row's score counts once; nothing is held against a
    weight below 0, which ``negative-weight`` tells.
    Tolerance: none.
    Source: notes under the forms (Jiangxi 2017, Hubei 2020): never above the weight.
    Example: 「项目验收合格率」得分19，超过分值18。
    """
    rows = [row for row in ledger.rows if row.extra != DEDUCTION]
    held = [row for row in rows if _has_both(row)]
    found = [_flag(row) for row in held if _exceeds(row)]
    yield from found
    yield check_findings("score-over-weight", held, found, "no-scores-and-weights")


def _has_both(row: LedgerLine) -> bool:
    """Tell whether a line prints a score and a weight."""
    return row.score is not None and row.weight is not None


def _exceeds(row: LedgerLine) -> bool:
    assert row.score is not None
    assert row.weight is not None
    return row.score > row.weight >= 0


def _flag(row: LedgerLine) -> Finding:
    return flag(
        "score-over-weight",
        message("score-over-weight", name=row.name, score=f"{row.score:f}", weight=f"{row.weight:f}"),
        fund=row.fund,
        indicator=row.indicator,
        field="score",
        stated=row.score,
        computed=row.weight,
    )
