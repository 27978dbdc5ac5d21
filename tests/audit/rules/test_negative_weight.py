"""The rule ``negative-weight``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from audit import audit_form
from support.audit_forms import flagged_lines, form, fund, indicator, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "negative-weight"

CASES = {
    "agrees": scored_form(),
    "below 0": form([], [indicator(1, "-5", "0")]),
    "a deduction": form([], [indicator(1, "-5", "-2", level1="扣分项"), indicator(2, "10", "10")]),
    "no weights": form([], [indicator(1, None, "18")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("lines", "flagged"),
    [
        ([indicator(1, "-10", "0"), indicator(2, "10", "10")], [(None, 1)]),
        ([indicator(1, "0", "0"), indicator(2, "10", "10")], []),
        ([indicator(1, "10", "10"), indicator(2, "-3", None, sub=True)], [(None, 2)]),
        ([indicator(1, "-10", "-3", level1="扣分项", level2="扣分项")], []),
        ([indicator(1, None, "-3")], []),
    ],
)
def test_only_a_weight_below_0_is_flagged(lines, flagged):
    assert flagged_lines(RULE, lines) == flagged


def test_the_executions_weight_is_told_once():
    funds = [
        fund(1, "年度资金总额", weight="-10", score="0"),
        fund(2, "财政拨款", weight="-10", score="0"),
        fund(3, "其他资金", weight="-2"),
    ]
    assert flagged_lines(RULE, [indicator(1, "90", "90")], funds) == [(1, None), (3, None)]


def test_it_sets_the_verdict():
    lines = [indicator(1, "110", "100"), indicator(2, "-10", "-10")]
    audit = audit_form(form([], lines, weight_total="100", score_total="90"))
    assert audit.verdict == "differs"
