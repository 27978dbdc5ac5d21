"""The rule ``incomplete``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from audit import audit_form
from support.audit_forms import form, in_chinese, indicator, of_rule, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "incomplete"

CASES = {
    "agrees": scored_form(),
    "no indicator": form(),
    "no total": form([], [indicator(1, "10", "9")]),
    "a score is blank": form([], [indicator(1, "10", "9"), indicator(2, "6", None)], score_total="9"),
    "no score at all": form([], [indicator(1, "10", None), indicator(2, "6", None)]),
    "text of the template": scored_form(
        templates=("对照年度目标,说明完成情况,并将未完成的原因和改进措施逐项写明,不得遗漏",)
    ),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("rest", "messages"),
    [
        ({"indicators": []}, ["表中没有绩效指标。"]),
        ({"indicators": [indicator(1, "10", "9")]}, ["各项填了得分，全表没有总分。"]),
        (
            {"indicators": [indicator(1, "5", "5"), indicator(2, "6", None)], "score_total": "5"},
            ["「指标2甲」有分值6，没有得分。"],
        ),
        (
            {"indicators": [indicator(1, "5", None), indicator(2, "6", None)]},
            ["各项有分值，得分一项都没有填。"],
        ),
        (
            {"indicators": [indicator(1, None, None)], "templates": ("对照年度目标,说明…",)},
            ["模板说明文字没有替换：对照年度目标,说明…"],
        ),
        ({"indicators": [indicator(1, None, None)]}, []),
    ],
)
def test_what_is_missing_is_told(rest, messages):
    assert [
        in_chinese(f.message) for f in of_rule(audit_form(form(**rest)).findings, "incomplete")
    ] == messages
