"""Tables that characters draw, with a rule under each row."""

from __future__ import annotations

import pytest

from extract.grid import Box, Document, Grid
from extract.text.reader import read_text

SPANNED = """
项目支出绩效自评表

+----------+------------+----------+------+------+
| 项目名称              | 古籍修复专项           |
+----------+------------+----------+------+------+
| 绩效指标 | 三级指标   | 目标值   | 分值 | 得分 |
|          +------------+----------+------+------+
|          | 修复古籍册 | ≥9册     | 20   | 20   |
|          | 数         |          |      |      |
|          +------------+----------+------+------+
|          | 验收|合格率| 100%     | 10   | 9.5  |
+----------+------------+----------+------+------+
填表人:林晓
"""
TEXTS = [
    (0, 0, 1, 2, "项目名称"),
    (0, 2, 1, 3, "古籍修复专项"),
    (1, 0, 3, 1, "绩效指标"),
    (1, 1, 1, 1, "三级指标"),
    (1, 2, 1, 1, "目标值"),
    (1, 3, 1, 1, "分值"),
    (1, 4, 1, 1, "得分"),
    (2, 1, 1, 1, "修复古籍册数"),
    (2, 2, 1, 1, "≥9册"),
    (2, 3, 1, 1, "20"),
    (2, 4, 1, 1, "20"),
    (3, 1, 1, 1, "验收|合格率"),
    (3, 2, 1, 1, "100%"),
    (3, 3, 1, 1, "10"),
    (3, 4, 1, 1, "9.5"),
]


def read(text: str) -> Document:
    document = read_text(text.encode())
    assert document.conservation.holds
    return document


def cells_of(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def boxed(text: str) -> str:
    return (
        text.replace("+-", "├─")
        .replace("-", "─")
        .replace("+", "┤")
        .replace("|", "│")
        .replace("验收│", "验收|")
    )


@pytest.mark.parametrize("text", [SPANNED, boxed(SPANNED)], ids=["ascii", "box"])
def test_rules_part_the_rows_so_that_cells_wrap_and_span(text):
    document = read(text)
    (grid,) = document.grids
    assert not grid.ragged
    assert cells_of(grid) == TEXTS
    assert grid.cells[7].boxes == (Box(line=9), Box(line=10))
    assert [line.text for line in grid.before] == ["项目支出绩效自评表"]
    assert [line.text for line in document.tail] == ["填表人:林晓"]


def test_a_table_whose_edges_do_not_stand_below_each_other_is_read_by_its_edges():
    rule = "+----+----+\n"
    (grid,) = read(
        f"{rule}| 名称 | 目标 |\n{rule}| 修复古籍 | 9册 |\n| 数 |  |\n{rule}| 办展 | 3 |\n{rule}"
    ).grids
    assert [text for *_, text in cells_of(grid)] == ["名称", "目标", "修复古籍数", "9册", "办展", "3"]


def test_rules_between_groups_of_rows_part_no_rows():
    rule = "+------+------+------+\n"
    rows = "| 甲   | 20   | 18   |\n| 乙   | 10   | 9    |\n"
    (grid,) = read(f"{rule}| 名称 | 分值 | 得分 |\n{rule}{rows}{rule}{rows}{rule}").grids
    assert (grid.ragged, grid.rows) == (True, 5)


SPANS = """+--------------+---------------------+
| 项目名称     | 河堤养护            |
+------+-------+------+------+-------+
| 指标 | 名称  | 目标 | 分值 | 得分  |
|      +-------+------+------+-------+
|      | 养护  | \\>=3 | 50   | 49    |
|      +-------+------+------+-------+
|      | 巡查  | 12   | 40   | 40    |
+------+-------+------+------+-------+
| 总分                       | 89    |
+----------------------------+-------+
"""


def test_a_rule_over_three_columns_of_one_cell_closes_it():
    document = read_text(SPANS.encode())
    assert document.conservation.holds
    (grid,) = document.grids
    assert [(cell.text, cell.colspan) for cell in grid.cells if cell.colspan > 1] == [
        ("项目名称", 2),
        ("河堤养护", 3),
        ("总分", 4),
    ]
    assert [cell.text for cell in grid.cells if cell.row == 2] == ["养护", ">=3", "50", "49"]


def test_a_head_may_tell_its_columns_alignment():
    text = SPANS.replace(
        "|      +-------+------+------+-------+", "+======+:======+=====:+:====:+:======+", 1
    )
    document = read_text(text.encode())
    assert document.conservation.holds
    (grid,) = document.grids
    assert "指标" in [cell.text for cell in grid.cells]
    assert not any(":" in cell.text for cell in grid.cells)


WRAPPED_NUMBERS = """
+------+--------+--------+----+
| 来源 | 预算数 | 执行数 | 分 |
+------+--------+--------+----+
| 财政 | 124    | 118    | 10 |
| 拨款 | 60.00  | 45.40  |    |
+------+--------+--------+----+
| 其他 | 12     | 9      | 5  |
+------+--------+--------+----+
| 合计 | 136    | 127    | 15 |
+------+--------+--------+----+
"""


def test_a_number_that_wraps_between_rules_is_one_and_in_doubt():
    (grid,) = read_text(WRAPPED_NUMBERS.encode()).grids
    doubts = {cell.text: cell.boxes[0].doubt for cell in grid.cells if cell.row == 1}
    assert doubts == {"财政拨款": None, "12460.00": "mended", "11845.40": "mended", "10": None}


def test_round_corners_draw_a_table():
    text = boxed(SPANNED).replace("┌", "╭").replace("┐", "╮").replace("└", "╰").replace("┘", "╯")
    (grid,) = read_text(text.encode()).grids
    assert [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells] == TEXTS
