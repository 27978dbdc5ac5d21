"""The rule ``met-target-deducted``."""

from __future__ import annotations

from audit.finding import Finding
from audit.ledger import Ledger
from audit.packs import Pack, in_force
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.scored import ScoredIndicator, find_scored
from audit.rules.targets.targeted import is_told, prints_scored_targets, show_target
from audit.slips.numbers import plain
from extract import Message, message
from normalize import Indicator


@rule("met-target-deducted", "info", order=310, allowed_by=prints_scored_targets)
def met_target_deducted(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag an indicator that meets its target and does not score its full weight.

    Formula: 完成值达到目标值 and 得分 < 分值, by the comparator's direction. Silent where an actual lies
    between the steps of its target (确保8000亩、力争10000亩). A qualitative indicator that is met may score
    from 80% of its weight: the explanation says so.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 「培训人次」目标值≥300人次，完成值320人次，已达到目标，分值10，得分9，扣了1分。
    """
    weighed = [one for one in find_scored(ledger.form) if one.weight]
    held = [one for one in weighed if is_told(ledger, one.indicator)]
    met = [one for one in held if one.indicator.achieved == 1]
    deducted = [one for one in met if not one.is_full]
    found = [_flag(ledger, pack, one) for one in deducted if not _is_between_steps(ledger, one.indicator)]
    yield from found
    yield check_findings("met-target-deducted", held, found, "no-scored-targets")


def _is_between_steps(ledger: Ledger, indicator: Indicator) -> bool:
    """Tell whether a target in steps is met at its first and missed at its last."""
    comparison = ledger.comparison(indicator)
    if comparison is None:
        return False
    return comparison.is_between_steps


def _flag(ledger: Ledger, pack: Pack, scored: ScoredIndicator) -> Finding:
    indicator, weight, score = scored.indicator, scored.weight, scored.score
    return flag(
        "met-target-deducted",
        message(
            "met-target-deducted",
            **show_target(indicator),
            weight=f"{weight:f}",
            score=f"{score:f}",
            difference=plain(weight - score),
        ),
        indicator=indicator.ordinal,
        field="score",
        stated=score,
        computed=weight,
        explanation=_find_basis(ledger, pack, indicator),
    )


def _find_basis(ledger: Ledger, pack: Pack, indicator: Indicator) -> Message:
    """Return what the pack says of a target that is met, with a number or without."""
    kind = "qualitative"
    if _is_quantitative(indicator):
        kind = "quantitative"
    clauses = in_force(pack, kind, ledger.form.year)
    return next(clause.basis for clause in clauses if clause.terms.get("met"))


def _is_quantitative(indicator: Indicator) -> bool:
    """Tell whether the target is a number, or a text with one that was not read."""
    if any(quantity.field == "target" for quantity in indicator.quantities):
        return True
    return any(map(str.isdigit, indicator.target))
