"""Totals of the indicator table: scores (得分), weights (分值), and the weights printed in level names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.aside import DEDUCTION
from audit.catalogue import say
from audit.compare import HUNDREDTH, compare
from audit.counted import beside_totals, counted_lines
from audit.execution import execution_scores, uncapped_scores, was_weighed
from audit.explain import Part, Total, explain_line, explain_total
from audit.finding import Check, Finding
from audit.levels import LevelSum, level_sums, prints_level_weights
from audit.lines import Line, execution_line, indicator_line, lines, prints_scores, prints_weights, scored_elsewhere
from audit.packs import Pack
from audit.printed import plain
from audit.registry import Said, flag, rule, rule_by_pack, unchecked
from audit.slips import PERCENT_IN_ONE, Slip, drops, scaled, swaps
from audit.usual import departing_levels
from normalize.conclusion import score_told
from normalize.form import Form, Header
from normalize.labels import kind_of
from normalize.number import points

WHOLE = Decimal(100)
_YEAR = re.compile(r"20\d{2}")


@rule_by_pack("score-total", "error", sets_verdict=True, allowed_by=prints_scores)
def score_total(form: Form, pack: Pack) -> Said:
    """Flag a stated total score (总分) that is not the sum of the lines' scores.

    Formula: 总分 = Σ 各指标得分 + 预算执行得分 (once; sub-rows and an execution row that repeats the fund row don't count).
    Where a line's score is blank the rule is unchecked, unless the others already add up to the total or to more. A bonus (加分项)
    adds to the total and a deduction (扣分项) takes from it, with or without a minus.
    A total that the head or a conclusion in words (自评结论) states has to be the same.
    Tolerance: none; a difference of 0.01 is info, as systems round before they print.
    Source: observed: the total row sums the lines; scoring systems add them before they round.
    Example: 总分填96.91,各项得分之和为96.41,相差0.5。
    """
    held = counted_lines(form)
    printed = [(line, _score_part(form, pack, line, line.score)) for line in held if line.score is not None]
    taken = [replace(part, value=-abs(part.value)) if line.aside == DEDUCTION else part for line, part in printed]
    scored = _nearest(form.score_total, [part for _, part in printed], taken)
    lacking = [line for line in held if line.score is None and _has_points(form, line, line.weight)]
    repeated = [i.score for i in form.indicators if i.sub and i.score is not None]
    said = [*_total(_Summed("score", form.score_total, scored, lacking, repeated, suspects=[p for p in scored if _exceeds(p)]))]
    yield from [*said, *_stated_otherwise(form)] if _agree(said) else said


@rule_by_pack("weight-total", "error", sets_verdict=True, allowed_by=prints_weights)
def weight_total(form: Form, pack: Pack) -> Said:
    """Flag a stated total weight (总分值) that is not the sum of the lines' weights, or not 100; one finding a form.

    Formula: 总分值 = Σ 各指标分值 + 预算执行分值 = 100. Where the form states no total weight, the sum has to be 100. Rows beside
    the hundred (加分项, 扣分项, 一票否决) are counted only where the total counts them. Where both totals leave the execution out
    (合计90分, and 10 for the execution), that is info, and the two together have to be 100.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: the total row prints 100.
    Example: 分值合计填100,各项分值之和为101,相差-1。
    """
    stated = WHOLE if form.weight_total is None else form.weight_total
    weighed = _nearest(stated, _weight_parts(form, aside=False), _weight_parts(form, aside=True))
    lacking = [line for line in lines(form) if line.weight is None and _has_points(form, line, line.score)]
    repeated = [i.weight for i in form.indicators if i.sub and i.weight is not None]
    if form.weight_total is None and weighed and not lacking:
        yield from _whole(form, pack, weighed, sum((p.value for p in weighed), Decimal()))
        return
    light = _too_light(form, weighed)
    slips = tuple(_of_weights(form, pack, sum((p.value for p in weighed), Decimal()) - stated, light))
    said = [*_total(_Summed("weight", form.weight_total, weighed, lacking, repeated, slips, light))]
    if form.weight_total is not None and _agree(said):
        said += _whole(form, pack, weighed, form.weight_total)
    yield from said if not _agree(said) else [*said, *_left_out(form)]


@rule("level-weight", "warning", sets_verdict=True, allowed_by=prints_level_weights)
def level_weight(form: Form) -> Said:
    """Flag a weight in a level's name that is not the sum of the weights of its indicators.

    Formula: 产出指标(50分) = Σ 产出指标下各指标分值. A name that is printed again (on every row, after a page break) is taken
    once, with all its indicators.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: 产出指标(50分), 数量指标(10分); scoring systems hold the sums to it.
    Example: 一级指标「产出指标」标明50分,其下指标分值之和为48分。
    """
    sums = tuple(level_sums(form))
    if not sums:
        yield unchecked("level-weight", say("no-level-weights"))
    weighed = [line.weight for line in lines(form) if line.weight is not None]
    explain = explain_total if sum(weighed, Decimal()) == WHOLE else explain_line
    for level in sums:
        yield from _level(level, explain)


@dataclass(frozen=True, slots=True)
class _Summed:
    """A total (``kind`` is ``score`` or ``weight``) with what it adds up, the lines that lack it, and sub-rows that repeat it.

    ``suspects`` are the parts that another rule finds wrong.
    """

    kind: str
    stated: Decimal | None
    parts: Sequence[Part]
    lacking: Sequence[Line]
    repeated: Sequence[Decimal]
    slips: Sequence[Slip] = ()
    suspects: Sequence[Part] = ()

    @property
    def sure(self) -> bool:
        """Tell whether a line is wrong and not the total: the weights are to be 100 and say so, or a line fails another rule."""
        return bool(self.suspects) or (self.kind == "weight" and self.stated == WHOLE)

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Decimal())


def _has_points(form: Form, line: Line, other: Decimal | None) -> bool:
    """Tell whether a line without a score (or weight) ought to have one: it has the ``other``, or other fund rows have them."""
    return not line.aside and (other is not None or scored_elsewhere(form, line))


def _score_part(form: Form, pack: Pack, line: Line, score: Decimal) -> Part:
    by_rate = execution_scores(form, pack) if line.execution else ()
    return Part(line.name, score, line.execution, earlier=line.weight, most=line.weight, by_rate=by_rate)


def _exceeds(part: Part) -> bool:
    return part.most is not None and part.value > part.most


def _too_light(form: Form, parts: Sequence[Part]) -> Sequence[Part]:
    """Return the weights that are below their own scores; a score that was not capped tells nothing of its weight."""
    uncapped = uncapped_scores(form)
    return [p for p in parts if p.least is not None and p.value < p.least and not (p.execution and p.least in uncapped)]


def _agree(said: Sequence[Finding | Check]) -> bool:
    return all(isinstance(entry, Check) and entry.outcome == "agrees" for entry in said)


def _stated_otherwise(form: Form) -> Iterator[Finding | Check]:
    """Flag a total that the head states and that is not the one below the lines, which their sum agrees with."""
    assert form.score_total is not None
    for header in form.headers:
        stated = _total_in(form, header)
        if stated is not None and compare(stated, form.score_total) == "differs":
            said = {"stated": plain(stated), "computed": plain(form.score_total), "difference": plain(stated - form.score_total)}
            message = say("score-total-otherwise", name=header.label, **said)
            yield flag("score-total", message, field="score_total", stated=stated, computed=form.score_total)
            yield Check("score-total", "differs", stated, form.score_total, field="score_total")


def _total_in(form: Form, header: Header) -> Decimal | None:
    """Return the form's total that a head's value states, also in a conclusion's running text; one of another year is none."""
    kind = kind_of("head", header.label)
    if kind == "score_total":
        return points(header.value)
    others = {int(year) for year in _YEAR.findall(header.value)} - {form.year}
    told = score_told(header.value) if kind == "grade" and not others else None
    return points(told) if told else None


def _nearest(stated: Decimal | None, *readings: list[Part]) -> list[Part]:
    """Return the parts that come nearest to the stated total, the first where none is printed."""
    return min(readings, key=lambda parts: abs(sum((part.value for part in parts), -stated))) if stated is not None else readings[0]


def _left_out(form: Form) -> Iterator[Finding]:
    """Tell that the totals leave the execution out, which adds up all the same."""
    execution = beside_totals(form)
    if execution and execution.weight and form.weight_total is not None:
        said = {"stated": plain(form.weight_total), "value": plain(execution.weight)}
        message = say("without-execution", **said)
        yield flag("weight-total", message, severity="info", field="weight_total", stated=form.weight_total)


def _weight_parts(form: Form, *, aside: bool) -> list[Part]:
    """Return the lines' weights; where a level's weight fails too, only its lines may have been changed.

    Rows beside the hundred points (加分项) are among them only where ``aside`` asks for them.
    """
    failing = {i.ordinal for level in level_sums(form) if level.computed not in (None, level.stated) for i in level.below}
    weighed = [(line, line.weight) for line in counted_lines(form) if line.weight is not None and (aside or not line.aside)]
    parts = ((line, _weight_part(line, weight)) for line, weight in weighed)
    return [part if not failing or line.indicator in failing else replace(part, earlier=None) for line, part in parts]


def _weight_part(line: Line, weight: Decimal) -> Part:
    return Part(line.name, weight, line.execution, earlier=None if line.execution else line.score, least=line.score)


def _of_weights(form: Form, pack: Pack, difference: Decimal, light: Sequence[Part]) -> Iterator[Slip]:
    """Yield what would explain weights that are ``difference`` too much, beside what explains any sum or a weight too ``light``."""
    yield from departing_levels(form, pack, difference) if not light else ()
    execution = execution_line(form)
    if execution and execution.weight is not None:
        weight, before = execution.weight, execution.weight - difference
        in_digits = scaled(before, weight, PERCENT_IN_ONE) or weight in (*drops(before), *swaps(before))
        if not in_digits and was_weighed(form, pack, before):
            yield Slip(1, say("earlier-weight", name=execution.name, before=plain(before), value=plain(weight)))


def _total(total: _Summed) -> Said:
    kind, stated = total.kind, total.stated
    name, field = f"{kind}-total", f"{kind}_total"
    if stated is None or not total.parts:
        yield unchecked(name, say(f"no-{kind}-total" if stated is None else f"no-{kind}s"), field=field, stated=stated)
        return
    if total.lacking and stated - total.computed > HUNDREDTH:
        names = "、".join(line.name for line in total.lacking)
        yield unchecked(name, say(f"lacking-{kind}", names=names), field=field, stated=stated)
        return
    summed = Total(stated, total.computed, total.suspects or total.parts, total.repeated)
    explain = explain_line if total.sure else explain_total
    yield from _say_total(name, stated, total.computed, explain(summed, f"earlier-{kind}", total.slips))


def _say_total(name: str, stated: Decimal, computed: Decimal, explanation: str | None) -> Iterator[Finding | Check]:
    field = name.replace("-", "_")
    found = compare(stated, computed)
    if found != "agrees":
        yield flag(
            name,
            say(name, stated=f"{stated:f}", computed=plain(computed), difference=plain(stated - computed)),
            severity="info" if found == "close" else None,
            field=field,
            stated=stated,
            computed=computed,
            tolerance=HUNDREDTH,
            explanation=say("rounded-before") if found == "close" else explanation,
        )
    outcome = "differs" if found == "differs" else "agrees"
    yield Check(name, outcome, stated, computed, explanation=say("rounded-before") if found == "close" else None, field=field)


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
        yield Check("weight-total", outcome, stated, total, explanation=say("held-to-whole"), field="weight_total")


def _not_whole(form: Form, pack: Pack, parts: Sequence[Part], total: Decimal) -> Finding:
    """Flag weights that are not 100: as info where the place does not hold them to it."""
    released = next((clause for clause in pack.clauses if clause.kind == "whole" and clause.holds_in(form.year)), None)
    light = _too_light(form, parts)
    slips = tuple(_of_weights(form, pack, total - WHOLE, light))
    explained = explain_line(Total(WHOLE, total, light or parts), "earlier-weight", slips)
    return flag(
        "weight-total",
        say("weight-not-whole", total=plain(total)),
        severity="info" if released or compare(total, WHOLE) == "close" else None,
        field="weight_total",
        stated=form.weight_total,
        computed=total,
        tolerance=HUNDREDTH,
        explanation=released.basis if released else explained,
    )


def _level(level: LevelSum, explain: Callable[[Total, str], str | None]) -> Iterator[Finding | Check]:
    if level.computed is None:
        yield unchecked("level-weight", say("lacking-level", name=level.name), field="weight", stated=level.stated)
        return
    found = compare(level.stated, level.computed)
    if found != "agrees":
        yield flag(
            "level-weight",
            say(f"level-weight-{level.depth}", name=level.name, stated=plain(level.stated), computed=plain(level.computed)),
            severity="info" if found == "close" else None,
            indicator=level.indicator,
            field=f"level{level.depth}",
            stated=level.stated,
            computed=level.computed,
            tolerance=HUNDREDTH,
            explanation=explain(Total(level.stated, level.computed, _level_parts(level)), "earlier-weight"),
        )
    outcome = "differs" if found == "differs" else "agrees"
    yield Check("level-weight", outcome, level.stated, level.computed, explanation=level.name, field=f"level{level.depth}")


def _level_parts(level: LevelSum) -> list[Part]:
    return [_weight_part(indicator_line(i), i.weight) for i in level.below if i.weight is not None]
