"""The rule ``unit-conflict``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace

import pytest

from audit import audit_form
from support.audit_forms import form, of_rule
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "unit-conflict"

CASES = {
    "of one kind": form([], [line("≥100人", "120人次")]),
    "of two kinds": form([], [line("≥95%", "320人")]),
    "no unit": form([], [line("≥95", "320人")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95%", "320人"),
        ("≥300人次", "96%"),
        ("≤500万元", "12个"),
        ("≥12公里", "100%"),
        ("≥3个", "48.6万元"),
        ("≥200亩", "3公里"),
        ("≤350元/人", "98%"),
        ("≥95%", "完成320人"),
        ("≥ 95 %", "约 320 人"),
    ],
)
def test_units_of_different_kinds_conflict(target, actual):
    (finding,) = found(RULE, line(target, actual))
    assert (finding.severity, finding.indicator, finding.field) == ("warning", 1, "actual")


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95%", "96%"),
        ("≥95%", "96"),
        ("≥95", "96%"),
        ("≤500万元", "4860000元"),
        ("≤350元/人", "340元"),
        ("≥100人", "120人次"),
        ("≥12个", "15项"),
        ("≥12场", "15次"),
        ("≥20台", "20套"),
        ("≥200亩", "13.4公顷"),
        ("≥1000平方米", "2亩"),
        ("≥90分", "92%"),  # a satisfaction in points
        ("≥95%", "92分"),
        ("≥95%", "已培训320人，合格率97%"),
        ("≥95%", "320人全部合格"),
        ("100%", "12项任务全部完成"),
        ("培训320人，合格率≥95%", "320人"),
        ("≤12个月", "100%"),
        ("12月底前", "100%"),
        ("≥95%", "完成"),
        ("", "320人"),
        ("≥1.5倍", "120%"),
        ("≥5‰", "0.6%"),
        ("≤3天", "2个工作日"),
    ],
)
def test_what_may_be_of_one_kind_does_not_conflict(target, actual):
    assert found(RULE, line(target, actual)) == []


def test_no_other_rule_compares_the_two():
    lines = [replace(line("≥95%", "320人"), achieved=achieved) for achieved in (0, 1, None)]
    for one in lines:
        rules = {f.rule for f in audit_form(form([], [one])).findings}
        assert rules & {"missed-target-full-score", "met-target-deducted", "over-achieved"} == set()
        assert RULE in rules


def test_a_row_beside_the_hundred_is_left_alone():
    assert of_rule(audit_form(form([], [line("≥95%", "3人", level1="扣分项")])).findings, RULE) == []
