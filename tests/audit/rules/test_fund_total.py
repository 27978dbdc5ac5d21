"""The rule ``fund-total``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace

import pytest

from audit import audit_form
from support.audit_forms import cause_in_chinese, form, fund, in_chinese, of_rule
from support.rule_snapshots import golden, snapshots

RULE = "fund-total"


def sources(total, *amounts, **rest):
    rows = [fund(1, "年度资金总额", budget=total)]
    rows += [fund(n, f"来源{n}", budget=amount, **rest) for n, amount in enumerate(amounts, 2)]
    return form(rows)


CASES = {
    "agrees": sources("300000", "100000", "200000"),
    "another sum": sources("300000", "100000", "150000"),
    "a hundredth of the unit": sources("300000", "100000", "200100"),
    "a source is blank": sources("300000", "100000", None),
    "a single part": sources("300000", "100000", among=True),
    "a list of amounts": form(
        [fund(1, "总额", executed="300000"), fund(2, "收入", amount="200000", heading="按收入性质分")]
    ),
    "no amount in the total": sources(None, "100000", "200000"),
    "no sources": form([fund(1, "年度资金总额", budget="300000")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


INCOME, SPENDING = "按收入性质分", "按支出性质分"


def found(funds, **rest):
    return [
        (f.field, f.severity, cause_in_chinese(f))
        for f in of_rule(audit_form(form(funds, **rest)).findings, "fund-total")
    ]


def rows(total, *sources, **rest):
    return [
        fund(1, "年度资金总额", budget=total),
        *(fund(n, f"来源{n}", budget=s, **rest) for n, s in enumerate(sources, 2)),
    ]


@pytest.mark.parametrize(
    ("funds", "severities"),
    [
        (rows("300000", "100000", "200000"), []),
        (rows("300000", "100000", "200100"), ["info"]),
        (rows("300000", "100000", "210000"), ["error"]),
        (rows("300000", "100000", "190000"), ["error"]),
        (rows("300000", "100000", None), ["info"]),
        (rows("300000", "310000", None), ["error"]),
        (rows("300000", "290000", among=True), ["info"]),
        (rows("300000", "290000"), ["error"]),
        (rows("300000", "310000", among=True), ["error"]),
    ],
)
def test_sources_add_up_and_parts_may_add_up_to_less(funds, severities):
    assert [severity for _, severity, _ in found(funds)] == severities


@pytest.mark.parametrize(
    ("cell", "severity", "verdict"),
    [("-", "error", "differs"), ("0", "error", "differs"), ("", "info", "unchecked")],
)
def test_a_placeholder_says_none_and_a_blank_says_nothing(cell, severity, verdict):
    funds = [*rows("300000", "290000"), fund(3, "其他资金", texts={"budget": cell})]
    audit = audit_form(form(funds))
    assert ([f.severity for f in of_rule(audit.findings, "fund-total")], audit.verdict) == (
        [severity],
        verdict,
    )
    assert [in_chinese(c.missing) for c in of_rule(audit.checks, "fund-total")] == [
        None if cell else "资金来源没有填全：其他资金"
    ]


def test_each_column_has_its_own_finding():
    funds = [
        fund(1, "年度资金总额", initial="100", budget="200", executed="300"),
        fund(2, "财政拨款", initial="101", budget="200", executed="301"),
    ]
    assert [field for field, _, _ in found(funds, money_unit="元")] == ["initial_yuan", "executed_yuan"]


def test_rows_among_a_source_are_parts_of_it():
    funds = [
        fund(1, "年度资金总额", budget="1000000"),
        fund(2, "财政拨款", budget="900000"),
        fund(3, "一般公共预算", budget="600000", among=True),
        fund(4, "政府性基金", budget="300000"),
        fund(5, "其他资金", budget="100000"),
    ]
    assert found(funds) == []
    assert found([*funds[:4], replace(funds[4], budget_yuan=funds[3].budget_yuan)]) == [
        ("budget_yuan", "error", None)
    ]


def nested(*totals):
    """A total over a source, a part of that (其中) and another source, in the three columns that the totals are for."""
    columns = dict(zip(("initial", "budget", "executed"), totals, strict=True))
    return [
        fund(1, "年度资金总额", **columns),
        fund(2, "财政拨款", initial="900000", budget="800000", executed="700000"),
        fund(3, "中央补助", initial="500000", budget="400000", executed="300000", among=True),
        fund(4, "其他资金", initial="100000", budget="100000", executed="100000"),
    ]


def test_most_columns_tell_whether_a_row_is_part_of_the_one_above():
    assert found(nested("1000000", "900000", "800000")) == []
    assert found(nested("1500000", "1300000", "1100000")) == []
    twice = "把其中行的30也加进了合计"
    assert found(nested("1000000", "900000", "1100000")) == [("executed_yuan", "error", twice)]
    assert found(nested("1500000", "1300000", "800000")) == [("executed_yuan", "error", None)]
    assert found(nested("1000000", "900000", "700000")) == [("executed_yuan", "error", None)]


def test_the_budget_less_pooled_funds_adds_up_too():
    funds = [replace(row, net_yuan=row.budget_yuan) for row in rows("300000", "100000", "200000")]
    assert found(funds) == []
    assert found([*funds[:2], replace(funds[2], net_yuan=funds[1].net_yuan)]) == [("net_yuan", "error", None)]


@pytest.mark.parametrize("among", [(True, True), (False, False)], ids=["each with 其中", "none with 其中"])
def test_rows_that_add_up_to_the_one_above_are_its_parts(among):
    funds = [
        fund(1, "年度资金总额", budget="1000000"),
        fund(2, "财政拨款", budget="900000", among=among[0]),
        fund(3, "中央资金", budget="600000", among=among[1]),
        fund(4, "县级资金", budget="300000"),
        fund(5, "其他资金", budget="100000"),
    ]
    assert found(funds) == []
    (wrong,) = found([replace(funds[0], budget_yuan=funds[1].budget_yuan), *funds[1:]])
    assert wrong[:2] == ("budget_yuan", "error")


def lists(income, spending, executed="800000"):
    return [
        fund(1, "年度资金总额", initial="900000", budget="1000000", executed=executed),
        *(fund(n, f"收入{n}", amount=value, heading=INCOME) for n, value in enumerate(income, 2)),
        *(fund(n, f"支出{n}", amount=value, heading=SPENDING) for n, value in enumerate(spending, 6)),
    ]


def test_a_list_of_amounts_splits_one_of_the_totals():
    assert found(lists(("1000000", None), ("300000", "500000"))) == []


def test_a_list_that_fails_is_held_to_the_column_of_the_other():
    assert found(lists(("810000", None), ("300000", "500000"))) == [("executed_yuan", "error", None)]
    audit = audit_form(form(lists(("810000", None), ("300000", "500000"))))
    assert [in_chinese(f.message) for f in of_rule(audit.findings, "fund-total")] == [
        "按收入性质分：各项之和为81万元，年度资金总额的全年执行数填80万元，相差-1万元。"
    ]


@pytest.mark.parametrize(
    ("income", "spending", "told"),
    [
        (("900000", "10000"), ("300000", "500000"), ("budget_yuan", None)),
        (
            ("900000", "100000"),
            ("320000", "840000"),
            ("executed_yuan", None),
        ),
        (
            ("900000", "1000000000"),
            ("320000", "480000"),
            ("budget_yuan", "「收入3」的单位与其他各项不同（万元与元）"),
        ),
        (("900000", "20000"), ("320000", "480000"), ("executed_yuan", None)),
    ],
)
def test_of_two_lists_each_is_held_to_the_column_that_one_slip_makes_of_it(income, spending, told):
    ((field, _, explanation),) = found(lists(income, spending))
    assert (field, explanation) == told


def test_two_lists_that_miss_the_same_total_are_one_finding():
    assert len(found(lists(("700000", "110000"), ("300000", "510000")))) == 1


def test_a_unit_slip_is_named():
    ((_, _, explanation),) = found([*rows("30000000", "10000000", "2000")])
    assert explanation == "「来源3」的单位与其他各项不同（万元与元）"


def test_a_form_without_a_unit_is_told_in_the_one_it_was_read_in():
    funds = [
        fund(1, "年度资金总额", budget="8179700", texts={"budget": "817.97"}),
        fund(2, "财政拨款", budget="8169700", texts={"budget": "816.97"}),
    ]
    (finding,) = of_rule(audit_form(form(funds, money_unit=None)).findings, "fund-total")
    assert (
        in_chinese(finding.message)
        == "全年预算数：年度资金总额填817.97万元，各资金来源之和为816.97万元，相差1万元。"
    )
    near = [funds[0], replace(funds[1], budget_yuan=funds[0].budget_yuan - 100)]
    assert [severity for _, severity, _ in found(near, money_unit=None)] == ["info"]
