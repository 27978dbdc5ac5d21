"""Page ends inside tables: rows, labels and heads that go on over them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from extract.grid import Box, Document, Grid, Line, Page, PageTable, find_doubt
from extract.joining.pages import join_pages
from extract.layout.pages import read_page
from normalize import decide_seams
from support.drawn_grid import HEIGHT, LINE, Drawn, as_cell, grids, marks_of


def joined(*pages: Page) -> Document:
    return decide_seams(join_pages(pages, format="pdf", engine="pdfium"))


def seam_rows(grid: Grid) -> tuple[int, ...]:
    return tuple(seam.row for seam in grid.seams)


def read(cells: tuple[Drawn, ...], start: float, end: float, number: int) -> Page:
    return read_page(marks_of(cells, start, end, number=number))


def line(text: str, top: float, page: int, x0: float = 50.0, height: float = 10.0) -> Line:
    return Line(text, Box(page=page, x0=x0, top=top, x1=x0 + 60, bottom=top + height))


PLAIN = tuple(Drawn(row, col, 1, 1, (f"第{row}行",)) for row in range(4) for col in range(3))


@given(grids(side_labels=True), st.lists(st.integers(1, 11), max_size=3))
def test_a_grid_cut_into_pages_at_any_height_joins_back_to_itself(grid, cuts):
    rows, cols, drawn = grid
    cells = tuple(replace(cell, lines=_worded(cell.lines)) for cell in drawn)
    heights = [0.0, *sorted({cut * LINE for cut in cuts if cut * LINE < rows * HEIGHT}), rows * HEIGHT]
    pages = [read(cells, start, end, number) for number, (start, end) in enumerate(pairwise(heights), 1)]
    document = joined(*pages)
    assert len(document.grids) == 1
    (found,) = document.grids
    assert (found.rows, found.cols) == (rows, cols)
    assert [structs.replace(cell, boxes=()) for cell in found.cells] == sorted(
        map(as_cell, cells), key=lambda cell: (cell.row, cell.col)
    )
    assert document.conservation.holds
    assert document.conservation.in_cells == sum(len(text) for cell in cells for text in cell.lines)
    assert seam_rows(found) == tuple(int(cut / HEIGHT) for cut in heights[1:-1] if _is_row_edge(cells, cut))


def _worded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out figures, which tell two rows from one that is cut, and fill what the next page may print."""
    return tuple("".join(char for char in line if not char.isdigit()) or "无" for line in lines) or ("无",)


def _is_row_edge(cells: tuple[Drawn, ...], cut: float) -> bool:
    return any(cell.edges[1] == cut for cell in cells)


def test_a_cut_cell_keeps_the_boxes_of_its_pieces_in_order():
    document = joined(read(PLAIN, 0, 12, 1), read(PLAIN, 12, 96, 2))
    first = document.grids[0].cells[0]
    assert [box.page for box in first.boxes] == [1, 2]
    assert [box.page for box in document.grids[0].cells[3].boxes] == [2]


@given(st.sampled_from(["ruled_top", "ruled_bottom"]))
def test_a_rule_on_one_of_the_two_pages_parts_two_rows(side):
    """Chromium closes the last row of a page and leaves the next page's first row without a rule above it."""
    unruled = {side: (False,) * 3}
    parts = [
        replace(page, tables=tuple(replace(table, **unruled) for table in page.tables))
        for page in (read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2))
    ]
    (grid,) = joined(*parts).grids
    assert (grid.rows, seam_rows(grid)) == (4, (2,))


def _row(*texts: str) -> tuple[Drawn, ...]:
    return tuple(Drawn(0, col, 1, 1, tuple(text.split("|"))) for col, text in enumerate(texts))


def _open_rows(upper: tuple[Drawn, ...], lower: tuple[Drawn, ...]) -> Grid:
    """Join two pages that no rule closes where the one ends and the other begins."""
    lowered = tuple(replace(cell, lines=("", *cell.lines)) for cell in lower)
    first, second = read(upper, -6, 18, 1), read(lowered, 6, 30, 2)
    (grid,) = joined(first, second).grids
    return grid


def test_two_rows_between_which_no_page_draws_a_rule_stay_two_where_each_prints_its_figures():
    grid = _open_rows(_row("投诉", "≥90", "4.5", "整改"), _row("培训", "≥85", "5", ""))
    assert [cell.text for cell in grid.cells] == ["投诉", "≥90", "4.5", "整改", "培训", "≥85", "5", ""]
    assert seam_rows(grid) == (1,)


