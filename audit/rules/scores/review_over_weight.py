"""The rule ``review-over-weight``."""

from __future__ import annotations

from audit.ledger import Ledger
from audit.ledger.lines import DEDUCTION, find_extra, name_indicator
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from extract import message


def prints_reviewed_weights(ledger: Ledger) -> bool:
    """Tell whether an indicator prints both a weight and a score in a second column."""
    indicators = ledger.form.indicators
    return any(one.weight is not None and one.review_score is not None for one in indicators)


@rule("review-over-weight", "error", order=202, sets_verdict=True, allowed_by=prints_reviewed_weights)
def review_over_weight(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a score of the second column (复核分, 财政审核评分) that is above its line's weight.

    Formula: 复核分 ≤ 分值, where that is not below 0.
    Tolerance: none.
    Source: as for the own scores: never above the weight.
    Example: 「项目验收合格率」复核分19，超过分值18。
    """
    rows = [one for one in ledger.form.indicators if find_extra(one) != DEDUCTION]
    held = [one for one in rows if one.weight is not None and one.review_score is not None]
    found = []
    for one in held:
        weight, review = one.weight, one.review_score
        if weight is None or review is None or review <= weight or weight < 0:
            continue
        sentence = message(
            "review-over-weight", name=name_indicator(one), score=f"{review:f}", weight=f"{weight:f}"
        )
        found.append(
            flag(
                "review-over-weight",
                sentence,
                indicator=one.ordinal,
                field="review_score",
                stated=review,
                computed=weight,
            )
        )
    yield from found
    yield check_findings(
        "review-over-weight", held, found, "no-review-scores-and-weights", field="review_score"
    )
