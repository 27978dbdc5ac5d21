from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from audit.explain.chance import count_chance
from audit.slips.numbers import Slip, drops, pick_simplest, swaps
from audit.slips.totals import Way
from extract import message
from normalize import Subtotal
from support.audit_forms import (
    cause_in_chinese,
    form,
    fund,
    in_chinese,
    indicator,
    level,
    of_rule,
    scored_form,
)


def test_the_simplest_slip_is_the_one_with_the_fewest_places_to_happen():
    assert pick_simplest([Slip(2, "甲"), Slip(1, "乙"), Slip(2, "丙")]) == "乙"
    assert pick_simplest([Slip(1, "甲"), Slip(1, "甲"), Slip(2, "乙")]) == "甲"
    assert pick_simplest([Slip(1, "甲"), Slip(1, "乙")]) is None
    assert pick_simplest([]) is None


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


def explained(a_form, rule):
    """Return what explains a form's one finding of a rule, without "perhaps" and its evidence."""
    (finding,) = of_rule(audit_form(a_form).findings, rule)
    return cause_in_chinese(finding)


def causes(a_form):
    """Return the Chinese explanations of a form's findings, by rule and field."""
    found = audit_form(a_form).findings
    return {(one.rule, one.field): in_chinese(one.explanation) for one in found if one.severity != "info"}


def sources(*rows, **rest):
    """A form of a total row and its sources: a name, and initial, budget and executed amounts in 万元."""
    columns = ("initial", "budget", "executed")
    funds = []
    for ordinal, (name, *amounts) in enumerate(rows, 1):
        in_yuan = {
            column: f"{Decimal(amount) * 10000}" for column, amount in zip(columns, amounts, strict=True)
        }
        texts = dict(zip(columns, amounts, strict=True))
        funds.append(fund(ordinal, name, **in_yuan, texts=texts))
    return form(funds, **rest)


def test_an_execution_that_the_total_score_leaves_out_is_told_though_other_lines_are_worth_as_much():
    tens = scored_form(("10",) * 10, total="90")
    assert causes(tens) == {
        ("score-total", "score_total"): (
            "可能是漏加了预算执行得分（分值）10（差额正是预算执行得分，而分值合计已计入预算执行）"
        )
    }


def test_an_execution_left_out_is_told_beside_a_deduction_without_a_reason():
    base = scored_form(("9.5", "30", "30", "30"), total="88")
    row = replace(base.funds[0], weight=Decimal(10))
    deducted = replace(base.indicators[0], score=Decimal(28))
    a_form = replace(base, funds=(row,), indicators=(deducted, *base.indicators[1:]))
    assert explained(a_form, "score-total") == "漏加了预算执行得分（分值）9.5"


@pytest.mark.parametrize("total", ["97", "93", "88", "104", "99.5"])
def test_a_total_at_random_over_full_lines_blames_the_total_and_no_line(total):
    assert explained(scored_form(total=total), "score-total") == f"合计填错：{total}应为100"


@pytest.mark.parametrize("total", ["97.25", "95", "98", "99.7", "86.1"])
def test_no_line_is_blamed_for_a_total_at_random(total):
    lines = [
        ("12", "12"),
        ("13", "13"),
        ("10", "10"),
        ("15", "15"),
        ("14", "12.6"),
        ("16", "16"),
        ("10", "10"),
    ]
    row = fund(1, "年度资金总额", weight="10", score="9.55")
    indicators = [
        indicator(n, w, s, reason="" if w == s else "天气原因") for n, (w, s) in enumerate(lines, 1)
    ]
    assert causes(form([row], indicators, weight_total="100", score_total=total)) == {
        ("score-total", "score_total"): None
    }


def test_a_line_that_both_totals_leave_out_is_told_once():
    lines = [indicator(n, w, w) for n, w in enumerate(("41", "26", "14", "12"), 1)]
    a_form = form(
        [fund(1, "年度资金总额", weight="7", score="7")], lines, weight_total="86", score_total="86"
    )
    assert causes(a_form) == {
        ("score-total", "score_total"): (
            "可能是两个合计都漏加了「指标3甲」（分值14、得分14）（改后总分、分值合计相符）"
        ),
        ("weight-total", "weight_total"): "与总分一项可能同出一因，见该项说明",
    }


