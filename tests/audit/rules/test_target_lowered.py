"""The rule ``target-lowered``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace

import pytest

from normalize.values.quantity import find_quantities
from support.audit_forms import form
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "target-lowered"


def adjusted(before, after, **rest):
    one = line(after, "320人次", **rest)
    read = find_quantities(before, "initial_target")
    return replace(one, initial_target=before, quantities=(*one.quantities, *read))


CASES = {
    "kept": form([], [adjusted("≥300人次", "≥300人次")]),
    "lowered": form([], [adjusted("≥300人次", "≥200人次")]),
    "words": form([], [adjusted("健全", "基本健全")]),
    "no initial target": form([], [line("≥300人次", "320人次")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("before", "after", "rest", "flagged"),
    [
        ("≥300人次", "≥299人次", {}, True),
        ("≥300人次", "≥400人次", {}, False),
        ("≤500万元", "≤600万元", {}, True),
        ("≤500万元", "≤4800000元", {}, False),
        ("≥1万人次", "≥9000人次", {}, True),
        ("300人次", "≥200人次", {}, True),
        ("≥300人次", "≤200人次", {}, False),  # turned round
        ("300人次", "200人次", {}, False),  # which side is better is not known
        ("300人次", "200人次", {"sign": "正向"}, True),
        ("30天", "60天", {"level2": "时效指标"}, True),
        ("≥300人次", "≥95%", {}, False),
        ("100-200人次", "≥50人次", {}, False),
        ("≥300人次、≥5场", "≥200人次", {}, False),
    ],
)
def test_less_is_asked_for_in_the_targets_direction(before, after, rest, flagged):
    assert [f.severity for f in found(RULE, adjusted(before, after, **rest))] == ["info"] * flagged
