"""Level names that only the next page prints, on the later part of a label that the page end cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract.grid import Cell
from normalize.labels import level_depths, named_weight, side_label
from normalize.number import number
from normalize.rows import Row


def with_late_labels(rows: Iterable[Row]) -> list[Row]:
    """Give the last row of a page the level name that the next page prints first, where its own cell for it is blank.

    Only where names stand in cells over several rows: there a blank cell of its own is no part of the name above it, but at the top
    of a page it may be. A page that begins with the rest of a row prints that row's names.
    """
    found = list(rows)
    named = [c for row in found for c in row.cells if level_depths(c.text)]
    merged = {_columns(c) for c in named} if any(c.rowspan > 1 for c in named) else set()
    for at in range(len(found) - 1, 0, -1):
        if _is_rest(found, at, {c.col for c in named}):
            _give_names(found, at)
    for at, (above, row) in enumerate(pairwise(found)):
        if row.fresh and not above.fresh and not row.ragged:
            names = {_columns(c): c for c in row.cells if level_depths(c.text) and _columns(c) in merged}
            found[at] = replace(above, cells=tuple(_named(c, names.get(_columns(c))) for c in above.cells))
    for at, row in enumerate(found):
        if row.fresh:
            _give_names(found, at, _suits)
    return found


def _is_rest(rows: Sequence[Row], at: int, beside: set[int]) -> bool:
    """Tell whether a page's first row, its names ``beside`` apart, only goes on texts of a row that has printed its figures."""
    if not rows[at].fresh or not rows[at].filled:
        return False
    above = next((row for row in reversed(rows[:at]) if not row.fresh or _figures(row)), rows[0])
    going_on = {c.col for c in rows[at].filled if c.col not in beside and not side_label(c.text)}
    return bool(_figures(above) and going_on) and going_on <= {c.col for c in above.filled} - _figures(above)


def _figures(row: Row) -> set[int]:
    return {c.col for c in row.filled if number(c.text) is not None}


def _suits(row: Row, name: Cell) -> bool:
    """Tell whether a row that begins a page prints a name that belongs under another: 社会效益指标 under 效益指标."""
    stem = named_weight(name.text)[0].removesuffix("指标")
    return row.fresh and any(stem in c.text and name.col < c.col for c in row.filled if level_depths(c.text))


def _always(_row: Row, _name: Cell) -> bool:
    return True


def _give_names(rows: list[Row], at: int, suits: Callable[[Row, Cell], bool] = _always) -> None:
    """Move the names that a page's first row prints to the blank cells that end right above them."""
    ends = {_columns(c): (n, c) for n, row in enumerate(rows[:at]) for c in row.cells if c.row + c.rowspan == rows[at].at}
    for name in [c for c in rows[at].filled if level_depths(c.text)]:
        upper, blank = ends.get(_columns(name), (at, name))
        if not blank.text and suits(rows[upper], name):
            rows[upper] = _with(rows[upper], blank, structs.replace(blank, text=name.text, boxes=name.boxes))
            rows[at] = _with(rows[at], name, structs.replace(name, text=""))


def _with(row: Row, cell: Cell, other: Cell) -> Row:
    return replace(row, cells=tuple(other if c is cell else c for c in row.cells))


def _columns(cell: Cell) -> tuple[int, int]:
    return cell.col, cell.colspan


def _named(cell: Cell, name: Cell | None) -> Cell:
    blank = name is not None and not cell.text and cell.rowspan == 1
    return structs.replace(cell, text=name.text, boxes=name.boxes) if blank and name else cell
