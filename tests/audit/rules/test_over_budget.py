"""The rule ``over-budget``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from audit import audit_form
from support.audit_forms import form, fund, in_chinese, of_rule
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


@pytest.mark.parametrize(
    ("total", "source", "over"),
    [
        (("100", "110"), ("100", "110"), [1]),
        (("100", "100"), ("50", "60"), [2]),
        (("100", "90"), ("100", "90"), []),
    ],
)
def test_over_budget_is_told_once(total, source, over):
    funds = [
        fund(1, "年度资金总额", budget=total[0], executed=total[1]),
        fund(2, "财政拨款", budget=source[0], executed=source[1]),
    ]
    assert [f.fund for f in of_rule(audit_form(form(funds)).findings, "over-budget")] == over


def test_what_was_exceeded_is_called_by_its_column():
    (finding,) = of_rule(
        audit_form(form([fund(1, "年度资金总额", initial="100", executed="110")], money_unit="元")).findings,
        "over-budget",
    )
    assert in_chinese(finding.message) == "年度资金总额：全年执行数110元，年初预算数为100元，超预算10元。"


def test_transfers_that_the_rate_takes_out_are_no_overspending():
    funds = [fund(1, "年度资金总额", budget="8200000", executed="9000000", transferred="1000000")]
    assert of_rule(audit_form(form(funds)).findings, "over-budget")
    assert not of_rule(audit_form(form(funds, rate_formula="（B－C）／A")).findings, "over-budget")
