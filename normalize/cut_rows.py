"""Rows that a page end cut although rules close both halves, as word processors print them: told by their lines and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Cell
from normalize.labels import level_depths, match_of, names, side_label, without_among
from normalize.number import number
from normalize.rows import Row, joined

SLACK = 1
SAME = 100.0
SIMILAR = 1.0
_DIGIT = re.compile(r"\d")
_BLOCKS = ("head", "fund", "fund_total", "fund_source", "goal", "indicator", "side", "management")


def mended(rows: Iterable[Row]) -> list[Row]:
    """Give a grid's rows; of those that begin a page some are joined to the row before, and some are told to be new rows.

    All cells of a row are cut at one height: a cell goes on only where the one above fills its half. A row of which most cells
    are halves of labels and numbers is one with the row before; of others only such halves are joined, and whether the rest
    goes on only its block can tell, so that it stays ``fresh``. A label beside several rows may be cut where the rows are not.
    """
    whole: list[Row] = []
    for row in rows:
        above = _above(whole, row) if row.fresh and row.filled else {}
        gains = {c.col: _gained(above[c.col][1], c) for c in row.filled if c.col in above}
        if above and not _could_go_on(above, [c for c in row.filled if gains.get(c.col, 0) <= 0]):
            halves = [c for c in row.filled if gains.get(c.col, 0) > 0 and not _is_cut_number(above[c.col][1].text, c.text)]
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
    return {c.col: (at, c) for at, r in enumerate(rows) for c in r.cells if r.at + c.rowspan == row.at and c.text}


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
    figures = all(number(upper.text) is not None and number(joined(upper, c).text) is not None for upper, c in pairs)
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
