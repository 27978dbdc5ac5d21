"""The parts of a table, page by page, sewn into one grid."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from operator import attrgetter

import numpy as np
from msgspec import structs

from extract.geometry.rulings import cluster
from extract.geometry.text_lines import join_wrapped
from extract.grid import Cell, Grid, Line, PageTable

Columns = tuple[int, int]

_FILLED = 3  # cells of a row
_IN_NUMBERS = ".,%％"
_ENDING = 2  # characters
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d[\d,.]*%?")


@dataclass(frozen=True, slots=True)
class Part:
    """A page's part in the columns of the whole table: its cells, and which columns a rule closes above and below it."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]


def columns_of(cell: Cell) -> Columns:
    """Give the columns that a cell covers."""
    return cell.col, cell.colspan


def last_cells(part: Part) -> dict[Columns, Cell]:
    """Give the cells that end with the last row, by their columns."""
    return {columns_of(cell): cell for cell in part.cells if cell.row + cell.rowspan == part.rows}


def first_cells(part: Part) -> dict[Columns, Cell]:
    """Give the cells that begin with the first row, by their columns."""
    return {columns_of(cell): cell for cell in part.cells if cell.row == 0}


def is_cut(whole: Part, part: Part) -> bool:
    """Tell whether a page end cuts the row that is last on the one page and first on the other: no rule stands between the two."""
    if _is_ruled(whole, part):
        return False
    last, first = last_cells(whole), first_cells(part)
    return set(last) == set(first) and not _are_two_rows(last, first)


def stay_open(whole: Part, part: Part) -> set[Columns]:
    """Give the columns in which a cell may go on: between two whole rows that no rule parts, only what stands beside several."""
    last, first = last_cells(whole), first_cells(part)
    shared = last.keys() & first.keys()
    if _is_ruled(whole, part):
        return shared
    if _are_two_rows(last, first):
        return {at for at in shared if _is_beside(last[at], first[at], len(part.ruled_top))}
    return (
        shared if set(last) == set(first) else {at for at in shared if not _are_numbers(last[at], first[at])}
    )


def _are_numbers(*cells: Cell) -> bool:
    """Tell numbers of two rows: the rows of a page end that have other cells are no halves of one."""
    return all(cell.rowspan == 1 and _NUMBER.fullmatch(cell.text) for cell in cells)


def _is_ruled(whole: Part, part: Part) -> bool:
    return any(whole.ruled_bottom) or any(part.ruled_top)


def _is_beside(upper: Cell, lower: Cell, cols: int) -> bool:
    left = 2 * (upper.col + upper.colspan) <= cols
    if not (upper.text and lower.text):
        return left or max(upper.rowspan, lower.rowspan) > 1
    return (max if left else min)(upper.rowspan, lower.rowspan) > 1 and not _are_two_labels(
        upper.text, lower.text
    )


def _are_two_labels(upper: str, lower: str) -> bool:
    """Tell two labels made alike from the halves of one."""
    return min(len(upper), len(lower)) > _ENDING and upper[-_ENDING:] == lower[-_ENDING:]


def _are_two_rows(last: Mapping[Columns, Cell], first: Mapping[Columns, Cell]) -> bool:
    """Tell two whole rows between which a page ends without a rule, as browsers print them.

    A cut row prints a figure above the page end or below it: where each figure stands over another, or under
    a head, both rows are whole.
    """
    both = [
        (last[at], first[at])
        for at in last.keys() & first.keys()
        if last[at].rowspan == first[at].rowspan == 1
    ]
    filled = [(upper, lower) for upper, lower in both if upper.text and lower.text]
    alone = [cell for pair in both if pair not in filled for cell in pair if cell.text]
    figures = [pair for pair in filled if all(map(_is_figure, pair))]
    wrapped = any(lower.text[0] in _IN_NUMBERS for _, lower in figures)
    headed = [
        lower for upper, lower in filled if _NUMBER.fullmatch(lower.text) and not _DIGIT.search(upper.text)
    ]
    more_filled = len(filled) >= _FILLED and len(filled) >= 2 * len(alone)
    return (
        (bool(figures) or len(headed) > 1) and more_filled and not wrapped and not any(map(_is_figure, alone))
    )


def _is_figure(cell: Cell) -> bool:
    return cell.lines <= 1 and _DIGIT.search(cell.text) is not None


