"""Rows of text to a ragged grid, and the lines around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Box, Document, Grid
from extract.text.reader import read_text
from support.paths import SHARED

SHARED = SHARED / "forms"

FORM = """
部门整体自评表

(2023年)

部门名称\t云溪县档案馆\t\t内设科室个数\t4
\t资金来源\t全年预算数\t分值\t得分
资金情况(万元)\t年度资金总额\t120\t10\t9.5
\t一级指标\t目标值\t分值\t得分

产出指标\t<p>整理档案 3000 卷</p>\t3000卷\t50\t50

时效指 标
\t接待查档群众\t≥ 800人次\t40\t38
总分\t\t\t100\t97.5
注:1.产出指标50分。
填表人:林晓    填报日期:2024年3月1日
"""


def rows_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def read(text: str) -> Document:
    document = read_text(text.encode())
    assert document.conservation.holds
    assert not document.warnings
    return document


def test_a_form_becomes_a_ragged_grid_with_its_title_before_and_its_notes_after():
    document = read(FORM.replace("\n时效指 标\n", "\n"))
    (grid,) = document.grids
    assert (document.format, document.engine, document.pages) == ("text", "text", 1)
    assert grid.ragged
    assert [(line.text, line.box.line) for line in grid.before] == [("部门整体自评表", 2), ("(2023年)", 4)]
    assert [line.text for line in document.tail] == [
        "注:1.产出指标50分。",
        "填表人:林晓    填报日期:2024年3月1日",
    ]
    assert rows_of(grid) == [
        ["部门名称", "云溪县档案馆", "", "内设科室个数", "4"],
        ["", "资金来源", "全年预算数", "分值", "得分"],
        ["资金情况(万元)", "年度资金总额", "120", "10", "9.5"],
        ["", "一级指标", "目标值", "分值", "得分"],
        ["产出指标", "<p>整理档案 3000 卷</p>", "3000卷", "50", "50"],
        ["", "接待查档群众", "≥ 800人次", "40", "38"],
        ["总分", "", "", "100", "97.5"],
    ]
    assert tuple(seam.row for seam in grid.seams) == (4, 5)
    assert next(cell for cell in grid.cells if cell.text == "97.5").boxes == (Box(line=14),)


def test_a_line_of_its_own_between_rows_parts_two_tables():
    document = read(FORM)
    assert [grid.rows for grid in document.grids] == [5, 2]
    assert [line.text for line in document.grids[1].before] == ["时效指 标"]


def test_two_forms_that_only_a_title_parts_are_two_tables():
    form = "名称\t甲\n总分\t96\n"
    document = read(f"表一\n{form}表二\n{form}")
    assert [[line.text for line in grid.before] for grid in document.grids] == [["表一"], ["表二"]]


def test_blank_lines_between_most_rows_are_spacing_not_page_ends():
    (grid,) = read("a\t1\n\nb\t2\n\nc\t3\n\nd\t4").grids
    assert tuple(seam.row for seam in grid.seams) == ()


def test_a_form_feed_begins_a_page():
    (grid,) = read("a\t1\nb\t2\n\fc\t3\nd\t4").grids
    assert tuple(seam.row for seam in grid.seams) == (2,)


def test_a_sentence_broken_inside_the_table_goes_on_in_its_cell():
    (grid,) = read("甲\t因机构改革人员增加,导致\n人员经费支出\n增加。\n乙\t无\n").grids
    assert rows_of(grid) == [["甲", "因机构改革人员增加,导致\n人员经费支出\n增加。"], ["乙", "无"]]
    assert grid.cells[1].boxes == (Box(line=1), Box(line=2), Box(line=3))
    assert grid.cells[2].boxes == (Box(line=4),)


@pytest.mark.parametrize(
    "text",
    [
        "甲\t因机构改革人员增加,经费支出增加。\n乙的说明\n丙\t1\n",
        "甲\t9.61\n乙的说明\n丙\t1\n",
        "甲\t因机构改革人员增加,导致\n\n乙的说明\n丙\t1\n",
        "甲\t因机构改革人员增加,导致\n乙的说明\n\n丙\t1\n",
    ],
)
def test_a_line_that_does_not_go_on_with_a_sentence_stays_outside(text):
    assert [line.text for line in read(text).grids[1].before] == ["乙的说明"]


def test_notes_after_the_last_row_are_not_glued_to_it():
    document = read("总分\t100\t本单位全年工作完成情况总体较好\n注:得分保留两位小数\n填表人:周宁")
    assert rows_of(document.grids[0]) == [["总分", "100", "本单位全年工作完成情况总体较好"]]
    assert [line.text for line in document.tail] == ["注:得分保留两位小数", "填表人:周宁"]


def test_a_title_and_notes_padded_with_tabs_stand_outside_the_table():
    document = read("自评表\t\t\n\t\t(2023年)\n项目\t分值\t得分\n甲\t10\t9\n\t\t续\n填表人:周宁\t\t\n")
    (grid,) = document.grids
    assert [line.text for line in grid.before] == ["自评表", "(2023年)"]
    assert rows_of(grid) == [["项目", "分值", "得分"], ["甲", "10", "9"], ["", "", "续"]]
    assert [line.text for line in document.tail] == ["填表人:周宁"]


def test_a_paragraph_indented_by_a_tab_is_no_table():
    document = read("\t2023年,我单位认真开展自评。\n\t现将情况报告如下。")
    assert document.grids == ()
    assert [line.box.line for line in document.tail] == [1, 2]


def test_a_quoted_cell_of_a_saved_spreadsheet_keeps_its_lines_together():
    (grid,) = read('甲\t"一是""三公""经费下降\n二是按期完成"\t8\n乙\t"放管服"改革\t7\n丙\t"未完\t1').grids
    assert rows_of(grid) == [
        ["甲", '一是"三公"经费下降\n二是按期完成', "8"],
        ["乙", '"放管服"改革', "7"],
        ["丙", '"未完', "1"],
    ]
    assert grid.cells[0].boxes == (Box(line=1), Box(line=2))


def test_commas_part_cells_only_where_every_row_has_as_many():
    (grid,) = read('项目,分值,得分\n"甲,乙",10,9\n').grids
    assert rows_of(grid) == [["项目", "分值", "得分"], ["甲,乙", "10", "9"]]
    prose = read("一是完成,二是推进,三是落实\n四是总结,五是提升\n")
    assert prose.grids == ()


def test_pipes_part_cells_and_rules_are_not_rows():
    (grid,) = read("| 指标 | 得分 |\n|:---|---:|\n| 甲 | -- |\n| 乙 | 9 |").grids
    assert rows_of(grid) == [["指标", "得分"], ["甲", "--"], ["乙", "9"]]
    (drawn,) = read("┌──┬──┐\n│ 甲 │ 9 │\n├──┼──┤\n│ 乙 │ 8 │\n└──┴──┘").grids
    assert rows_of(drawn) == [["甲", "9"], ["乙", "8"]]


@given(st.lists(st.text("甲1-,。\"'|\t \n<p>─", max_size=12), max_size=8).map("\n".join))
def test_no_character_is_lost_or_doubled_whatever_the_lines(text):
    assert read_text(text.encode()).conservation.holds


@pytest.mark.skipif(
    not SHARED.exists(), reason="the folder shared with the trial forms is not beside the repository"
)
@pytest.mark.parametrize(
    "path", sorted([*SHARED.glob("dev/*.txt"), *SHARED.glob("wangcheng/*.txt")]), ids=lambda path: path.stem
)
def test_every_trial_form_is_one_table_with_its_title(path):
    document = read_text(path.read_bytes())
    (grid,) = document.grids
    assert document.conservation.holds
    assert "自评表" in grid.before[0].text
    assert any(cell.text == "总分" and cell.row == grid.rows - 1 for cell in grid.cells)


def test_commas_of_texts_in_columns_of_blanks_part_no_cells():
    text = "单位    情况             得分\n甲馆    合格,按期完成    9\n乙馆    合格,延期完成    8\n丙馆    合格,提前完成    9\n"
    (grid,) = read_text(text.encode()).grids
    assert rows_of(grid)[2] == ["乙馆", "合格,延期完成", "8"]


@pytest.mark.parametrize("number", ["- 2 -", "第2页 共5页", "2"])
def test_a_page_number_parts_no_table(number):
    text = f"甲\t因机构改革人员增加,\n\n{number}\n\n\t经费支出增加。\n乙\t无\n"
    document = read(text)
    (grid,) = document.grids
    assert rows_of(grid) == [["甲", "因机构改革人员增加,"], ["", "经费支出增加。"], ["乙", "无"]]
    assert tuple(seam.row for seam in grid.seams) == (1,)
    assert [line.text for line in document.tail] == [number]


def test_a_page_number_between_rows_belongs_to_no_cell():
    document = read(
        "三级指标\t偏差原因分析及改进措施\n- 2 -\n新建道路\t雨季停工,已要求加快\n第3页\n绿化\t无\n"
    )
    (grid,) = document.grids
    assert rows_of(grid) == [
        ["三级指标", "偏差原因分析及改进措施"],
        ["新建道路", "雨季停工,已要求加快"],
        ["绿化", "无"],
    ]
    assert [line.text for line in document.tail] == ["- 2 -", "第3页"]
