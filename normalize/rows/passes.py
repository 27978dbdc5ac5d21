"""The rows of a document: labelled once, then put right by a list of passes.

Tables that share their columns are numbered together, those with columns of their own are marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract import Document, Grid
from normalize.rows.row import LabelledCell, Row, Table, read_grid_rows, read_text_line
from normalize.rows.seams.closed_rows import join_halves, return_rests
from normalize.rows.seams.late_labels import give_late_names
from normalize.rows.settings import TABLES

Edges = Mapping[int, float]
"""Where the edges of the columns, by their number, stand on the page, in points."""
RowPass = Callable[[Sequence[Table]], Sequence[Table]]


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
    if not (inner and others):
        return False
    return 2 * shared < len(inner)


def _is_near_any(x: float, others: Iterable[float]) -> bool:
    return any(abs(x - other) <= TABLES.same_edge_pt for other in others)


def _find_all_edges(grid: Grid) -> set[float]:
    return set(_find_column_edges(grid).values())


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
    if is_ragged:
        return False
    return not has_other_columns(grid, before)


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
    """Find where each edge between columns stands that a cell has; none where the table stands on no page."""
    if not grid.xs:
        return {}
    edges: dict[int, float] = {}
    for cell in grid.cells:
        for at in (cell.col, cell.col + cell.colspan):
            edges[at] = grid.xs[at]
    return edges


def _merge_near(xs: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for x in sorted(xs):
        if not merged or x - merged[-1] > TABLES.same_edge_pt:
            merged.append(x)
    return merged


def return_label_rests(tables: Sequence[Table]) -> list[Table]:
    """Return the last characters of a label, which a page end put into the cell of another row, to it."""
    return _change_rows(tables, return_rests)


def give_late_labels(tables: Sequence[Table]) -> list[Table]:
    """Give the last rows of a page the level names that the next page prints first."""
    return _change_rows(tables, give_late_names)


def join_cut_rows(tables: Sequence[Table]) -> list[Table]:
    """Join the rows that a page end cut although rulings close both halves, as word processors print them."""
    return _change_rows(tables, join_halves)


def _change_rows(tables: Sequence[Table], change: Callable[[Sequence[Row]], Iterable[Row]]) -> list[Table]:
    """Change the rows of each table; those of a text file have no page ends."""
    return [
        table if table.grid.ragged else replace(table, rows=tuple(change(table.rows))) for table in tables
    ]


ROW_PASSES: tuple[RowPass, ...] = (
    number_common_columns,
    return_label_rests,
    give_late_labels,
    join_cut_rows,
    mark_new_columns,
)
"""What is put right in the rows, in this order; each pass takes and returns all tables of a document."""


def read_rows(document: Document) -> Iterator[Row]:
    """Return all rows of a document from top to bottom, the lines of text between its tables among them."""
    tables: Sequence[Table] = [Table(grid, tuple(read_grid_rows(grid))) for grid in document.grids]
    for row_pass in ROW_PASSES:
        tables = row_pass(tables)
    for table in tables:
        yield from map(read_text_line, table.grid.before)
        yield from table.rows
    yield from map(read_text_line, document.tail)