def test_a_label_beside_two_such_rows_goes_on():
    grid = _open_rows(_row("质量", "投诉", "90", "4.5", "5", "甲"), _row("", "培训", "85", "5", "5", "乙"))
    assert [(cell.text, cell.rowspan) for cell in grid.cells[:2]] == [("质量", 2), ("投诉", 1)]


def test_a_head_and_the_row_below_it_stay_two_where_no_rule_parts_them_at_a_page_end():
    grid = _open_rows(_row("指标", "目标", "分值", "得分"), _row("培训", "显著", "10", "9.5"))
    assert [cell.text for cell in grid.cells[4:]] == ["培训", "显著", "10", "9.5"]


def test_two_labels_beside_such_rows_stay_two_and_the_halves_of_one_are_joined():
    rows = [
        Drawn(row, col, 1, 1, (text,))
        for row in (0, 1)
        for col, text in enumerate(("甲", "90", "5", "5", "乙"), 1)
    ]

    def labels(upper: str, lower: str) -> list[str]:
        first = read((Drawn(0, 0, 2, 1, ("", "", upper)), *rows), -6, 42, 1)
        second = read(
            (Drawn(0, 0, 2, 1, ("", lower)), *(replace(cell, lines=("", *cell.lines)) for cell in rows)),
            6,
            48,
            2,
        )
        return [cell.text for cell in joined(first, second).grids[0].cells if not cell.col]

    assert labels("数量指标", "质量指标") == ["数量指标", "质量指标"]
    assert labels("数量", "指标") == ["数量指标"]


def test_the_figures_of_a_row_and_of_the_total_below_it_stay_apart_where_no_rule_parts_them_at_a_page_end():
    total = (Drawn(0, 0, 1, 2, ("总分",)), Drawn(0, 2, 1, 1, ("100",)), Drawn(0, 3, 1, 1, ("96.5",)))
    grid = _open_rows(_row("质量", "培训", "3", "3.00"), total)
    assert [cell.text for cell in grid.cells] == ["质量", "培训", "3", "3.00", "总分", "100", "96.5"]


def test_a_row_whose_figures_wrap_over_the_page_end_is_one():
    grid = _open_rows(_row("总额", "6527", "6006", "1596"), _row("", "7.21", "5.59", ".93"))
    assert [cell.text for cell in grid.cells] == ["总额", "65277.21", "60065.59", "1596.93"]


def test_the_strip_that_labels_leave_below_the_last_row_of_a_page_is_no_row():
    first = (
        Drawn(0, 0, 2, 1, ("产出",)),
        Drawn(0, 1, 1, 1, ("甲",)),
        Drawn(0, 2, 1, 1, ("乙",)),
        Drawn(1, 1, 1, 2, ()),
    )
    second = (Drawn(0, 0, 1, 1, ()), Drawn(0, 1, 1, 1, ("丙",)), Drawn(0, 2, 1, 1, ("丁",)))
    (grid,) = joined(read(first, 0, 36, 1), read(second, 0, 24, 2)).grids
    assert [cell.text for cell in grid.cells if cell.col] == ["甲", "乙", "丙", "丁"]
    assert grid.rows == 2


def test_a_head_repeated_inside_a_cut_row_is_left_out():
    cells = tuple(Drawn(row, col, 1, 1, ("完成情况", "很好")) for row in range(1, 4) for col in range(3))
    head = tuple(Drawn(0, col, 1, 1, (f"表头{col}",)) for col in range(3))
    lower = (*head, *(replace(cell, row=cell.row - 1) for cell in cells if cell.row > 1))
    lower_page = read(
        tuple(
            cell if cell in head else replace(cell, lines=cell.lines[1:] if cell.row == 1 else cell.lines)
            for cell in lower
        ),
        0,
        72,
        2,
    )
    (grid,) = joined(read((*head, *cells), 0, 60, 1), lower_page).grids
    assert [cell.text for cell in grid.cells[::3]] == [
        "表头0",
        "完成情况很好",
        "完成情况很好",
        "完成情况很好",
    ]
    assert seam_rows(grid) == ()


