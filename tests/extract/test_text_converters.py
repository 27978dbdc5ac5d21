"""Text as converters and spreadsheets write it: each cell in its column, and nothing lost."""

from __future__ import annotations

import pytest

from extract.grid import Document, Grid
from extract.text.reader import read_text

ROWS = (
    ("项目名称", "河堤养护", "", ""),
    ("三级指标", "目标值", "分值", "得分"),
    ("养护里程", ">=32公里", "50", "50"),
    ("", "1*2次", "40", ""),
)


def read(text: str, encoding: str = "utf-8") -> Document:
    document = read_text(text.encode(encoding))
    assert document.conservation.holds
    assert not document.warnings
    return document


def texts_of(grid: Grid) -> list[list[str]]:
    rows = [["" for _ in range(grid.cols)] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


def join_rows(sign: str) -> str:
    return "\n".join(sign.join(row) for row in ROWS)


def test_a_table_of_html_in_markdown_stands_between_its_lines():
    text = (
        "# 项目支出绩效自评表\n\n(2022年度)\n\n<html><body><table><tr><td>养护里程</td><td>\\>=32公里</td></tr>"
        "</table></body></html>\n\n注:无\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>"
    )
    document = read(text)
    first, second = document.grids
    assert [(line.text, line.box.line) for line in first.before] == [
        ("# 项目支出绩效自评表", 1),
        ("(2022年度)", 3),
    ]
    assert texts_of(first) == [["养护里程", ">=32公里"]]
    assert [(line.text, line.box.line) for line in second.before] == [("注:无", 7)]
    assert [(cell.text, cell.rowspan, cell.boxes[0].line) for cell in second.cells] == [
        ("甲", 2, 9),
        ("1", 1, 9),
        ("2", 1, 10),
    ]


def test_escaped_signs_and_bold_of_markdown_are_what_they_print():
    rule = "|---|:--|--:|---|"
    rows = [f"|{'|'.join(row)}|" for row in ROWS]
    rows[2] = "|**养护里程**|\\>=32公里|50|50|"
    rows[3] = "||1\\*2次|40||"
    (grid,) = read("\n".join([rows[0], rule, *rows[1:]])).grids
    assert texts_of(grid) == [list(row) for row in ROWS]


def test_an_escaped_pipe_parts_no_cells():
    (grid,) = read("|甲|乙|\n|---|---|\n|是\\|否|2|").grids
    assert texts_of(grid) == [["甲", "乙"], ["是|否", "2"]]


def test_pipes_that_only_part_cells_leave_a_blank_first_cell_its_column():
    (grid,) = read(join_rows("|")).grids
    assert texts_of(grid) == [list(row) for row in ROWS]


@pytest.mark.parametrize("sign", [",", ";"])
def test_a_spreadsheet_parts_cells_by_commas_or_semicolons(sign: str):
    (grid,) = read(join_rows(sign)).grids
    assert texts_of(grid) == [list(row) for row in ROWS]


def test_a_first_line_may_name_the_delimiter():
    document = read(f"sep=;\n{join_rows(';')}")
    assert texts_of(document.grids[0]) == [list(row) for row in ROWS]
    assert not document.grids[0].before


def test_prose_with_commas_or_semicolons_is_no_table():
    assert not read("完成道路,完成绿化;\n完成桥梁,完成涵洞,完成河堤;").grids


def test_unicode_text_of_a_spreadsheet_is_read_without_its_mark():
    text = '项目名称\t河堤养护\r\n养护里程\t"一段,\n二段"\r\n'
    (grid,) = read(text, "utf-16-le").grids
    assert texts_of(grid) == [["项目名称", "河堤养护"], ["养护里程", "一段,\n二段"]]


def test_a_backslash_alone_in_a_cell_is_a_blank_mark():
    (grid,) = read("|甲|\\|3|\n|乙|4|\\|").grids
    assert texts_of(grid) == [["甲", "\\", "3"], ["乙", "4", "\\"]]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        (r"$\geq 9 8 \%$", "≥98%"),
        (r"$\leqslant 260$万元", "≤260万元"),
        (r"$1 0 0 \%$", "100%"),
        (r"$3 5 \mathrm{k m}$", "35km"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("$甲$", "$甲$"),
    ],
)
def test_short_formulas_are_what_they_print(formula: str, printed: str):
    (piped,) = read(f"|指标|目标|\n|---|---|\n|合格率|{formula}|").grids
    assert texts_of(piped)[1][1] == printed
    (html,) = read(f"# 表\n\n<table><tr><td>合格率</td><td>{formula}</td></tr></table>").grids
    assert texts_of(html) == [["合格率", printed]]


SIMPLE = """  三级指标   目标值     分值  得分
  ---------- --------- ------ ----
  养护里程   >=32公里   50    50
             1*2次      40
  ---------- --------- ------ ----

注:无
"""
MULTILINE = """  --------------------------------
  三级指标   目标值     分值  得分
  ---------- --------- ------ ----
  养护里程   >=32公     50    50
             里

             1*2次      40
  --------------------------------
"""


@pytest.mark.parametrize("text", [SIMPLE, MULTILINE])
def test_a_line_of_dashes_draws_columns(text: str):
    (grid,) = read(text).grids
    assert grid.ragged
    assert texts_of(grid) == [list(row) for row in ROWS[1:]]


def test_a_text_across_two_columns_of_dashes_is_no_such_table():
    across = SIMPLE.replace("养护里程   >=32公里", "养护里程养护里程32公里")
    document = read_text(across.encode())
    assert not document.grids or document.warnings


def test_a_table_of_html_may_stand_within_a_line():
    document = read_text("附表:<table><tr><td>分值</td><td>10</td></tr></table>完".encode())
    assert [cell.text for cell in document.grids[0].cells] == ["分值", "10"]
    assert [line.text for line in document.grids[0].before] == ["附表:"]
    assert document.conservation.holds


def test_a_tag_that_a_text_is_about_is_no_table():
    assert not read_text("页面里的<table>标签没有内容".encode()).grids


REST = """
========  ========  ====
一级指标  三级指标  得分
========  ========  ====
产出指标  修复册数  20
..        装订册数  9.5
========  ========  ====
"""


def test_equal_signs_over_and_below_a_head_draw_columns():
    document = read_text(REST.encode())
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["", "装订册数", "9.5"]
    assert (grid.rows, document.conservation.holds) == (3, True)


def test_a_title_between_the_quotes_of_a_spreadsheet_is_a_line_without_them():
    document = read_text('"项目支出绩效自评表"\n"分值","得分"\n"10","9.5"\n'.encode())
    assert [line.text for line in document.grids[0].before] == ["项目支出绩效自评表"]


@pytest.mark.parametrize("sign", [",", ";"])
def test_notes_below_a_sheet_with_commas_of_their_own_are_lines(sign: str):
    note = f"1.单位按项目目标填报本表各栏{sign}主管部门汇总时按区域目标填报。"
    document = read(f"{join_rows(sign)}\n\n{note}\n")
    (grid,) = document.grids
    assert texts_of(grid) == [list(row) for row in ROWS]
    assert [line.text for line in document.tail] == [note]


def test_a_value_in_doubt_is_no_column_of_blanks():
    text = (
        "# 表\n\n<table><tr><td>分值</td><td><s>7</s>10</td></tr><tr><td>得分</td><td>9.8</td></tr></table>\n"
    )
    document = read_text(text.encode())
    assert document.grids[0].cells[1].boxes[0].doubt == "struck"
    assert [warning.code for warning in document.warnings] == ["struck-text"]
