"""The rule ``incomplete``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, indicator, scored_form
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
