"""The rule ``over-achieved``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace

import pytest

from support.audit_forms import form, in_chinese
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "over-achieved"

CASES = {
    "near": form([], [line("≥300人次", "320人次")]),
    "far above": form([], [line("≥300人次", "450人次")]),
    "by the threshold of a place": (form([], [line("≥100人", "125人")]), "hebei"),
    "a target of 0": (form([], [line("≥0人", "30人")]), "guangxi"),
    "a cost": form([], [line("≤10万元", "20万元")]),
    "nothing to compare": form([], [line("良好", "良好")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("target", "actual", "rest", "flagged"),
    [
        ("≥100人", "130人", {}, True),
        ("≥100人", "129人", {}, False),
        ("100人", "200人", {}, False),  # nobody can tell whether 200 meet a target of just 100
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


def test_a_bare_target_that_was_met_is_told():
    assert found("over-achieved", replace(line("100人", "200人"), achieved=1))


def test_the_threshold_is_the_packs():
    (finding,) = found("over-achieved", line("≥100人", "125人"), department="石家庄市教育局")
    assert (
        in_chinese(finding.explanation)
        == "依据河北口径（观察所得）：正向指标完成值达到目标值120%的标红，得分可以手改"
    )
    assert (
        in_chinese(finding.message)
        == "「指标1甲」目标值≥100人，完成值125人，为目标的125%，目标可能定得过低。"
    )
    (finding,) = found("over-achieved", line("≥0人", "30人"), department="广西壮族自治区水利厅")
    assert in_chinese(finding.message) == "「指标1甲」目标值≥0人，完成值30人，目标可能定得过低。"


def test_a_clause_for_positive_indicators_is_not_for_others():
    near, far = (replace(line("100人", actual), achieved=1) for actual in ("125人", "130人"))
    assert found("over-achieved", near, department="石家庄市教育局") == []
    (finding,) = found("over-achieved", far, department="石家庄市教育局")
    assert in_chinese(finding.explanation).startswith("依据全国惯例（观察所得）")


def test_no_national_rule_is_made_of_a_threshold():
    (finding,) = found("over-achieved", line("≥100人", "130人"))
    assert in_chinese(finding.explanation) == (
        "依据全国惯例（观察所得）：完成值达到目标值130%的，通常要分析原因，没有全国统一的规定"
    )


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