def without_strip(part: Part) -> Part:
    """Leave out an empty strip below the last row: labels beside it reach down to the page end, and the next row did not fit."""
    begun = [cell for cell in part.cells if cell.row == part.rows - 1]
    if (
        any(part.ruled_bottom)
        or len(begun) != 1
        or begun[0].text
        or begun[0].colspan == 1
        or len(part.cells) == 1
    ):
        return part
    return replace(
        part,
        rows=part.rows - 1,
        cells=tuple(_raised(cell, part.rows - 1) for cell in part.cells if cell not in begun),
    )


def _raised(cell: Cell, bottom: int) -> Cell:
    return structs.replace(cell, rowspan=min(cell.rowspan, bottom - cell.row))


Texts = set[tuple[Columns, str]]
Place = tuple[int, int, int]  # row, column, columns

_PLACE = attrgetter("row", "col")
_HEAD_CELLS = 3
_WORD = 2  # letters, on average


def stitch(tables: Sequence[PageTable], before: tuple[Line, ...] = ()) -> Grid:
    """Join a table's parts: columns by where their edges stand on all pages, a row cut by a page end to one row.

    A row is cut where no rule stands between its parts, neither below the one nor above the other. Elsewhere
    the new page's first row is a new row, recorded in ``breaks``, and only the cells that no rule parts go on
    over the page end, and labels printed on the later page only. A head that the new page repeats is left
    out.
    """
    parts, cols = _in_common_columns(tables)
    ended, whole = _ended(parts[0])
    breaks: list[int] = []
    heads: list[Texts] = []
    unread = [parts[0]]
    for page in parts[1:]:
        part = page
        if _is_worded(next(_texts_by_row(page))):  # seldom
            heads += (row for read in unread for row in _texts_by_row(read) if _is_worded(row))
            part, unread = _without_repeated_head(whole, page, heads), []
        unread.append(part)
        cut = is_cut(whole, part)
        if not cut:
            breaks.append(whole.rows)
        more, whole = _ended(_append(whole, part, whole.rows - cut))
        ended += more
    cells = sorted(_with_late_labels([*ended, *whole.cells], breaks, cols), key=_PLACE)
    return Grid(whole.rows, cols, tuple(cells), before, tuple(breaks))


def _ended(part: Part) -> tuple[list[Cell], Part]:
    """Part the cells that end earlier from those in the last row, the only ones that may go on."""
    ended = [cell for cell in part.cells if cell.row + cell.rowspan < part.rows]
    last = tuple(cell for cell in part.cells if cell.row + cell.rowspan == part.rows)
    return ended, replace(part, cells=last)


def _with_late_labels(cells: Sequence[Cell], breaks: Sequence[int], cols: int) -> Sequence[Cell]:
    """Join labels that only a later page prints to the empty cells above them, but not to what goes on from an earlier label."""
    begin: dict[int, list[Cell]] = {row: [] for row in breaks}
    end: dict[int, dict[Columns, Cell]] = {row: {} for row in breaks}
    for cell in cells if breaks else ():
        if cell.row in begin:
            begin[cell.row].append(cell)
        if cell.row + cell.rowspan in end:
            end[cell.row + cell.rowspan][columns_of(cell)] = cell
    joined: dict[Place, Cell | None] = {}
    printed: set[Place] = set()
    for row in breaks:
        for lower in begin[row]:
            upper = end[row].get(columns_of(lower))
            if upper and (upper.text or _place(upper) in printed):
                printed.add(_place(lower))
            elif upper and _is_label(lower, upper, cols):
                whole = _join(upper, lower, row)
                joined |= {_place(lower): None, _place(upper): whole}
                if whole.row + whole.rowspan in end:
                    end[whole.row + whole.rowspan][columns_of(whole)] = whole
    rows = {row for row, *_ in joined}
    now = (joined.get(_place(cell), cell) if cell.row in rows else cell for cell in cells)
    return [cell for cell in now if cell] if joined else cells


def _is_label(lower: Cell, upper: Cell, cols: int) -> bool:
    """Tell labels, which stand over several rows in the left half, from what other cells print."""
    return max(lower.rowspan, upper.rowspan) > 1 and 2 * (lower.col + lower.colspan) <= cols


def _in_common_columns(tables: Sequence[PageTable]) -> tuple[list[Part], int]:
    means, index = cluster(np.array([x for table in tables for x in table.xs]))
    columns = iter(index.tolist())
    edges = [[next(columns) for _ in table.xs] for table in tables]
    return [_part(table, at, len(means) - 1) for table, at in zip(tables, edges, strict=True)], len(means) - 1


