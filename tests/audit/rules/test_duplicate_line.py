"""The rule ``duplicate-line``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from support.audit_forms import flagged_lines, form, indicator
from support.rule_snapshots import golden, snapshots

RULE = "duplicate-line"

ONE = indicator(
    1,
    "10",
    "10",
    level1="产出指标",
    level2="数量指标",
    level3="开展检查次数",
    target="≥24次",
    actual="24次",
)
CASES = {
    "another one": form([], [ONE, replace(ONE, ordinal=2, level3="培训次数")]),
    "twice": form([], [ONE, replace(ONE, ordinal=2)]),
    "no points": form([], [replace(ONE, weight=None, score=None)]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def test_each_copy_is_flagged_wherever_it_stands():
    other = replace(ONE, ordinal=2, level3="培训次数")
    copies = [replace(ONE, ordinal=n, target=" ≥24 次") for n in (3, 4)]
    assert flagged_lines(RULE, [ONE, other, *copies]) == [(None, 3), (None, 4)]


@pytest.mark.parametrize(
    "other",
    [
        {"level1": "效益指标"},
        {"level2": "质量指标"},
        {"level3": "培训次数"},
        {"content": "每月两次"},
        {"target": "≥25次"},
        {"actual": "25次"},
        {"weight": Decimal(9)},
        {"score": Decimal(9)},
        {"sub": True},
        {"execution": True},
        {"weight": None, "score": None},
    ],
)
def test_what_differs_in_anything_is_no_copy(other):
    assert flagged_lines(RULE, [ONE, replace(ONE, ordinal=2, **other)]) == []


@pytest.mark.parametrize(
    "bare",
    [
        {"level3": None},  # 指标1: and 指标2: without a text
        {"target": "", "actual": ""},  # told apart in a column that was not read
    ],
)
def test_rows_that_say_too_little_are_left_alone(bare):
    bare_line = replace(ONE, **bare)
    assert flagged_lines(RULE, [bare_line, replace(bare_line, ordinal=2)]) == []


def test_rows_that_only_repeat_a_level_name_are_two():
    lines = [replace(ONE, ordinal=n, content=f"任务{n}") for n in (1, 2, 3)]
    assert flagged_lines(RULE, lines) == []
