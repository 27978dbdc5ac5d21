"""Each pass over the rows of a document does what its name says; each has its test here."""

from __future__ import annotations

from dataclasses import replace

from extract import Box, Cell, Grid
from normalize.rows.passes import (
    ROW_PASSES,
    give_late_labels,
    join_cut_rows,
    mark_new_columns,
    number_common_columns,
    return_label_rests,
)
from normalize.rows.row import Row, Table, label_row


def cell(row: int, col: int, text: str, *, rowspan: int = 1, lines: int = 1) -> Cell:
    box = Box(page=1, x0=100.0 * col, x1=100.0 * (col + 1))
    return Cell(row, col, text, (box,), rowspan=rowspan, lines=lines)


def row(at: int, *texts: str, begins_page: bool = False) -> Row:
    return label_row(at, [cell(at, n, text) for n, text in enumerate(texts)], begins_page=begins_page)


def table(*rows: Row) -> Table:
    cells = [cell for row in rows for cell in row.cells]
    columns = len(rows[0].cells)
    xs = tuple(100.0 * at for at in range(columns + 1))
    return Table(Grid(len(rows), columns, tuple(cells), xs=xs), rows)


def texts(tables: list[Table]) -> list[tuple[str, ...]]:
    return [row.texts for table in tables for row in table.rows]


def moved(of: Table, *columns: tuple[int, int]) -> Table:
    """Return a table whose columns stand at other places of the page, given in points."""
    cells = [
        Cell(c.row, c.col, c.text, (Box(page=1, x0=columns[c.col][0], x1=columns[c.col][1]),))
        for c in of.grid.cells
    ]
    xs = (columns[0][0], *(end for _, end in columns))
    return Table(replace(of.grid, cells=tuple(cells), xs=xs), (label_row(0, cells),))


def test_each_pass_has_its_reason_and_its_test():
    for row_pass in ROW_PASSES:
        assert row_pass.__doc__
        assert f"test_{row_pass.__name__}" in globals()


def test_number_common_columns():
    wide = table(row(0, "一级指标", "二级指标", "三级指标", "分值"))
    narrow = moved(table(row(0, "产出指标", "数量指标", "50")), (0, 100), (100, 200), (200, 400))
    assert [c.col for c in narrow.rows[0].cells] == [0, 1, 2]
    _, numbered = number_common_columns([wide, narrow])
    assert [(c.col, c.colspan) for c in numbered.rows[0].cells] == [(0, 1), (1, 1), (2, 2)]


def test_return_label_rests():
    above = label_row(0, [cell(0, 0, "满意度指", rowspan=1), cell(0, 1, "群众满意", lines=1)])
    below = label_row(1, [cell(1, 0, "标总分"), cell(1, 1, "100")], begins_page=True)
    joined = return_label_rests([table(above, below)])
    assert texts(joined) == [("满意度指标", "群众满意"), ("总分", "100")]


def test_give_late_labels():
    rows = (
        row(0, "产出指标", "植树", "8"),
        row(1, "", "增收,带动农户", "10", begins_page=True),
        row(2, "效益指标", "四百户", "", begins_page=True),
    )
    assert texts(give_late_labels([table(*rows)]))[1] == ("效益指标", "增收,带动农户", "10")


def test_join_cut_rows():
    rows = (row(0, "一级", "三级指标", "度量"), row(1, "指标", "", "单位", begins_page=True))
    assert texts(join_cut_rows([table(*rows)])) == [("一级指标", "三级指标", "度量单位")]


def test_mark_new_columns():
    first = table(row(0, "一级指标", "二级指标", "三级指标"))
    same = table(row(0, "产出指标", "数量指标", "培训"))
    other = moved(table(row(0, "甲", "乙", "丙")), (0, 37), (37, 61), (61, 300))
    marked = mark_new_columns([first, same, other])
    assert [each.rows[0].has_new_columns for each in marked] == [False, False, True]


def test_rows_of_a_text_file_have_no_page_ends():
    ragged = Table(Grid(1, 2, (), ragged=True), (row(0, "一级"), row(1, "指标", begins_page=True)))
    for row_pass in (return_label_rests, give_late_labels, join_cut_rows):
        assert row_pass([ragged]) == [ragged]
