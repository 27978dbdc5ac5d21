"""The rule ``score-total``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit_form
from normalize import Header
from support.audit_forms import find_outcome, form, fund, in_chinese, indicator, of_rule, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "score-total"

LEFT_OUT = [indicator(1, "60", "55", level1="产出指标"), indicator(2, "40", "40", level1="产出指标")]

CASES = {
    "agrees": scored_form(),
    "a total of another sum": scored_form(total="97"),
    "a line was left out": form([], LEFT_OUT, score_total="40", weight_total="100"),
    "rounded before": scored_form(("10", "30", "30", "30.01"), total="100"),
    "the head says another total": scored_form(headers=(Header(1, "自评得分", "98"),)),
    "no total": scored_form(total=None),
    "a score is blank": form([], [indicator(1, "60", None), LEFT_OUT[1]], score_total="95"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def test_an_execution_row_in_the_table_is_the_fund_row():
    base = scored_form()
    row = indicator(9, "10", "10", level3="预算执行率", execution=True)
    assert find_outcome(replace(base, indicators=(*base.indicators, row)), "score-total") == "agrees"


def test_sub_rows_do_not_count():
    base = scored_form()
    assert (
        find_outcome(
            replace(base, indicators=(*base.indicators, indicator(9, "5", "5", sub=True))), "score-total"
        )
        == "agrees"
    )


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("自评总分(分)", "97", ["error"]),
        ("自评总分(分)", "100", []),
        ("自评总分(分)", "99.99", []),
        ("财政审核评分", "97", []),
        ("填报人", "97", []),
    ],
)
def test_a_total_in_the_head_is_the_one_below_the_lines(label, value, found):
    audit = audit_form(replace(scored_form(weight_total="100"), headers=(Header(1, label, value),)))
    assert [f.severity for f in of_rule(audit.findings, "score-total")] == found
    assert audit.verdict == ("differs" if found else "agrees")


def split(*points):
    sources = [fund(n, f"来源{n}", weight=weight, score=score) for n, (weight, score) in enumerate(points, 2)]
    return replace(scored_form(total="99", weight_total="100"), funds=(fund(1, "年度资金总额"), *sources))


@pytest.mark.parametrize("points", [[("7", "6.5"), ("3", "2.5")], [("10", "9")]])
def test_points_of_the_execution_that_only_sources_print_are_counted_once(points):
    audit = audit_form(split(*points))
    assert ([f.rule for f in audit.findings if f.severity == "error"], audit.verdict) == ([], "agrees")


def test_a_source_that_scores_more_than_its_part_is_told_once():
    findings = audit_form(split(("7", "6"), ("2.5", "3"))).findings
    assert [f.fund for f in of_rule(findings, "score-over-weight")] == [3]


def test_equal_points_that_only_the_sources_print_leave_the_totals_unchecked():
    sources = [
        fund(2, "财政拨款", weight="5", score="5", among=True),
        fund(3, "其他资金", weight="5", score="4"),
    ]
    a_form = replace(scored_form(total="99", weight_total="100"), funds=(fund(1, "年度资金总额"), *sources))
    for rule, missing in (("score-total", "得分：年度资金总额"), ("weight-total", "分值：年度资金总额")):
        assert not of_rule(audit_form(a_form).findings, rule)
        assert [in_chinese(c.missing) for c in of_rule(audit_form(a_form).checks, rule)] == [missing]


def test_a_hundredth_is_info_and_leaves_the_form_agreeing():
    audit = audit_form(scored_form(total="100.01"))
    assert [(f.rule, f.severity) for f in audit.findings] == [("score-total", "info")]
    assert audit.verdict == "agrees"


def test_a_blank_score_leaves_the_total_unchecked_unless_the_others_make_it():
    blank = replace(scored_form().indicators[0], score=None)
    base = scored_form()
    lacking = replace(base, indicators=(blank, *base.indicators[1:]))
    assert find_outcome(lacking, "score-total") == "unchecked"
    assert audit_form(lacking).verdict == "unchecked"
    assert find_outcome(replace(lacking, score_total=Decimal(70)), "score-total") == "agrees"
    assert find_outcome(replace(lacking, score_total=Decimal(60)), "score-total") == "differs"


scores = st.lists(st.decimals("0", "20", places=2), min_size=3, max_size=12)


def consistent(values):
    total = sum(values, Decimal())
    return scored_form([str(v) for v in values], total=str(total), weight_total=None)


@given(scores)
def test_consistent_scores_are_never_an_error(values):
    assert not [f for f in audit_form(consistent(values)).findings if f.rule != "weight-total"]


@given(scores, st.data())
def test_one_changed_score_is_always_found(values, data):
    base = consistent(values)
    place = data.draw(st.integers(0, len(base.indicators) - 1))
    change = data.draw(st.decimals("0.02", "5", places=2)) * data.draw(st.sampled_from((1, -1)))
    lines = list(base.indicators)
    lines[place] = replace(lines[place], score=lines[place].score + change)
    (finding,) = of_rule(audit_form(replace(base, indicators=tuple(lines))).findings, "score-total")
    assert finding.severity == "error"
    assert finding.computed - finding.stated == change
