"""An actual meets, misses, or cannot be held against its target."""

from __future__ import annotations

import pytest

from normalize.form import Indicator
from normalize.values.quantity import find_quantities
from normalize.values.targets.achieved import judge_achieved


def line(target: str, actual: str, level2: str | None = None) -> Indicator:
    found = (*find_quantities(target, "target"), *find_quantities(actual, "actual"))
    return Indicator(1, level2=level2, target=target, actual=actual, quantities=found)


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("≥95%", "96%", 1),
        ("≥95%", "95%", 1),
        ("≥95%", "94.9%", 0),
        ("≥95%", "未达到95%", 0),
        ("≥95%", "≥96%", 1),
        ("95%以上", "未达到96%", None),
        ("≤354元/人·天", "328元/人·天", 1),
        ("≤354元/人·天", "355元/人·天", 0),
        ("不低于46万页", "460000页", 1),
        ("≥266米", "0.3公里", 1),
        ("≥266米", "3栋", None),
        ("≥91%", "96.7%,全年收入总计912万元,其中财政拨款380万元", 1),
        ("2017年12月底前", "2017年11月24日完成", 1),
        ("2017年12月底前", "2018年1月3日完成", 0),
        ("9月前", "7月", 1),
        ("9月前", "10月完成", 0),
        ("2017年12月底前", "11月24日完成", None),
        ("2017年12月底前", "100%", None),
        ("2017.12.31前", "2017.11.24", 1),
        ("≥8.5万平方米", "9.6万平方米", 1),
        ("≥18.5公里", "17.6公里", 0),
        ("≤1.2万元", "1.3万元", 0),
        ("有效提升", "有效提升", 1),
        ("有效提升", "有所提升", None),
        ("0%", "预算为 820 万，实际决算支出为 851.92 万", None),
        ("≥95%", "96", 1),
        ("≥95%", "94", 0),
        ("≥95%", "0.96", 1),
        ("≥95百分比", "94", 0),
        ("≥95", "96%", 1),
        ("≥95", "94.5%", 0),
        ("≤0.9‰", "0.2", 1),
        ("≤5%", "4", 1),
        ("≥5", "96%", None),
        ("≥200", "100%", None),
        ("≥95%", "", None),
        ("--", "95%", None),
    ],
)
def test_achieved_is_told_where_both_can_be_read(target, actual, told):
    assert judge_achieved(line(target, actual)) == told


@pytest.mark.parametrize(
    ("level2", "actual", "told"),
    [
        ("数量指标", "18次", 0),
        ("数量指标", "22次", None),
        ("数量指标", "20次", 1),
        ("成本指标", "18次", 1),
        (None, "18次", None),
    ],
)
def test_a_bare_target_needs_a_direction(level2, actual, told):
    assert judge_achieved(line("20次", actual, level2)) == told


def test_of_two_thresholds_the_assured_one_counts():
    assert judge_achieved(line("确保 2020 年度确保腾地达 8000 亩、力争达 10000 亩；", "腾地 9000 亩")) == 1


@pytest.mark.parametrize(
    ("actual", "told"), [("2期120人", 1), ("2期98人", None), ("1期120人", 0), ("2期", 1)]
)
def test_a_target_of_several_numbers_is_met_only_where_none_is_missed(actual, told):
    assert judge_achieved(line("2期100人", actual, "数量指标")) == told
