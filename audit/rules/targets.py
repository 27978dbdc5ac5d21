"""Indicators against their targets (目标值): missed and scored in full, met and deducted, far above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger.lines import aside, indicator_name
from audit.ledger.printed import STORED_PLACES, percent, plain, rounded
from audit.ledger.targets import DOWN, EXACT, UP, Measured, measured
from audit.ledger.words import words
from audit.packs import Clause, Pack, in_force
from audit.registry import Said, flag, rule_by_pack, unchecked
from extract import Message, message
from normalize.form import Form, Indicator

_EXCERPT = 40
_POINTS_PLACES = 2
_SHARE_STEP = Decimal("0.01")


@rule_by_pack("missed-target-full-score", "warning")
def missed_target_full_score(form: Form, pack: Pack) -> Said:
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
    held = [i for i in _scored(form) if _is_told(i) or _band(form, pack, i)]
    missed = [
        i for i in held if _is_full(i) and (i.achieved == 0 or (i.achieved is None and _band(form, pack, i)))
    ]
    findings = [found for i in missed if (found := _missed(form, pack, i))]
    yield from findings
    yield _check("missed-target-full-score", held, findings, "no-scored-targets")


@rule_by_pack("met-target-deducted", "info")
def met_target_deducted(form: Form, pack: Pack) -> Said:
    """Flag an indicator that meets its target and does not score its full weight.

    Formula: 完成值达到目标值 and 得分 < 分值, by the comparator's direction. Silent where an actual lies
    between the steps of its target (确保8000亩、力争10000亩). A qualitative indicator that is met may score
    from 80% of its weight: the explanation says so.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 「培训人次」目标值≥300人次，完成值320人次，已达到目标，分值10，得分9，扣了1分。
    """
    held = [i for i in _scored(form) if _is_told(i)]
    deducted = [i for i in held if i.achieved == 1 and not _is_full(i) and not _is_between(i)]
    yield from (_about("met-target-deducted", i, explanation=_basis_of_met(form, pack, i)) for i in deducted)
    yield _check("met-target-deducted", held, deducted, "no-scored-targets")


@rule_by_pack("over-achieved", "info")
def over_achieved(form: Form, pack: Pack) -> Said:
    """Flag an actual far above its target: the target may have been set too low.

    Formula: 完成值 ÷ 目标值 ≥ 130% (the pack's threshold: 120% in Hebei) for indicators of which more is
    better; of a target in steps (确保8000亩、力争10000亩) the last one counts. Costs and times are not among
    them, nor is a target of 0, but where the pack has a threshold for it (30 in Guangxi).
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 「培训人次」目标值≥300人次，完成值450人次，为目标的150%，目标可能定得过低。
    """
    clause = in_force(pack, "over", form.year)[0]
    read = [
        (i, m) for i in form.indicators if not i.sub and (m := measured(i)) and m.direction in (UP, EXACT)
    ]
    over = [
        (i, m)
        for i, m in read
        if not m.contradicts(i.achieved) and i.achieved != 0 and _is_far_above(m, clause)
    ]
    yield from (_over(i, m, clause) for i, m in over)
    yield _check("over-achieved", read, over, "no-targets", field="actual")


def _scored(form: Form) -> Iterator[Indicator]:
    """Yield the indicators with a weight and a score of their own."""
    for indicator in form.indicators:
        if (
            not (indicator.sub or indicator.execution or aside(indicator))
            and indicator.weight
            and indicator.score is not None
        ):
            yield indicator


def _is_told(indicator: Indicator) -> bool:
    """Tell whether the target was met or missed for sure: where two numbers can be compared, they have to say the same."""
    found = measured(indicator)
    return indicator.achieved is not None and not (found and found.contradicts(indicator.achieved))


def _is_between(indicator: Indicator) -> bool:
    """Tell whether a target in steps is met at its first and missed at its last."""
    found = measured(indicator)
    return found is not None and found.between


def _is_full(indicator: Indicator) -> bool:
    return (
        indicator.score is not None and indicator.weight is not None and indicator.score >= indicator.weight
    )


def _band(form: Form, pack: Pack, indicator: Indicator) -> Clause | None:
    """Return the clause for a qualitative answer that says itself that the target was missed."""
    answer = "".join(indicator.actual.split())
    clauses = in_force(pack, "qualitative", form.year)
    return next((c for c in clauses if answer.startswith(tuple(c.terms.get("words", ())))), None)


def _missed(form: Form, pack: Pack, indicator: Indicator) -> Finding | None:
    found = measured(indicator)
    if found is None or not found.target:
        band = _band(form, pack, indicator)
        return _about("missed-target-full-score", indicator, explanation=band.basis if band else None)
    direction = DOWN if found.direction == DOWN else UP
    clause = next(
        c for c in in_force(pack, "quantitative", form.year) if c.terms.get("direction") == direction
    )
    computed = _earned(clause, indicator, found)
    if computed == indicator.weight:
        return None
    should: dict[str, str | Message] = {
        "place": clause.place,
        "clause": clause.text,
        "computed": plain(computed),
    }
    explanation = message("should-score", **should)
    bands = _satisfaction(form, pack, indicator, found)
    if bands is not None:
        explanation = message("should-score-but", **should, other=bands.place, bands=bands.text)
    return _about("missed-target-full-score", indicator, computed=computed, explanation=explanation)


def _satisfaction(form: Form, pack: Pack, indicator: Indicator, found: Measured) -> Clause | None:
    """Return the clause for a satisfaction (满意度) whose bands give the stated score."""
    names = f"{indicator.level1}{indicator.level2}{indicator.level3}"
    if not any(word in names for word in words("direction")["satisfaction"]):
        return None
    for clause in in_force(pack, "satisfaction", form.year):
        share = next(
            Decimal(share) for least, share in clause.terms["from"] if found.actual >= Decimal(least)
        )
        if share * (indicator.weight or Decimal()) == indicator.score:
            return clause
    return None


def _basis_of_met(form: Form, pack: Pack, indicator: Indicator) -> Message:
    numbers = any(q.field == "target" for q in indicator.quantities) or any(
        map(str.isdigit, indicator.target)
    )
    kind = "quantitative" if numbers else "qualitative"
    return next(clause.basis for clause in in_force(pack, kind, form.year) if clause.terms.get("met"))


def _earned(clause: Clause, indicator: Indicator, found: Measured) -> Decimal:
    """Return what the clause gives for a missed target, between 0 and the weight."""
    weight, ratio = indicator.weight or Decimal(), found.actual / found.target
    constant, per_ratio, per_inverse = (
        Decimal(clause.terms[key]) for key in ("constant", "per_ratio", "per_inverse")
    )
    inverse = per_inverse / ratio if per_inverse and ratio else Decimal()
    return rounded(
        min(weight, max(Decimal(), weight * (constant + per_ratio * ratio + inverse))), _POINTS_PLACES
    )


def _about(
    name: str, indicator: Indicator, *, computed: Decimal | None = None, explanation: Message | None = None
) -> Finding:
    weight, score = indicator.weight or Decimal(), indicator.score or Decimal()
    shown = {
        "name": indicator_name(indicator),
        "target": _short(indicator.target),
        "actual": _short(indicator.actual),
        "score": f"{score:f}",
    }
    if name == "met-target-deducted":
        computed = weight
        sentence = message(
            "met-target-deducted", **shown, weight=f"{weight:f}", difference=plain(weight - score)
        )
    else:
        sentence = message("missed-target-full-score", **shown)
    return flag(
        name,
        sentence,
        indicator=indicator.ordinal,
        field="score",
        stated=score,
        computed=computed,
        explanation=explanation,
    )


def _is_far_above(found: Measured, clause: Clause) -> bool:
    if found.target == 0:
        return "at_zero" in clause.terms and found.actual >= Decimal(clause.terms["at_zero"])
    return found.target > 0 and found.actual >= found.furthest * Decimal(clause.terms["threshold"])


def _over(indicator: Indicator, found: Measured, clause: Clause) -> Finding:
    shown = {
        "name": indicator_name(indicator),
        "target": _short(indicator.target),
        "actual": _short(indicator.actual),
    }
    if found.target:
        share = percent(found.actual / found.furthest, _SHARE_STEP)
        told = message("over-achieved", **shown, share=share)
    else:
        told = message("over-achieved-zero", **shown)
    return flag(
        "over-achieved",
        told,
        indicator=indicator.ordinal,
        field="actual",
        stated=rounded(found.actual, STORED_PLACES),
        computed=rounded(found.furthest, STORED_PLACES),
        explanation=clause.basis,
    )


def _short(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"


def _check(
    name: str, held: Sequence[object], found: Sequence[object], lacked: str, *, field: str = "score"
) -> Check:
    if not held:
        return unchecked(name, message(lacked), field=field)
    return Check(name, "differs" if found else "agrees", field=field)
