"""The rule ``review-score-total``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from support.audit_forms import form, fund, indicator, number, of_rule
from support.rule_snapshots import golden, snapshots

RULE = "review-score-total"


def reviewed(total, *reviews, execution="10", extra=None, **rest):
    funds = [fund(1, "年度资金总额", weight="10", score=execution)]
    share = 90 // len(reviews)
    lines = [
        replace(indicator(n, str(share), str(share)), review_score=number(review), **(extra or {}))
        for n, review in enumerate(reviews, 1)
    ]
    given = {"weight_total": "100", "score_total": str(90 + Decimal(execution or 0))}
    return form(funds, lines, review_total=number(total), **(given | rest))


CASES = {
    "with the execution": reviewed("98", "44", "44"),
    "without the execution": reviewed("88", "44", "44"),
    "neither": reviewed("97", "44", "44"),
    "a hundredth": reviewed("98.01", "44", "44"),
    "a line is blank": reviewed("98", "44", None),
    "no total": reviewed(None, "44", "44"),
    "no column": reviewed(None, None, None),
    "a total alone": reviewed("98", None, None),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ("with the execution", "agrees"),
        ("without the execution", "agrees"),
        ("neither", "differs"),
        ("a hundredth", "agrees"),
        ("a line is blank", "unchecked"),
        ("no total", "unchecked"),
        ("no column", "agrees"),
        ("a total alone", "agrees"),
    ],
)
def test_a_column_that_is_not_summed_keeps_a_form_from_agreeing(case, verdict):
    assert audit_form(CASES[case]).verdict == verdict


def test_an_execution_row_with_a_review_score_of_its_own_is_counted():
    base = reviewed("97", "44", "44")
    row = replace(indicator(3, "10", "10", execution=True), review_score=Decimal(9))
    held = replace(base, indicators=(*base.indicators, row))
    assert of_rule(audit_form(held).findings, RULE) == []


def test_a_blank_among_lines_that_already_add_up_to_more_is_no_excuse():
    (finding,) = of_rule(audit_form(reviewed("40", "44", None)).findings, RULE)
    assert (finding.severity, finding.stated, finding.computed) == ("error", Decimal(40), Decimal(44))


def test_a_deduction_is_taken_off():
    base = reviewed("95", "44", "44", score_total="97")
    row = replace(indicator(3, None, "3", level1="扣分项"), review_score=Decimal(3))
    held = replace(base, indicators=(*base.indicators, row))
    assert (of_rule(audit_form(held).findings, RULE), audit_form(held).verdict) == ([], "agrees")
