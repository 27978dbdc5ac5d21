"""The rule ``missed-target-full-score``: what it says of forms that break it, and of forms that it cannot check."""

from decimal import Decimal

import pytest

from audit import audit_form
from support.audit_forms import form, in_chinese, of_rule
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "missed-target-full-score"

CASES = {
    "met": form([], [line("≥100人", "120人")]),
    "missed": form([], [line("≥100人", "80人")]),
    "a ceiling": form([], [line("≤10万元", "16万元")]),
    "by a system's own rule": (form([], [line("≤10万元", "12万元")]), "systems"),
    "a quality that is missed in part": form([], [line("达到要求", "部分达成")]),
    "a satisfaction within its band": form([], [line("≥95%", "91%", level2="满意度指标")], year=2022),
    "nothing to compare": form([], [line("≥100人", "较好")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


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
        == "依据财政系统口径（观察所得）：反向指标超过目标，按分值×（1−超出部分÷目标值）计，应得5分"
    )


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