def test_a_row_of_the_funds_that_three_columns_leave_out_is_told_once():
    a_form = sources(
        ("年度资金总额", "600", "620", "580"),
        ("当年财政拨款", "600", "620", "580"),
        ("上年结转资金", "83.5", "91.2", "77.4"),
    )
    assert [told for (rule, _), told in causes(a_form).items() if rule == "fund-total"] == [
        (
            "可能是合计行漏加了「上年结转资金」，年初预算数、全年预算数、全年执行数都少了它"
            "（改后年初预算数、全年预算数、全年执行数相符）"
        ),
        "与年初预算数一项可能同出一因，见该项说明",
        "与年初预算数一项可能同出一因，见该项说明",
    ]


def test_a_rate_that_was_made_of_totals_without_a_source_does_not_hide_that():
    a_form = sources(
        ("年度资金总额", "600", "620", "580"),
        ("当年财政拨款", "600", "620", "580"),
        ("上年结转资金", "83.5", "91.2", "77.4"),
    )
    rated = {"rate": Decimal("0.9355"), "texts": a_form.funds[0].texts | {"rate": "93.55%"}}
    told = causes(replace(a_form, funds=(replace(a_form.funds[0], **rated), *a_form.funds[1:])))
    assert "合计行漏加了「上年结转资金」" in told["fund-total", "initial_yuan"]
    assert "可能同出一因" in told["fund-total", "executed_yuan"]


def test_a_subtotal_that_the_total_counts_as_a_line_is_told():
    base = scored_form(("10", "25", "28", "37"), total="153")
    subtotal = Subtotal(
        1,
        "小计",
        weight=Decimal(53),
        score=Decimal(53),
        lines=(base.indicators[0].ordinal, base.indicators[1].ordinal),
    )
    assert explained(replace(base, subtotals=(subtotal,)), "score-total") == "把「小计」小计53也加进了合计"


def test_points_moved_between_levels_are_told_of_the_levels():
    levels = (level(1, 1, "产出指标", "50"), level(2, 1, "效益指标", "50"))
    lines = [
        indicator(n, w, w, level1=name, levels=(1 if name == "产出指标" else 2,))
        for n, (name, w) in enumerate((("产出指标", "30"), ("产出指标", "24"), ("效益指标", "46")), 1)
    ]
    a_form = form([], lines, levels=levels, weight_total="100", score_total="100")
    (first, second) = of_rule(audit_form(a_form).findings, "level-weight")
    assert cause_in_chinese(first) == "有4分从「效益指标」移到了「产出指标」，级次所标分值没有跟着改"
    assert in_chinese(second.explanation) == "与一级指标一项可能同出一因，见该项说明"


def test_one_amount_in_yuan_is_told_once():
    a_form = sources(
        ("年度资金总额", "904.3", "904.3", "8636000"),
        ("当年财政拨款", "633.01", "633.01", "604.52"),
        ("上年结转资金", "271.29", "271.29", "259.08"),
    )
    total = replace(a_form.funds[0], rate=Decimal("0.955"), texts=a_form.funds[0].texts | {"rate": "95.50%"})
    told = causes(replace(a_form, funds=(total, *a_form.funds[1:])))
    assert told["fund-total", "executed_yuan"] == (
        "可能是合计的单位与各项不同（万元与元）（改后全年执行数相符）"
    )
    assert ("execution-rate", "rate") not in told


def test_an_amount_that_a_sum_and_a_rate_both_contradict_is_told_with_what_it_was():
    a_form = sources(
        ("年度资金总额", "820", "820", "581.92"),
        ("财政拨款", "700", "700", "731.92"),
        ("其他资金", "120", "120", "120"),
    )
    total = replace(
        a_form.funds[0], rate=Decimal("1.0389"), texts=a_form.funds[0].texts | {"rate": "103.89%"}
    )
    assert explained(replace(a_form, funds=(total, *a_form.funds[1:])), "fund-total") == (
        "所填的581.92应为851.92，相邻两位数字写颠倒了"
    )


def test_a_score_above_its_weight_is_told_by_the_total():
    base = scored_form()
    higher = replace(base.indicators[0], score=Decimal(33))
    told = causes(replace(base, indicators=(higher, *base.indicators[1:])))
    assert told == {
        ("score-total", "score_total"): (
            "可能是合计仍按「指标1甲」改动前的得分30计算，现在填33（改后总分、得分与分值相符）"
        ),
        ("score-over-weight", "score"): "与总分一项可能同出一因，见该项说明",
    }


