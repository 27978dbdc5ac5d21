"""Forms that vary what their sample prints, as small tables with spans."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract import message
from extract.text.reader import read_text
from normalize import read_forms

INDICATORS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
LINE = ("产出指标", "数量指标", "修渠", "≥2公里", "2.5公里", "90", "88", "")


def html(rows):
    """Print rows of texts, or of a text and how many columns it spans."""
    cells = [[cell if isinstance(cell, tuple) else (cell, 1) for cell in row] for row in rows]
    printed = ("".join(f'<td colspan="{span}">{text}</td>' for text, span in row) for row in cells)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in printed)}</table>"


def form(*rows, title="项目支出绩效自评表"):
    (only,) = read_forms(read_text(f"<p>{title}</p><p>(2023年度)</p>{html(rows)}".encode())).forms
    return only


def table(*rows, head=INDICATORS):
    return form((("项目名称", 2), ("河渠整修", len(head) - 2)), head, *rows)


@pytest.mark.parametrize(
    ("row", "weight", "score"),
    [
        ((("总分", 4), ("100", 1), ("97.5", 2), ("优", 1)), 100, "97.5"),
        ((("总分", 5), ("100", 1), ("97.5", 1), ("优", 1)), 100, "97.5"),
        ((("自评总分", 4), ("97.5", 4)), None, "97.5"),
        ((("合计", 4), ("100", 2), ("", 2)), 100, None),
    ],
    ids=["left of its columns", "under its columns", "one wide cell", "no score"],
)
def test_a_total_row_need_not_stand_under_the_columns(row, weight, score):
    f = table(LINE, row)
    assert f.weight_total == (Decimal(weight) if weight else None)
    assert f.score_total == (Decimal(score) if score else None)


def test_a_target_column_that_reads_like_a_side_label_is_a_column():
    (line,) = table(LINE, head=tuple("年度目标值" if h == "年度指标值" else h for h in INDICATORS)).indicators
    assert line.target == "≥2公里"


FUND_HEAD = ("年度预算申请(万元)", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
FUND_TOTAL = ("", "年度资金总额", "120", "150", "120", "10", "80%", "8")


@pytest.mark.parametrize(
    "lists",
    [
        [
            (("", 1), ("其中:一般公共预算:110.5", 4), ("其中:基本支出:90", 3)),
            (("", 1), ("其他资金:39.5", 4), ("项目支出:60", 3)),
        ],
        [(("", 1), ("其中:一般公共预算:110.5<br>其他资金:39.5", 4), ("其中:基本支出:90<br>项目支出:60", 3))],
    ],
    ids=["a row each", "a cell each"],
)
def test_two_lists_of_funds_stand_under_headings_without_a_colon(lists):
    headings = (("", 1), ("按收入性质分", 4), ("按支出性质分", 3))
    f = form(FUND_HEAD, FUND_TOTAL, headings, *lists, INDICATORS, LINE, title="部门整体支出绩效自评表")
    assert [(fund.list_heading, fund.source, fund.amount_yuan) for fund in f.funds[1:]] == [
        ("按收入性质分", "一般公共预算", Decimal(1105000)),
        ("按收入性质分", "其他资金", Decimal(395000)),
        ("按支出性质分", "基本支出", Decimal(900000)),
        ("按支出性质分", "项目支出", Decimal(600000)),
    ]


def test_a_column_of_upper_transfers_may_be_a_part_of_the_one_before():
    head = (
        "资金情况(万元)",
        "资金来源",
        "全年预算数",
        "全年执行数",
        "其中:上级转移支付",
        "分值",
        "执行率",
        "得分",
    )
    f = form(head, ("", "年度资金总额", "120", "110", "20", "10", "75%", "7.5"), INDICATORS, LINE)
    assert f.funds[0].transferred_yuan == Decimal(200000)


@pytest.mark.parametrize("label", ["市级预算部门(单位)名称", "预算部门", "单位全称"])
def test_a_label_of_the_head_that_no_list_has_is_told_by_its_words(label):
    f = form((("主管部门", 2), ("清河市农业局", 6)), ((label, 2), ("清河市种子站", 6)), INDICATORS, LINE)
    assert (f.department, f.supervisor) == ("清河市种子站", "清河市农业局")


def test_a_known_label_of_the_head_goes_before_one_told_by_its_words():
    f = form(
        (("单位全称", 2), ("清河市种子站筹建组", 6)), (("单位名称", 2), ("清河市种子站", 6)), INDICATORS, LINE
    )
    assert f.department == "清河市种子站"


def test_full_width_brackets_in_a_title_tell_its_kind():
    assert (
        form(
            (("单位名称", 2), ("清河市种子站", 6)), INDICATORS, LINE, title="部门（单位）整体绩效自评表"
        ).kind
        == "department"
    )


@pytest.mark.parametrize(
    "label", ["总分值", "项目总得分", "分值合计", "总分(大写:玖拾捌分)", "合计(满分100)"]
)
def test_a_total_row_by_any_such_name_is_no_line(label):
    f = table(LINE, ((label, 5), ("100", 1), ("98", 1), ("", 1)))
    assert ([line.level3 for line in f.indicators], f.score_total) == (["修渠"], Decimal(98))


def test_columns_under_an_upper_head_mean_what_their_own_words_say():
    upper = ("一级指标", "二级指标", "三级指标", ("年度指标值", 3), "实际完成值", "分值", "得分")
    lower = ("", "", "", "运算符号", "目标值", "计量单位", "", "", "")
    f = form(
        (("项目名称", 3), ("河渠整修", 6)),
        upper,
        lower,
        ("产出指标", "数量指标", "修渠", "≥", "2", "公里", "2.5", "90", "88"),
    )
    assert (f.indicators[0].target, f.indicators[0].sign) == ("≥2公里", "≥")


@pytest.mark.parametrize(
    ("label", "field"),
    [("年度绩效指标值", "target"), ("计划完成值", "target"), ("下步改进措施", "measures")],
)
def test_a_column_of_indicators_is_told_by_its_words(label, field):
    head = {
        "target": (*INDICATORS[:3], label, *INDICATORS[4:]),
        "measures": (*INDICATORS[:4], "分值", "得分", "扣分原因", label),
    }
    line = {
        "target": LINE,
        "measures": ("产出指标", "数量指标", "修渠", "完成", "90", "88", "雨季", "加强调度"),
    }
    f = table(line[field], head=head[field])
    assert getattr(f.indicators[0], field) == {"target": "≥2公里", "measures": "加强调度"}[field]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("项目法人单位", "department"),
        ("申报单位名称", "department"),
        ("预算项目名称", "project"),
        ("项目全称", "project"),
        ("预算项目", "project"),
    ],
)
def test_the_head_is_told_by_its_words(label, field):
    f = form((("主管部门", 2), ("清河市农业局", 6)), ((label, 2), ("清河渠", 6)), INDICATORS, LINE)
    assert getattr(f, field) == "清河渠"


def test_a_column_that_numbers_the_funds_stands_before_their_sources():
    head = ("资金情况(万元)", "序号", "", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows = (("", "1", "总计", "120", "60", "10", "50%", "5"), ("", "2", "财政补助", "120", "60", "", "", ""))
    f = form(head, *rows, INDICATORS, LINE)
    assert [(fund.source, fund.budget_yuan) for fund in f.funds] == [
        ("总计", Decimal(1200000)),
        ("财政补助", Decimal(1200000)),
    ]
    assert not f.warnings


def test_an_adjusted_budget_by_any_name_is_told_by_the_rate():
    head = ("资金情况(万元)", "资金来源", "年初预算数", "预算调整数", "全年执行数", "分值", "执行率", "得分")
    f = form(head, ("", "年度资金总额", "100", "120", "60", "10", "50%", "5"), INDICATORS, LINE)
    assert f.funds[0].budget_yuan == Decimal(1200000)


TOLD = "整修河渠12公里,安排资金30万元。"
DONE = "整修河渠11公里,支付资金28万元。"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("年初设定目标", "全年完成情况"),
        ("年度绩效目标", "目标完成情况"),
        ("年度总体目标", "总体目标完成情况"),
    ],
)
@pytest.mark.parametrize("side", [(), (("年度目标", 1),)], ids=["alone", "beside a label"])
def test_goals_may_stand_one_below_the_other(first, second, side):
    beside = [("", 1)] * len(side)
    rows = ((*side, (first, 2), (TOLD, 6 - len(side))), (*beside, (second, 2), (DONE, 6 - len(side))))
    f = form((("单位名称", 2), ("清河市种子站", 6)), FUND_HEAD, FUND_TOTAL, *rows, INDICATORS, LINE)
    assert [(goal.expected, goal.actual) for goal in f.goals] == [(TOLD, DONE)]
    assert [fund.source for fund in f.funds] == ["年度资金总额"]


def test_a_row_of_two_labels_is_no_goal():
    f = form((("单位名称", 2), ("清河市种子站", 6)), (("年度目标", 4), ("目标完成情况", 4)), INDICATORS, LINE)
    assert not any(goal.actual for goal in f.goals)


def test_a_sum_of_the_indicators_above_the_total_is_neither_line_nor_total():
    f = table(
        LINE,
        (("指标得分小计", 5), ("90", 1), ("88", 1), ("", 1)),
        (("总分", 5), ("100", 1), ("98", 1), ("", 1)),
    )
    assert ([line.level3 for line in f.indicators], f.weight_total, f.score_total) == (
        ["修渠"],
        Decimal(100),
        Decimal(98),
    )
    f = table(
        LINE,
        (("指标得分合计", 5), ("90", 1), ("88", 1), ("", 1)),
        (("总分", 5), ("100", 1), ("98", 1), ("", 1)),
    )
    assert (f.weight_total, f.score_total) == (Decimal(100), Decimal(98))


def test_a_total_row_that_prints_a_grade_prints_the_score():
    head = INDICATORS[:7]
    f = table(LINE[:7], (("自评总分", 2), ("97.5", 4), ("优", 1)), head=head)
    assert (f.weight_total, f.score_total, f.grade) == (None, Decimal("97.5"), "优")


def test_a_project_may_be_named_with_its_code():
    f = form((("项目名称及编码", 2), ("清河渠 0712", 6)), INDICATORS, LINE)
    assert (f.project, f.kind) == ("清河渠 0712", "project")


BENEFIT = ("效益指标", "社会效益指标", "知晓率", "≥90%", "95%", "10", "9", "雨季")


@pytest.mark.parametrize("label", ["小计", "产出指标小计", "合计", "产出指标合计"])
def test_the_sum_of_a_group_between_the_lines_is_neither_line_nor_total(label):
    total = (("总分", 5), ("100", 1), ("97", 1), ("", 1))
    f = table(LINE, ((label, 5), ("90", 1), ("88", 1), ("", 1)), BENEFIT, total)
    assert [(line.level1, line.level3) for line in f.indicators] == [
        ("产出指标", "修渠"),
        ("效益指标", "知晓率"),
    ]
    assert (f.weight_total, f.score_total) == (Decimal(100), Decimal(97))


def test_an_execution_rate_over_all_columns_of_names_is_a_level_of_its_own():
    f = table(LINE, (("预算执行率(10分)", 5), ("10", 1), ("9.5", 1), ("", 1)))
    assert [(line.level1, line.level3, line.execution) for line in f.indicators] == [
        ("产出指标", "修渠", False),
        ("预算执行率", None, True),
    ]


def test_a_column_of_level_names_may_be_headed_by_a_label_that_stands_beside_tables():
    f = table(LINE, BENEFIT, head=("绩效指标", *INDICATORS[1:]))
    assert [line.level1 for line in f.indicators] == ["产出指标", "效益指标"]


@pytest.mark.parametrize(("label", "value"), [("得分率", "98%"), ("上年完成值", "5公里")])
def test_a_column_of_another_year_or_of_rates_is_none_of_the_line(label, value):
    head = (*INDICATORS[:4], label, *INDICATORS[4:])
    (line,) = table((*LINE[:4], value, *LINE[4:]), head=head).indicators
    assert (line.actual, line.score) == ("2.5公里", Decimal(88))


def test_a_label_beside_the_table_that_a_page_end_cut_below_its_head_is_no_column_of_values():
    head = ("绩效指标完成情况", *INDICATORS)
    (line,) = form((("项目名称", 2), ("河渠整修", 7)), head, ("", *LINE)).indicators
    assert (line.level1, line.actual, line.target) == ("产出指标", "2.5公里", "≥2公里")


def test_an_adjusted_budget_is_told_by_a_source_where_the_rate_of_the_total_is_wrong():
    head = ("资金情况(万元)", "资金来源", "年初预算数", "预算调整数", "全年执行数", "分值", "执行率", "得分")
    rows = (
        ("", "年度资金总额", "100", "120", "60", "10", "58%", "5"),
        ("", "财政拨款", "100", "120", "60", "", "50%", ""),
    )
    assert [fund.budget_yuan for fund in form(head, *rows, INDICATORS, LINE).funds] == [Decimal(1200000)] * 2


def test_a_total_below_a_table_without_points_is_the_score():
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值")
    f = table(LINE[:5], (("绩效自评综合得分", 3), ("95.5", 1), ("优", 1)), head=head)
    assert (f.weight_total, f.score_total, f.grade) == (None, Decimal("95.5"), "优")


@pytest.mark.parametrize("name", ["村集体收入合计", "受益人口小计"])
def test_a_line_whose_name_ends_like_a_sum_is_a_line_where_it_has_a_target(name):
    f = table(LINE, ("效益指标", "经济效益指标", name, "≥30万元", "32万元", "10", "10", ""))
    assert [(line.level1, line.level3) for line in f.indicators] == [("产出指标", "修渠"), ("效益指标", name)]


def test_a_column_that_tells_the_situation_gives_the_reason_where_no_other_does():
    (line,) = table((*LINE[:7], "雨季停工12天"), head=(*INDICATORS[:7], "情况说明")).indicators
    assert line.reason == "雨季停工12天"
    (line,) = table(
        (*LINE[:7], "已验收", "雨季停工"), head=(*INDICATORS[:7], "情况说明", "未完成原因")
    ).indicators
    assert line.reason == "雨季停工"


def test_a_self_assessment_in_other_words_has_its_title():
    assert (
        form((("项目名称", 2), ("清河渠", 6)), INDICATORS, LINE, title="财政支出绩效自我评价表").title
        == "财政支出绩效自我评价表"
    )


def test_of_two_years_side_by_side_the_last_is_the_form():
    upper = ("一级指标", "二级指标", "三级指标", ("2022年", 3), ("2023年", 3))
    lower = ("", "", "", "指标值", "完成值", "得分", "指标值", "完成值", "得分")
    rows = (
        ("产出指标", "数量指标", "修渠", "≥1公里", "1公里", "88", "≥2公里", "2.5公里", "90"),
        (("总分", 5), "88", ("", 2), "90"),
    )
    f = form((("项目名称", 3), ("河渠整修", 6)), upper, lower, *rows)
    assert (f.indicators[0].target, f.indicators[0].actual, f.indicators[0].score) == (
        "≥2公里",
        "2.5公里",
        Decimal(90),
    )
    assert f.score_total == Decimal(90)


def test_two_years_side_by_side_in_a_text_stand_over_their_own_columns():
    upper, lower = (
        "一级指标\t二级指标\t三级指标\t2022年\t\t2023年\t\t备注",
        "\t\t\t完成值\t得分\t完成值\t得分\t",
    )
    rows = (
        "产出指标\t数量指标\t修渠\t1公里\t38\t2公里\t40\t\n效益指标\t社会效益指标\t知晓率\t97%\t50\t99%\t60\t"
    )
    (f,) = read_forms(
        read_text(f"项目支出绩效自评表(2023年度)\n项目名称\t\t河渠整修\n{upper}\n{lower}\n{rows}\n".encode())
    ).forms
    assert [(line.actual, line.score) for line in f.indicators] == [("2公里", 40), ("99%", 60)]


@pytest.mark.parametrize(
    ("head", "between"), [("一二级指标", "-"), ("指标类别", "——"), ("指标类型", "<br>"), ("一级指标", "/")]
)
def test_both_levels_may_stand_in_one_column(head, between):
    rows = ((f"产出指标{between}数量指标", *LINE[2:]), (f"效益指标{between}社会效益指标", *BENEFIT[2:]))
    f = table(*rows, head=(head, *INDICATORS[2:]))
    assert [(line.level1, line.level2, line.level3) for line in f.indicators] == [
        ("产出指标", "数量指标", "修渠"),
        ("效益指标", "社会效益指标", "知晓率"),
    ]
    assert [(level.depth, level.name) for level in f.levels][:2] == [(1, "产出指标"), (2, "数量指标")]


def test_goals_under_heads_of_few_words_are_told_apart():
    rows = ((("年初目标", 4), ("年末完成", 4)), ((TOLD, 4), (DONE, 4)))
    (goal,) = form((("单位名称", 2), ("清河市种子站", 6)), *rows, INDICATORS, LINE).goals
    assert (goal.expected, goal.actual) == (TOLD, DONE)


@pytest.mark.parametrize("band", ["{}", "一级指标:{}", "一、{}(90分)"])
def test_names_of_levels_may_stand_in_rows_of_their_own(band):
    rows = (((band.format("产出指标"), 7),), LINE[1:], ((band.format("效益指标"), 7),), BENEFIT[1:])
    f = table(*rows, head=INDICATORS[1:])
    assert [(line.level1, line.level2, line.level3) for line in f.indicators] == [
        ("产出指标", "数量指标", "修渠"),
        ("效益指标", "社会效益指标", "知晓率"),
    ]
    assert [level.weight for level in f.levels if level.depth == 1] == [90 if "90" in band else None] * 2


def test_a_table_of_payments_below_the_funds_is_none_of_them():
    head = ("资金情况(万元)", "资金来源", "全年预算数", "全年执行数", "结余")
    rows = (
        ("", "年度资金总额", "50", "48.6", "1.4"),
        ("支出内容", "实际支出数", "会计凭证号", "", ""),
        ("水泵", "18.6", "2018-03-0045", "", ""),
    )
    f = form(head, *rows, ("合计", "18.6", "", "", ""), INDICATORS, LINE)
    assert [fund.source for fund in f.funds] == ["年度资金总额"]
    assert message("payments-unread") in f.notes
