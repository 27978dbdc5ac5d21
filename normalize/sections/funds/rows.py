"""Rows of funds: whole rows with their source's column, and sources side by side in a block's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from msgspec import structs

from normalize.form import Fund
from normalize.rows.alignment import Column, Placed, align_cells
from normalize.rows.column import compare_width
from normalize.rows.row import LabelledCell, Row, collect_boxes, join_halves_of_row
from normalize.sections.funds.cells import FundCells
from normalize.sections.funds.lists import are_headings, clean_source
from normalize.values.amount import parse_yuan
from normalize.values.text import is_blank

_BESIDE = ("amount", "executed", "rate")
WITHOUT_FIGURES = ("reason", "other")
_RIGHT_OF_ALL = 10_000
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def lists_sources(columns: Sequence[Column]) -> bool:
    """Tell whether the block prints its sources side by side in its head, with one row of amounts below."""
    return sum("fund_source" in c.labels.kinds for c in columns if c.label) > 1


def place_side_by_side(
    cells: Sequence[LabelledCell], columns: Sequence[Column], row: Row
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Place the amounts of the one row below a head of sources, right of the row's label."""
    printed = [cell for cell in cells if _may_be_number(cell)]
    placed, lost = align_cells(printed, columns[1:], ragged=row.ragged, width=compare_width(row, columns))
    return {n + 1: cell for n, cell in placed.items()}, lost


def read_side_by_side(placed: Placed, columns: Sequence[Column], numbers: FundCells) -> Iterator[Fund]:
    """Read the one row of amounts below a head of sources.

    Each source is a fund, and the total has the rate.
    """
    others = {columns[n].field: cell for n, cell in placed.items() if columns[n].field != "other"}
    for n, cell in placed.items():
        head = columns[n]
        name = clean_source(head.label)
        if "fund_total" in head.labels.kinds:
            yield _read_beside(name, head, {"amount": cell, **others}, numbers, total=True)
        elif "fund_source" in head.labels.kinds:
            yield _read_beside(name, head, {"amount": cell}, numbers)


def _may_be_number(cell: LabelledCell) -> bool:
    """Tell whether a cell below a head of sources is an amount, if a broken one, and no label."""
    if cell.labels.number is not None:
        return True
    return any(character.isdigit() for character in cell.text)


def is_read_beside(head: Column) -> bool:
    """Tell whether a column of sources side by side is one of them, or what stands beside them."""
    return head.field in _BESIDE or not head.labels.kinds.keys().isdisjoint(("fund_total", "fund_source"))


def _read_beside(
    name: str, head: Column, cells: dict[str, LabelledCell], numbers: FundCells, *, total: bool = False
) -> Fund:
    """Read a source with its amount; the total has the executed amount and the rate beside it, too."""
    kept = {field: cell for field, cell in cells.items() if field in _BESIDE}
    read = numbers.read(name, kept)
    return Fund(
        0,
        name,
        total=total,
        amount_yuan=read.values.get("amount"),
        executed_yuan=read.values.get("executed"),
        rate=read.values.get("rate"),
        texts={field: cell.text for field, cell in cells.items()},
        where={"source": head.cells[0].boxes}
        | {field: read.where.get(field, cell.boxes) for field, cell in cells.items()},
    )


def read_yuan(text: str, unit: str | None) -> Decimal | None:
    """Return an amount in yuan by the unit that its cell prints, else by ``unit``; None for a blank mark."""
    if is_blank(text):
        return None
    return parse_yuan(text, unit)


