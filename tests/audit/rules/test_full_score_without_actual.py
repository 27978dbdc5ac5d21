"""The rule ``full-score-without-actual``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace

import pytest

from support.audit_forms import form, indicator
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "full-score-without-actual"
COLUMNS = ("target", "actual", "weight", "score")


def of(*indicators):
    return form([], indicators, columns=COLUMNS)


CASES = {
    "answered": of(line("≥24次", "24次")),
    "blank": of(line("≥24次", "")),
    "a placeholder": of(line("≥24次", "未统计")),
    "no column": form([], [line("≥24次", "")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def flagged(*indicators):
    return [finding.indicator for finding in found(RULE, *indicators, columns=COLUMNS)]


@pytest.mark.parametrize(
    "actual", ["", " ", "-", "--", "—", "/", "未统计", "不适用", "N/A", "……", "暂无数据"]
)
def test_a_full_score_with_nothing_to_bear_it_out_is_flagged(actual):
    assert flagged(line("≥24次", actual)) == [1]
    assert flagged(line("健全", actual)) == [1]


def test_none_is_no_answer_to_a_target_that_asks_for_some():
    assert flagged(line("≥24次", "无")) == [1]
    assert flagged(line("≥0次", "无")) == []
    assert flagged(line("24次", "无")) == []  # which side is better is not told


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥24次", "24次", "10"),
        ("≥24次", "", "8"),  # not full
        ("≥24次", "", "0"),
        ("≥24次", "0次", "10"),  # a number: another rule tells of it
        ("无", "无", "10"),
        ("0", "0", "10"),
        ("0起", "无", "10"),
        ("无安全事故", "无", "10"),
        ("不发生群体性事件", "没有", "10"),
        ("≤5%", "无", "10"),
        ("/", "/", "10"),
        ("", "", "10"),  # a row that has no target prints its value elsewhere
        ("健全", "健全", "10"),
        ("≥24次", "完成", "10"),
    ],
)
def test_an_answer_is_no_blank(target, actual, score):
    assert flagged(line(target, actual, score)) == []


def test_a_weight_of_0_and_a_line_beside_the_hundred_are_left_alone():
    assert flagged(line("≥24次", "", "0", weight="0")) == []
    assert flagged(line("0项", "", "3", level1="扣分项")) == []
    assert flagged(replace(line("≥24次", ""), weight=None)) == []


@pytest.mark.parametrize("points", [{"sub": True}, {"sub": False}])
def test_a_parent_whose_sub_rows_hold_the_values_is_left_alone(points):
    parent = line("按计划完成", "")
    parts = [
        indicator(n, None, None, level3=f"其中：{n}片区", target="≥15处", actual="15处", **points)
        for n in (2, 3)
    ]
    assert flagged(parent, *parts) == []
    assert flagged(
        *(replace(part, ordinal=part.ordinal - 1) for part in parts), replace(parent, ordinal=3)
    ) == [3]
