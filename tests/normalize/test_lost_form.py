"""A text that looks like a form but lost its table says so; a text that is none does not."""

from __future__ import annotations

import pytest

from extract.text.reader import read_text
from normalize import read_forms

LOST = """项目支出绩效自评表
项目名称 农村公路养护
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 120 135.5 128.6 10 94.91% 9.49
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 养护里程 ≥86公里 86公里 20 20
"""
OTHER_HEADS = """财政支出事项绩效自评表
指标大类 指标小类 考核要点 满分 计划达到 年末达到 评定分
产出指标 数量指标 养护里程 20 ≥86公里 86公里 20
效益指标 社会效益指标 受益人数 10 ≥1万人 1.2万人 10
"""
REPORT = """项目支出绩效自评报告
一、基本情况。本项目的一级指标、二级指标和得分见附件。
附件1 项目支出绩效自评表
全年预算数为120万元，全年执行数为118万元。
"""
TARGETS = """项目支出绩效目标表
一级指标 二级指标 三级指标 年度指标值
产出指标 数量指标 养护里程 ≥86公里
"""
SCHEME = """项目绩效评价评分表
一级指标 二级指标 三级指标 分值 得分
产出指标 数量指标 养护里程 20 20
"""


def read(text):
    return read_forms(read_text(text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        LOST,
        "\n".join(LOST.split()),
        LOST.replace(" ", ""),
        LOST.split("\n", 1)[1],
        "2023年度" + LOST.split("一级", maxsplit=1)[0],
        LOST.replace("自评表", "自评报告"),
        OTHER_HEADS,
        "".join(char if char.isspace() else 3 * char for char in LOST),
        "\n".join(line[::-1] for line in LOST.splitlines()),
    ],
    ids=[
        *("a line a row", "a word a line", "no blanks", "no title", "title and funds"),
        *("a report with its table", "heads that nobody knows", "characters three times", "from behind"),
    ],
)
def test_a_form_without_its_table_is_lost(text):
    reading = read(text)
    assert not reading.forms
    assert reading.is_lost
    assert reading.reason.code == "form-lost"


@pytest.mark.parametrize("text", [REPORT, TARGETS, SCHEME, "今天没有表。"])
def test_a_text_without_a_form_is_not_lost(text):
    reading = read(text)
    assert not reading.forms
    assert not reading.is_lost


def test_a_form_that_is_read_is_not_lost():
    assert not read(LOST.replace(" ", "\t")).is_lost
