"""The rule ``met-target-deducted``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from support.audit_forms import form, in_chinese
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "met-target-deducted"

CASES = {
    "full": form([], [line("≥100人", "120人")]),
    "points were taken": form([], [line("≥300人次", "320人次", "9")]),
    "of a quality": form([], [line("完成", "完成", "9")]),
    "between two steps": form([], [line("确保8000亩、力争10000亩", "9000亩", "9")]),
    "nothing to compare": form([], [line("≥100人", "较好", "9")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


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
