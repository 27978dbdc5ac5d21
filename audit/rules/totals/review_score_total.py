"""The rule ``review-score-total``."""

from __future__ import annotations

from audit.ledger import Ledger
from audit.packs import Pack
from audit.registry import Outcomes, rule, unchecked
from audit.rules.totals.stated_total import REVIEWS, hold_sum
from audit.slips.numbers import HUNDREDTH
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
    review, stated = ledger.review, ledger.form.review_total
    if review is None:
        yield unchecked(REVIEWS.rule, message(REVIEWS.no_parts), field=REVIEWS.field, stated=stated)
    elif stated is None:
        yield unchecked(REVIEWS.rule, message(REVIEWS.no_total), field=REVIEWS.field)
    elif review.lacking and stated - review.nearest > HUNDREDTH:
        missing = message(REVIEWS.lacking, names=tuple(line.name for line in review.lacking))
        yield unchecked(REVIEWS.rule, missing, field=REVIEWS.field, stated=stated)
    else:
        yield from hold_sum(REVIEWS, stated, review.nearest)
