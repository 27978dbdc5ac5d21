"""The columns of a block, from the labels of its head rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Cell
from normalize.rows.alignment import Column
from normalize.rows.row import Row
from normalize.values.number import number
from normalize.values.text import fold, label
from normalize.vocabulary.label_words import kind_by_words, side_in
from normalize.vocabulary.labels import kind_of, side_label, without_among

LAST = 10_000
TIERS = 2
POINTS = ("weight", "score")
DONE = ("actual", "executed", "score")
_YEAR = re.compile(r"(20\d{2})年")
_ANYTHING = ("备注", "说明", "情况说明")


def columns_of(heads: Sequence[Row], block: str) -> tuple[Column, ...]:
    """Give the columns that a block's head rows name, from left to right.

    A head over others (two tiers) is none, but a head below it that is not known takes its meaning. One that
    is not known at all is a column ``other``, so that its cells land there.
    """
    heads = _unfolded(heads, block)
    beside = {c for row in heads[:1] for c in row.filled[:1] if _stands_beside(c, row, len(heads), block)}
    tiers = [
        [
            c
            for c, own in zip(_spread(row), row.filled, strict=True)
            if own not in beside and (_heads_a_column(c, block) or _heads_levels(own, row, block))
        ]
        for row in heads
    ]
    columns: list[Column] = []
    years: list[int | None] = []
    for tier, cells in enumerate(tiers):
        below = [c for lower in tiers[tier + 1 :] for c in lower]
        above = [c for upper in tiers[:tier] for c in upper]
        own = [c for c in cells if not any(_over(c, lower) for lower in below)]
        columns += (_column(c, above, block) for c in own)
        years += (_year_over(c, above) for c in own)
    return tuple(sorted(_of_one_year(columns, years), key=lambda column: column.col))


def _year_over(cell: Cell, above: Sequence[Cell]) -> int | None:
    """Give the year that a column's head, or one over it, prints."""
    heads = [cell.text, *(upper.text for upper in above if _over(upper, cell))]
    return next((int(m[1]) for text in heads if (m := _YEAR.search(fold(text)))), None)


def _of_one_year(columns: Sequence[Column], years: Sequence[int | None]) -> list[Column]:
    """Of the columns of several years keep the last year's that tells what was done: the others are no part of the form."""
    done = {year for column, year in zip(columns, years, strict=True) if year and column.field in DONE}
    last = max(done, default=None)
    return [
        replace(column, field="other") if len(done) > 1 and year and year != last else column
        for column, year in zip(columns, years, strict=True)
    ]


def _unfolded(heads: Sequence[Row], block: str) -> Sequence[Row]:
    """Move the labels after a group to the right of its own, where a text's upper tier does not leave the group's columns blank."""
    if len(heads) != TIERS or not heads[1].ragged:
        return heads
    upper, lower = heads
    first, last = lower.filled[0].col, lower.filled[-1].col
    group = next((c for c in upper.filled if c.col == first and kind_of(block, c.text) is None), None)
    after = [c for c in upper.filled if c.col > first]
    if (
        group is None
        or not after
        or not first < after[0].col <= min(last, first + 1)
        or last - first + 1 != len(lower.filled)
    ):
        return heads
    moved = tuple(structs.replace(c, col=c.col + last - first) if c in after else c for c in upper.filled)
    return [replace(upper, cells=moved), lower]


def _heads_a_column(cell: Cell, block: str) -> bool:
    return not side_in(block, cell.text) and number(cell.text) is None


def _heads_levels(cell: Cell, row: Row, block: str) -> bool:
    """Tell whether 绩效指标 heads a column, as where it stands for 一级指标: beside a table it goes on below the head."""
    return block == "indicator" and not row.ragged and cell is row.filled[0] and side_label(cell.text)


def _stands_beside(cell: Cell, row: Row, heads: int, block: str) -> bool:
    """Tell whether the first cell of a head is a label beside the rows below, though no list has it."""
    if not row.ragged:
        return cell.rowspan > heads
    if block == "goal":
        return side_label(cell.text) and {kind_of(block, c.text) for c in row.filled[1:]} >= {
            "expected",
            "actual",
        }
    return (
        block == "fund" and kind_of(block, cell.text) is None and kind_by_words("side", cell.text) is not None
    )


def _spread(row: Row) -> Sequence[Cell]:
    """Give a head's cells, in text each as wide as up to the next one."""
    if not row.ragged:
        return row.filled
    ends = [c.col for c in row.filled[1:]] + [LAST]
    return [structs.replace(c, colspan=max(end - c.col, 1)) for c, end in zip(row.filled, ends, strict=True)]


def _column(cell: Cell, above: Sequence[Cell], block: str) -> Column:
    if side_in(block, cell.text):
        return Column("other", cell.col, cell.colspan, cell.text, (cell,))
    kind = kind_of(block, without_among(cell.text))
    if kind is None and without_among(cell.text) == cell.text:
        told = (_inherited(cell, above, block), kind_by_words(block, cell.text))
        kind = next(filter(None, reversed(told) if block == "indicator" else told), None)
    return Column(kind or "other", cell.col, cell.colspan, cell.text, (cell,))


def _inherited(cell: Cell, above: Sequence[Cell], block: str) -> str | None:
    return next(
        (kind for upper in above if _over(upper, cell) and (kind := kind_of(block, upper.text))), None
    )


def _over(upper: Cell, lower: Cell) -> bool:
    return upper.col <= lower.col and lower.col + lower.colspan <= upper.col + upper.colspan


def one_of_each(columns: Sequence[Column], block: str, instead: Mapping[str, str]) -> tuple[Column, ...]:
    """Of several columns of one field keep the first; ``instead`` tells what else the second is.

    One that is told by its words only comes after the others, one called 备注, 说明 or 情况说明 last of all.

    Two columns of points stay: their figures tell which one the form means.
    """
    kept = list(columns)
    for field in {c.field for c in columns} - {"other", *POINTS}:
        same = sorted(
            (n for n, c in enumerate(columns) if c.field == field), key=lambda n: _doubt(columns[n], block)
        )
        free = field in instead and all(c.field != instead[field] for c in columns)
        for place, n in enumerate(same[1:]):
            kept[n] = replace(columns[n], field=instead[field] if free and place == 0 else "other")
    return tuple(kept)


def _doubt(column: Column, block: str) -> int:
    return 2 if label(column.label) in _ANYTHING else int(kind_of(block, column.label) is None)


def is_beside(cell: Cell, columns: Sequence[Column], *, ragged: bool) -> bool:
    """Tell whether a cell stands beside the table as its label, or as a piece of that label that a page end cut."""
    if ragged or not columns:
        return side_label(cell.text)
    return cell.col + cell.colspan <= columns[0].col or (cell.col <= columns[0].col and side_label(cell.text))
