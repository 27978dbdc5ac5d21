"""The rule ``over-achieved``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form
from support.audit_targets import line
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