def test_a_total_that_counts_an_earlier_score_or_weight_is_told():
    base = scored_form()
    lower = replace(base.indicators[0], score=Decimal(28))
    assert explained(replace(base, indicators=(lower, *base.indicators[1:])), "score-total") == (
        "合计仍按「指标1甲」改动前的得分30计算，现在填28"
    )
    lighter = replace(base.indicators[0], weight=Decimal(28))
    changed = replace(base, indicators=(lighter, *base.indicators[1:]))
    assert explained(changed, "weight-total") == "「指标1甲」的分值由30改成了28，得分和合计没有跟着改"


def test_a_deduction_with_a_reason_is_not_taken_for_a_slip():
    base = scored_form()
    lower = replace(base.indicators[0], score=Decimal(28), reason="受疫情影响")
    assert explained(replace(base, indicators=(lower, *base.indicators[1:])), "score-total") is None


def test_two_weights_that_are_wrong_are_not_taken_for_one():
    base = scored_form(("10", "30", "30", "30"))
    first, second, third = base.indicators
    lighter = (replace(first, weight=Decimal(25)), replace(second, weight=Decimal(27)), third)
    assert set(causes(replace(base, indicators=lighter)).values()) == {None}


def test_a_total_weight_whose_parts_are_a_hundred_is_the_one_that_is_wrong():
    base = replace(scored_form(), weight_total=Decimal(98))
    assert causes(base) == {("weight-total", "weight_total"): "可能是合计填错：98应为100（各项之和恰为100）"}


def test_the_level_that_departs_from_the_usual_weights_is_told():
    names = (("产出指标", "50"), ("效益指标", "25"), ("满意度指标", "10"))
    lines = [indicator(n, w, None, level1=name) for n, (name, w) in enumerate(names, 1)]
    a_form = form([fund(1, "年度资金总额", weight="10")], lines, weight_total="100")
    assert explained(a_form, "weight-total") == "「效益指标」合计25分，全国惯例为30分"


def test_nothing_is_explained_where_the_reading_was_in_doubt():
    doubted = replace(scored_form(total="90"), warnings=(message("no-total-score"),))
    assert set(causes(doubted).values()) == {None}


@pytest.mark.parametrize(
    ("score", "explanation"),
    [
        ("6.81", "应为8.61，相邻两位数字写颠倒了"),
        ("8.1", None),
        ("8.60", "应为8.61，只取到一位小数"),
        ("0.861", "得分栏填的是执行率"),
        ("86.1", "得分栏填的是执行率"),
        ("97.5", "得分栏填的是总分"),
        ("5", None),
    ],
)
def test_an_execution_score_that_no_rule_gives_is_explained(score, explanation):
    row = fund(1, "总额", budget="1000", executed="861", weight="10", score=score, texts={"score": score})
    assert explained(form([row], score_total="97.5"), "execution-score") == explanation


def test_a_score_that_was_not_capped_is_told():
    row = fund(1, "总额", budget="1000", executed="1040", weight="10", score="10.4", texts={"score": "10.4"})
    assert explained(form([row]), "score-over-weight") == "执行率超过100%，得分没有封顶"
    assert (
        explained(form([], [indicator(1, "19", "91")]), "score-over-weight") == "应为19，相邻两位数字写颠倒了"
    )


def test_the_weight_of_a_level_is_not_called_a_total():
    lines = [indicator(1, "50", "50", levels=(1,)), indicator(2, "50", "50")]
    audited = form([], lines, weight_total="100", score_total="100", levels=(level(1, 1, "产出指标", "5"),))
    assert explained(audited, "level-weight") == "所填的5应为50，漏写了一位数字"


def test_a_slip_fits_by_chance_where_many_reach_differences_like_it():
    tens = [Way(Decimal(n), Slip(1, message("percent-total"))) for n in (-12, -10, -8, 8, 10, 12)]
    assert count_chance(Decimal(-10), Decimal(100), tens, 1, is_money=False) == Decimal(6) / 60
    fine = [*tens, Way(Decimal("-9.61"), Slip(1, message("percent-total")))]
    assert count_chance(Decimal("-9.61"), Decimal(100), fine, 1, is_money=False) < Decimal("0.001")
    assert count_chance(Decimal(-10), Decimal(100), tens, 0, is_money=False) == Decimal(1) / 60
