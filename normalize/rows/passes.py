"""The rows of a document: labelled once, then put right by a list of passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from extract import Document
from normalize.rows.common_columns import mark_new_columns, number_common_columns
from normalize.rows.row import Row, Table, read_grid_rows, read_text_line
from normalize.rows.seams.closed_rows import join_halves
from normalize.rows.seams.label_rests import return_rests
from normalize.rows.seams.late_labels import give_late_names

RowPass = Callable[[Sequence[Table]], Sequence[Table]]


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