def join_cut_fund_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Join a row that a page end cut: its rest, or the row itself, prints no number, or its rest no name."""
    held: Row | None = None
    for row in rows:
        if held and row.begins_page and _is_rest(held, row):
            held = join_halves_of_row(held, row)
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _is_rest(held: Row, row: Row) -> bool:
    """Tell whether a page's first row is the rest of the row before.

    A heading is not, nor is a known source after a whole row.
    """
    if are_headings(row.filled) or are_headings(held.filled):
        return False
    if not _has_name(row) or not _has_digit(held):
        return True
    opens_with_source = _has_name(held) and row.filled[0].labels.is_fund_name
    if _has_digit(row):
        return False
    return not opens_with_source


def _has_name(row: Row) -> bool:
    return any(map(_CHINESE.search, row.texts))


def _has_digit(row: Row) -> bool:
    return any(c.isdigit() for c in "".join(row.texts))


def without_repeated_labels(cells: Sequence[LabelledCell]) -> list[LabelledCell]:
    """Leave out the labels that a row prints again before each of its amounts: 预算数 100 到位数 100 执行数 98."""
    labels = [c for c in cells if "fund" in c.labels.kinds or c.labels.is_fund_name]
    return [c for c in cells if c not in labels[1:]]


def with_source_column(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Add the column of sources where its head is blank.

    It stands before the first amount, where the rows print the sources.

    A text's head that leaves the blank cell out stands a column to the left of its rows; where the rows are
    as wide as it, the first amount's head stands over the sources, too.
    """
    wide = [
        replace(column, colspan=max(column.colspan, after.col - column.col))
        for column, after in pairwise((*columns, Column("end", _RIGHT_OF_ALL)))
    ]
    if not columns or any(c.field == "source" for c in columns):
        return tuple(wide)
    named = (c for c in wide if c.field != "other" or c.labels.is_fund_name)
    first = next(named, wide[0])
    col = _find_source_col(rows, first)
    heads_both = col == first.col and first.colspan > 1 and all(_is_as_wide(row, first) for row in rows)
    if heads_both:
        wide = [replace(c, col=col + 1, colspan=c.colspan - 1) if c.col == col else c for c in wide]
    elif any(row.ragged for row in rows):
        col = min(col, first.col - 1)
    narrow = [_end_before(column, col) for column in wide]
    return tuple(sorted((Column("source", col), *narrow), key=lambda column: column.col))


def _is_as_wide(row: Row, column: Column) -> bool:
    """Tell whether a row of a text has as many cells as the head of its table."""
    return row.ragged and len(row.cells) == column.head_width


def _find_source_col(rows: Sequence[Row], first: Column) -> int:
    """Return the column in which most rows print a known source."""
    cols: list[int] = []
    for row in rows:
        cols += [c.col for c in row.filled[:2] if c.labels.is_fund_name]
    return max(set(cols), key=cols.count, default=max(first.col - 1, 0))


def _end_before(column: Column, col: int) -> Column:
    if not column.col < col < column.col + column.colspan:
        return column
    return replace(column, colspan=min(column.colspan, col - column.col))


def place_in_funds(
    cells: Sequence[LabelledCell], columns: Sequence[Column], row: Row, *, fills_up: bool
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Place a row's cells; in a grid all that stands before the first amount is the source's name.

    ``fills_up``: the rows of a text are filled up with blank cells.
    """
    if row.ragged or not columns:
        width = compare_width(row, columns, fills_up=fills_up)
        return align_cells(cells, columns, ragged=row.ragged, width=width)
    source = next((n for n, c in enumerate(columns) if c.field == "source"), 0)
    name = _find_name(cells, columns)
    placed, lost = align_cells([c for c in cells if c not in name], columns, ragged=False)
    if name:
        text = "".join(c.text for c in name)
        placed[source] = structs.replace(name[0], text=text, boxes=collect_boxes(name))
    return placed, lost


def _find_name(cells: Sequence[LabelledCell], columns: Sequence[Column]) -> list[LabelledCell]:
    """Return the cells of a row of a grid that are its source's name."""
    amounts = [c.col for c in columns if c.field not in ("source", *WITHOUT_FIGURES)]
    first = min(amounts, default=0)
    others = [c for c in columns if c.field in WITHOUT_FIGURES]
    left = [c for c in cells if c.col + c.colspan <= first and not _is_in_any(c, others)]
    return left or [c for c in cells[:1] if c.labels.number is None]


def _is_in_any(cell: LabelledCell, columns: Sequence[Column]) -> bool:
    return any(column.overlap(cell) for column in columns)
