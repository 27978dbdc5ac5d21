"""A merged cell that a converter printed in each of its columns is one cell again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit import audit_form
from extract.text.reader import read_text
from normalize.form import Form
from normalize.reader import read_forms

ROWS = (
    (("项目名称", 1), ("河堤养护", 8)),
    (("主管部门", 1), ("青禾县水利局", 3), ("实施单位", 1), ("青禾县河道站", 4)),
    (
        ("项目资金(万元)", 1),
        ("", 2),
        ("年初预算数", 1),
        ("全年预算数", 1),
        ("全年执行数", 1),
        ("分值", 1),
        ("执行率", 1),
        ("得分", 1),
    ),
    (("", 1), ("年度资金总额", 2), ("120", 1), ("100", 1), ("90", 1), ("10", 1), ("90%", 1), ("9", 1)),
    (("", 1), ("其中:当年财政拨款", 2), ("120", 1), ("100", 1), ("90", 1), ("-", 1), ("-", 1), ("-", 1)),
    (("年度总体目标", 1), ("预期目标", 4), ("实际完成情况", 4)),
    (("", 1), ("完成全年养护任务", 4), ("完成全年养护任务", 4)),
    tuple(
        (text, 1)
        for text in [
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "改进措施",
        ]
    ),
    tuple((text, 1) for text in ("", "产出指标", "数量指标", "养护里程", "32公里", "32公里", "50", "50", "")),
    tuple((text, 1) for text in ("", "", "质量指标", "堤防完好", "完好", "完好", "40", "38", "雨季塌方")),
    (("总分", 6), ("100", 1), ("97", 1), ("", 1)),
)


def repeat(widths: list[int]) -> str:
    """Print each cell as often as it has columns, where the nine columns are so wide."""
    lines: list[str] = []
    for row in ROWS:
        cells: list[str] = []
        at = 0
        for text, columns in row:
            cells += [text] * sum(widths[at : at + columns])
            at += columns
        lines.append("|".join(["", *cells, ""]))
    lines.insert(1, "|" + "---|" * sum(widths))
    return "# 项目支出绩效自评表\n\n(2023年度)\n\n" + "\n".join(lines)


def read(text: str) -> Form:
    (form,) = read_forms(read_text(text.encode())).forms
    return form


@pytest.mark.parametrize("wide", [None, 0, 1, 3, 4, 6, 7, 8])
def test_each_merged_cell_is_read_once(wide: int | None):
    form = read(repeat([2 if at == wide else 1 for at in range(9)]))
    assert not form.warnings
    assert (form.department, form.supervisor) == ("青禾县河道站", "青禾县水利局")
    assert [(goal.expected, goal.actual) for goal in form.goals] == [("完成全年养护任务", "完成全年养护任务")]
    assert [(i.level3, i.content, i.target, i.actual, i.weight, i.score) for i in form.indicators] == [
        ("养护里程", None, "32公里", "32公里", 50, 50),
        ("堤防完好", None, "完好", "完好", 40, 38),
    ]
    assert (form.weight_total, form.score_total) == (100, Decimal(97))
    assert audit_form(form).verdict == "agrees"


def test_columns_of_one_name_that_differ_in_a_row_stay_two():
    text = repeat([1] * 6 + [2, 1, 1]).replace("|40|40|38|", "|40|4|38|")
    assert audit_form(read(text)).verdict != "agrees"


def test_a_target_and_what_came_of_it_stay_two_where_they_are_equal():
    form = read(repeat([1, 2, 1, 1, 1, 1, 1, 1, 1]).replace("|32公里|32公里|50|50||", "|健全|健全|50|50||"))
    assert [(i.level3, i.target, i.actual) for i in form.indicators] == [
        ("养护里程", "健全", "健全"),
        ("堤防完好", "完好", "完好"),
    ]


def test_a_label_and_its_text_among_the_lines_are_one_each():
    note = "|" + "|".join(["其他需要说明事项"] * 3 + ["无"] * 6) + "|\n|总分"
    form = read(repeat([1] * 9).replace("|总分", note, 1))
    assert not form.warnings
    assert [i.level3 for i in form.indicators] == ["养护里程", "堤防完好"]
    assert (form.headers[-1].label, form.headers[-1].value) == ("其他需要说明事项", "无")


FUNDS_OVER_INDICATORS = """| 项目名称 | 项目名称 | 场馆开放 | 场馆开放 | 场馆开放 | 场馆开放 | 场馆开放 | 场馆开放 | 场馆开放 | 场馆开放 |
|---|---|---|---|---|---|---|---|---|---|
| 预算执行情况 | 年度预算数(万元) | 年度预算数(万元) | 年初预算 | 调整后预算数 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 |
| 预算执行情况 | 总额 | 总额 | 280 | 268 | 268 | 262.64 | 98% | 10 | 9.8 |
| 预算执行情况 | 其中:财政资金 | 其中:财政资金 | 240 | 228 | 228 | 224 | 98.25% | / | / |
| 预算执行情况 | 其他资金 | 其他资金 | 40 | 40 | 40 | 38.64 | 96.6% | / | / |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 |
| 绩效指标 | 产出指标 | 数量指标 | 场馆开放天数 | ≥ | 330 | 天 | 338 | 90 | 90 |
| 合计 | 合计 | 合计 | 合计 | 合计 | 合计 | 合计 | 合计 | 100 | 99.8 |
"""


def test_a_doubled_column_of_the_funds_is_one_where_the_indicators_have_two_there():
    form = read(FUNDS_OVER_INDICATORS)
    assert [fund.budget_yuan for fund in form.funds] == [2_680_000, 2_280_000, 400_000]
    assert [(i.level3, i.target, i.actual) for i in form.indicators] == [("场馆开放天数", "≥330天", "338")]


FUNDS_REPEATED = """| 部门整体支出绩效自评表 | 部门整体支出绩效自评表 | 部门整体支出绩效自评表 | 部门整体支出绩效自评表 | 部门整体支出绩效自评表 |
|---|---|---|---|---|
| 县级预算单位名称 | 青禾县水务站 | 青禾县水务站 | 青禾县水务站 | 青禾县水务站 |
| 年度预算申请(万元) | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 |
| 年度预算申请(万元) | 年度资金总额 | 60 | 60 | 60 |
| 年度预算申请(万元) | 按收入性质分 | 按收入性质分 | 按支出性质分 | 按支出性质分 |
| 年度预算申请(万元) | 其中:一般公共预算:42 | 其中:一般公共预算:42 | 其中:基本支出:40 | 其中:基本支出:40 |
| 年度预算申请(万元) | 政府性基金拨款: | 政府性基金拨款: | 项目支出:20 | 项目支出:20 |
| 年度预算申请(万元) | 纳入专户管理的非税收入拨款:18 | 纳入专户管理的非税收入拨款:18 |  |  |
| 一级指标 | 三级指标 | 年度指标值 | 分值 | 得分 |
| 产出指标 | 疏浚渠道长度 | 12公里 | 100 | 95 |
| 总分 | 总分 | 总分 | 100 | 95 |
"""


def test_a_merged_label_beside_the_funds_may_be_printed_in_each_of_its_rows():
    form = read(FUNDS_REPEATED)
    amounts = {fund.source: fund.amount_yuan for fund in form.funds if fund.amount_yuan is not None}
    assert amounts == {
        "一般公共预算": 420_000,
        "纳入专户管理的非税收入拨款": 180_000,
        "基本支出": 400_000,
        "项目支出": 200_000,
    }
