"""The rule ``score-outside-band``."""

from __future__ import annotations

from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.printed import printed_places
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.targets.missed import (
    TestedTarget,
    find_satisfaction_bands,
    hold_targets,
    share_in_bands,
)
from audit.rules.targets.targeted import prints_scored_targets, show_target
from audit.slips.numbers import plain, rounded_up
from extract import message


@rule("score-outside-band", "warning", order=305, allowed_by=prints_scored_targets)
def score_outside_band(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a missed target that scores less than its weight, and more than the place's clause gives.

    Formula: 完成值未达目标值, by the same test as ``missed-target-full-score``, and 得分 < 分值, and 得分 above
    what the pack's clause gives: 分值 × B/A for a positive, 分值 × A/B for a reverse indicator (national
    practice). For 部分达成 and 未达成 the upper end of their band; a satisfaction
    (满意度) may also score what its bands give. Silent where the clause has no number to
    go by: a deadline, a target of 0, a quality that was missed in other words.
    Tolerance: what the clause gives is rounded up at the decimals that the score prints.
    Source: the pack's clause; the explanation names it.
    Example: 「发放宣传册数量」目标值≥5000份，完成值2500份，没有达到目标，分值10，得分9.5，高于按规则可得的5分。
    """
    held = [one for one in hold_targets(ledger, pack) if one.most is not None]
    missed = [one for one in held if one.is_missed and not one.scored.is_full]
    found: list[Finding] = []
    for one in missed:
        most = _round_up(one)
        if one.scored.score > max(most, _earn_by_bands(ledger, pack, one)):
            found.append(_flag(one, most))
    yield from found
    yield check_findings("score-outside-band", held, found, "no-scored-targets")


def _round_up(one: TestedTarget) -> Decimal:
    """Return the most that the clause gives, at the decimals that the score prints."""
    assert one.most is not None
    scored = one.scored
    return rounded_up(one.most, printed_places(scored.indicator.score_text, scored.score))


def _earn_by_bands(ledger: Ledger, pack: Pack, one: TestedTarget) -> Decimal:
    """Return what the bands of a satisfaction (满意度) give at most, 0 for another indicator."""
    scored, comparison = one.scored, one.comparison
    if comparison is None or comparison.actual < 0:
        return Decimal()
    bands = find_satisfaction_bands(ledger, pack, scored.indicator)
    return max((share_in_bands(each, comparison.actual) * scored.weight for each in bands), default=Decimal())


def _flag(one: TestedTarget, most: Decimal) -> Finding:
    scored, clause = one.scored, one.clause
    assert clause is not None
    return flag(
        "score-outside-band",
        message(
            "score-outside-band",
            **show_target(scored.indicator),
            weight=f"{scored.weight:f}",
            score=f"{scored.score:f}",
            most=plain(most),
        ),
        indicator=scored.indicator.ordinal,
        field="score",
        stated=scored.score,
        computed=most,
        explanation=clause.basis,
    )
