"""The rule ``over-achieved``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.targets import DOWN, TargetComparison
from audit.packs import Pack, PackClause, binding
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.settings import RULES
from audit.rules.targets.targeted import prints_targets, show_target
from audit.slips.numbers import STORED_PLACES, percent, rounded
from extract import Message, message
from normalize import Indicator


@rule("over-achieved", "info", order=320, allowed_by=prints_targets)
def over_achieved(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag an actual far above its target: the target may have been set too low.

    Formula: 完成值 ÷ 目标值 ≥ 130% (observed practice, no national rule has a threshold), or the threshold of
    the form's place (120% of positive indicators in Hebei), for indicators of which more is better; of a
    target in steps (确保8000亩、力争10000亩) the last one counts. Costs and times are not among them, nor is a
    target of 0, but where the pack has a threshold for it (30 in Guangxi).
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 「培训人次」目标值≥300人次，完成值450人次，为目标的150%，目标可能定得过低。
    """
    clauses = binding(pack, "over", ledger.form.year)
    held: list[Indicator] = []
    found: list[Finding] = []
    for indicator in ledger.form.indicators:
        comparison = ledger.comparison(indicator)
        if indicator.sub or comparison is None or comparison.direction == DOWN:
            continue
        held.append(indicator)
        is_met = indicator.achieved == 1 and not comparison.contradicts(indicator.achieved)
        clause = _find_clause(comparison, clauses)
        if is_met and _is_far_above(comparison, clause):
            found.append(_flag(indicator, comparison, clause))
    yield from found
    yield check_findings("over-achieved", held, found, "no-targets", field="actual")


def _find_clause(comparison: TargetComparison, clauses: Sequence[PackClause]) -> PackClause:
    """Return the first clause for the direction of a target; one that names no directions is for all."""
    return next(
        clause
        for clause in clauses
        if comparison.direction in clause.terms.get("directions", (comparison.direction,))
    )


def _is_far_above(comparison: TargetComparison, clause: PackClause) -> bool:
    if comparison.target < 0:
        return False
    if comparison.target > 0:
        return comparison.actual >= comparison.furthest * Decimal(clause.terms["threshold"])
    return "at_zero" in clause.terms and comparison.actual >= Decimal(clause.terms["at_zero"])


def _flag(indicator: Indicator, comparison: TargetComparison, clause: PackClause) -> Finding:
    return flag(
        "over-achieved",
        _say(indicator, comparison),
        indicator=indicator.ordinal,
        field="actual",
        stated=rounded(comparison.actual, STORED_PLACES),
        computed=rounded(comparison.furthest, STORED_PLACES),
        explanation=clause.basis,
    )


def _say(indicator: Indicator, comparison: TargetComparison) -> Message:
    if not comparison.target:
        return message("over-achieved-zero", **show_target(indicator))
    share = percent(comparison.actual / comparison.furthest, RULES.share_step)
    return message("over-achieved", **show_target(indicator), share=share)
