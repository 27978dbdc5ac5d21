"""The rule ``score-total``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.packs import Pack
from audit.registry import Outcomes, flag, rule
from audit.rules.totals.stated_total import (
    SCORES,
    StatedTotal,
    all_agree,
    has_points,
    hold_total,
)
from audit.slips.numbers import compare, plain
from extract import message
from normalize import Form, Header, find_label_kind, parse_points, read_stated_score


def prints_scores(ledger: Ledger) -> bool:
    """Tell whether the form prints any score, of a line or in all."""
    if ledger.form.score_total is not None:
        return True
    return any(line.score is not None for line in ledger.lines)


@rule("score-total", "error", order=100, sets_verdict=True, allowed_by=prints_scores)
def score_total(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a stated total score (总分) that is not the sum of the lines' scores.

    Formula: 总分 = Σ 各指标得分 + 预算执行得分 (once; sub-rows and an execution row that repeats the fund row
    don't count). Where a line's score is blank the rule is unchecked, unless the others already add up to the
    total or to more. A bonus (加分项) adds to the total and a deduction (扣分项) takes from it, with or
    without a minus, unless
    the hundred points count its weight. A total that the head or a conclusion in words (自评结论) states has to
    be the same.
    Tolerance: none; a difference of 0.01 is info, as systems round before they print.
    Source: observed: the total row sums the lines; scoring systems add them before they round.
    Example: 总分填96.91，各项得分之和为96.41，相差0.5。
    """
    form = ledger.form
    scored = [line.counted_score for line in ledger.counted if line.counted_score is not None]
    unscored = [line for line in ledger.counted if line.score is None]
    total = StatedTotal(
        SCORES,
        form.score_total,
        scored,
        lacking=[line for line in unscored if has_points(ledger, line, line.weight)],
    )
    outcomes = [*hold_total(total)]
    yield from outcomes
    if all_agree(outcomes):
        yield from _stated_otherwise(form)


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
