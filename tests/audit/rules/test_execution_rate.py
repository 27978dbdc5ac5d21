"""The rule ``execution-rate``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, fund
from support.rule_snapshots import golden, snapshots

RULE = "execution-rate"


def rated(printed, rate, *, budget="8200000", executed="7790000", **rest):
    row = fund(1, "年度资金总额", budget=budget, executed=executed, rate=rate, texts={"rate": printed})
    return form([row], **rest)


CASES = {
    "agrees": rated("95.00%", "0.95"),
    "another rate": rated("91.00%", "0.91"),
    "padded": rated("96.50%", "0.965", budget="1000000", executed="964500"),
    "two digits changed places": rated("59.00%", "0.59"),
    "another formula": rated("105.26%", "1.0526", rate_formula="A/B"),
    "written as 100%, which two slips explain": rated("100%", "1", executed="8519200"),
    "nothing was budgeted": rated("0%", "0", budget="0", executed="0"),
    "no amounts": rated("95%", "0.95", budget=None),
    "no formula that is known": rated("95%", "0.95", rate_formula="X/Y"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
