"""The rule ``unexplained-deduction``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from support.audit_forms import flagged_lines, form, indicator
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


@pytest.mark.parametrize("blank", ["", "无", "暂无", "无偏差。", "--", " / ", "原因:无。措施:无。", "……"])
def test_a_placeholder_explains_no_deduction(blank):
    assert flagged_lines("unexplained-deduction", [indicator(1, "10", "9", reason=blank, measures="-")]) == [
        (None, 1)
    ]


def test_what_is_explained_full_or_of_no_column_is_not_flagged():
    lines = [
        indicator(1, "10", "9", reason="受疫情影响"),
        indicator(2, "10", "9", measures="加快进度"),
        indicator(3, "10", "10"),
        indicator(4, "10", "9", sub=True),
        indicator(5, "10", "9", execution=True),
    ]
    assert flagged_lines("unexplained-deduction", lines) == []
    assert (
        flagged_lines("unexplained-deduction", [indicator(1, "10", "9")], columns=("weight", "score")) == []
    )
