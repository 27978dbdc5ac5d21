"""Each rule that says what a row opens takes the rows that its name says; each has its test here."""

from __future__ import annotations

from dataclasses import replace

from extract import Cell
from normalize.rows.row import Row, label_row
from normalize.sections.blocks.rules import BLOCK_RULES, RowPlace
from normalize.sections.blocks.rules import keep_other_table as first_rule
from normalize.sections.blocks.sorting import sort_into_blocks
from normalize.sections.blocks.types import Blocks

FUNDS = ("项目资金(万元)", "资金来源", "全年预算数", "全年执行数", "执行率")
GOALS = ("年度总体目标", "预期目标", "实际完成情况")
INDICATORS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
LINE = ("产出指标", "数量指标", "培训", "≥2期", "3期", "20", "20")


def row(at: int, *texts: str) -> Row:
    return label_row(at, [Cell(at, n, text) for n, text in enumerate(texts)])


def text_line(at: int, text: str) -> Row:
    return replace(row(at, text), line=True)


def sort(*rows: tuple[str, ...] | Row, titled: bool = True) -> Blocks:
    placed = [each if isinstance(each, Row) else row(at, *each) for at, each in enumerate(rows)]
    (blocks,) = sort_into_blocks(placed, titled=titled)
    return blocks


def first_texts(rows: list[Row]) -> list[str]:
    return [each.texts[0] for each in rows]


def test_each_rule_has_its_reason_and_its_test():
    for rule in BLOCK_RULES:
        assert rule.__doc__
        assert f"test_{rule.__name__}" in globals()


def test_each_row_is_taken_by_a_rule():
    place = RowPlace(row(0, "随便一行"), "head", Blocks())
    assert [rule for rule in BLOCK_RULES if rule(place)]
    assert first_rule(place) is None


def test_keep_other_table():
    other = replace(row(3, "序号", "单位", "电话", "地址"), has_new_columns=True)
    blocks = sort(INDICATORS, LINE, ("总分", "", "", "", "", "100", "98"), other, ("1", "甲", "乙", "丙"))
    assert first_texts(blocks.other_tables) == ["序号", "1"]


def test_close_with_total():
    blocks = sort(INDICATORS, LINE, ("指标合计", "90", "88"), ("总分", "100", "98"), ("填表人", "甲"))
    assert first_texts(blocks.total) == ["指标合计", "总分"]
    assert first_texts(blocks.foot) == ["填表人"]


def test_sort_text_line():
    above, below = text_line(0, "填报单位:甲县水利局"), text_line(3, "注:数据截至年末")
    blocks = sort(above, INDICATORS, LINE, below)
    assert (first_texts(blocks.head), first_texts(blocks.foot)) == (
        ["填报单位:甲县水利局"],
        ["注:数据截至年末"],
    )


def test_a_page_number_ends_no_block():
    blocks = sort(FUNDS, text_line(1, "2"), ("", "财政拨款", "10", "9", "90%"), INDICATORS, LINE)
    assert first_texts(blocks.funds) == ["财政拨款"]


def test_open_marked_block():
    unknown = ("甲", "乙", "丙", "丁", "戊", "己", "庚")
    blocks = sort(unknown, LINE, ("", "质量指标", "合格率", "≥95%", "96%", "10", "10"))
    assert first_texts(blocks.indicator_heads) == ["甲"]


def test_open_indicators():
    tier = ("指标体系", "完成情况", "评分")
    blocks = sort(tier, INDICATORS, LINE)
    assert first_texts(blocks.indicator_heads) == ["指标体系", "一级指标"]
    assert first_texts(blocks.indicators) == ["产出指标"]


def test_a_head_of_other_columns_opens_another_part_of_the_indicators():
    other = ("一级指标", "评价内容", "自评分", "复核分", "评价标准")
    band = ("项目绩效85分", "目标1:培训")
    blocks = sort(INDICATORS, LINE, band, other, ("产出指标", "培训", "20", "20", "完成得满分"))
    first, second = blocks.list_parts()
    assert (first_texts(first.rows), first_texts(second.heads), first_texts(second.rows)) == (
        ["产出指标"],
        ["一级指标"],
        ["产出指标"],
    )
    assert second.band is not None
    assert second.band.texts == band


