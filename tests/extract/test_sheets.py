"""Wide sheets printed over pages to the right: merged cells across the edge, title columns, missing pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from extract.grid import Document, Grid, Page
from extract.joining.pages import join_pages
from extract.layout.pages import read_page
from support.drawn_grid import HEIGHT, LEFT, TOP, WIDTH, Drawn, marks_of

ROWS, COLS = 8, 6


def draw_form() -> list[Drawn]:
    """Draw a form of six columns: a head and a label merged over columns, a total, one taller row."""
    cells = [Drawn(0, 0, 1, 1, ("单位",)), Drawn(0, 1, 1, 5, ("水利局",))]
    for row in range(1, ROWS - 1):
        cells += [Drawn(row, col, 1, 1, (f"{row}{'甲乙丙丁戊己'[col]}",)) for col in range(COLS)]
    cells += [
        Drawn(ROWS - 1, 0, 1, 4, ("总分",)),
        Drawn(ROWS - 1, 4, 1, 1, ("百",)),
        Drawn(ROWS - 1, 5, 1, 1, ("九",)),
    ]
    return cells


def print_part(cells: list[Drawn], first: int, end: int, number: int, *, titles: int = 0) -> Page:
    """Print some columns of a form on a page of their own, behind its first columns where they are titles.

    A merged cell that the page's edge cuts has no side there, and its text stands where it begins.
    """
    part: list[Drawn] = []
    cut: list[tuple[int, float]] = []
    for cell in cells:
        if cell.col < titles:
            part.append(replace(cell, colspan=min(cell.colspan, titles - cell.col)))
        left, right = max(cell.col, first), min(cell.col + cell.colspan, end)
        if left >= right:
            continue
        text = cell.lines if cell.col == left else ()
        part.append(Drawn(cell.row, left - first + titles, 1, right - left, text))
        if left > cell.col and not titles:
            cut.append((cell.row, 0.0))
        if right < cell.col + cell.colspan:
            cut.append((cell.row, (end - first + titles) * WIDTH))
    marks = marks_of(part, 0.0, ROWS * HEIGHT, number=number, pieces=True)
    kept = []
    for x0, top, x1, bottom in marks.rules.tolist():
        is_upright = bottom - top > x1 - x0
        is_cut = any(abs(x0 - LEFT - x) < 1 and abs(top - TOP - row * HEIGHT) < 1 for row, x in cut)
        kept.append(not (is_upright and is_cut))
    return read_page(replace(marks, rules=marks.rules[kept]))


def joined(*pages: Page) -> Document:
    return join_pages(pages, format="pdf", engine="pdfium")


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


WHOLE = [[cell.lines[0] for cell in draw_form() if cell.row == row] for row in range(ROWS)]


@pytest.mark.parametrize("cuts", [(3,), (2, 3), (2, 4), (1, 5)])
def test_merged_cells_across_the_edge_of_pages_are_whole(cuts):
    ends = [0, *cuts, COLS]
    parts = [print_part(draw_form(), *ends[at : at + 2], at + 1) for at in range(len(cuts) + 1)]
    document = joined(*parts)
    (grid,) = document.grids
    assert texts(grid) == WHOLE
    assert not document.warnings
    assert document.conservation.holds


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_missing_part_is_told(gone):
    ends = (0, 2, 4, COLS)
    parts = [print_part(draw_form(), *ends[at : at + 2], at + 1) for at in range(3) if at != gone]
    assert "sheet-unjoined" in [warning.code for warning in joined(*parts).warnings]


@pytest.mark.parametrize(
    ("is_scanned", "closed_below", "is_told"),
    [(True, False, False), (True, True, True), (False, False, True)],
)
def test_a_scan_whose_corner_cell_the_page_end_cuts_misses_no_part(is_scanned, closed_below, is_told):
    page = print_part(draw_form(), 0, COLS, 1)
    table = replace(
        page.tables[0],
        ruled_left=(True,) * (ROWS - 3) + (False,) * 3,
        ruled_bottom=(closed_below,) + (True,) * (COLS - 1),
    )
    page = replace(page, tables=(table,), is_scanned=is_scanned)
    assert ("sheet-unjoined" in [warning.code for warning in joined(page).warnings]) == is_told


def test_title_columns_are_not_said_again():
    cells = draw_form()
    parts = print_part(cells, 0, 4, 1), print_part(cells, 4, COLS, 2, titles=1)
    (grid,) = joined(*parts).grids
    assert texts(grid)[1:-1] == WHOLE[1:-1]


def test_two_forms_alike_are_two():
    one, other = (print_part(draw_form(), 0, COLS, number) for number in (1, 2))
    changed = tuple(
        structs.replace(cell, text="八") if cell.text == "九" else cell for cell in other.tables[0].cells
    )
    other = replace(other, tables=(replace(other.tables[0], cells=changed),))
    document = joined(one, other)
    assert sum(len(grid.cells) for grid in document.grids) == 2 * len(one.tables[0].cells)
    assert max(grid.cols for grid in document.grids) == COLS
    assert "sheet-unjoined" not in [warning.code for warning in document.warnings]
