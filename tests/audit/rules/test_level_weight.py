"""The rule ``level-weight``: what it says of forms that break it, and of forms that it cannot check."""

from audit import audit_form
from support.audit_forms import find_outcome, form, in_chinese, indicator, level, of_rule
from support.rule_snapshots import golden, snapshots

RULE = "level-weight"

LINES = [
    indicator(1, "30", "30", level1="产出指标", levels=(1,)),
    indicator(2, "18", "18", level1="产出指标", levels=(1,)),
    indicator(3, "52", "52", level1="效益指标", levels=(2,)),
]
BLANK = [indicator(1, None, "30", level1="产出指标", levels=(1,))]

CASES = {
    "agrees": form([], LINES, levels=[level(1, 1, "产出指标", "48"), level(2, 1, "效益指标", "52")]),
    "another sum": form([], LINES, levels=[level(1, 1, "产出指标", "50"), level(2, 1, "效益指标", "50")]),
    "of depth 2": form([], LINES, levels=[level(1, 2, "数量指标", "50")]),
    "a weight is blank": form([], BLANK, levels=[level(1, 1, "产出指标", "50")]),
    "no weight in a name": form([], LINES, levels=[level(1, 1, "产出指标", None)]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def levels_form(first, second, levels):
    lines = [
        indicator(1, first, first, level1="产出指标", levels=(1,)),
        indicator(2, second, second, level1="产出指标", levels=levels),
    ]
    return form([], lines, levels=(level(1, 1, "产出指标", "50"), level(2, 1, "产出指标", "50")))


def test_a_level_holds_its_indicators():
    assert find_outcome(levels_form("30", "20", (1,)), "level-weight") == "agrees"
    (finding,) = of_rule(audit_form(levels_form("30", "18", (1,))).findings, "level-weight")
    assert in_chinese(finding.message) == "一级指标「产出指标」标明50分，其下指标分值之和为48分。"


def test_a_level_printed_again_is_one_level_or_two_of_its_weight():
    assert find_outcome(levels_form("30", "20", (2,)), "level-weight") == "agrees"
    assert {c.outcome for c in of_rule(audit_form(levels_form("50", "50", (2,))).checks, "level-weight")} == {
        "agrees"
    }
    assert find_outcome(levels_form("30", "50", (2,)), "level-weight") == "differs"
