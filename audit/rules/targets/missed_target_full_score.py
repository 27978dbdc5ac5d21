"""The rule ``missed-target-full-score``."""

from __future__ import annotations

from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.settings import LEDGER
from audit.ledger.targets import TargetComparison
from audit.packs import Pack, PackClause
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.scored import ScoredIndicator
from audit.rules.targets.missed import (
    TestedTarget,
    find_satisfaction_bands,
    hold_targets,
    share_in_bands,
)
from audit.rules.targets.targeted import prints_scored_targets, show_target
from audit.slips.numbers import plain, rounded
from extract import Message, message


@rule("missed-target-full-score", "warning", order=300, allowed_by=prints_scored_targets)
def missed_target_full_score(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag an indicator that misses its target and scores its full weight.

    Formula: 完成值未达目标值 and 得分 ≥ 分值; ≥ and > want more, ≤ and < want less, so a cost below its
    ceiling is met. The computed score is what the pack's clause gives: 分值 × B/A for a positive, 分值 × A/B
    for a reverse indicator (national practice), 分值 × (1 − 超出部分 ÷ 目标值) in some systems. 部分达成 and
    未达成 as the answer of a qualitative indicator are missed too. A target in steps
    (确保8000亩、力争10000亩) is missed below its first. Silent where the units differ or a target cannot be
    read.
    Tolerance: an actual so near that the clause, rounded to two decimals, gives the full weight is not
    flagged.
    Source: the pack's clause; the explanation names it.
    Example: 「任务完成率」目标值≥95%，完成值90%，没有达到目标，得分10为满分。
    """
    held = list(hold_targets(ledger, pack))
    found: list[Finding] = []
    for one in held:
        if one.is_missed and one.scored.is_full:
            found += _flag(ledger, pack, one)
    yield from found
    yield check_findings("missed-target-full-score", held, found, "no-scored-targets")


def _flag(ledger: Ledger, pack: Pack, one: TestedTarget) -> list[Finding]:
    """Return the finding, none where the clause gives the full weight."""
    scored, clause, comparison, most = one.scored, one.clause, one.comparison, one.most
    if clause is None or comparison is None or most is None:
        basis = None
        if clause is not None:
            basis = clause.basis
        return [_finding(scored, None, basis)]
    computed = rounded(most, LEDGER.points_places)
    if computed == scored.weight:
        return []
    bands = _find_satisfaction_bands(ledger, pack, scored, comparison)
    return [_finding(scored, computed, _explain(clause, computed, bands))]


def _finding(scored: ScoredIndicator, computed: Decimal | None, explanation: Message | None) -> Finding:
    return flag(
        "missed-target-full-score",
        message("missed-target-full-score", **show_target(scored.indicator), score=f"{scored.score:f}"),
        indicator=scored.indicator.ordinal,
        field="score",
        stated=scored.score,
        computed=computed,
        explanation=explanation,
    )


def _explain(clause: PackClause, computed: Decimal, bands: PackClause | None) -> Message:
    should: dict[str, str | Message] = {
        "place": clause.place,
        "clause": clause.text,
        "computed": plain(computed),
    }
    if bands is None:
        return message("should-score", **should)
    return message("should-score-but", **should, other=bands.place, bands=bands.text)


def _find_satisfaction_bands(
    ledger: Ledger, pack: Pack, scored: ScoredIndicator, comparison: TargetComparison
) -> PackClause | None:
    """Return the clause for a satisfaction (满意度) whose bands give the stated score."""
    for clause in find_satisfaction_bands(ledger, pack, scored.indicator):
        if share_in_bands(clause, comparison.actual) * scored.weight == scored.score:
            return clause
    return None
