"""One amount in 元 in a row of 万元: one finding, and nothing beside it."""

import pytest

from audit import audit_form
from support.audit_forms import form, fund, of_rule

TEN_THOUSAND = 10000


def funds(total=("9043000", "8636000"), one=("6330100", "6045200"), two=("2712900", "2590800"), rate="0.955"):
    texts = {"rate": f"{float(rate):.2%}"}
    first = fund(1, "年度资金总额", budget=total[0], executed=total[1], rate=rate, texts=texts)
    if one is None:
        return [first]
    return [
        first,
        fund(2, "当年财政拨款", budget=one[0], executed=one[1], among=True),
        fund(3, "上年结转资金", budget=two[0], executed=two[1]),
    ]


def scaled(amount):
    return str(int(amount) * TEN_THOUSAND)


def said(rows):
    rules = ("fund-total", "over-budget", "execution-rate", "execution-score")
    return [(f.rule, f.field) for f in audit_form(form(rows)).findings if f.rule in rules]


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (funds(total=("9043000", scaled("8636000"))), ("fund-total", "executed_yuan")),
        (funds(total=(scaled("9043000"), "8636000")), ("fund-total", "budget_yuan")),
        (funds(one=("6330100", scaled("6045200"))), ("fund-total", "executed_yuan")),
        (funds(two=(scaled("2712900"), "2590800")), ("fund-total", "budget_yuan")),
        (funds(total=("9043000", scaled("8636000")), one=None), ("execution-rate", "rate")),
    ],
)
def test_an_amount_in_yuan_is_one_finding(rows, finding):
    assert said(rows) == [finding]


def test_amounts_that_are_what_they_say_are_held_as_they_are():
    assert said(funds()) == []
    assert ("over-budget", "executed_yuan") in said(funds(total=("9043000", "9643000"), rate="1.066"))
    far = said(funds(total=("9043000", "86360000000"), one=None, rate="0.9"))
    assert ("over-budget", "executed_yuan") in far


def test_the_score_of_the_execution_is_that_of_the_amount_that_was_meant():
    rows = funds(total=("9043000", scaled("8636000")))
    scored = fund(
        1,
        "年度资金总额",
        budget="9043000",
        executed=scaled("8636000"),
        rate="0.955",
        weight="10",
        score="9.55",
        texts={"rate": "95.50%"},
    )
    audit = audit_form(form([scored, *rows[1:]]))
    assert of_rule(audit.findings, "execution-score") == []
