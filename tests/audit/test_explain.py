from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from audit.slips.numbers import Slip, drops, pick_simplest, swaps
from audit.slips.totals import Part, UnequalTotal, explain_money, explain_total
from support.audit_forms import form, fund, in_chinese, indicator, level, of_rule, scored_form


def total_of(stated, parts, repeated=()):
    return UnequalTotal(
        Decimal(stated), sum((p.value for p in parts), Decimal()), parts, [Decimal(r) for r in repeated]
    )


def parts_of(*values):
    return [Part(f"第{n}项", Decimal(v)) for n, v in enumerate(values, 1)]


def explained(stated, *values, **rest):
    execution = Part("预算执行", Decimal("9.61"), is_execution=True)
    return in_chinese(
        explain_total(total_of(stated, [execution, *parts_of(*values)], **rest), "earlier-score")
    )


@pytest.mark.parametrize(
    ("stated", "values", "explanation"),
    [
        ("70.5", ("20.5", "50"), "漏加了预算执行得分（分值）9.61"),
        ("89.72", ("20.5", "50"), "预算执行得分（分值）9.61加了两次"),
        ("59.61", ("20.5", "50"), "漏加了「第1项」的20.5"),
        ("100.61", ("20.5", "50"), "「第1项」的20.5加了两次"),
        ("80.1", ("20.5", "50"), "所填的数四舍五入到一位小数"),
        ("80.1", ("20.5", "50.06"), "所填的数截取到一位小数，没有四舍五入"),
        ("80", ("20.5", "50"), "所填的数四舍五入到整数"),
        ("81.01", ("20.5", "50"), "所填的81.01应为80.11，相邻两位数字写颠倒了"),
        ("8.11", ("20.5", "50"), "所填的8.11应为80.11，漏写了一位数字"),
        ("116.11", ("20.5", "68"), "「第2项」的68应为86，相邻两位数字写颠倒了"),
        ("50.11", ("20.5", "2"), "「第2项」的2应为20，漏写了一位数字"),
        ("8011", ("20.5", "50"), "合计写成了百分比或比例"),
        ("2060.11", ("20", "50.5"), "「第1项」的20写成了百分比或比例"),
        ("77.77", ("20.5", "50"), None),
    ],
)
def test_a_slip_is_named_where_it_fits(stated, values, explanation):
    assert explained(stated, *values) == explanation


def test_sub_rows_that_were_counted_are_named():
    assert explained("92.11", "20.5", "50", repeated=("7", "5")) == "把其中行的12也加进了合计"


@pytest.mark.parametrize(
    ("stated", "values"),
    [
        ("59.61", ("50", "50")),  # either line was left out
        ("159.61", ("50", "50")),  # either was added twice
        ("70.5", ("9.61", "60.89")),  # the execution or the line of its score
        ("118.61", ("45", "45", "10")),  # either 45 was 54
        ("89", ("37", "42.39", "9")),  # the total 98 was swapped, or the line of 9 left out
    ],
)
def test_none_is_named_where_two_fit_equally_well(stated, values):
    assert explained(stated, *values) is None


def test_the_simplest_slip_is_the_one_with_the_fewest_places_to_happen():
    assert pick_simplest([Slip(2, "甲"), Slip(1, "乙"), Slip(2, "丙")]) == "乙"
    assert pick_simplest([Slip(1, "甲"), Slip(1, "甲"), Slip(2, "乙")]) == "甲"
    assert pick_simplest([Slip(1, "甲"), Slip(1, "乙")]) is None
    assert pick_simplest([]) is None


@pytest.mark.parametrize(
    ("stated", "explanation"),
    [
        ("120000", "合计的单位与各项不同（万元与元）"),
        ("100000.02", "「第2项」的单位与其他各项不同（万元与元）"),
        ("20002", None),
    ],
)
def test_a_unit_slip_is_named(stated, explanation):
    values = ("4", "8") if stated == "120000" else ("100000", "200")
    assert in_chinese(explain_money(total_of(stated, parts_of(*values)))) == explanation


def test_neighbouring_digits_change_places():
    assert set(swaps(Decimal("95.61"))) == {Decimal("59.61"), Decimal("96.51"), Decimal("95.16")}
    assert list(swaps(Decimal(10))) == []


def test_a_digit_is_dropped_and_a_number_is_left():
    assert set(drops(Decimal("95.61"))) == {
        Decimal("5.61"),
        Decimal("9.61"),
        Decimal("95.1"),
        Decimal("95.6"),
    }
    assert set(drops(Decimal("10.5"))) == {Decimal("1.5"), Decimal("0.5")}
    assert list(drops(Decimal(7))) == []


def why(a_form, rule):
    (finding,) = of_rule(audit_form(a_form).findings, rule)
    return in_chinese(finding.explanation)


def test_a_total_that_counts_an_earlier_score_or_weight_is_told():
    base = scored_form()
    lower = replace(base.indicators[0], score=Decimal(28), reason="受疫情影响")
    assert why(replace(base, indicators=(lower, *base.indicators[1:])), "score-total") == (
        "合计仍按「指标1甲」改动前的得分30计算，现在填28"
    )
    lighter = replace(base.indicators[0], weight=Decimal(28))
    changed = replace(base, indicators=(lighter, *base.indicators[1:]))
    assert why(changed, "weight-total") == "「指标1甲」的分值由30改成了28，得分和合计没有跟着改"
    assert why(changed, "score-over-weight") == "「指标1甲」的分值由30改成了28，得分和合计没有跟着改"


