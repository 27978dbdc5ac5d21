"""The rule ``missed-target-full-score``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form
from support.audit_targets import line
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
