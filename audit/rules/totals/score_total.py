"""The rule ``score-total``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.lines import LedgerLine
from audit.packs import Pack, binding
from audit.registry import Outcomes, flag, rule
from audit.rules.totals.stated_total import (
    SCORES,
    StatedTotal,
    all_agree,
    has_points,
    hold_total,
)
from audit.slips.numbers import compare, plain
from audit.slips.totals import Part
from extract import message
from normalize import Form, Header, find_label_kind, parse_points, read_stated_score


def prints_scores(ledger: Ledger) -> bool:
    """Tell whether the form prints any score, of a line or in all."""
    if ledger.form.score_total is not None:
        return True
    return any(line.score is not None for line in ledger.lines)


@rule("score-total", "error", order=100, sets_verdict=True, allowed_by=prints_scores)
def score_total(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a stated total score (总分) that is not the sum of the lines' scores.

    Formula: 总分 = Σ 各指标得分 + 预算执行得分 (once; sub-rows and an execution row that repeats the fund row
    don't count). Where a line's score is blank the rule is unchecked, unless the others already add up to the
    total or to more. A bonus (加分项) adds to the total and a deduction (扣分项) takes from it, with or
    without a minus, unless
    the hundred points count its weight. A total that the head or a conclusion in words (自评结论) states has to be the same.
    Tolerance: none; a difference of 0.01 is info, as systems round before they print.
    Source: observed: the total row sums the lines; scoring systems add them before they round.
    Example: 总分填96.91，各项得分之和为96.41，相差0.5。
    """
    form = ledger.form
    scored = [_part(ledger, pack, line) for line in ledger.counted if line.score is not None]
    unscored = [line for line in ledger.counted if line.score is None]
    sub_rows = [indicator for indicator in form.indicators if indicator.sub]
    total = StatedTotal(
        SCORES,
        form.score_total,
        scored,
        lacking=[line for line in unscored if has_points(ledger, line, line.weight)],
        repeated=[i.score for i in sub_rows if i.score is not None],
        wrong=[part for part in scored if _exceeds(part)],
    )
    outcomes = [*hold_total(total)]
    yield from outcomes
    if all_agree(outcomes):
        yield from _stated_otherwise(form)


def _part(ledger: Ledger, pack: Pack, line: LedgerLine) -> Part:
    assert line.counted_score is not None
    part = Part(line.name, line.counted_score, line.is_execution, earlier=line.weight, most=line.weight)
    if not line.is_execution:
        return part
    clauses = binding(pack, "score", ledger.form.year)
    return replace(part, by_rate=ledger.execution_scores(clauses))


def _exceeds(part: Part) -> bool:
    return part.exceeds_limit(part.value)


def _stated_otherwise(form: Form) -> Iterator[Finding | Check]:
    """Flag a total of the head that is not the one below the lines, which their sum agrees with."""
    assert form.score_total is not None
    for header in form.headers:
        stated = _total_in(form, header)
        if stated is None or compare(stated, form.score_total) != "differs":
            continue
        otherwise = message(
            "score-total-otherwise",
            name=header.label,
            stated=plain(stated),
            computed=plain(form.score_total),
            difference=plain(stated - form.score_total),
        )
        yield flag("score-total", otherwise, field="score_total", stated=stated, computed=form.score_total)
        yield Check("score-total", "differs", stated, form.score_total, field="score_total")


def _total_in(form: Form, header: Header) -> Decimal | None:
    """Return the total that a head's value states, also in running text; one of another year is none."""
    kind = find_label_kind("head", header.label)
    if kind == "score_total":
        return parse_points(header.value)
    if kind != "grade":
        return None
    told = read_stated_score(header.value, form.year)
    if not told:
        return None
    return parse_points(told)
