"""The rule ``weight-total``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.explain.points import find_weight_slips
from audit.finding import Check, Finding
from audit.ledger import WHOLE, Ledger
from audit.packs import Pack, PackClause
from audit.registry import Outcomes, flag, outcome_of, rule, severity_of
from audit.rules.totals.stated_total import (
    WEIGHTS,
    StatedTotal,
    add_parts,
    all_agree,
    has_points,
    hold_total,
    pick_nearest,
    weight_part,
)
from audit.slips.numbers import (
    HUNDREDTH,
    compare,
    plain,
)
from audit.slips.totals import Part, UnequalTotal, explain_line
from extract import Message, message


def prints_weights(ledger: Ledger) -> bool:
    """Tell whether the form prints the weights of its indicators."""
    return any(i.weight is not None for i in ledger.form.indicators)


@rule("weight-total", "error", order=110, sets_verdict=True, allowed_by=prints_weights)
def weight_total(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a stated total weight (总分值) that is not the sum of the lines' weights, or not 100.

    One finding a form.

    Formula: 总分值 = Σ 各指标分值 + 预算执行分值 = 100. Where the form states no total weight, the sum has to
    be 100. Rows beside the hundred (加分项, 扣分项, 一票否决) are counted only where the total counts them.
    Where both totals leave the execution out (合计90分, and 10 for the execution), that is info, and the two
    together have to be 100: 100 and 10 besides are 110 points.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: the total row prints 100.
    Example: 分值合计填100，各项分值之和为101，相差-1。
    """
    form = ledger.form
    stated = WHOLE if form.weight_total is None else form.weight_total
    hundred = _weight_parts(ledger, with_extra=False)
    weighed = pick_nearest(stated, hundred, _weight_parts(ledger, with_extra=True))
    computed = add_parts(weighed)
    unweighed = [line for line in ledger.lines if line.weight is None]
    lacking = [line for line in unweighed if has_points(ledger, line, line.score)]
    if form.weight_total is None and weighed and not lacking:
        yield from _hold_to_whole(ledger, pack, weighed, computed)
        return
    light = _find_too_light(ledger, weighed)
    sub_rows = [indicator for indicator in form.indicators if indicator.sub]
    total = StatedTotal(
        WEIGHTS,
        form.weight_total,
        weighed,
        lacking,
        repeated=[i.weight for i in sub_rows if i.weight is not None],
        slips=tuple(find_weight_slips(ledger, pack, computed - stated, light)),
        wrong=light,
    )
    outcomes = [*hold_total(total)]
    if form.weight_total is not None and all_agree(outcomes):
        outcomes += _hold_to_whole(ledger, pack, weighed, form.weight_total)
    yield from outcomes
    if all_agree(outcomes):
        yield from _tell_left_out(ledger)


def _weight_parts(ledger: Ledger, *, with_extra: bool) -> list[Part]:
    """Return the lines' weights; where a level's weight fails too, only its lines may have been changed.

    Rows beside the hundred points (加分项) are among them only ``with_extra``.
    """
    failing: set[int] = set()
    for level in ledger.level_sums:
        if level.computed not in (None, level.stated):
            failing.update(indicator.ordinal for indicator in level.below)
    parts: list[Part] = []
    lines = ledger.counted
    if not with_extra:
        lines = tuple(line for line in lines if not line.extra)
    for line in lines:
        if line.weight is None:
            continue
        part = weight_part(line, line.weight)
        if failing and line.indicator not in failing:
            part = replace(part, earlier=None)
        parts.append(part)
    return parts


def _find_too_light(ledger: Ledger, parts: Sequence[Part]) -> Sequence[Part]:
    """Return the weights below their own scores; one that was not capped tells nothing of its weight."""
    uncapped = ledger.uncapped_scores
    light = [part for part in parts if part.falls_short(part.value)]
    return [part for part in light if not (part.is_execution and part.least in uncapped)]


def _hold_to_whole(
    ledger: Ledger, pack: Pack, parts: Sequence[Part], total: Decimal
) -> Iterator[Finding | Check]:
    """Hold the weights to 100; a total that was held against its sum has a second check if it fails."""
    total += _weight_beside(ledger)
    stated, found = ledger.form.weight_total, compare(total, WHOLE)
    if found != "agrees":
        yield _flag_not_whole(ledger, pack, parts, total)
    if stated is None or found == "differs":
        yield Check(
            "weight-total",
            outcome_of(found),
            stated,
            total,
            explanation=message("held-to-whole"),
            field="weight_total",
        )


def _weight_beside(ledger: Ledger) -> Decimal:
    """Return the execution's weight where both totals leave it out, else 0."""
    beside = ledger.execution_beside
    if beside is None or beside.weight is None:
        return Decimal()
    return beside.weight


def _flag_not_whole(ledger: Ledger, pack: Pack, parts: Sequence[Part], total: Decimal) -> Finding:
    """Flag weights that are not 100: as info where the place does not hold them to it."""
    released = _find_release(pack, ledger.form.year)
    if released is None:
        severity = severity_of(compare(total, WHOLE))
        explanation = None
        if not _weight_beside(ledger):
            explanation = _explain_not_whole(ledger, pack, parts, total)
    else:
        severity, explanation = "info", released.basis
    beside, stated = _weight_beside(ledger), ledger.form.weight_total
    sentence = message("weight-not-whole", total=plain(total))
    if beside and stated is not None:
        sentence = message(
            "weight-beside-whole", stated=plain(stated), value=plain(beside), total=plain(total)
        )
    return flag(
        "weight-total",
        sentence,
        severity=severity,
        field="weight_total",
        stated=ledger.form.weight_total,
        computed=total,
        tolerance=HUNDREDTH,
        explanation=explanation,
    )


def _find_release(pack: Pack, year: int | None) -> PackClause | None:
    """Return the clause that does not hold the weights to 100, or None."""
    clauses = (clause for clause in pack.clauses if clause.kind == "whole")
    return next((clause for clause in clauses if clause.holds_in(year)), None)


def _explain_not_whole(ledger: Ledger, pack: Pack, parts: Sequence[Part], total: Decimal) -> Message | None:
    light = _find_too_light(ledger, parts)
    slips = tuple(find_weight_slips(ledger, pack, total - WHOLE, light))
    return explain_line(UnequalTotal(WHOLE, total, light or parts), WEIGHTS.earlier, slips)


def _tell_left_out(ledger: Ledger) -> Iterator[Finding]:
    """Tell that the totals leave the execution out, which adds up all the same."""
    beside, stated = _weight_beside(ledger), ledger.form.weight_total
    if beside and stated is not None:
        left_out = message("without-execution", stated=plain(stated), value=plain(beside))
        yield flag("weight-total", left_out, severity="info", field="weight_total", stated=stated)
