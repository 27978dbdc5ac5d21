"""A figure that was not read plainly: what it leaves of the verdict, of a finding's cause, and of a check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from audit.doubts import find_doubted_figures
from extract import Box, with_doubt
from extract.grid import DOUBTS
from normalize.parts import Subtotal
from support.audit_forms import form, fund, indicator, level, of_rule, scored_form

PLAIN = (Box(1, 0, 0, 1, 1),)


def doubted(doubt="moved"):
    return with_doubt(PLAIN, doubt)


def with_indicator(doubt="moved", field="score", **changed):
    base = scored_form(**changed)
    first = replace(base.indicators[0], where={field: doubted(doubt), "actual": PLAIN})
    return replace(base, indicators=(first, *base.indicators[1:]))


@pytest.mark.parametrize("doubt", DOUBTS)
@pytest.mark.parametrize("field", ["weight", "score"])
def test_a_figure_in_doubt_keeps_a_form_from_agreeing(doubt, field):
    assert audit_form(scored_form()).verdict == "agrees"
    assert audit_form(with_indicator(doubt, field)).verdict == "unchecked"


@pytest.mark.parametrize("field", ["weight_total", "score_total", "review_total"])
def test_a_total_in_doubt_does_too(field):
    assert audit_form(replace(scored_form(), where={field: doubted()})).verdict == "unchecked"


@pytest.mark.parametrize("field", ["budget", "executed", "rate", "weight", "score"])
def test_a_fund_rows_figure_in_doubt_does_too(field):
    base = scored_form()
    row = replace(base.funds[0], where={field: doubted("unit")})
    assert audit_form(replace(base, funds=(row,))).verdict == "unchecked"


@pytest.mark.parametrize("field", ["actual", "target", "level3", "reason", "content"])
def test_a_text_in_doubt_leaves_the_figures_alone(field):
    assert audit_form(with_indicator(field=field)).verdict == "agrees"


def test_a_years_doubt_is_none_of_the_figures():
    assert audit_form(replace(scored_form(), where={"year": doubted("inferred")})).verdict == "agrees"


def test_a_blank_that_was_moved_is_no_figure_and_a_struck_one_may_have_been():
    sub_row = indicator(4, None, None, sub=True, where={"score": doubted()})
    base = scored_form()
    assert audit_form(replace(base, indicators=(*base.indicators, sub_row))).verdict == "agrees"
    struck = replace(sub_row, where={"score": doubted("struck")})
    assert audit_form(replace(base, indicators=(*base.indicators, struck))).verdict == "unchecked"
    odd = replace(sub_row, score_text="l0")
    assert audit_form(replace(base, indicators=(*base.indicators, odd))).verdict == "unchecked"
    dash = replace(sub_row, score_text="—")
    assert audit_form(replace(base, indicators=(*base.indicators, dash))).verdict == "agrees"


def test_a_level_that_prints_a_weight_holds_a_figure():
    lines = tuple(replace(one, levels=(1,)) for one in scored_form().indicators)
    named = replace(level(1, 1, "产出指标", "90"), where={"name": doubted()})
    base = replace(scored_form(), indicators=lines, levels=(named,))
    assert audit_form(base).verdict == "unchecked"
    assert audit_form(replace(base, levels=(replace(named, weight=None),))).verdict == "agrees"


def test_figures_are_told_with_their_lines():
    row = Subtotal(1, "小计", weight=Decimal(90), lines=(1, 2, 3), where={"weight": doubted("chosen")})
    base = replace(with_indicator(), subtotals=(row,))
    assert [(one.entity, one.ordinal, one.field, one.doubt) for one in find_doubted_figures(base)] == [
        ("indicator", 1, "score", "moved"),
        ("subtotal", 1, "weight", "chosen"),
    ]


def test_a_finding_that_rests_on_a_figure_in_doubt_may_be_the_readings():
    for field, cause in (("score", "unknown"), ("weight", "form"), ("actual", "form")):
        (finding,) = of_rule(audit_form(with_indicator(field=field, total="98")).findings, "score-total")
        assert finding.cause == cause


def test_what_is_lacking_rests_on_all_that_was_read():
    blank = replace(scored_form().indicators[1], score=None)
    for doubt, cause in ((None, "form"), ("moved", "unknown")):
        base = with_indicator(doubt) if doubt else scored_form()
        lines = (base.indicators[0], blank, base.indicators[2])
        found = of_rule(
            audit_form(replace(base, indicators=lines, score_total=Decimal(70))).findings, "incomplete"
        )
        assert {finding.cause for finding in found} == {cause}


@pytest.mark.parametrize(
    ("doubt", "outcomes"),
    [
        ("moved", {"score-total": "agrees", "score-over-weight": "agrees", "weight-total": "agrees"}),
        ("chosen", {"score-total": "unchecked", "score-over-weight": "unchecked", "weight-total": "agrees"}),
    ],
)
def test_a_figure_chosen_because_the_sum_comes_out_proves_no_sum(doubt, outcomes):
    checks = audit_form(with_indicator(doubt)).checks
    for rule, outcome in outcomes.items():
        assert [check.outcome for check in of_rule(checks, rule)] == [outcome]


def test_a_check_of_another_row_or_column_is_left():
    funds = [
        fund(1, "年度资金总额", budget="300", executed="150", rate="0.5", where={"rate": doubted("chosen")}),
        fund(2, "甲", budget="200", executed="100", rate="0.5", where={"executed": doubted("chosen")}),
        fund(3, "乙", budget="100", executed="50", rate="0.5"),
    ]
    checks = audit_form(form(funds)).checks
    assert [(c.field, c.outcome) for c in of_rule(checks, "fund-total")] == [
        ("budget_yuan", "agrees"),
        ("executed_yuan", "unchecked"),
    ]
    assert [(c.fund, c.outcome) for c in of_rule(checks, "execution-rate")] == [
        (1, "unchecked"),
        (2, "unchecked"),
        (3, "agrees"),
    ]
