"""A page's part of a table, and its cells at the page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import structs

from extract import Cell, Grid, join_wrapped

Columns = tuple[int, int]  # the first, and how many


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page's part, or those of several; for each column whether a ruling closes it at the two ends."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]

    @property
    def last_cells(self) -> dict[Columns, Cell]:
        """The cells that end with the last row, by their columns."""
        return {columns_of(cell): cell for cell in self.cells if cell.row + cell.rowspan == self.rows}

    @property
    def first_cells(self) -> dict[Columns, Cell]:
        """The cells that begin with the first row, by their columns."""
        return {columns_of(cell): cell for cell in self.cells if cell.row == 0}


def split_at_seams(grid: Grid) -> Iterator[PagePart]:
    """Yield a grid's parts, page by page, the rows of each from 0."""
    rulings = [(True,) * grid.cols]
    for seam in grid.seams:
        rulings += (seam.ruled_above, seam.ruled_below)
    rulings.append((True,) * grid.cols)
    ends = [0, *(seam.row for seam in grid.seams), grid.rows]
    by_part: list[list[Cell]] = [[] for _ in ends[1:]]
    part = 0
    for cell in grid.cells:  # in reading order
        while cell.row >= ends[part + 1]:
            part += 1
        by_part[part].append(lower_cell(cell, -ends[part]))
    for at, (start, end) in enumerate(pairwise(ends)):
        yield PagePart(end - start, tuple(by_part[at]), rulings[2 * at], rulings[2 * at + 1])


def columns_of(cell: Cell) -> Columns:
    """Return the columns that a cell covers."""
    return cell.col, cell.colspan


def lower_cell(cell: Cell, by: int) -> Cell:
    """Return a cell so many rows further down."""
    if not by:
        return cell
    return Cell(cell.row + by, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan, cell.lines)


def join_cells(upper: Cell, lower: Cell, offset: int) -> Cell:
    """Return the cell that a page end cut in two; ``offset`` is the row at which the lower page begins."""
    return structs.replace(
        upper,
        text=join_wrapped([upper.text, lower.text]),
        boxes=upper.boxes + lower.boxes,
        rowspan=offset + lower.rowspan - upper.row,
        lines=lower.lines,
    )


def index_texts(cells: Sequence[Cell]) -> dict[Columns, str]:
    """Return what cells print, by their columns; the empty ones are left out."""
    return {columns_of(cell): cell.text for cell in cells if cell.text}
