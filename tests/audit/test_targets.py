from decimal import Decimal

import pytest

from audit import audit_form
from support.audit_forms import form, in_chinese, of_rule
from support.audit_targets import line


def found(rule, *indicators, pack=None, **rest):
    return of_rule(audit_form(form([], indicators, **rest), pack).findings, rule)


@pytest.mark.parametrize(
    ("target", "actual", "computed", "clause"),
    [
        ("≥100人", "80人", "8", "依据全国惯例：正向指标未达目标，惯例按分值×B/A计，应得8分"),
        ("≤10万元", "16万元", "6.25", "依据全国惯例：反向指标未达目标，惯例按分值×A/B计，应得6.25分"),
        ("≥95%", "94.9%", "9.99", "依据全国惯例：正向指标未达目标，惯例按分值×B/A计，应得9.99分"),
    ],
)
def test_a_missed_target_with_a_full_score_says_what_it_should_score(target, actual, computed, clause):
    (finding,) = found("missed-target-full-score", line(target, actual))
    assert (finding.severity, finding.indicator, finding.field) == ("warning", 1, "score")
    assert (finding.stated, finding.computed, in_chinese(finding.explanation)) == (
        Decimal(10),
        Decimal(computed),
        clause,
    )


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥100人", "80人", "8"),  # deducted
        ("≥100人", "100人", "10"),
        ("≤10万元", "8万元", "10"),  # a cost below its ceiling is met
        ("≥100人", "80%", "10"),  # another unit
        ("≥100人", "完成", "10"),  # no number
        ("按时完成", "80人", "10"),
        ("≥2000元", "1999.9元", "10"),  # the clause rounds to the full weight
        ("≥8.5万平方米", "8.62万平方米", "10"),
        ("90-100人", "80人", "10"),  # a range
    ],
)
def test_no_miss_is_flagged_without_need(target, actual, score):
    assert found("missed-target-full-score", line(target, actual, score)) == []


def test_the_miss_of_a_deadline_and_of_a_quality_is_flagged():
    (late,) = found("missed-target-full-score", line("2023年9月底前", "2023年11月20日"))
    assert (late.computed, in_chinese(late.explanation)) == (None, None)
    (part,) = found("missed-target-full-score", line("提升", "部分达成年度指标并具有一定效果"), year=2022)
    assert in_chinese(part.explanation) == "依据全国惯例：部分达成的定性指标，惯例得分值的60%（含）至80%"
    (part,) = found("missed-target-full-score", line("提升", "部分达成年度指标并具有一定效果"), year=2017)
    assert in_chinese(part.explanation) == "依据全国惯例：部分达成的定性指标，惯例得分值的50%（含）至80%"
    assert found("missed-target-full-score", line("提升", "部分达成年度指标并具有一定效果", "7")) == []


def test_a_named_pack_has_its_own_formula():
    (finding,) = found("missed-target-full-score", line("≤10天", "15天"), pack="systems")
    assert finding.computed == Decimal(5)
    assert (
        in_chinese(finding.explanation)
        == "依据财政系统口径：反向指标超过目标，按分值×（1−超出部分÷目标值）计，应得5分"
    )


@pytest.mark.parametrize(
    ("target", "actual", "clause"),
    [
        ("≥100人", "120人", "依据全国惯例：达到目标的定量指标，惯例得满分"),
        ("≤10万元", "8万元", "依据全国惯例：达到目标的定量指标，惯例得满分"),
        ("显著提升", "显著提升", "依据全国惯例：达成的定性指标，惯例得分值的80%（含）至100%"),
    ],
)
def test_a_met_target_that_lost_points_is_told(target, actual, clause):
    (finding,) = found("met-target-deducted", line(target, actual, "9"))
    assert (finding.severity, finding.stated, finding.computed, in_chinese(finding.explanation)) == (
        "info",
        9,
        10,
        clause,
    )
    assert found("met-target-deducted", line(target, actual)) == []


def test_a_miss_and_what_cannot_be_told_lose_points_rightly():
    assert found("met-target-deducted", line("≥100人", "80人", "8")) == []
    assert found("met-target-deducted", line("≥100人", "80%", "8")) == []
    assert found("met-target-deducted", line("≥18.5公里", "17.6公里", "9")) == []


