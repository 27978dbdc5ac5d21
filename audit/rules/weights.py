"""Weights (分值): their total against the lines and against 100, and the weights printed in level names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.explain.slips import PERCENT_IN_ONE, Slip, drops, scaled, swaps
from audit.explain.totals import Part, Total, explain_line, explain_total
from audit.finding import Check, Finding
from audit.ledger.counted import beside_totals, counted_lines
from audit.ledger.execution import uncapped_scores, was_weighed
from audit.ledger.levels import LevelSum, level_sums, prints_level_weights
from audit.ledger.lines import Line, execution_line, indicator_line, lines, prints_weights
from audit.ledger.printed import HUNDREDTH, compare, plain
from audit.ledger.sums import EARLIER, WHOLE, Summed, agree, has_points, nearest, total_against_parts
from audit.ledger.words import words
from audit.packs import Clause, Pack, in_force
from audit.registry import Said, flag, rule, rule_by_pack, unchecked
from extract import Message, message
from normalize.form import Form

_LEVEL_WEIGHT = {1: "level-weight-1", 2: "level-weight-2"}


def departing_levels(form: Form, pack: Pack, difference: Decimal) -> Iterator[Slip]:
    """Yield the only level that departs from the pack's weights, where that makes the whole ``difference`` from 100."""
    for clause in in_force(pack, "weights", form.year):
        weighed = _weights(form, clause)
        departing = [name for name, weight in clause.terms["levels"].items() if weighed.get(name) != weight]
        if weighed.keys() == clause.terms["levels"].keys() and len(departing) == 1:
            value, usual = weighed[departing[0]], clause.terms["levels"][departing[0]]
            if value - usual == difference:
                yield Slip(
                    2,
                    message(
                        "level-departs",
                        level=departing[0],
                        value=plain(value),
                        place=clause.place,
                        usual=usual,
                    ),
                )


def _weights(form: Form, clause: Clause) -> dict[str, Decimal]:
    """Return what the form's levels weigh, by the names that the clause uses."""
    execution, names = execution_line(form), words("blocks")
    weighed = {names["execution"]: execution.weight} if execution and execution.weight is not None else {}
    level1 = {indicator.ordinal: indicator.level1 for indicator in form.indicators}
    for line in lines(form):
        if not line.execution and line.indicator is not None and line.weight is not None:
            name = (
                names["indicators"]
                if names["indicators"] in clause.terms["levels"]
                else level1[line.indicator] or ""
            )
            weighed[name] = weighed.get(name, Decimal()) + line.weight
    return weighed


@rule_by_pack("weight-total", "error", sets_verdict=True, allowed_by=prints_weights)
def weight_total(form: Form, pack: Pack) -> Said:
    """Flag a stated total weight (总分值) that is not the sum of the lines' weights, or not 100; one finding a form.

    Formula: 总分值 = Σ 各指标分值 + 预算执行分值 = 100. Where the form states no total weight, the sum has to
    be 100. Rows beside the hundred (加分项, 扣分项, 一票否决) are counted only where the total counts them.
    Where both totals leave the execution out (合计90分, and 10 for the execution), that is info, and the two
    together have to be 100.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: the total row prints 100.
    Example: 分值合计填100，各项分值之和为101，相差-1。
    """
    stated = WHOLE if form.weight_total is None else form.weight_total
    weighed = nearest(stated, _weight_parts(form, aside=False), _weight_parts(form, aside=True))
    lacking = [line for line in lines(form) if line.weight is None and has_points(form, line, line.score)]
    repeated = [i.weight for i in form.indicators if i.sub and i.weight is not None]
    if form.weight_total is None and weighed and not lacking:
        yield from _whole(form, pack, weighed, sum((p.value for p in weighed), Decimal()))
        return
    light = _too_light(form, weighed)
    slips = tuple(_of_weights(form, pack, sum((p.value for p in weighed), Decimal()) - stated, light))
    said = [
        *total_against_parts(Summed("weight", form.weight_total, weighed, lacking, repeated, slips, light))
    ]
    if form.weight_total is not None and agree(said):
        said += _whole(form, pack, weighed, form.weight_total)
    yield from said if not agree(said) else [*said, *_left_out(form)]


@rule("level-weight", "warning", sets_verdict=True, allowed_by=prints_level_weights)
def level_weight(form: Form) -> Said:
    """Flag a weight in a level's name that is not the sum of the weights of its indicators.

    Formula: 产出指标(50分) = Σ 产出指标下各指标分值. A name that is printed again (on every row, after a page
    break) is taken once, with all its indicators.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: 产出指标(50分), 数量指标(10分); scoring systems hold the sums to it.
    Example: 一级指标「产出指标」标明50分，其下指标分值之和为48分。
    """
    sums = tuple(level_sums(form))
    if not sums:
        yield unchecked("level-weight", message("no-level-weights"))
    weighed = [line.weight for line in lines(form) if line.weight is not None]
    explain = explain_total if sum(weighed, Decimal()) == WHOLE else explain_line
    for level in sums:
        yield from _level(level, explain)


