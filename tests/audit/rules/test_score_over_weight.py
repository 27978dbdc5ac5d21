"""The rule ``score-over-weight``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import flagged_lines, form, fund, indicator, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "score-over-weight"

CASES = {
    "agrees": scored_form(),
    "above": form(
        [], [indicator(1, "18", "19"), indicator(2, "82", "80")], score_total="99", weight_total="100"
    ),
    "a digit of the weight was dropped": form(
        [], [indicator(1, "2", "15"), indicator(2, "80", "80")], score_total="95", weight_total="100"
    ),
    "a deduction": form([], [indicator(1, "0", "2", level1="扣分项")]),
    "no scores": form([], [indicator(1, "18", None)]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def test_no_line_scores_more_than_its_weight():
    funds = [fund(1, "总额", weight="10", score="10.4"), fund(2, "财政拨款", weight="10", score="10.4")]
    lines = [indicator(1, "10", "10"), indicator(2, "10", "10.01"), indicator(3, None, "5")]
    assert flagged_lines("score-over-weight", lines, funds) == [(1, None), (None, 2)]


def test_nothing_is_held_against_a_weight_below_nothing():
    assert flagged_lines("score-over-weight", [indicator(1, "-5", "0"), indicator(2, "0", "1")]) == [
        (None, 2)
    ]
