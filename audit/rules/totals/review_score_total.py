"""The rule ``review-score-total``."""

from __future__ import annotations

from audit.finding import Check
from audit.ledger import Ledger
from audit.packs import Pack
from audit.registry import Outcomes, flag, outcome_of, rule, severity_of, unchecked
from audit.slips.numbers import HUNDREDTH, compare, plain
from extract import message


def prints_review_scores(ledger: Ledger) -> bool:
    """Tell whether an indicator prints a score in a second column."""
    return ledger.review is not None


@rule("review-score-total", "error", order=103, sets_verdict=True, allowed_by=prints_review_scores)
def review_score_total(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a total of the second score column (复核分, 财政审核评分) that is not the sum of that column.

    Formula: 复核总分 = Σ 各指标复核分 + 预算执行得分, or without the execution's score, which the second column
    often leaves out. A row of deductions takes from it. Where a line's review score is blank the rule is
    unchecked, unless the others already add up to the total or to more.
    Tolerance: none; a difference of 0.01 is info, as systems round before they print.
    Source: observed: 自评分 and 复核分 side by side, each with its total.
    Example: 复核总分填97.5，各项复核分之和为96.5，相差1。
    """
    name, field = "review-score-total", "review_total"
    review, stated = ledger.review, ledger.form.review_total
    if review is None:
        yield unchecked(name, message("no-review-scores"), field=field, stated=stated)
        return
    if stated is None:
        yield unchecked(name, message("no-review-total"), field=field)
        return
    computed = review.nearest
    if review.lacking and stated - computed > HUNDREDTH:
        names = tuple(line.name for line in review.lacking)
        yield unchecked(name, message("lacking-review-score", names=names), field=field, stated=stated)
        return
    found = compare(stated, computed)
    rounded_before = message("rounded-before") if found == "close" else None
    if found != "agrees":
        yield flag(
            name,
            message(
                name,
                stated=f"{stated:f}",
                computed=plain(computed),
                difference=plain(stated - computed),
            ),
            severity=severity_of(found),
            field=field,
            stated=stated,
            computed=computed,
            tolerance=HUNDREDTH,
            explanation=rounded_before,
        )
    yield Check(name, outcome_of(found), stated, computed, explanation=rounded_before, field=field)