def test_open_second_tier():
    head = label_row(0, [Cell(0, n if n < 5 else n + 1, text) for n, text in enumerate(INDICATORS)])
    tier = label_row(1, [Cell(1, 4, "数据项1"), Cell(1, 5, "数据项2")])
    blocks = sort(head, tier, LINE)
    assert first_texts(blocks.indicator_heads) == ["一级指标", "数据项1"]
    assert first_texts(sort(head, label_row(1, [Cell(1, 3, "2"), Cell(1, 4, "3")])).indicators) == ["2"]


def test_open_goals_below():
    blocks = sort(INDICATORS, LINE, GOALS, ("", "完成培训", "已完成"))
    assert first_texts(blocks.goal_heads) == ["年度总体目标"]
    assert first_texts(blocks.goals) == ["完成培训"]


def test_open_funds():
    blocks = sort(("项目名称", "水利工程维修"), FUNDS, ("", "财政拨款", "10", "9", "90%"), INDICATORS, LINE)
    assert first_texts(blocks.fund_heads) == ["项目资金(万元)"]
    assert first_texts(blocks.funds) == ["财政拨款"]


def test_skip_spending():
    blocks = sort(
        FUNDS, ("", "合计", "10", "9", "90%"), ("支出内容", "会计凭证号", "金额"), ("修渠", "12", "3")
    )
    assert first_texts(blocks.spending) == ["修渠"]


def test_skip_management_head():
    blocks = sort(
        ("资金管理情况", "情况说明", "存在问题和改进措施"),
        ("分配科学性", "按规定分配", "无"),
        INDICATORS,
        LINE,
    )
    assert first_texts(blocks.management) == ["分配科学性"]


def test_open_goals():
    blocks = sort(GOALS, ("", "完成培训两期", "已完成三期"), INDICATORS, LINE)
    assert first_texts(blocks.goals) == ["完成培训两期"]


def test_open_labelled_goals():
    blocks = sort(("年度总体目标", "完成全部培训"), ("年度总体目标完成情况", "已全部完成"), INDICATORS, LINE)
    assert first_texts(blocks.labelled_goals) == ["年度总体目标", "年度总体目标完成情况"]


def test_keep_in_head():
    blocks = sort(FUNDS, ("", "财政拨款", "10", "9", "90%"), ("主管部门", "甲县水利局"), INDICATORS, LINE)
    assert first_texts(blocks.head) == ["主管部门"]


def test_end_labelled_goals():
    goal = ("项目年度目标", "完成乡村道路建设养护里程300公里,群众出行条件得到改善")
    blocks = sort(goal, ("单位领导审签", "年 月 日"), ("评价意见", "甲", "乙"), INDICATORS, LINE)
    assert first_texts(blocks.labelled_goals) == ["项目年度目标"]
    assert first_texts(blocks.head) == ["单位领导审签", "评价意见"]
    rest = replace(row(1, "", "并通过验收"), begins_page=True)
    assert len(sort(goal, rest, INDICATORS, LINE).labelled_goals) == 2


def test_a_line_right_below_the_head_of_the_indicators_does_not_end_them():
    blocks = sort(INDICATORS, text_line(1, "填报说明:分值合计100"), LINE)
    assert (first_texts(blocks.indicators), first_texts(blocks.foot)) == (
        ["产出指标"],
        ["填报说明:分值合计100"],
    )


def test_keep_in_foot():
    blocks = sort(INDICATORS, LINE, ("其他需要说明的问题", "无"))
    assert first_texts(blocks.foot) == ["其他需要说明的问题"]


def test_go_on():
    blocks = sort(INDICATORS, LINE, LINE)
    assert len(blocks.indicators) == 2
