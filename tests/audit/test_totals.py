from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit_form
from normalize import Header
from support.audit_forms import form, fund, in_chinese, indicator, level, of_rule, scored_form


def outcome(a_form, rule):
    (check,) = of_rule(audit_form(a_form).checks, rule)
    return check.outcome


def test_an_execution_row_in_the_table_is_the_fund_row():
    base = scored_form()
    row = indicator(9, "10", "10", level3="预算执行率", execution=True)
    assert outcome(replace(base, indicators=(*base.indicators, row)), "score-total") == "agrees"


def test_sub_rows_do_not_count():
    base = scored_form()
    assert (
        outcome(replace(base, indicators=(*base.indicators, indicator(9, "5", "5", sub=True))), "score-total")
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


def test_points_that_only_the_sources_print_leave_the_totals_unchecked():
    sources = [
        fund(2, "财政拨款", weight="6", score="6", among=True),
        fund(3, "其他资金", weight="4", score="3"),
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
    assert outcome(lacking, "score-total") == "unchecked"
    assert audit_form(lacking).verdict == "unchecked"
    assert outcome(replace(lacking, score_total=Decimal(70)), "score-total") == "agrees"
    assert outcome(replace(lacking, score_total=Decimal(60)), "score-total") == "differs"


@pytest.mark.parametrize(
    ("stated", "weights", "found"),
    [
        ("100", ("10", "40", "50"), []),
        (None, ("10", "40", "50"), []),
        ("100", ("10", "40", "51"), ["分值合计填100，各项分值之和为101，相差-1。"]),
        ("90", ("10", "40", "40"), ["分值合计为90，不是100。"]),
        (None, ("10", "40", "40"), ["分值合计为90，不是100。"]),
        ("90", ("10", "40", "50"), ["分值合计填90，各项分值之和为100，相差-10。"]),
    ],
)
def test_weights_are_the_total_and_a_hundred(stated, weights, found):
    audit = audit_form(scored_form(weights, total=None, weight_total=stated))
    assert [in_chinese(f.message) for f in of_rule(audit.findings, "weight-total")] == found


def test_a_form_without_weights_is_not_held_to_them():
    lines = [indicator(n, None, "40") for n in (1, 2)]
    audit = audit_form(form([fund(1, "年度财政资金总额", weight="20", score="20")], lines, score_total="100"))
    assert outcome(form([], lines, score_total="80"), "weight-total") == "unchecked"
    assert audit.verdict == "agrees"


def levels_form(first, second, levels):
    lines = [
        indicator(1, first, first, level1="产出指标", levels=(1,)),
        indicator(2, second, second, level1="产出指标", levels=levels),
    ]
    return form([], lines, levels=(level(1, 1, "产出指标", "50"), level(2, 1, "产出指标", "50")))


def test_a_level_holds_its_indicators():
    assert outcome(levels_form("30", "20", (1,)), "level-weight") == "agrees"
    (finding,) = of_rule(audit_form(levels_form("30", "18", (1,))).findings, "level-weight")
    assert in_chinese(finding.message) == "一级指标「产出指标」标明50分，其下指标分值之和为48分。"


def test_a_level_printed_again_is_one_level_or_two_of_its_weight():
    assert outcome(levels_form("30", "20", (2,)), "level-weight") == "agrees"
    assert {c.outcome for c in of_rule(audit_form(levels_form("50", "50", (2,))).checks, "level-weight")} == {
        "agrees"
    }
    assert outcome(levels_form("30", "50", (2,)), "level-weight") == "differs"


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
