"""The rule ``subtotal``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from extract import Box, with_doubt
from normalize.parts import Subtotal
from support.audit_forms import form, fund, in_chinese, indicator, number, of_rule, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "subtotal"
OUTPUT, BENEFIT = (1, 2), (3,)


def sums(ordinal, name, lines, weight, score=None, **rest):
    return Subtotal(ordinal, name, weight=number(weight), score=number(score), lines=lines, **rest)


def with_rows(*rows, lines=None, **rest):
    """A form of 100 points with subtotals: 30 and 30 below 产出指标, 30 below 效益指标."""
    return replace(scored_form(**rest), subtotals=rows, **({"indicators": lines} if lines else {}))


def sources(*rows, total=("300000", "200000"), subtotals=()):
    budget, executed = total
    funds = [fund(1, "年度资金总额", budget=budget, executed=executed)]
    funds += [
        replace(
            fund(n, name, budget=one, executed=two), among=name.startswith("其中"), subtotal=name == "小计"
        )
        for n, (name, one, two) in enumerate(rows, 2)
    ]
    return form(funds, subtotals=subtotals)


NESTED = (
    ("其中:当年财政拨款", "200000", "150000"),
    ("其中:中央财政资金", "120000", "90000"),
    ("省级财政资金", "80000", "60000"),
    ("上年结转资金", "100000", "50000"),
)


def with_amount(row, budget=None, executed=None, rows=NESTED):
    name, one, two = rows[row]
    changed = list(rows)
    changed[row] = (name, budget or one, executed or two)
    return sources(*changed)


def lists(heading="409.88", one="327.9", two="81.98", total="409.88"):
    ten_thousand = 10000
    funds = [
        fund(1, "年度资金总额", executed=Decimal(total) * ten_thousand),
        fund(2, "一般公共预算", amount=Decimal(one) * ten_thousand, heading="按收入性质分", among=True),
        fund(3, "政府性基金拨款", amount=Decimal(two) * ten_thousand, heading="按收入性质分"),
    ]
    own = Subtotal(1, "按收入性质分", amount_yuan=Decimal(heading) * ten_thousand, funds=(2, 3))
    return form(funds, subtotals=(own,))


CASES = {
    "a level that holds": with_rows(
        sums(1, "产出指标", OUTPUT, "60", "60"), sums(2, "效益指标", BENEFIT, "30", "30")
    ),
    "a weight that does not": with_rows(sums(1, "产出指标", OUTPUT, "58", "60")),
    "a score that does not": with_rows(sums(1, "小计", OUTPUT, "60", "59")),
    "a hundredth": with_rows(sums(1, "小计", OUTPUT, "60", "60.01")),
    "parts of a source": sources(*NESTED),
    "a part is wrong": with_amount(2, executed="50000"),
    "a list's heading": lists(),
    "a list that misses it": lists(two="71.58"),
    "no subtotals": scored_form(),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def said(a_form):
    """Return rule, line and column of each error; these forms are of funds alone, which is told as a warning."""
    audit = audit_form(a_form)
    return [(f.rule, f.fund or f.subtotal, f.field) for f in audit.findings if f.severity == "error"]


def test_subtotals_are_no_lines_and_count_once():
    rows = (
        sums(1, "产出指标", OUTPUT, "60", "60"),
        sums(2, "小计", OUTPUT, "60", "60"),
        sums(3, "效益指标", BENEFIT, "30", "30"),
        sums(4, "合计", (1, 2, 3), "90", "90"),
    )
    audit = audit_form(with_rows(*rows))
    assert (audit.findings, audit.verdict) == ((), "agrees")


def test_the_subtotal_is_told_and_not_the_total():
    assert said(with_rows(sums(1, "产出指标", OUTPUT, "61", "60"))) == [("subtotal", 1, "weight")]
    assert audit_form(with_rows(sums(1, "产出指标", OUTPUT, "61", "60"))).verdict == "differs"


def test_review_scores_have_subtotals_too():
    reviewed = tuple(replace(one, review_score=Decimal(29)) for one in scored_form().indicators)
    row = Subtotal(1, "小计", review_score=Decimal(59), lines=OUTPUT)
    assert said(with_rows(row, lines=reviewed, review_total=Decimal(97))) == [("subtotal", 1, "review_score")]


def test_a_deduction_is_taken_off_in_a_subtotal_too():
    off = indicator(4, None, "3", level1="扣分项")
    lines = (*scored_form().indicators, off)
    assert said(with_rows(sums(1, "小计", (3, 4), None, "27"), lines=lines, total="97")) == []


def test_a_blank_score_leaves_a_subtotal_unchecked_unless_the_others_make_it():
    blank = (replace(scored_form().indicators[0], score=None), *scored_form().indicators[1:])
    for stated, outcome in (("60", "unchecked"), ("30", "agrees"), ("29", "differs")):
        audit = audit_form(with_rows(sums(1, "小计", OUTPUT, None, stated), lines=blank))
        assert [check.outcome for check in of_rule(audit.checks, RULE)] == [outcome]


def test_rows_that_were_chosen_because_they_add_up_prove_nothing():
    where = {"weight": with_doubt((Box(1, 0, 0, 1, 1),), "chosen")}
    chosen = sums(1, "小计", OUTPUT, "60", where=where)
    (check,) = of_rule(audit_form(with_rows(chosen)).checks, RULE)
    assert (check.outcome, audit_form(with_rows(chosen)).verdict) == ("unchecked", "unchecked")
    (finding,) = of_rule(audit_form(with_rows(replace(chosen, weight=Decimal(61)))).findings, RULE)
    assert finding.cause == "unknown"


def test_parts_of_a_source_are_held_to_it_where_another_column_adds_up():
    assert said(sources(*NESTED)) == []
    assert said(with_amount(2, executed="50000")) == [("subtotal", 2, "executed_yuan")]
    assert said(with_amount(1, budget="110000")) == [("subtotal", 2, "budget_yuan")]


@pytest.mark.parametrize(
    "rows",
    [
        (NESTED[0], ("其中:中央财政资金", "120000", "90000"), NESTED[3]),  # only a part is listed
        (NESTED[0], ("其中:中央财政资金", "120000", "90000"), ("省级财政资金", "70000", "50000"), NESTED[3]),
        (NESTED[0], ("其中:中央财政资金", "120000", None), ("省级财政资金", "80000", None), NESTED[3]),
        (NESTED[0], NESTED[3], ("其他资金", "0", "0")),
        (("财政拨款", "300000", "200000"), ("其中:本级", "300000", "200000")),
        (("财政拨款", "300000", "200000"), ("其中:本级", "300000", "150000")),  # the rest is another's
    ],
)
def test_rows_that_may_be_a_part_only_are_held_to_nothing(rows):
    assert [entry for entry in said(sources(*rows)) if entry[0] == RULE] == []


def test_a_subtotal_row_among_the_funds_is_no_source():
    closing = (
        ("中央财政资金", "120000", "90000"),
        ("省级财政资金", "80000", "60000"),
        ("小计", "200000", "150000"),
        ("上年结转资金", "100000", "50000"),
    )
    assert (said(sources(*closing)), audit_form(sources(*closing)).verdict) == ([], "unchecked")
    opening = (closing[2], *closing[:2])
    assert said(sources(*opening, total=("200000", "150000"))) == []
    wrong = (*closing[:2], ("小计", "210000", "150000"), closing[3])
    assert said(sources(*wrong)) == [("subtotal", 4, "budget_yuan")]
    two = (*closing[:3], ("其他", "60000", "30000"), ("自筹", "40000", "20000"), ("小计", "100000", "50000"))
    assert said(sources(*two)) == []


def test_a_source_behind_the_rows_of_a_subtotal_stands_beside_it():
    rows = [
        ("小计", "200000", "150000"),
        ("中央财政资金", "120000", "90000"),
        ("省级财政资金", "80000", "60000"),
        ("其他资金", "100000", "50000"),
    ]
    assert said(sources(*rows)) == []
    assert said(sources(*rows[:3], ("其他资金", "100000", "0"), total=("300000", "150000"))) == []
    rows[2] = ("省级财政资金", "80000", "55000")
    assert said(sources(*rows, total=("300000", "195000"))) == [("subtotal", 2, "executed_yuan")]


def test_a_list_is_held_to_its_heading_and_the_heading_to_the_total():
    assert said(lists()) == []
    assert said(lists(two="71.58")) == [("subtotal", 1, "amount_yuan")]
    assert said(lists(heading="419.88")) == [("subtotal", 1, "amount_yuan")]
    assert said(lists(total="509.88")) == [("fund-total", 1, "executed_yuan")]
    (finding,) = of_rule(audit_form(lists(two="71.58")).findings, RULE)
    assert (
        in_chinese(finding.message)
        == "「按收入性质分」的金额填409.88万元，所含各行之和为399.48万元，相差10.4万元。"
    )


def test_a_source_printed_twice_is_no_part_of_itself():
    rows = (("其中:当年财政拨款", "200000", "150000"),) * 2 + (("上年结转资金", "100000", "50000"),)
    assert {entry[0] for entry in said(sources(*rows))} == {"fund-total"}


@pytest.mark.parametrize("second", ["上年结转资金", "其他资金"])
def test_two_equal_sources_are_two_whatever_stands_behind_them(second):
    rows = (("上年结转资金", "300000", "200000"), (second, "300000", "200000"), ("自筹资金", "0", "0"))
    assert {entry[0] for entry in said(sources(*rows))} == {"fund-total"}
    assert said(sources(*rows, total=("600000", "400000"))) == []


def test_parts_that_nothing_marks_are_no_proof():
    rows = (
        ("当年财政拨款", "200000", "150000"),
        ("中央财政资金", "120000", "90000"),
        ("省级财政资金", "80000", "60000"),
        ("上年结转资金", "100000", "50000"),
    )
    audit = audit_form(sources(*rows))
    assert of_rule(audit.findings, "fund-total") == []
    assert {check.outcome for check in of_rule(audit.checks, "fund-total")} == {"unchecked"}
    wrong = (*rows[:2], ("省级财政资金", "80000", "50000"), rows[3])
    assert [entry[0] for entry in said(sources(*wrong))] == []


DEEP = (
    ("其中:当年财政拨款", "200000", "150000"),
    ("其中:一般公共预算", "120000", "90000"),
    ("其中:中央资金", "70000", "60000"),
    ("省级资金", "50000", "30000"),
    ("政府性基金", "80000", "60000"),
    ("上年结转资金", "100000", "50000"),
)


def test_parts_of_a_part_count_towards_their_own_source_alone():
    audit = audit_form(sources(*DEEP))
    assert (of_rule(audit.findings, "fund-total"), of_rule(audit.findings, RULE)) == ([], [])


@pytest.mark.parametrize(("row", "source"), [(3, "一般公共预算"), (4, "当年财政拨款")])
def test_a_part_of_a_part_that_is_short_is_found_in_its_own_source(row, source):
    audit = audit_form(with_amount(row, executed="10000", rows=DEEP))
    (finding,) = of_rule(audit.findings, RULE)
    assert (finding.field, source in in_chinese(finding.message)) == ("executed_yuan", True)
    assert of_rule(audit.findings, "fund-total") == []
