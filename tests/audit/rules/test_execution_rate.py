"""The rule ``execution-rate``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit_form
from support.audit_forms import cause_in_chinese, form, fund, in_chinese, of_rule, scored_form
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


def audited(rate, text, *, budget="8200000", executed="8519200", formula=None, **rest):
    row = fund(1, "年度资金总额", budget=budget, executed=executed, rate=rate, texts={"rate": text}, **rest)
    return audit_form(form([row], rate_formula=formula))


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("1.0389", "103.89%"),
        ("1.039", "103.9%"),
        ("1.04", "104%"),
        ("1.04", "104"),
        ("1.04", "1.04"),
        ("1.0389", "103.89 ％"),
    ],
)
def test_a_rate_agrees_at_the_precision_it_prints(rate, text):
    assert not of_rule(audited(rate, text).findings, "execution-rate")


@pytest.mark.parametrize(
    ("rate", "text", "explanation"),
    [
        ("1.04", "104.00%", "整数百分比加印了两位小数"),
        ("1.039", "103.90%", "执行率先取到一位小数，又补零印成两位小数"),
        ("1.038", "103.8%", "执行率截取到一位小数，没有四舍五入"),
        ("1.0398", "103.98%", "执行率相邻两位数字写颠倒了"),
        ("0.010389", "1.0389%", "漏写或多写了百分号"),
        ("0.1389", "13.89%", "执行率漏写了一位数字"),
        ("0.7097", "70.97%", "全年执行数填851.92，应为581.92，相邻两位数字写颠倒了"),
        ("0.1039", "10.39%", "全年预算数填820，漏写了一位数字"),
        ("1.07", "107%", None),
    ],
)
def test_a_rate_that_fails_is_explained_where_one_slip_fits(rate, text, explanation):
    (finding,) = of_rule(audited(rate, text).findings, "execution-rate")
    assert (finding.severity, finding.field, cause_in_chinese(finding)) == (
        "warning",
        "rate",
        explanation,
    )


@pytest.mark.parametrize("formula", ["(B-C)/A", "（B－C）/A×100%", "((B-C)/A)"])
def test_the_forms_own_formula_is_followed(formula):
    taken = {"budget": "1000000", "executed": "900000", "transferred": "100000", "formula": formula}
    assert not of_rule(audited("0.8", "80%", **taken).findings, "execution-rate")
    (finding,) = of_rule(audited("0.9", "90%", **taken).findings, "execution-rate")
    assert cause_in_chinese(finding) == "按全年执行数÷全年预算数计算的"


@pytest.mark.parametrize(
    ("formula", "columns", "rate"),
    [
        ("C/B", ("initial", "budget", "executed", "rate"), "0.6"),
        ("C/A", ("initial", "budget", "executed", "rate"), "0.75"),
        ("C/B", ("initial", "executed", "budget", "rate"), None),  # C is no spending there
        ("D/B", ("initial", "budget", "executed", "rate"), None),
    ],
)
def test_letters_that_no_head_explains_count_the_amounts(formula, columns, rate):
    row = fund(
        1,
        "年度资金总额",
        initial="800000",
        budget="1000000",
        executed="600000",
        rate="0.75",
        texts={"rate": "75%"},
    )
    checks = of_rule(
        audit_form(form([row], rate_formula=formula, fund_columns=columns)).checks, "execution-rate"
    )
    assert [check.computed for check in checks] == [rate and Decimal(rate)]


def test_an_unknown_formula_and_missing_amounts_leave_it_unchecked():
    for audit in (
        audited("0.9", "90%", formula="X/Y"),
        audited("0.9", "90%", executed=None),
        audited("0.9", "90%", budget="0"),
    ):
        (check,) = of_rule(audit.checks, "execution-rate")
        assert check.outcome == "unchecked"
        assert in_chinese(check.missing)
        assert audit.verdict == "unchecked"


def test_a_row_with_nothing_budgeted_and_nothing_spent_has_no_rate_to_hold():
    assert not of_rule(audited("0", "0%", budget="0", executed="0").findings, "execution-rate")


@pytest.mark.parametrize(
    ("budget", "executed", "rate", "explanation"),
    [
        ("100", "104", "100%", "执行率超过100%，按100%填报"),
        ("100", "304", "100%", None),
        ("0.35", "0.33", "93.02%", "执行率按舍入前的金额计算，表中金额只取到所印的小数位"),
        ("0.35", "0.33", "98.02%", None),
        ("35", "33", "93.02%", None),
    ],
)
def test_a_capped_rate_and_one_of_unrounded_amounts_are_explained(budget, executed, rate, explanation):
    texts = {"budget": budget, "executed": executed, "rate": rate}
    amounts = {name: str(Decimal(texts[name]) * 10000) for name in ("budget", "executed")}
    row = fund(1, "年度资金总额", **amounts, rate=str(Decimal(rate[:-1]) / 100), texts=texts)
    (finding,) = of_rule(audit_form(form([row])).findings, "execution-rate")
    assert cause_in_chinese(finding) == explanation


@pytest.mark.parametrize(
    ("formula", "rate"),
    [
        ("执行数/年初预算数", "0.75"),
        ("执行数÷全年预算数", "0.6"),
        ("执行数/预算数", "0.6"),
        ("支出数/到位数", None),
    ],
)
def test_a_formula_in_words_divides_the_columns_that_it_names(formula, rate):
    amounts = {"initial": "800000", "budget": "1000000", "executed": "600000"}
    row = fund(1, "年度资金总额", **amounts, rate="0.75", texts={"rate": "75%"})
    checks = of_rule(audit_form(form([row], rate_formula=formula)).checks, "execution-rate")
    assert [check.computed for check in checks] == [rate and Decimal(rate)]


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 4))
def test_a_rate_rounded_at_its_printed_precision_is_never_flagged(budget, executed, places):
    percent = round(Decimal(executed) / budget * 100, places)
    assert not of_rule(
        audited(str(percent / 100), f"{percent}%", budget=budget, executed=executed).findings,
        "execution-rate",
    )


@pytest.mark.parametrize(("executed", "verdict"), [("0", "agrees"), ("100", "unchecked")])
def test_a_rate_of_no_budget_is_not_held(executed, verdict):
    row = fund(
        1,
        "年度资金总额",
        budget="0",
        executed=executed,
        rate="0",
        weight="10",
        score="10",
        texts={"rate": "0%", "score": "10"},
    )
    audit = audit_form(replace(scored_form(), funds=(row,)))
    assert audit.verdict == verdict
    for rule in ("execution-rate", "execution-score"):
        assert of_rule(audit.findings, rule) == []
        assert [in_chinese(c.missing) for c in of_rule(audit.checks, rule)] == [
            "「年度资金总额」没有预算，执行率无从计算"
        ]


@pytest.mark.parametrize(("budget", "executed"), [(None, None), ("1000000", None)])
def test_no_rate_beside_amounts_that_are_not_printed_leaves_no_doubt(budget, executed):
    sound = scored_form()
    for rate, verdict in (("0", "agrees"), ("0.9", "unchecked")):
        row = fund(2, "其他资金", budget=budget, executed=executed, rate=rate, texts={"executed": "-"})
        assert audit_form(replace(sound, funds=(*sound.funds, row))).verdict == verdict
