"""A table's parts, one a page, set one below the other in common columns, with the page ends as seams."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from msgspec import structs

from extract.geometry.rulings import cluster_values
from extract.grid import Cell, Grid, Line, PageTable, Seam

_READING_ORDER = attrgetter("row", "col")


@dataclass(frozen=True, slots=True)
class _Part:
    """A page's part in the columns of the whole table, and which of them a ruling closes at its two ends."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]


def stack_tables(tables: Sequence[PageTable], before: tuple[Line, ...] = (), left: float = 0.0) -> Grid:
    """Stack a table's parts; their columns are told by where edges stand on all pages.

    ``left`` is where the first page, or part of a sheet, begins. No cell is joined over a page end: each end
    is a seam with the rulings on both of its sides.
    """
    edges, xs = _find_common_columns(tables)
    columns = len(xs) - 1
    cells: list[Cell] = []
    seams: list[Seam] = []
    rows = 0
    last: _Part | None = None
    for table, at in zip(tables, edges, strict=True):
        part = _drop_strip(_place_in_columns(table, at, columns))
        if last:
            seams.append(Seam(rows, last.ruled_bottom, part.ruled_top))
        cells += _lower_cells(part.cells, rows)
        rows += part.rows
        last = part
    return Grid(
        rows=rows,
        cols=columns,
        cells=tuple(sorted(cells, key=_READING_ORDER)),
        before=before,
        seams=tuple(seams),
        xs=tuple(x - left for x in xs),
    )


def _find_common_columns(tables: Sequence[PageTable]) -> tuple[list[list[int]], list[float]]:
    """Return the number of each table's edges in the whole table, and where that has its edges."""
    means, index = cluster_values(np.array([x for table in tables for x in table.xs]))
    ends = np.cumsum([len(table.xs) for table in tables])
    edges = [part.tolist() for part in np.split(index, ends[:-1])]
    return edges, means.tolist()


def _place_in_columns(table: PageTable, at: list[int], columns: int) -> _Part:
    cells = table.cells
    if at != list(range(len(at))):
        cells = tuple(_renumber_columns(cell, at) for cell in table.cells)
    top = table.ruled_top or (not table.open_top,) * (len(at) - 1)
    bottom = table.ruled_bottom or (not table.open_bottom,) * (len(at) - 1)
    return _Part(len(table.ys) - 1, cells, _spread(top, at, columns), _spread(bottom, at, columns))


def _renumber_columns(cell: Cell, at: list[int]) -> Cell:
    col, end = at[cell.col], at[cell.col + cell.colspan]
    return Cell(cell.row, col, cell.text, cell.boxes, cell.rowspan, end - col, cell.lines)


def _spread(ruled: tuple[bool, ...], at: list[int], columns: int) -> tuple[bool, ...]:
    """Return for each column of the whole table what a page's columns tell."""
    if len(ruled) == columns:
        return ruled
    return tuple(ruled[bisect_right(at, column) - 1] for column in range(columns))


def _drop_strip(part: _Part) -> _Part:
    """Leave out an empty strip below the last row.

    Labels beside it reach down to the page end, and the next row did not fit.
    """
    strip = _find_strip(part)
    if strip is None:
        return part
    rows = part.rows - 1
    cells = tuple(_end_cell_at(cell, rows) for cell in part.cells if cell is not strip)
    return _Part(rows, cells, part.ruled_top, part.ruled_bottom)


def _find_strip(part: _Part) -> Cell | None:
    if any(part.ruled_bottom) or len(part.cells) == 1:
        return None
    begun = [cell for cell in part.cells if cell.row == part.rows - 1]
    if len(begun) != 1 or begun[0].text or begun[0].colspan == 1:
        return None
    return begun[0]


def _end_cell_at(cell: Cell, bottom: int) -> Cell:
    return structs.replace(cell, rowspan=min(cell.rowspan, bottom - cell.row))


def _lower_cells(cells: tuple[Cell, ...], by: int) -> tuple[Cell, ...]:
    if not by:
        return cells
    return tuple(
        Cell(cell.row + by, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan, cell.lines)
        for cell in cells
    )
