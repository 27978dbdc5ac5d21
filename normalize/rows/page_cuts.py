"""Rows that a page end cut although rules close both halves, as word processors print them: told by their lines and labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract.grid import Cell
from normalize.rows.row import Row, joined
from normalize.values.number import number
from normalize.vocabulary.labels import level_depths, match_of, named_weight, names, side_label, without_among

SLACK = 1
SAME = 100.0
SIMILAR = 1.0
_DIGIT = re.compile(r"\d")
_BLOCKS = ("head", "fund", "fund_total", "fund_source", "goal", "indicator", "side", "management")


def mended(rows: Iterable[Row]) -> list[Row]:
    """Give a grid's rows; of those that begin a page some are joined to the row before, and some are told to be new rows.

    All cells of a row are cut at one height: a cell goes on only where the one above fills its half. A row of
    which most cells are halves of labels and numbers is one with the row before; of others only such halves
    are joined, and whether the rest goes on only its block can tell, so that it stays ``fresh``. A label
    beside several rows may be cut where the rows are not.
    """
    whole: list[Row] = []
    for row in rows:
        above = _above(whole, row) if row.fresh and row.filled else {}
        gains = {c.col: _gained(above[c.col][1], c) for c in row.filled if c.col in above}
        if above and not _could_go_on(above, [c for c in row.filled if gains.get(c.col, 0) <= 0]):
            halves = [
                c
                for c in row.filled
                if gains.get(c.col, 0) > 0 and not _is_cut_number(above[c.col][1].text, c.text)
            ]
            _join(whole, above, halves)
            whole.append(replace(_without(row, halves), fresh=False))
        elif (above and _are_figures(above, row)) or sum(gains.values()) > list(gains.values()).count(0):
            _join(whole, above, row.filled)
        else:
            halves = [c for c in row.filled if gains.get(c.col, 0) > 0]
            _join(whole, above, halves)
            whole.append(_without(row, halves))
    return whole


def _without(row: Row, cells: Sequence[Cell]) -> Row:
    return replace(row, cells=tuple(structs.replace(c, text="") if c in cells else c for c in row.cells))


_Above = dict[int, tuple[int, Cell]]


def _above(rows: Sequence[Row], row: Row) -> _Above:
    """Give the cells that end right above a row, each with the place of its own row among ``rows``."""
    return {
        c.col: (at, c) for at, r in enumerate(rows) for c in r.cells if r.at + c.rowspan == row.at and c.text
    }


def _could_go_on(above: _Above, cells: Sequence[Cell]) -> bool:
    single = {col: c for col, (_, c) in above.items() if c.rowspan == 1 and not _is_label(c.text)}
    fullest = max((c.lines for c in single.values()), default=0)
    lower = [c for c in cells if c.rowspan == 1 and not _is_label(c.text)]
    short = any(single[c.col].lines < fullest - SLACK for c in lower if c.col in single)
    return not fullest or (not short and all(c.col in above for c in lower))


def _is_label(text: str) -> bool:
    """Tell whether a text stands beside several rows, and so at any height."""
    return bool(level_depths(text)) or side_label(text)


def _join(rows: list[Row], above: _Above, cells: Sequence[Cell]) -> None:
    for cell in cells:
        at, upper = above.get(cell.col, (len(rows) - 1, None))
        others = tuple(c for c in rows[at].cells if c is not upper)
        merged = joined(upper, cell) if upper else cell
        rows[at] = replace(rows[at], cells=tuple(sorted((*others, merged), key=lambda c: c.col)))


def _gained(upper: Cell, lower: Cell) -> int:
    """Tell whether two halves make a label or a number that the page end cut (1), or labels of their own (-1)."""
    together = joined(upper, lower).text
    if number(together) is not None and _is_cut_number(upper.text, lower.text):
        return 1
    halves_known = max(_known(upper.text), _known(lower.text))
    if _known(together) >= max(halves_known, SIMILAR):
        return 1
    return -1 if halves_known else 0


def _are_figures(above: _Above, row: Row) -> bool:
    """Tell whether a page's first row prints only figures that go on those above: no line of a form has no word."""
    pairs = [(above[c.col][1], c) for c in row.filled if c.col in above]
    figures = all(
        number(upper.text) is not None and number(joined(upper, c).text) is not None for upper, c in pairs
    )
    return len(pairs) == len(row.filled) < len(above) and figures


def _is_cut_number(upper: str, lower: str) -> bool:
    """Tell whether neither half can stand alone: 200,0 and 00.00, or 11456 and .19."""
    return bool(_DIGIT.search(upper)) and (number(upper) is None or lower.startswith((".", ",", "%")))


def _known(text: str) -> float:
    """Tell how surely a text is a label that forms print, of 100; 0 where it is none."""
    whole = without_among(text)
    if level_depths(whole) or names("total", whole):
        return SAME
    return max((match.score for block in _BLOCKS if (match := match_of(block, whole))), default=0.0)


def with_late_labels(rows: Iterable[Row]) -> list[Row]:
    """Give the last row of a page the level name that the next page prints first, where its own cell for it is blank.

    Only where names stand in cells over several rows: there a blank cell of its own is no part of the name
    above it, but at the top of a page it may be. A page that begins with the rest of a row prints that row's
    names.
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
    ends = {
        _columns(c): (n, c)
        for n, row in enumerate(rows[:at])
        for c in row.cells
        if c.row + c.rowspan == rows[at].at
    }
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
