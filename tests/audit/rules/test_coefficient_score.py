"""The rule ``coefficient-score``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from support.audit_forms import form, indicator, of_rule
from support.rule_snapshots import golden, snapshots

RULE = "coefficient-score"


def line(weight, coefficient, score, text=None, **rest):
    return replace(
        indicator(1, weight, score, **rest),
        coefficient=Decimal(coefficient),
        coefficient_text=text or f"{Decimal(coefficient) * 100:f}%",
        score_text=score,
    )


CASES = {
    "kept": form([], [line("20", "0.8", "16")]),
    "full points": form([], [line("20", "0.8", "20")]),
    "no coefficient": form([], [indicator(1, "20", "20")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("weight", "coefficient", "text", "score", "flagged"),
    [
        ("20", "1", "100%", "20", False),
        ("20", "1", "100", "20", False),
        ("20", "1", "1", "20", False),
        ("20", "1.2", "120%", "20", False),  # above 100% scores the weight
        ("20", "1.2", "120%", "24", False),  # 20 × 120%, which score-over-weight tells
        ("20", "1.2", "120%", "22", True),
        ("10", "1", "100", "9", True),
        ("10", "0.5", "50%", "4", True),
        ("10", "0.83", "83%", "8", False),  # cut
        ("20", "0", "0%", "0", False),
        ("20", "0", "0%", "20", True),
        ("12", "0.8333", "83.33%", "10", False),
        ("12", "0.83", "83%", "10", False),  # 83.33% printed without decimals
        ("12", "0.83", "83%", "9.9", False),
        ("12", "0.83", "83%", "9.5", True),
        ("7", "0.955", "95.5%", "6.68", False),
        ("7", "0.955", "95.5%", "6.7", False),
        ("7", "0.955", "95.5%", "6.6", False),  # cut
        ("7", "0.955", "95.5%", "6.5", True),
        ("15", "0.9", "0.9", "13.5", False),
        ("15", "0.9", "0.9", "15", True),
    ],
)
def test_a_score_is_its_weight_times_the_coefficient_at_the_printed_decimals(
    weight, coefficient, text, score, flagged
):
    found = of_rule(audit_form(form([], [line(weight, coefficient, score, text)])).findings, RULE)
    assert [f.severity for f in found] == ["warning"] * flagged


def test_it_sets_the_verdict_and_leaves_sub_rows_alone():
    lines = [line("100", "0.8", "100")]
    given = {"weight_total": "100", "score_total": "100"}
    assert audit_form(form([], lines, **given)).verdict == "differs"
    sub_row = replace(line("20", "0.8", "20", sub=True), ordinal=2)
    assert audit_form(form([], [indicator(1, "100", "100"), sub_row], **given)).verdict == "agrees"


@pytest.mark.parametrize(("score", "flagged"), [("5", True), ("4.5", False), ("4.50", False)])
def test_a_whole_score_among_decimals_is_not_rounded_to_a_whole(score, flagged):
    lines = [line("12.5", "1", "12.5"), replace(line("5", "0.9", score), ordinal=2)]
    assert [f.indicator for f in of_rule(audit_form(form([], lines)).findings, RULE)] == [2] * flagged
