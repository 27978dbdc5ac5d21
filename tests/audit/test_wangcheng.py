from decimal import Decimal

from audit import audit_form
from support.audit_forms import cause_in_chinese, in_chinese, of_rule, wangcheng


def test_the_users_form_has_its_four_findings_and_no_other():
    found = {(f.rule, f.fund, f.indicator) for f in audit_form(wangcheng()).findings}
    assert found == {
        ("execution-rate", 1, None),
        ("execution-rate", 2, None),
        ("over-budget", 1, None),
        ("unexplained-deduction", None, 10),
    }
    assert len(audit_form(wangcheng()).findings) == len(found)


def test_the_rate_is_a_whole_percentage_printed_with_two_decimals():
    for finding in of_rule(audit_form(wangcheng()).findings, "execution-rate"):
        assert finding.stated == Decimal("1.04")
        assert finding.computed == Decimal("1.038927")
        assert cause_in_chinese(finding) == "整数百分比加印了两位小数"
        assert in_chinese(finding.message).endswith("执行率填104.00%，按(B-C)/A计算为103.89%。")


def test_the_execution_score_names_its_formula():
    (check,) = of_rule(audit_form(wangcheng()).checks, "execution-score")
    assert check.outcome == "agrees"
    assert in_chinese(check.explanation).startswith("9.61 = 10 × (2 − 851.92/820)")


def test_the_totals_agree_and_the_rates_set_the_verdict():
    audit = audit_form(wangcheng())
    totals = {
        c.rule: (c.outcome, c.stated, c.computed)
        for c in audit.checks
        if c.rule in {"score-total", "weight-total"}
    }
    assert totals == {
        "score-total": ("agrees", Decimal("95.61"), Decimal("95.61")),
        "weight-total": ("agrees", Decimal(100), Decimal(100)),
    }
    assert audit.verdict == "differs"


def test_money_is_told_in_the_forms_unit():
    (finding,) = of_rule(audit_form(wangcheng()).findings, "over-budget")
    assert (
        in_chinese(finding.message)
        == "年度资金总额：全年执行数851.92万元，全年预算数为820万元，超预算31.92万元。"
    )