def _part(table: PageTable, at: list[int], cols: int) -> Part:
    cells = table.cells if at == list(range(len(at))) else tuple(_widened(cell, at) for cell in table.cells)
    top = table.ruled_top or (not table.open_top,) * (len(at) - 1)
    bottom = table.ruled_bottom or (not table.open_bottom,) * (len(at) - 1)
    return without_strip(Part(len(table.ys) - 1, cells, _spread(top, at, cols), _spread(bottom, at, cols)))


def _widened(cell: Cell, at: list[int]) -> Cell:
    col, end = at[cell.col], at[cell.col + cell.colspan]
    return Cell(cell.row, col, cell.text, cell.boxes, cell.rowspan, end - col, cell.lines)


def _lowered(cell: Cell, by: int) -> Cell:
    return Cell(cell.row + by, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan, cell.lines)


def _spread(ruled: tuple[bool, ...], at: list[int], cols: int) -> tuple[bool, ...]:
    """Tell for each column of the whole table what a page's columns tell."""
    return (
        ruled if len(ruled) == cols else tuple(ruled[bisect_right(at, column) - 1] for column in range(cols))
    )


def _without_repeated_head(whole: Part, part: Part, heads: Sequence[Texts]) -> Part:
    """Leave out the rows on top that repeat earlier ones; what is below them goes on a row that the page before left open."""
    rows = len(
        list(
            takewhile(lambda row: _is_worded(row) and any(row <= head for head in heads), _texts_by_row(part))
        )
    )
    if rows in (0, part.rows) or any(cell.row < rows < cell.row + cell.rowspan for cell in part.cells):
        return part
    kept = tuple(_lowered(cell, -rows) for cell in part.cells if cell.row >= rows)
    anew = not any(whole.ruled_bottom) and _is_filled_anew(whole, kept)
    ruled_top = (True,) * len(part.ruled_top) if anew else whole.ruled_bottom
    return Part(part.rows - rows, kept, ruled_top, part.ruled_bottom)


def _is_filled_anew(whole: Part, cells: Sequence[Cell]) -> bool:
    """Tell whether what stands below a head is a row of its own, and the page end cut the lower margin of the last row only.

    Its cells are others, or all that the last row prints has a text below it, figures too.
    """
    last = last_cells(whole)
    above = {at: cell.text for at, cell in last.items() if cell.text and cell.rowspan == 1}
    below = {columns_of(cell): cell.text for cell in cells if cell.row == 0 and cell.text}
    figures = any(_has_figure(text) and _has_figure(below.get(at, "")) for at, text in above.items())
    return not below.keys() <= last.keys() or (
        len(above) >= _HEAD_CELLS and above.keys() <= below.keys() and figures
    )


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_worded(row: Texts) -> bool:
    """Tell a row that may be a head: it prints only words, for two lines' figures may well be the same."""
    letters = [sum(map(str.isalpha, text)) for _, text in row]
    return len(row) >= _HEAD_CELLS and all(letters) and sum(letters) >= _WORD * len(row)


def _texts_by_row(part: Part) -> Iterator[Texts]:
    """Give, row by row, the columns and the text of the cells that begin there and print something."""
    begun = {row: list(cells) for row, cells in groupby(part.cells, key=attrgetter("row"))}
    return (
        {(columns_of(cell), cell.text) for cell in begun.get(row, ()) if cell.text}
        for row in range(part.rows)
    )


def _append(whole: Part, part: Part, offset: int) -> Part:
    """Add a part's rows at ``offset``; a cell goes on in the one below it where no rule parts the two."""
    last, first = last_cells(whole), first_cells(part)
    going_on = {at for at in stay_open(whole, part) if not _parted(whole, part, at)}
    kept = [
        cell for cell in whole.cells if not (columns_of(cell) in going_on and last[columns_of(cell)] is cell)
    ]
    joined = [_join(last[at], first[at], offset) for at in going_on]
    added = [
        _lowered(cell, offset) for cell in part.cells if not (cell.row == 0 and columns_of(cell) in going_on)
    ]
    return Part(part.rows + offset, (*kept, *joined, *added), whole.ruled_top, part.ruled_bottom)


def _parted(whole: Part, part: Part, at: Columns) -> bool:
    within = slice(at[0], at[0] + at[1])
    return any(whole.ruled_bottom[within]) or any(part.ruled_top[within])


def _join(upper: Cell, lower: Cell, offset: int) -> Cell:
    return structs.replace(
        upper,
        text=join_wrapped([upper.text, lower.text]),
        boxes=upper.boxes + lower.boxes,
        rowspan=offset + lower.rowspan - upper.row,
        lines=lower.lines,
    )


def _place(cell: Cell) -> Place:
    return cell.row, cell.col, cell.colspan
