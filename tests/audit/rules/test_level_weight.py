"""The rule ``level-weight``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, indicator, level
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
