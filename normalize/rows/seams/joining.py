"""The pages of a grid put together at its seams."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from extract import Cell, Document, Grid, Seam
from normalize.rows.seams.late_labels import join_late_labels
from normalize.rows.seams.open_rows import find_open_columns, is_row_cut
from normalize.rows.seams.page_part import PagePart, columns_of, join_cells, lower_cell, split_at_seams
from normalize.rows.seams.repeated_heads import HeadsSoFar

_READING_ORDER = attrgetter("row", "col")


def decide_seams(document: Document) -> Document:
    """Return a document in whose grids cells that page ends cut are one; to do it again changes nothing."""
    grids = tuple(map(join_pages_of, document.grids))
    if all(new is old for new, old in zip(grids, document.grids, strict=True)):
        return document
    return replace(document, grids=grids)


def join_pages_of(grid: Grid) -> Grid:
    """Return a grid with its seams decided.

    Those that cut no row are left, as what a new page begins with may still go on.
    """
    if not any(seam.is_open for seam in grid.seams):
        return grid
    first, *parts = split_at_seams(grid)
    heads = HeadsSoFar(first)
    ended, whole = _part_ended(first)
    breaks: list[int] = []
    for page in parts:
        part = heads.drop_repeated(whole, page)
        is_cut = is_row_cut(whole, part)
        if not is_cut:
            breaks.append(whole.rows)
        more, whole = _part_ended(_append(whole, part, whole.rows - is_cut))
        ended += more
    cells = join_late_labels([*ended, *whole.cells], breaks, grid.cols)
    return replace(
        grid,
        rows=whole.rows,
        cells=tuple(sorted(cells, key=_READING_ORDER)),
        seams=tuple(map(Seam, breaks)),
    )


def _part_ended(part: PagePart) -> tuple[list[Cell], PagePart]:
    """Part the cells that end earlier from those in the last row, the only ones that may go on."""
    ended = [cell for cell in part.cells if cell.row + cell.rowspan < part.rows]
    last = tuple(cell for cell in part.cells if cell.row + cell.rowspan == part.rows)
    return ended, replace(part, cells=last)


def _append(whole: PagePart, part: PagePart, offset: int) -> PagePart:
    """Add a page's rows at row ``offset``; what stays open goes on in the cell below it."""
    going_on = find_open_columns(whole, part)
    last, first = whole.last_cells, part.first_cells
    joined = [join_cells(last[at], first[at], offset) for at in going_on]
    kept = [cell for cell in whole.cells if columns_of(cell) not in going_on]
    added = [
        lower_cell(cell, offset) for cell in part.cells if cell.row > 0 or columns_of(cell) not in going_on
    ]
    return PagePart(part.rows + offset, (*kept, *joined, *added), whole.ruled_top, part.ruled_bottom)