@pytest.mark.parametrize(
    ("target", "actual", "rest", "flagged"),
    [
        ("≥100人", "130人", {}, True),
        ("≥100人", "129人", {}, False),
        ("100人", "200人", {}, True),
        ("≤100万元", "200万元", {}, False),
        ("100万元", "200万元", {"level2": "成本指标"}, False),
        ("30天", "60天", {"level2": "时效指标"}, False),
        ("30天", "60天", {"level3": "平均办理用时"}, False),
        ("3%", "6%", {"content": "三公经费变动率"}, False),
        ("100人", "200人", {"sign": "反向指标"}, False),
        ("≥1000元", "0.2万元", {}, True),
        ("≥100人", "200个", {}, False),
        ("≥0人", "40人", {}, False),
        ("确保达100亩、力争达200亩", "腾地240亩", {}, False),
        ("确保达100亩、力争达200亩", "腾地270亩", {}, True),
        ("≥100人", "200人", {"sub": True}, False),
    ],
)
def test_an_actual_far_above_its_target_is_told(target, actual, rest, flagged):
    findings = found("over-achieved", line(target, actual, **rest))
    assert [f.severity for f in findings] == ["info"] * flagged


def test_the_threshold_is_the_packs():
    (finding,) = found("over-achieved", line("≥100人", "125人"), department="石家庄市教育局")
    assert in_chinese(finding.explanation) == "依据河北口径：正向指标完成值达到目标值120%的标红"
    assert (
        in_chinese(finding.message)
        == "「指标1甲」目标值≥100人，完成值125人，为目标的125%，目标可能定得过低。"
    )
    (finding,) = found("over-achieved", line("≥0人", "30人"), department="广西壮族自治区水利厅")
    assert in_chinese(finding.message) == "「指标1甲」目标值≥0人，完成值30人，目标可能定得过低。"


def test_what_cannot_be_compared_is_unchecked_with_what_it_lacks():
    checks = audit_form(form([], [line("≥100人", "完成")])).checks
    for rule, missing in (
        ("missed-target-full-score", "可以比较的目标值和完成值及其分值、得分"),
        ("met-target-deducted", "可以比较的目标值和完成值及其分值、得分"),
        ("over-achieved", "可以比较的目标值和完成值"),
    ):
        (check,) = of_rule(checks, rule)
        assert (check.outcome, in_chinese(check.missing)) == ("unchecked", missing)


@pytest.mark.parametrize("target", ["确保达8000亩、力争达10000亩", "力争达10000亩、确保达8000亩"])
@pytest.mark.parametrize(
    ("actual", "score", "rules"),
    [
        ("7000亩", "10", {"missed-target-full-score"}),
        ("7000亩", "8.75", set()),
        ("9000亩", "10", set()),
        ("9000亩", "9", set()),  # between the steps
        ("10000亩", "9", {"met-target-deducted"}),
        ("12000亩", "10", set()),  # half again the first step, not far above the last
        ("13000亩", "10", {"over-achieved"}),
    ],
)
def test_a_target_in_steps_is_met_at_the_first_and_far_above_only_beyond_the_last(
    target, actual, score, rules
):
    findings = audit_form(form([], [line(target, actual, score, reason="不等")])).findings
    assert {f.rule for f in findings} & {
        "missed-target-full-score",
        "met-target-deducted",
        "over-achieved",
    } == rules


def test_a_ceiling_in_steps_is_kept_at_the_highest():
    ceiling = "不超过100万元,力争不超过80万元"
    assert line(ceiling, "90万元").achieved == 1
    assert found("met-target-deducted", line(ceiling, "90万元", "9")) == []
    (missed,) = found("missed-target-full-score", line(ceiling, "125万元"))
    assert missed.computed == Decimal(8)


def test_numbers_that_count_other_things_are_no_steps():
    assert line("≥300人次、走访≥200人次", "250人次").achieved is None
    assert found("over-achieved", line("≥300人次、走访≥200人次", "900人次")) == []
    assert line("100亩、200亩", "150亩", level2="数量指标").achieved is None


@pytest.mark.parametrize(
    ("target", "actual", "share"), [("≥95%", "96", None), ("≥95", "96%", None), ("≥50%", "80", "160%")]
)
def test_a_percent_sign_left_out_is_no_hundredfold(target, actual, share):
    over = found("over-achieved", line(target, actual))
    assert [in_chinese(f.message).partition("为目标的")[2].partition("，")[0] for f in over] == (
        [share] if share else []
    )
    assert found("missed-target-full-score", line(target, actual)) == []
