"""The rule ``review-over-weight``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

from support.audit_forms import flagged_lines, form, indicator
from support.rule_snapshots import golden, snapshots

RULE = "review-over-weight"


def line(ordinal, weight, review, **rest):
    return replace(indicator(ordinal, weight, weight, **rest), review_score=Decimal(review))


CASES = {
    "within": form([], [line(1, "18", "17")]),
    "above": form([], [line(1, "18", "19")]),
    "no review": form([], [indicator(1, "18", "18")]),
    "no weight": form([], [line(1, None, "19")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def test_a_deduction_has_no_weight_to_keep_to():
    lines = [line(1, "10", "10"), line(2, "0", "3", level1="扣分项"), line(3, "5", "5.5")]
    assert flagged_lines(RULE, lines) == [(None, 3)]


def test_nothing_is_held_against_a_weight_below_nothing():
    assert flagged_lines(RULE, [line(1, "-5", "0")]) == []
