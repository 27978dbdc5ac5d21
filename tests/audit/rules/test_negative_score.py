"""The rule ``negative-score``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import flagged_lines, form, indicator, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "negative-score"

CASES = {
    "agrees": scored_form(),
    "below 0": form([], [indicator(1, "18", "-1")]),
    "a deduction": form([], [indicator(1, None, "-2", level1="扣分项")]),
    "no scores": form([], [indicator(1, "18", None)]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def test_no_score_is_negative():
    assert flagged_lines("negative-score", [indicator(1, "10", "-1"), indicator(2, "10", "0")]) == [(None, 1)]
