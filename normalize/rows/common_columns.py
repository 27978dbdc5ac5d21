"""Tables that share their columns, numbered together, and tables that have columns of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from msgspec import structs

from extract import Grid
from normalize.rows.row import LabelledCell, Row, Table
from normalize.rows.settings import TABLES

Edges = Mapping[int, float]
"""Where the edges of the columns, by their number, stand on the page, in points."""


def mark_new_columns(tables: Sequence[Table]) -> list[Table]:
    """Mark the first row of a table that prints something where few edges are those of the table before.

    What stands below a form in columns of its own is seldom part of it.
    """
    marked = list(tables[:1])
    for before, table in pairwise(tables):
        is_new = not table.grid.ragged and has_other_columns(table.grid, before.grid)
        marked.append(replace(table, rows=_mark_first(table.rows)) if is_new else table)
    return marked


def _mark_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    first = next((at for at, row in enumerate(rows) if row.filled), None)
    if first is None:
        return tuple(rows)
    return (*rows[:first], replace(rows[first], has_new_columns=True), *rows[first + 1 :])


def has_other_columns(grid: Grid, before: Grid) -> bool:
    """Tell whether most edges between a grid's columns are none of the grid before.

    What stands on no page has no edges, and so no columns of its own.
    """
    inner, others = sorted(_find_all_edges(grid))[1:-1], _find_all_edges(before)
    shared = sum(_is_near_any(x, others) for x in inner)
    return bool(inner and others) and 2 * shared < len(inner)


def _is_near_any(x: float, others: Iterable[float]) -> bool:
    return any(abs(x - other) <= TABLES.same_edge_pt for other in others)


def _find_all_edges(grid: Grid) -> set[float]:
    edges: set[float] = set()
    for cell in grid.cells:
        for box in cell.boxes[:1]:
            edges |= {round(x, 1) for x in (box.x0, box.x1) if x is not None}
    return edges


def number_common_columns(tables: Sequence[Table]) -> list[Table]:
    """Give tables that share most edges with the one before the same column numbers.

    A table may leave out columns of the one before, so that the same number is another column.
    """
    runs: list[list[Table]] = []
    for table in tables:
        if runs and _shares_columns(table.grid, runs[-1][-1].grid):
            runs[-1].append(table)
        else:
            runs.append([table])
    common: list[Table] = []
    for run in runs:
        common += _renumber(run)
    return common


def _shares_columns(grid: Grid, before: Grid) -> bool:
    is_ragged = grid.ragged or before.ragged
    return not is_ragged and not has_other_columns(grid, before)


def _renumber(run: Sequence[Table]) -> Sequence[Table]:
    """Return the tables of a run in common columns.

    They stay as they are where an edge of one stands nowhere, or near another of its own.
    """
    edges = [_find_column_edges(table.grid) for table in run]
    is_complete = all(len(of) == table.grid.cols + 1 for of, table in zip(edges, run, strict=True))
    if len(run) == 1 or not is_complete or any(_has_narrow_column(of) for of in edges):
        return run
    xs: list[float] = []
    for of in edges:
        xs += of.values()
    common = _merge_near(xs)
    return [_number_columns(table, of, common) for table, of in zip(run, edges, strict=True)]


def _has_narrow_column(edges: Edges) -> bool:
    return min(b - a for a, b in pairwise(sorted(edges.values()))) <= TABLES.same_edge_pt


def _number_columns(table: Table, edges: Edges, common: Sequence[float]) -> Table:
    number = {at: _find_nearest(x, common) for at, x in edges.items()}
    rows: list[Row] = []
    for row in table.rows:
        cells = [_renumber_cell(cell, number) for cell in row.cells]
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows))


def _renumber_cell(cell: LabelledCell, number: Mapping[int, int]) -> LabelledCell:
    first, end = number[cell.col], number[cell.col + cell.colspan]
    return structs.replace(cell, col=first, colspan=end - first)


def _find_nearest(x: float, common: Sequence[float]) -> int:
    distances = [abs(other - x) for other in common]
    return distances.index(min(distances))


def _find_column_edges(grid: Grid) -> Edges:
    """Find where each edge between columns stands; none where a cell stands on no page."""
    found: dict[int, list[float]] = defaultdict(list)
    for cell in grid.cells:
        for box in cell.boxes[:1]:
            if box.x0 is not None and box.x1 is not None:
                found[cell.col].append(box.x0)
                found[cell.col + cell.colspan].append(box.x1)
    return {at: median(xs) for at, xs in found.items()}


def _merge_near(xs: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for x in sorted(xs):
        if not merged or x - merged[-1] > TABLES.same_edge_pt:
            merged.append(x)
    return merged
