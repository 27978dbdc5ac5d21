"""The rule ``unexplained-deduction``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, indicator
from support.rule_snapshots import golden, snapshots

RULE = "unexplained-deduction"

CASES = {
    "explained": form([], [indicator(1, "10", "8", reason="资金未到位")]),
    "no reason": form([], [indicator(1, "10", "8", reason="无")]),
    "a bonus that was not earned": form([], [indicator(1, "10", "0", level1="加分项")]),
    "no column for it": form([], [indicator(1, "10", "8")], columns=("weight", "score")),
    "no scores": form([], [indicator(1, "10", None)]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
