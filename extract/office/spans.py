"""Cells as a file gives them, to a grid that they cover without gap or overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.grid import Box, Cell, Doubt, Grid, doubt_box
from extract.office.settings import LIMITS


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell at ``row`` and ``col`` (from 0) of its table, with its spans, text and place in the file.

    ``line`` counts from 1 in files that are text.
    """

    row: int
    col: int
    text: str
    place: str
    rowspan: int = 1
    colspan: int = 1
    doubt: Doubt | None = None
    line: int | None = None


def make_grid(placed: Iterable[PlacedCell]) -> Grid:
    """Return the cells as a grid.

    Where spans overlap, the later cell gets what is free of its rectangle; where its own place is taken, the
    next free one to the right. A cell covers no row below the last in which one begins. Columns and rows beyond
    the limits are cut off spans, never off texts: a cell that begins beyond them stands at the edge. What no
    cell covers is blank.
    """
    ordered = sorted(placed, key=lambda one: (one.row, one.col))
    rows = min(LIMITS.rows, 1 + max((cell.row for cell in ordered), default=-1))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for cell in ordered:
        row, col = _find_free(cell, taken)
        colspan = _count_free_columns(row, col, cell.colspan, taken)
        rowspan = _count_free_rows(row, col, min(cell.rowspan, rows - row), colspan, taken)
        taken.update((row + down, col + across) for down in range(rowspan) for across in range(colspan))
        cells.append(Cell(row, col, cell.text, (_make_box(cell),), rowspan, colspan))
    cols = 1 + max((col for _, col in taken), default=-1)
    cells += [Cell(row, col, "") for row in range(rows) for col in range(cols) if (row, col) not in taken]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(rows, cols, tuple(cells))


def has_columns(grid: Grid) -> bool:
    """Tell whether some row of the grid has two filled cells; otherwise it only lays out text."""
    filled = [0] * grid.rows
    for cell in grid.cells:
        filled[cell.row] += bool(cell.text.strip())
    return max(filled, default=0) > 1


def _find_free(cell: PlacedCell, taken: set[tuple[int, int]]) -> tuple[int, int]:
    row, col = min(cell.row, LIMITS.rows - 1), min(cell.col, LIMITS.columns - 1)
    while (row, col) in taken:
        col += 1
    return row, col


def _count_free_columns(row: int, col: int, wanted: int, taken: set[tuple[int, int]]) -> int:
    most = max(1, min(wanted, LIMITS.columns - col))
    return next((count for count in range(1, most) if (row, col + count) in taken), most)


def _count_free_rows(row: int, col: int, wanted: int, colspan: int, taken: set[tuple[int, int]]) -> int:
    most = max(1, wanted)
    for count in range(1, most):
        if any((row + count, across) in taken for across in range(col, col + colspan)):
            return count
    return most


def _make_box(cell: PlacedCell) -> Box:
    return doubt_box(Box(place=cell.place, line=cell.line), cell.doubt)