def _too_light(form: Form, parts: Sequence[Part]) -> Sequence[Part]:
    """Return the weights that are below their own scores; a score that was not capped tells nothing of its weight."""
    uncapped = uncapped_scores(form)
    return [
        p
        for p in parts
        if p.least is not None and p.value < p.least and not (p.execution and p.least in uncapped)
    ]


def _left_out(form: Form) -> Iterator[Finding]:
    """Tell that the totals leave the execution out, which adds up all the same."""
    execution = beside_totals(form)
    if execution and execution.weight and form.weight_total is not None:
        stated, value = plain(form.weight_total), plain(execution.weight)
        left_out = message("without-execution", stated=stated, value=value)
        yield flag("weight-total", left_out, severity="info", field="weight_total", stated=form.weight_total)


def _weight_parts(form: Form, *, aside: bool) -> list[Part]:
    """Return the lines' weights; where a level's weight fails too, only its lines may have been changed.

    Rows beside the hundred points (加分项) are among them only where ``aside`` asks for them.
    """
    failing = {
        i.ordinal
        for level in level_sums(form)
        if level.computed not in (None, level.stated)
        for i in level.below
    }
    weighed = [
        (line, line.weight)
        for line in counted_lines(form)
        if line.weight is not None and (aside or not line.aside)
    ]
    parts = ((line, _weight_part(line, weight)) for line, weight in weighed)
    return [
        part if not failing or line.indicator in failing else replace(part, earlier=None)
        for line, part in parts
    ]


def _weight_part(line: Line, weight: Decimal) -> Part:
    return Part(
        line.name, weight, line.execution, earlier=None if line.execution else line.score, least=line.score
    )


def _of_weights(form: Form, pack: Pack, difference: Decimal, light: Sequence[Part]) -> Iterator[Slip]:
    """Yield what would explain weights that are ``difference`` too much, beside what explains any sum or a weight too ``light``."""
    yield from departing_levels(form, pack, difference) if not light else ()
    execution = execution_line(form)
    if execution and execution.weight is not None:
        weight, before = execution.weight, execution.weight - difference
        in_digits = scaled(before, weight, PERCENT_IN_ONE) or weight in (*drops(before), *swaps(before))
        if not in_digits and was_weighed(form, pack, before):
            yield Slip(
                1, message("earlier-weight", name=execution.name, before=plain(before), value=plain(weight))
            )


def _whole(form: Form, pack: Pack, parts: Sequence[Part], total: Decimal) -> Iterator[Finding | Check]:
    """Hold the weights to 100; a total that was already compared with its sum gives a second check only where it fails."""
    beside = beside_totals(form)
    if beside and beside.weight and total != WHOLE:
        total += beside.weight
    stated, found = form.weight_total, compare(total, WHOLE)
    if found != "agrees":
        yield _not_whole(form, pack, parts, total)
    if stated is None or found == "differs":
        outcome = "differs" if found == "differs" else "agrees"
        yield Check(
            "weight-total", outcome, stated, total, explanation=message("held-to-whole"), field="weight_total"
        )


def _not_whole(form: Form, pack: Pack, parts: Sequence[Part], total: Decimal) -> Finding:
    """Flag weights that are not 100: as info where the place does not hold them to it."""
    released = next(
        (clause for clause in pack.clauses if clause.kind == "whole" and clause.holds_in(form.year)), None
    )
    light = _too_light(form, parts)
    slips = tuple(_of_weights(form, pack, total - WHOLE, light))
    explained = explain_line(Total(WHOLE, total, light or parts), EARLIER["weight"], slips)
    return flag(
        "weight-total",
        message("weight-not-whole", total=plain(total)),
        severity="info" if released or compare(total, WHOLE) == "close" else None,
        field="weight_total",
        stated=form.weight_total,
        computed=total,
        tolerance=HUNDREDTH,
        explanation=released.basis if released else explained,
    )


def _level(level: LevelSum, explain: Callable[[Total, str], Message | None]) -> Iterator[Finding | Check]:
    if level.computed is None:
        yield unchecked(
            "level-weight", message("lacking-level", name=level.name), field="weight", stated=level.stated
        )
        return
    found = compare(level.stated, level.computed)
    if found != "agrees":
        yield flag(
            "level-weight",
            message(
                _LEVEL_WEIGHT[level.depth],
                name=level.name,
                stated=plain(level.stated),
                computed=plain(level.computed),
            ),
            severity="info" if found == "close" else None,
            indicator=level.indicator,
            field=f"level{level.depth}",
            stated=level.stated,
            computed=level.computed,
            tolerance=HUNDREDTH,
            explanation=explain(Total(level.stated, level.computed, _level_parts(level)), EARLIER["weight"]),
        )
    outcome = "differs" if found == "differs" else "agrees"
    yield Check(
        "level-weight",
        outcome,
        level.stated,
        level.computed,
        explanation=message("as-printed", text=level.name),
        field=f"level{level.depth}",
    )


def _level_parts(level: LevelSum) -> list[Part]:
    return [_weight_part(indicator_line(i), i.weight) for i in level.below if i.weight is not None]
