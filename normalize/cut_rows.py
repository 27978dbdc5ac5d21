"""Rows that a page end cut although rules close both halves, as word processors print them: told by their lines and labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.grid import Cell
from normalize.labels import kind_of, level_depths, names
from normalize.rows import Row, joined

SLACK = 1
_BLOCKS = ("head", "fund", "fund_total", "fund_source", "goal", "indicator", "side", "management")


def mended(rows: Iterable[Row]) -> Iterator[Row]:
    """Give a grid's rows; of those that begin a page some are joined to the row before, and some are told to be new rows.

    All cells of a row are cut at one height: a cell goes on only where the one above fills its half. A row whose halves make
    known labels together is one; whether another goes on only its block can tell, so that it stays ``fresh``.
    """
    held: Row | None = None
    for row in rows:
        if held is None or not row.fresh or not row.filled:
            yield from [held] if held else []
            held = row
        elif not _could_go_on(held, row):
            yield held
            held = replace(row, fresh=False)
        elif _gain(held, row) > 0:
            held = _whole(held, row)
        else:
            yield held
            held = row
    if held:
        yield held


def _could_go_on(above: Row, below: Row) -> bool:
    upper = {c.col: c for c in above.filled if c.rowspan == 1}
    fullest = max((c.lines for c in upper.values()), default=0)
    lower = [c for c in below.filled if c.rowspan == 1]
    return not fullest or all(c.col in upper and upper[c.col].lines >= fullest - SLACK for c in lower)


def _gain(above: Row, below: Row) -> int:
    """Count the labels that the two halves make, less those that joining would spoil."""
    upper = {c.col: c for c in above.filled}
    return sum(_gained(upper[c.col], c) for c in below.filled if c.col in upper)


def _gained(upper: Cell, lower: Cell) -> int:
    if _known(joined(upper, lower).text):
        return 0 if _known(upper.text) else 1
    return -1 if _known(upper.text) or _known(lower.text) else 0


def _known(text: str) -> bool:
    return bool(level_depths(text)) or names("total", text) or any(kind_of(block, text) for block in _BLOCKS)


def _whole(above: Row, below: Row) -> Row:
    rest = {c.col: c for c in below.filled}
    first = {c.col: joined(c, rest[c.col]) if c.col in rest else c for c in above.cells}
    return replace(above, cells=tuple(sorted((rest | first).values(), key=lambda c: c.col)))