def test_a_label_that_a_page_leaves_open_goes_on_below_a_repeated_head():
    head = tuple(Drawn(0, col, 1, 1, (f"表头{name}",)) for col, name in enumerate("甲乙丙"))
    rows = tuple(Drawn(row, col, 1, 1, (f"第{row}行",)) for row in (1, 2, 3) for col in (1, 2))
    upper = read((*head, Drawn(1, 0, 3, 1, ("产出",)), *rows), 0, 72, 1)
    lower = read((*head, Drawn(1, 0, 1, 1, ()), *(replace(cell, row=1) for cell in rows[4:])), 0, 48, 2)
    (grid,) = joined(upper, lower).grids
    assert [(cell.row, cell.rowspan, cell.text) for cell in grid.cells if not cell.col] == [
        (0, 1, "表头甲"),
        (1, 3, "产出"),
    ]


def test_a_label_printed_on_the_later_page_covers_its_rows_on_both():
    label = [
        Drawn(0, 0, 3, 1, ()),
        *(Drawn(row, col, 1, 1, (f"第{row}行",)) for row in range(3) for col in (1, 2)),
    ]
    upper = read(tuple(label), 0, 72, 1)
    lower = read((replace(label[0], lines=("产出指标",)), *label[1:]), 0, 72, 2)
    (grid,) = joined(upper, lower).grids
    assert (grid.cells[0].text, grid.cells[0].rowspan, seam_rows(grid)) == ("产出指标", 6, (3,))
    assert [box.page for box in grid.cells[0].boxes] == [1, 2]


def test_an_engine_that_knows_only_open_ends_joins_rows_too():
    upper, lower = _table((50.0, 100.0, 300.0)), _table((50.0, 100.0, 300.0))
    (grid,) = joined(
        _page(1, replace(upper, open_bottom=True)), _page(2, replace(lower, open_top=True))
    ).grids
    assert [cell.text for cell in grid.cells] == ["00", "11"]


def test_columns_are_matched_by_place_where_pages_show_different_ones():
    (grid,) = joined(
        _page(1, _table((50.0, 100.0, 300.0))), _page(2, _table((50.0, 100.0, 200.0, 300.0)))
    ).grids
    assert [(cell.col, cell.colspan) for cell in grid.cells] == [(0, 1), (1, 2), (0, 1), (1, 1), (2, 1)]
    assert seam_rows(grid) == (1,)


def test_a_text_that_runs_out_of_a_cut_cell_goes_on_it():
    first = read(PLAIN, 0, 36, 1)
    bottom = first.tables[0].ys[-1]
    below = [
        Line(text, Box(1, 52, bottom + at, 80, bottom + at + 10)) for text, at in (("续一", -1), ("续二", 11))
    ]
    far = Line("脚注", Box(1, 52, bottom + 60, 80, bottom + 70))
    document = joined(
        replace(first, lines=(*below, far), glyphs=first.glyphs + 6, outside=6), read(PLAIN, 36, 96, 2)
    )
    cut = document.grids[0].cells[3]
    assert cut.text.startswith("第1行续一续二")
    assert (document.conservation.outside, document.conservation.holds) == (2, True)


def _page(number: int, *tables: PageTable) -> Page:
    return Page(number, 600.0, 800.0, tables, ())


def _table(xs: tuple[float, ...], top: float = 60.0) -> PageTable:
    cells = tuple(
        structs.replace(as_cell(Drawn(0, col, 1, 1, ("字",))), text=str(col)) for col in range(len(xs) - 1)
    )
    return PageTable(xs, (top, top + 20), cells)


def test_what_is_decided_is_not_decided_again():
    document = joined(read(PLAIN, 0, 36, 1), read(PLAIN, 36, 96, 2))
    assert decide_seams(document) is document


def test_a_cell_that_goes_on_beside_rows_that_end_is_in_doubt():
    upper = tuple(Drawn(0, col, 1, 1, (text,)) for col, text in enumerate(("甲项目", "十八年", "已")))
    lower = tuple(Drawn(0, col, 1, 1, (text,)) for col, text in enumerate(("乙项目", "九成", "未")))
    above, below = (
        _open_column(read(cells, 0.0, HEIGHT, number), column=1)
        for number, cells in enumerate((upper, lower), 1)
    )
    (grid,) = joined(above, below).grids
    doubted = [cell.text for cell in grid.cells if find_doubt(cell.boxes) == "broken"]
    assert doubted == ["十八年九成"]


def _open_column(page: Page, column: int) -> Page:
    (table,) = page.tables
    ruled = tuple(at != column for at in range(len(table.xs) - 1))
    return replace(page, tables=(replace(table, ruled_top=ruled, ruled_bottom=ruled),))
