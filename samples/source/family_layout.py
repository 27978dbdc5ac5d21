"""The blocks of a family's form as prose and tables of merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from source.family import Cells, Family, Lines, Place, Table
from source.table import Cell, Row

LONG = 24


def parts(form: Family) -> Iterator[list[str] | list[Row]]:
    """Lay out the form: its lines of prose, and between them its tables."""
    for prose, blocks in groupby(form.blocks, key=lambda block: isinstance(block, Lines)):
        if prose:
            yield [line for block in blocks if isinstance(block, Lines) for line in block.lines]
        else:
            yield _table([block for block in blocks if not isinstance(block, Lines)], len(form.widths))


def _table(blocks: list[Cells | Table], width: int) -> list[Row]:
    out: list[Row] = []
    for side, group in groupby(blocks, key=lambda block: block.side):
        rows = [row for block in group for row in _rows(block, width - bool(side))]
        if side:
            rows[0] = [Cell(side, rows=len(rows)), *rows[0]]
        out += rows
    return out


def _rows(block: Cells | Table, width: int) -> list[Row]:
    if isinstance(block, Cells):
        return [_placed(row, width) for row in block.rows]
    numbering = [_body_row(block, block.numbering)] if block.numbering else []
    return [*_heads(block, width), *numbering, *_body(block)]


def _placed(row: list[Place], width: int) -> Row:
    if sum(place.cols for place in row) != width:
        raise ValueError(f"{width} columns are wanted, not those of {row}")
    return [_cell(place.text, place.cols) for place in row]


def _heads(block: Table, width: int) -> list[Row]:
    if sum(column.cols for column in block.columns) != width:
        raise ValueError(f"{width} columns are wanted, not those of {block.columns}")
    lower = [Cell(column.label, column.cols) for column in block.columns]
    bare = not any(cell.text for cell in lower)
    if not block.tier:
        return [] if bare else [lower]
    upper, below = [], []
    for head in block.tier:
        under, lower = lower[: head.count], lower[head.count :]
        if head.label:
            upper.append(Cell(head.label, sum(cell.cols for cell in under)))
            below += under
        else:
            upper += [cell._replace(rows=2) for cell in under]
    return [upper] if bare else [upper, below]


def _body(block: Table) -> list[Row]:
    out = [_body_row(block, row) for row in block.rows]
    for column in range(block.merged):
        starts = [y for y, row in enumerate(block.rows) if row[column]]
        for start, end in zip(starts, [*starts[1:], len(out)], strict=True):
            out[start][column] = out[start][column]._replace(rows=end - start)
    return [_unmerged(row, block.merged) for row in out]


def _unmerged(row: Row, merged: int) -> Row:
    """Drop the empty cells that a cell above covers."""
    return [cell for x, cell in enumerate(row) if x >= merged or cell.text]


def _body_row(block: Table, row: list[str]) -> Row:
    return [_cell(text, column.cols) for text, column in zip(row, block.columns, strict=True)]


def _cell(text: str, cols: int) -> Cell:
    return Cell(text, cols, long=len(text) > LONG)
