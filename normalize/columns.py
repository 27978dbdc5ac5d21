"""The columns of a block, from the labels of its head rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from extract.grid import Cell
from normalize.align import Column
from normalize.labels import kind_of, side_in, side_label, without_among
from normalize.number import number
from normalize.rows import Row

LAST = 10_000


def columns_of(heads: Sequence[Row], block: str) -> tuple[Column, ...]:
    """Give the columns that a block's head rows name, from left to right.

    A head over others (two tiers) is none, but a head below it that is not known takes its meaning. One that is not known at
    all is a column ``other``, so that its cells land there.
    """
    tiers = [[c for c in _spread(row) if not side_in(block, c.text) and number(c.text) is None] for row in heads]
    columns: list[Column] = []
    for tier, cells in enumerate(tiers):
        below = [c for lower in tiers[tier + 1 :] for c in lower]
        above = [c for upper in tiers[:tier] for c in upper]
        columns += (_column(c, above, block) for c in cells if not any(_over(c, lower) for lower in below))
    return tuple(sorted(columns, key=lambda column: column.col))


def _spread(row: Row) -> Sequence[Cell]:
    """Give a head's cells, in text each as wide as up to the next one."""
    if not row.ragged:
        return row.filled
    ends = [c.col for c in row.filled[1:]] + [LAST]
    return [structs.replace(c, colspan=max(end - c.col, 1)) for c, end in zip(row.filled, ends, strict=True)]


def _column(cell: Cell, above: Sequence[Cell], block: str) -> Column:
    kind = kind_of(block, cell.text) or (_inherited(cell, above, block) if without_among(cell.text) == cell.text else None)
    return Column(kind or "other", cell.col, cell.colspan, cell.text, (cell,))


def _inherited(cell: Cell, above: Sequence[Cell], block: str) -> str | None:
    return next((kind for upper in above if _over(upper, cell) and (kind := kind_of(block, upper.text))), None)


def _over(upper: Cell, lower: Cell) -> bool:
    return upper.col <= lower.col and lower.col + lower.colspan <= upper.col + upper.colspan


def is_beside(cell: Cell, columns: Sequence[Column], *, ragged: bool) -> bool:
    """Tell whether a cell stands beside the table as its label, or as a piece of that label that a page end cut."""
    if ragged or not columns:
        return side_label(cell.text)
    return cell.col + cell.colspan <= columns[0].col or (cell.col <= columns[0].col and side_label(cell.text))
