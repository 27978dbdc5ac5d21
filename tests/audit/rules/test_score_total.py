"""The rule ``score-total``: what it says of forms that break it, and of forms that it cannot check."""

from normalize import Header
from support.audit_forms import form, indicator, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "score-total"

LEFT_OUT = [indicator(1, "60", "55", level1="产出指标"), indicator(2, "40", "40", level1="产出指标")]

CASES = {
    "agrees": scored_form(),
    "a total of another sum": scored_form(total="97"),
    "a line was left out": form([], LEFT_OUT, score_total="40", weight_total="100"),
    "rounded before": scored_form(("10", "30", "30", "30.01"), total="100"),
    "the head says another total": scored_form(headers=(Header(1, "自评得分", "98"),)),
    "no total": scored_form(total=None),
    "a score is blank": form([], [indicator(1, "60", None), LEFT_OUT[1]], score_total="95"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