def test_a_weight_below_its_score_is_the_one_that_lost_a_digit():
    lines = [
        indicator(1, "2", "11.5", reason="降雨"),
        indicator(2, "38", "38"),
        indicator(3, "40", "40"),
        indicator(4, "2", "2"),
    ]
    a_form = form(
        [fund(1, "年度资金总额", weight="8", score="8")], lines, weight_total="100", score_total="99.5"
    )
    assert why(a_form, "weight-total") == "「指标1甲」的2应为12，漏写了一位数字"
    assert why(a_form, "score-over-weight") == "分值应为12，漏写了一位数字"
    assert why(replace(a_form, weight_total=None), "weight-total") == "「指标1甲」的2应为12，漏写了一位数字"


def test_the_weight_of_an_execution_is_told_by_its_score_and_rate():
    amounts = {"budget": "1000000", "executed": "915000", "texts": {"score": "9.15"}}
    row = fund(1, "年度资金总额", **amounts, weight="13", score="9.15")
    lines = [indicator(n, w, w) for n, w in enumerate(("35", "35", "20"), 1)]
    a_form = form([row], lines, weight_total="100", score_total="99.15")
    assert why(a_form, "weight-total") == "「年度资金总额」的分值由10改成了13，得分和合计没有跟着改"
    assert (
        why(replace(a_form, weight_total=None), "weight-total")
        == "「年度资金总额」的分值由10改成了13，得分和合计没有跟着改"
    )
    whole = replace(row, executed_yuan=row.budget_yuan, score=Decimal(10), texts={})
    assert (
        why(replace(a_form, funds=(whole,)), "weight-total")
        == "「年度资金总额」的分值由10改成了13，得分和合计没有跟着改"
    )


def test_a_level_tells_which_weight_was_changed():
    lines = [
        indicator(n, w, s, level1="产出指标", levels=(1,))
        for n, (w, s) in enumerate((("30", "30"), ("22", "20")), 1)
    ]
    a_form = form([], lines, levels=(level(1, 1, "产出指标", "50"),))
    assert why(a_form, "level-weight") == "「指标2甲」的分值由20改成了22，得分和合计没有跟着改"


def test_the_level_that_departs_from_the_usual_weights_is_told():
    names = (("产出指标", "50"), ("效益指标", "25"), ("满意度指标", "10"))
    lines = [indicator(n, w, None, level1=name) for n, (name, w) in enumerate(names, 1)]
    a_form = form([fund(1, "年度资金总额", weight="10")], lines, weight_total="100")
    assert why(a_form, "weight-total") == "「效益指标」合计25分，全国惯例为30分"


def test_no_level_departs_where_a_weight_is_below_its_score():
    names = (("产出指标", "50"), ("效益指标", "20"), ("效益指标", "0"), ("满意度指标", "10"))
    lines = [indicator(n, w, "10", level1=name) for n, (name, w) in enumerate(names, 1)]
    a_form = form([fund(1, "年度资金总额", weight="10")], lines, weight_total="100")
    assert why(a_form, "weight-total") == "「指标3甲」的分值由10改成了0，得分和合计没有跟着改"
    lines[2] = replace(lines[2], score=Decimal("9.5"))
    assert why(replace(a_form, indicators=tuple(lines)), "weight-total") is None


def test_a_total_that_takes_the_execution_score_from_the_printed_rate_is_told():
    row = fund(
        1,
        "年度资金总额",
        budget="100",
        executed="86",
        rate="0.85",
        weight="10",
        score="8.6",
        texts={"rate": "85%"},
    )
    lines = [indicator(n, "30", "30") for n in (1, 2, 3)]
    assert (
        why(form([row], lines, score_total="98.5"), "score-total")
        == "合计里的预算执行得分按执行率85.00%计为8.5，得分栏填8.6"
    )


@pytest.mark.parametrize(
    ("score", "explanation"),
    [
        ("6.81", "应为8.61，相邻两位数字写颠倒了"),
        ("8.1", "应为8.61，漏写了一位数字"),
        ("8.60", "应为8.61，只取到一位小数"),
        ("0.861", "得分栏填的是执行率"),
        ("86.1", "得分栏填的是执行率"),
        ("97.5", "得分栏填的是总分"),
        ("5", None),
    ],
)
def test_an_execution_score_that_no_rule_gives_is_explained(score, explanation):
    row = fund(1, "总额", budget="1000", executed="861", weight="10", score=score, texts={"score": score})
    assert why(form([row], score_total="97.5"), "execution-score") == explanation


def test_a_score_that_was_not_capped_is_told():
    row = fund(1, "总额", budget="1000", executed="1040", weight="10", score="10.4", texts={"score": "10.4"})
    assert why(form([row]), "score-over-weight") == "执行率超过100%，得分没有封顶"
    assert why(form([], [indicator(1, "19", "91")]), "score-over-weight") == "应为19，相邻两位数字写颠倒了"


def test_a_score_that_its_total_counts_is_not_taken_for_a_slip_where_the_weights_fail():
    lines = [indicator(1, "90", "90")]
    row = fund(
        1,
        "年度资金总额",
        budget="100",
        executed="106.4",
        rate="1.064",
        weight="9",
        score="9.36",
        texts={"rate": "106.4%", "score": "9.36"},
    )
    assert why(form([row], lines, weight_total="100", score_total="99.36"), "score-over-weight") is None


def test_the_weight_of_a_level_is_not_called_a_total():
    lines = [indicator(1, "50", "50", levels=(1,)), indicator(2, "50", "50")]
    audited = form([], lines, weight_total="100", score_total="100", levels=(level(1, 1, "产出指标", "5"),))
    assert why(audited, "level-weight") == "所填的5应为50，漏写了一位数字"
