from dataclasses import replace
from decimal import Decimal

import pytest

import store
from audit.finding import Audit, Finding
from normalize import Form, Fund, Indicator
from store.read.findings import count_findings
from store.read.forms import count_forms
from store.read.overview import count_rule_shares
from store.search.filtering import EVERYTHING, FormFilter
from support.sentences import as_told
from support.store_samples import D, fresh, record, rich_form

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    other = replace(rich_form(2), department="水利局", year=2022, score_total=D(90), grade=None)
    store.save_records(
        engine,
        [
            record("a.pdf", rich_form(1), other),
            record("b.pdf", Form(1, "other", "", year=2022), path="/data/2022/b.pdf"),
        ],
    )
    return engine


def test_forms_are_listed_with_their_findings(engine):
    first, second, third = store.find_forms(engine)
    assert (first.path, first.department, first.year, first.verdict, first.errors, first.warnings) == (
        "/data/2023/a.pdf",
        "望城区自然资源局",
        2023,
        "differs",
        1,
        2,
    )
    assert (second.ordinal, second.department, second.score_total) == (2, "水利局", 90)
    assert (third.errors, third.warnings, third.verdict) == (0, 0, "unchecked")


@pytest.mark.parametrize(
    ("named", "ids"),
    [
        ({"form_ids": [2, 99]}, [2]),
        ({"form_ids": []}, []),
        ({"paths": ["/data/2022/b.pdf"]}, [3]),
        ({"paths": ["/data"]}, [1, 2, 3]),
        ({"paths": ["/data/2023/"]}, [1, 2]),
        ({"paths": ["/data/202", "%"]}, []),
        ({"paths": []}, []),
        ({"form_ids": [1], "paths": ["/data/2022"]}, [1, 3]),
    ],
)
def test_forms_are_found_by_number_file_and_folder(engine, named, ids):
    assert [form.id for form in store.find_forms(engine, **named)] == ids


def test_findings_name_their_line(engine):
    findings = store.find_findings(engine, form_ids=[1])
    assert [(one.rule, one.fund, one.indicator) for one in findings] == [
        ("score-total", None, None),
        ("over-budget", "年度资金总额", None),
        ("unexplained-deduction", None, "满意度"),
        ("over-achieved", None, "腾地"),
    ]
    assert (findings[0].stated, findings[0].computed) == (D("95.61"), D("27.61"))


def test_findings_are_narrowed_by_rule_and_severity(engine):
    assert {one.form_id for one in store.find_findings(engine, rules=["score-total"])} == {1, 2}
    assert [one.rule for one in store.find_findings(engine, paths=["/data"], severities=["info"])] == [
        "over-achieved"
    ] * 2
    assert store.find_findings(engine, rules=["grade"]) == []


def test_scores_go_by_department(engine):
    best, second, none = store.compare_scores(engine)
    assert best == ("望城区自然资源局", 1, D("95.61"), D("95.61"), D("95.61"), 1, 2)
    assert (second.group, second.mean) == ("水利局", D(90))
    assert none == (None, 1, None, None, None, 0, 0)
    assert [line.group for line in store.compare_scores(engine, year=2022)] == ["水利局", None]


def test_scores_go_by_level_as_rates(engine):
    lines = store.compare_scores(engine, "level1")
    assert lines == [("产出指标", 2, 1, 1, 1, 0, 0), ("效益指标", 2, D("0.8"), D("0.8"), D("0.8"), 0, 2)]


@pytest.mark.parametrize("by", store.GROUPS)
def test_scores_go_by_every_group(engine, by):
    lines = store.compare_scores(engine, by)
    assert lines
    assert all(value is None or isinstance(value, Decimal) for line in lines for value in line[2:5])


def test_scores_go_by_nothing_else(engine):
    with pytest.raises(store.WrongArgument, match="title; drop"):
        store.compare_scores(engine, "title; drop table form")


def test_sums_are_exact(tmp_path):
    engine = fresh(tmp_path)
    tenths = tuple(Indicator(n, weight=D("0.1"), score=D("0.1")) for n in range(1, 10))
    execution = Indicator(10, weight=D(10), execution=True)
    repeated = Indicator(11, weight=D(99), score=D(99), sub=True)
    funds = (
        Fund(1, "年度资金总额", total=True, weight=D(10), score=D("9.615")),
        Fund(2, "一般公共预算", budget_yuan=D("0.1"), list_heading="甲"),
        Fund(3, "其他资金", budget_yuan=D("0.2"), list_heading="甲"),
        Fund(4, "上年结转", amount_yuan=D("70000000000.01"), list_heading="乙"),
    )
    with_lines = Form(
        1, "other", "", indicators=(*tenths, execution, repeated), score_total=D("10.5"), funds=funds
    )
    only_funds = Form(2, "other", "", indicators=tenths[:3], funds=funds)
    audit = Audit((), (), "unchecked")
    store.save_records(
        engine,
        [record("a.pdf", forms=((with_lines, audit), (only_funds, audit), (Form(3, "other", ""), audit)))],
    )
    rows = store.query_rows(
        engine, "select lines, weight, score, score_total from score_sum order by form_id"
    )[1]
    assert [tuple(None if value is None else float(value) for value in row) for row in rows] == [
        (10, 10.9, 10.515, 10.5),
        (4, 10.3, 9.915, None),
        (0, None, None, None),
    ]
    sums = store.query_rows(
        engine,
        "select list, sources, budget_yuan, amount_yuan from fund_sum where form_id = 1 order by list desc",
    )[1]
    assert [
        tuple(value if isinstance(value, str) or value is None else float(value) for value in row)
        for row in sums
    ] == [
        ("甲", 2, 0.3, None),
        ("乙", 1, None, 70000000000.01),
    ]


def test_the_overview_s_rules_lead_to_as_many_forms_as_they_count(tmp_path):
    engine = fresh(tmp_path)
    flagged = Finding("fund-total", "error", as_told("资金总额与各来源之和不符。"), field="budget_yuan")
    told = Finding("fund-total", "info", as_told("各来源只列出一部分。"), field="budget_yuan")
    informs = Finding("over-achieved", "info", as_told("远超目标。"))
    forms = [Form(at, "project", "自评表") for at in (1, 2, 3)]
    audits = [
        Audit((flagged, told), (), "differs"),
        Audit((told,), (), "agrees"),
        Audit((informs,), (), "agrees"),
    ]
    store.save_records(engine, [record("a.pdf", forms=tuple(zip(forms, audits, strict=True)))])
    (share,) = count_rule_shares(engine, EVERYTHING)
    assert (share.rule, share.findings, share.forms) == (
        "fund-total",
        1,
        count_forms(engine, FormFilter(rule=("fund-total",))),
    )
    assert count_forms(engine, FormFilter(rule=("over-achieved",))) == 1, (
        "what a rule only tells is found by it"
    )
    assert count_findings(engine, FormFilter(rule=("fund-total",))) == 3, (
        "a list of findings has all of a rule's"
    )
