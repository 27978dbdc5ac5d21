"""What single places ask for beyond the rules that hold everywhere."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from extract.grid import Box
from normalize.values.quantity import find_quantities
from support.audit_forms import form, fund, in_chinese, indicator, of_rule, scored_form
from support.audit_targets import line
from support.rule_snapshots import golden, snapshots

NOTE = "(预算执行率低于90%的,应说明原因;预算调整的,应说明调整原因。)"


def told(audited, pack=None):
    return of_rule(audit_form(audited, pack).findings, "local-rule")


def sichuan(reason, *, executed="850000", initial="1000000", columns=("budget", "reason"), year=2023):
    row = fund(
        1,
        "总额",
        initial=initial,
        budget="1000000",
        executed=executed,
        texts={"reason": reason},
        score="8.5",
        weight="10",
    )
    return form([row], department="绵阳市教育局", fund_columns=columns, year=year)


RULE = "local-rule"
CASES = {
    "a low rate without a reason": sichuan(""),
    "a budget that was changed": sichuan("", executed="1000000", initial="1200000"),
    "a score without a target": (form([], [indicator(1, "10", "6", target="", level1="成本指标")]), "shanxi"),
    "an actual above a reverse target": (form([], [line("≤10万元", "12万元")], year=2024), "tianjin"),
    "an execution behind its indicators": (
        form([fund(1, "总额", weight="10", score="7")], [indicator(1, "90", "90")]),
        "systems",
    ),
    "nothing of the kind": (form(), "hunan"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize("reason", ["", "/", NOTE])
def test_an_execution_below_90_percent_without_a_reason_is_told_in_sichuan(reason):
    (finding,) = told(sichuan(reason))
    assert (finding.severity, finding.fund, finding.field, finding.stated) == (
        "info",
        1,
        "rate",
        Decimal("0.85"),
    )
    assert in_chinese(finding.message) == "总额：执行率85.00%，没有说明原因。"
    assert in_chinese(finding.explanation) == "依据四川口径：预算执行率低于90%的，应说明原因"


@pytest.mark.parametrize(
    "sound",
    [
        sichuan(f"{NOTE}项目推迟开工"),
        sichuan("项目推迟开工", initial="900000"),
        sichuan("", executed="900000"),
        sichuan("", columns=("budget",)),
        sichuan("", year=2021),
    ],
)
def test_nothing_is_told_where_sichuan_asks_for_no_reason_or_has_one(sound):
    assert told(sound) == []


def test_a_reason_that_was_read_but_not_stored_is_not_missed():
    audited = sichuan("")
    row = replace(audited.funds[0], texts={}, where={"reason": (Box(line=3),)})
    assert told(replace(audited, funds=(row,))) == []


def test_a_budget_that_was_changed_without_a_reason_is_told_in_sichuan():
    (finding,) = told(sichuan("", executed="950000", initial="1200000"))
    assert in_chinese(finding.message) == "总额：预算由120万元调整为100万元，没有说明原因。"


@pytest.mark.parametrize(
    ("rest", "score", "is_told"),
    [
        ({}, "3", True),
        ({}, "0", False),
        ({}, None, False),
        ({"level1": "成本指标"}, "5", False),
        ({"level1": "成本指标"}, "6", True),
        ({"target": "≥5个"}, "8", False),
        ({"sub": True}, "3", False),
    ],
)
def test_an_indicator_without_a_target_is_not_scored_in_shanxi(rest, score, is_told):
    assert bool(told(form([], [indicator(1, "8", score, **rest)], department="太原市水务局"))) is is_told


@pytest.mark.parametrize(
    ("target", "actual", "year", "is_told"),
    [
        ("≤10天", "12天", 2024, True),
        ("≤10天", "9天", 2024, False),
        ("=10场", "11场", 2024, True),
        ("≥10场", "8场", 2024, False),
        ("≤10天", "12天", 2023, False),
    ],
)
def test_an_actual_that_departs_is_marked_in_tianjin_from_2024_on(target, actual, year, is_told):
    read = find_quantities(target, "target") + find_quantities(actual, "actual")
    line = indicator(1, "8", "7", target=target, actual=actual, quantities=read, achieved=0)
    assert bool(told(form([], [line], department="天津市教育委员会", year=year))) is is_told
    unsure = replace(line, achieved=None)
    assert told(form([], [unsure], department="天津市教育委员会", year=year)) == []


def test_weights_are_not_held_to_100_in_zhejiang():
    lines = [indicator(1, "50", "50"), indicator(2, "40", "40")]
    for department, severity in (("杭州市教育局", "info"), ("测试市教育局", "error")):
        (finding,) = of_rule(audit_form(form([], lines, department=department)).findings, "weight-total")
        assert finding.severity == severity


def test_a_systems_marks_are_told_where_it_is_named():
    row = fund(1, "总额", budget="1000000", executed="700000", rate="0.7", weight="10", score="7")
    slow = form([row], [indicator(1, "90", "90")])
    assert told(slow) == []
    assert [in_chinese(finding.message) for finding in told(slow, "systems")] == [
        "预算执行得了分值的70.00%，各项指标得了分值的100.00%。",
        "总额：有30.00%没有执行。",
    ]
    assert told(scored_form(), "systems") == []


@pytest.mark.parametrize(
    ("actual", "year", "fits"), [("92%", 2022, True), ("85%", 2022, False), ("92%", 2020, False)]
)
def test_a_satisfaction_that_earns_its_score_by_practice_is_told_so(actual, year, fits):
    read = find_quantities("≥95%", "target") + find_quantities(actual, "actual")
    line = indicator(
        1, "10", "10", target="≥95%", actual=actual, quantities=read, achieved=0, level1="满意度指标"
    )
    (finding,) = of_rule(audit_form(form([], [line], year=year)).findings, "missed-target-full-score")
    assert ("所填得分合于全国惯例：惯例满意度90%" in in_chinese(finding.explanation)) is fits
