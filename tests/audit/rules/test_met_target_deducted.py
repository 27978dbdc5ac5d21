"""The rule ``met-target-deducted``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form
from support.audit_targets import line
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
