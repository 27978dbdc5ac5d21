"""The rule ``over-budget``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, fund
from support.rule_snapshots import golden, snapshots

RULE = "over-budget"

OVER = fund(1, "年度资金总额", budget="8200000", executed="8519200")
NET = fund(1, "年度资金总额", budget="8200000", executed="8519200", transferred="100000")

CASES = {
    "agrees": form([fund(1, "年度资金总额", budget="8200000", executed="8200000")]),
    "over": form([OVER]),
    "over a first budget": form([fund(1, "总额", initial="1000000", executed="1100000")]),
    "over without upper transfers": form([NET], rate_formula="(B-C)/A"),
    "no budget": form([fund(1, "年度资金总额", executed="8200000")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
