"""Pages to a document: which tables go on, in which columns, and what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from extract import message
from extract.grid import Box, Cell, Document, Line, Page, PageTable, Seam
from extract.joining.pages import join_pages, stream_grids
from extract.layout.pages import read_page
from support.drawn_grid import Drawn, as_cell, marks_of


def joined(*pages: Page) -> Document:
    return join_pages(pages, format="pdf", engine="pdfium")


def read(cells: tuple[Drawn, ...], start: float, end: float, number: int) -> Page:
    return read_page(marks_of(cells, start, end, number=number))


def line(text: str, top: float, page: int, x0: float = 50.0, height: float = 10.0) -> Line:
    return Line(text, Box(page=page, x0=x0, top=top, x1=x0 + 60, bottom=top + height))


PLAIN = tuple(Drawn(row, col, 1, 1, (f"第{row}行",)) for row in range(4) for col in range(3))


def test_a_grid_is_given_before_the_pages_far_behind_it_are_read():
    taken: list[int] = []
    table = _table((50.0, 100.0, 300.0))
    pages = (
        taken.append(number) or _page(number, table, replace(table, ys=(400.0, 420.0)))
        for number in range(1, 100)
    )
    grid = next(stream_grids(pages, format="pdf", engine="pdfium"))
    assert grid.rows == 1
    assert len(taken) < 12


def test_text_between_two_tables_parts_them_and_stands_before_the_second():
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    title = line("项目支出绩效自评表", 40, 2, height=18)
    document = joined(first, replace(second, lines=(title,)))
    assert [len(grid.before) for grid in document.grids] == [0, 1]
    assert document.grids[1].before[0].text == "项目支出绩效自评表"


def test_page_numbers_and_running_heads_part_nothing_and_are_kept():
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    margins = [(line("2020年度决算", 30, number), line(f"- {number} -", 770, number)) for number in (1, 2)]
    document = joined(replace(first, lines=margins[0]), replace(second, lines=margins[1]))
    assert len(document.grids) == 1
    assert [found.text for found in (*document.grids[0].before, *document.tail)] == [
        "2020年度决算",
        "- 1 -",
        "2020年度决算",
        "- 2 -",
    ]


@pytest.mark.parametrize(
    "text", ["续表", "（续表1）", "续上表  单位：万元", "接上页", "项目支出绩效自评表（续）", "单位：万元"]
)
def test_a_line_that_says_that_a_table_goes_on_does_not_part_it(text):
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    document = joined(first, replace(second, lines=(line(text, 48, 2),)))
    assert len(document.grids) == 1
    assert [found.text for found in document.tail] == [text]


def test_a_page_number_as_far_up_as_official_documents_have_it_parts_nothing():
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    assert len(joined(replace(first, lines=(line("— 1 —", 692, 1, height=16),)), second).grids) == 1
    assert len(joined(replace(first, lines=(line("注：1", 692, 1, height=16),)), second).grids) == 2


def test_a_title_that_stands_on_each_page_is_no_running_head():
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    titles = [line("部门整体自评表", 35, number, height=20) for number in (1, 2)]
    assert len(joined(replace(first, lines=(titles[0],)), replace(second, lines=(titles[1],))).grids) == 2


def test_a_watermark_over_the_page_parts_nothing():
    first, second = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    document = joined(replace(first, overlay=(line("公开信息专用", 400, 1),)), second)
    assert len(document.grids) == 1
    assert [found.text for found in document.tail] == ["公开信息专用"]


def test_tables_of_other_widths_or_other_columns_stay_apart():
    first = _table((50.0, 100.0, 300.0))
    assert len(joined(_page(1, first), _page(2, _table((50.0, 100.0, 280.0)))).grids) == 2
    assert len(joined(_page(1, first), _page(2, _table((50.0, 200.0, 300.0)))).grids) == 2
    assert len(joined(_page(1, first), _page(2, _table((50.5, 101.0, 299.5)))).grids) == 1


def test_two_tables_on_one_page_stay_two():
    upper, lower = _table((50.0, 100.0, 300.0)), _table((50.0, 100.0, 300.0), top=400.0)
    assert len(joined(_page(1, upper, lower)).grids) == 2


def test_a_page_that_prints_the_one_before_again_counts_once_and_is_told():
    cells = tuple(Drawn(row, col, 1, 1, (f"第{row}行",) * 2) for row in range(4) for col in range(3))
    first, again = read(cells, 0, 96, 1), read(cells, 0, 96, 2)
    document = joined(first, again, replace(first, number=3, tables=first.tables[:0]))
    assert [grid.rows for grid in document.grids] == [4]
    assert (document.pages, document.warnings) == (3, (message("page-repeated", page=2),))
    other = read((*cells[:-1], Drawn(3, 2, 1, 1, ("第9行",) * 2)), 0, 96, 2)
    assert joined(first, other).warnings == (message("page-corrected", page=2),)
    another = read((*cells[:-2], *(Drawn(3, col, 1, 1, ("第9行",) * 2) for col in (1, 2))), 0, 96, 2)
    assert joined(first, another).warnings == ()


def test_titles_of_forms_of_two_pages_are_no_running_heads():
    title = Line("项目支出绩效自评表", Box(page=1, x0=100, top=40, x1=200, bottom=52))
    xs = (80.0, 120.0, 160.0)
    first = replace(_page(1, _table(xs)), lines=(title,))
    third = replace(_page(3, _table(xs)), lines=(title,))
    assert len(joined(first, _page(2, _table(xs)), third, _page(4, _table(xs))).grids) == 2
    second = replace(_page(2, _table(xs)), lines=(title,))
    assert len(joined(first, second, third).grids) == 1


def test_a_table_of_many_columns_goes_on_where_the_next_page_prints_it_narrower():
    narrow = (80.0, 100.0, 120.0, 160.0, 220.0, 240.0)
    wide = tuple(50 + 2 * (x - 80) for x in narrow)
    assert len(joined(_page(1, _table(wide)), _page(2, _table(narrow))).grids) == 1
    other = (*narrow[:2], 140.0, *narrow[3:])
    assert len(joined(_page(1, _table(wide)), _page(2, _table(other))).grids) == 2


HEIGHTS = (60.0, 84.0, 108.0, 144.0, 168.0, 204.0, 252.0, 276.0)


@pytest.mark.parametrize(
    ("by", "is_scanned", "tables"), [(0, False, 1), (12, False, 2), (12, True, 1), (-20, True, 1)]
)
def test_a_table_goes_on_where_a_scanner_moved_its_next_page(by, is_scanned, tables):
    edges = (60.0, 200.0, 340.0, 500.0)
    moved = tuple(by + 1.02 * x for x in edges) if by else edges
    pages = _page(1, _table(edges)), replace(_page(2, _table(moved)), is_scanned=is_scanned)
    assert len(joined(*pages).grids) == tables


def test_a_scanned_page_with_other_columns_begins_another_table():
    pages = _page(1, _table((60.0, 200.0, 340.0, 500.0))), _page(2, _table((60.0, 250.0, 300.0, 500.0)))
    assert len(joined(*(replace(page, is_scanned=True) for page in pages)).grids) == 2


def sheet(number: int, xs: tuple[float, ...], texts: list[list[str]]) -> Page:
    cells = [
        Cell(
            row,
            col,
            text,
            (Box(page=number, x0=xs[col], top=HEIGHTS[row], x1=xs[col + 1], bottom=HEIGHTS[row + 1]),),
        )
        for row, line in enumerate(texts)
        for col, text in enumerate(line)
    ]
    return _page(number, PageTable(xs, HEIGHTS, tuple(cells)))


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (1, 3, 2, 4)], ids=["right first", "down first"])
def test_a_sheet_printed_over_pages_to_the_right_is_one_grid(order):
    names = [[f"指标{row}", f"{row}个"] for row in range(7)]
    points = [[str(row), str(row - 1), ""] for row in range(7)]
    below = [[f"{name}续", count] for name, count in names]
    left, right = (50.0, 120.0, 300.0), (50.0, 90.0, 130.0, 200.0)
    pages = {
        1: sheet(1, left, names),
        2: sheet(2, right, points),
        3: sheet(3, left, below),
        4: sheet(4, right, points),
    }
    (grid,) = joined(*(replace(pages[place], number=at) for at, place in enumerate(order, 1))).grids
    rows = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]
    assert rows == [[*name, *point] for name, point in zip(names + below, points * 2, strict=True)]


def test_a_merged_cell_that_the_edge_of_the_sheet_cuts_is_one():
    left = sheet(1, (50.0, 120.0, 300.0), [[f"指标{row}", ""] for row in range(7)])
    right = sheet(2, (50.0, 90.0, 130.0), [["", "9"] for _ in range(7)])
    merged = structs.replace(left.tables[0].cells[0], colspan=2)
    filled = structs.replace(right.tables[0].cells[0], text="水利局", colspan=2)
    parts = (
        replace(left, tables=(replace(left.tables[0], cells=(merged, *left.tables[0].cells[2:])),)),
        replace(right, tables=(replace(right.tables[0], cells=(filled, *right.tables[0].cells[2:])),)),
    )
    (grid,) = joined(*parts).grids
    first = grid.cells[0]
    assert (first.text, first.colspan, [box.page for box in first.boxes]) == ("指标0", 2, [1])
    assert [cell.text for cell in grid.cells if cell.row == 1] == ["指标1", "", "", "9"]
    blank = (
        replace(
            parts[0],
            tables=(
                replace(
                    parts[0].tables[0], cells=(structs.replace(merged, text=""), *left.tables[0].cells[2:])
                ),
            ),
        ),
        parts[1],
    )
    first = joined(*blank).grids[0].cells[0]
    assert (first.text, first.colspan, [box.page for box in first.boxes]) == ("水利局", 4, [1, 2])


def test_pages_of_rows_all_alike_are_no_sheets_of_one_table():
    pages = [_page(n, _table(xs)) for n, xs in ((1, (50.0, 100.0, 300.0)), (2, (50.0, 70.0, 90.0)))]
    assert len(joined(*pages).grids) == 2


def test_a_page_without_a_table_between_parts_them():
    table = _table((50.0, 100.0, 300.0))
    assert len(joined(_page(1, table), _page(2), _page(3, table)).grids) == 2


def test_cells_of_figures_whose_font_is_broken_are_told_and_check_boxes_are_not():
    table = _table((50.0, 100.0, 200.0, 300.0, 400.0))
    broken, boxes = (
        replace(table, cells=tuple(structs.replace(cell, text=text) for cell in table.cells))
        for text in ("\ue031\ue032", "\uf0a8")
    )
    told = [
        replace(_page(number, found), glyphs=100, in_cells=100)
        for number, found in enumerate((broken, boxes), 1)
    ]
    assert joined(*told).warnings == (message("broken-text-layer", page=1),)


def test_a_scan_a_broken_text_layer_and_a_loss_are_told():
    scan = replace(_page(1), images=1)
    broken = replace(_page(2), glyphs=2, outside=2, lines=(line("\ue000\ue001", 100, 2),))
    lossy = replace(_page(3), glyphs=5, outside=4, lines=(line("四个字的", 100, 3),))
    assert joined(scan, broken, lossy).warnings == (
        message("scan-page", page=1),
        message("broken-text-layer", page=2),
        message("pages-not-conserved", total=7, inside=0, outside=6),
    )


def _page(number: int, *tables: PageTable) -> Page:
    return Page(number, 600.0, 800.0, tables, ())


def _table(xs: tuple[float, ...], top: float = 60.0) -> PageTable:
    cells = tuple(
        structs.replace(as_cell(Drawn(0, col, 1, 1, ("字",))), text=str(col)) for col in range(len(xs) - 1)
    )
    return PageTable(xs, (top, top + 20), cells)


def test_a_text_where_the_page_before_has_a_column_that_no_rule_closes_is_told():
    upper, lower = read(PLAIN, 0, 48, 1), read(PLAIN, 48, 96, 2)
    (table,) = lower.tables
    narrower = replace(
        table, xs=table.xs[1:], cells=tuple(structs.replace(c, col=c.col - 1) for c in table.cells if c.col)
    )
    beside = replace(
        lower, tables=(narrower,), lines=(line("产出指标", table.ys[0] + 2, 2, x0=table.xs[0] + 2),)
    )
    assert joined(upper, beside).warnings[:1] == (message("narrower-table", page=2),)
    assert not joined(upper, lower).warnings


def test_a_text_right_below_a_closed_table_is_no_part_of_it():
    first = read(PLAIN, 0, 48, 1)
    bottom = first.tables[0].ys[-1]
    document = joined(
        replace(
            first,
            lines=(Line("脚注", Box(1, 52, bottom + 1, 80, bottom + 11)),),
            glyphs=first.glyphs + 2,
            outside=2,
        )
    )
    assert [line.text for line in document.tail] == ["脚注"]


def test_a_page_end_leaves_cells_apart_and_is_a_seam_with_the_rulings_on_both_sides():
    (grid,) = joined(read(PLAIN, 0, 36, 1), read(PLAIN, 36, 96, 2)).grids
    assert (grid.rows, grid.cols, len(grid.cells)) == (5, 3, 15)
    assert grid.seams == (Seam(2, (False,) * 3, (False,) * 3),)
    assert grid.seams[0].is_open


def test_the_rulings_at_a_seam_are_told_for_the_columns_of_the_whole_table():
    wide, narrow = _table((50.0, 100.0, 300.0)), _table((50.0, 100.0, 200.0, 300.0))
    (grid,) = joined(
        _page(1, replace(wide, ruled_bottom=(True, False))), _page(2, replace(narrow, open_top=True))
    ).grids
    assert grid.seams == (Seam(1, (True, False, False), (False, False, False)),)
