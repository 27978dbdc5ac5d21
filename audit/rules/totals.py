"""The total score (总分) against the scores of the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from audit.explain.totals import Part
from audit.finding import Check, Finding
from audit.ledger.counted import counted_lines
from audit.ledger.execution import execution_scores
from audit.ledger.lines import DEDUCTION, Line, prints_scores
from audit.ledger.printed import compare, plain
from audit.ledger.sums import Summed, agree, has_points, nearest, total_against_parts
from audit.packs import Pack
from audit.registry import Said, flag, rule_by_pack
from extract import message
from normalize.form import Form, Header
from normalize.sections.totals import score_told
from normalize.values.number import points
from normalize.vocabulary.labels import kind_of

_YEAR = re.compile(r"20\d{2}")


@rule_by_pack("score-total", "error", sets_verdict=True, allowed_by=prints_scores)
def score_total(form: Form, pack: Pack) -> Said:
    """Flag a stated total score (总分) that is not the sum of the lines' scores.

    Formula: 总分 = Σ 各指标得分 + 预算执行得分 (once; sub-rows and an execution row that repeats the fund row
    don't count). Where a line's score is blank the rule is unchecked, unless the others already add up to the
    total or to more. A bonus (加分项) adds to the total and a deduction (扣分项) takes from it, with or
    without a minus. A total that the head or a conclusion in words (自评结论) states has to be the same.
    Tolerance: none; a difference of 0.01 is info, as systems round before they print.
    Source: observed: the total row sums the lines; scoring systems add them before they round.
    Example: 总分填96.91，各项得分之和为96.41，相差0.5。
    """
    held = counted_lines(form)
    printed = [(line, _score_part(form, pack, line, line.score)) for line in held if line.score is not None]
    taken = [
        replace(part, value=-abs(part.value)) if line.aside == DEDUCTION else part for line, part in printed
    ]
    scored = nearest(form.score_total, [part for _, part in printed], taken)
    lacking = [line for line in held if line.score is None and has_points(form, line, line.weight)]
    repeated = [i.score for i in form.indicators if i.sub and i.score is not None]
    suspects = [part for part in scored if _exceeds(part)]
    said = [
        *total_against_parts(Summed("score", form.score_total, scored, lacking, repeated, suspects=suspects))
    ]
    yield from [*said, *_stated_otherwise(form)] if agree(said) else said


def _score_part(form: Form, pack: Pack, line: Line, score: Decimal) -> Part:
    by_rate = execution_scores(form, pack) if line.execution else ()
    return Part(line.name, score, line.execution, earlier=line.weight, most=line.weight, by_rate=by_rate)


def _exceeds(part: Part) -> bool:
    return part.most is not None and part.value > part.most


def _stated_otherwise(form: Form) -> Iterator[Finding | Check]:
    """Flag a total that the head states and that is not the one below the lines, which their sum agrees with."""
    assert form.score_total is not None
    for header in form.headers:
        stated = _total_in(form, header)
        if stated is not None and compare(stated, form.score_total) == "differs":
            otherwise = message(
                "score-total-otherwise",
                name=header.label,
                stated=plain(stated),
                computed=plain(form.score_total),
                difference=plain(stated - form.score_total),
            )
            yield flag(
                "score-total", otherwise, field="score_total", stated=stated, computed=form.score_total
            )
            yield Check("score-total", "differs", stated, form.score_total, field="score_total")


def _total_in(form: Form, header: Header) -> Decimal | None:
    """Return the form's total that a head's value states, also in a conclusion's running text; one of another year is none."""
    kind = kind_of("head", header.label)
    if kind == "score_total":
        return points(header.value)
    others = {int(year) for year in _YEAR.findall(header.value)} - {form.year}
    told = score_told(header.value) if kind == "grade" and not others else None
    return points(told) if told else None
