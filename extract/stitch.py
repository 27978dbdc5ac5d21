"""The parts of a table, page by page, sewn into one grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from msgspec import structs

from extract.grid import Cell, Grid, Line
from extract.lines import join_wrapped
from extract.page import PageTable
from extract.rules import cluster

Columns = tuple[int, int]
Texts = set[tuple[Columns, str]]
Place = tuple[int, int, int]  # row, column, columns

_HEAD_CELLS = 3
_WORD = 2  # letters


@dataclass(frozen=True, slots=True)
class _Part:
    """A page's part in the columns of the whole table: its cells, and which columns a rule closes above and below it."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]


def stitch(tables: Sequence[PageTable], before: tuple[Line, ...] = ()) -> Grid:
    """Join a table's parts: columns by where their edges stand on all pages, a row cut by a page end to one row.

    A row is cut where no rule stands between its parts, neither below the one nor above the other. Elsewhere the new page's first
    row is a new row, recorded in ``breaks``, and only the cells that no rule parts go on over the page end, and labels printed on
    the later page only. A head that the new page repeats is left out.
    """
    parts, cols = _in_common_columns(tables)
    ended, whole = _ended(parts[0])
    heads, breaks = _worded_rows(parts[0]), []
    for page in parts[1:]:
        part = _without_repeated_head(whole, page, heads)
        heads += _worded_rows(part)
        cut = _is_cut(whole, part)
        if not cut:
            breaks.append(whole.rows)
        more, whole = _ended(_append(whole, part, whole.rows - cut))
        ended += more
    cells = sorted(_with_late_labels([*ended, *whole.cells], breaks, cols), key=lambda cell: (cell.row, cell.col))
    return Grid(whole.rows, cols, tuple(cells), before, tuple(breaks))


def _ended(part: _Part) -> tuple[list[Cell], _Part]:
    """Part the cells that end earlier from those in the last row, the only ones that may go on."""
    ended = [cell for cell in part.cells if cell.row + cell.rowspan < part.rows]
    last = tuple(cell for cell in part.cells if cell.row + cell.rowspan == part.rows)
    return ended, replace(part, cells=last)


def _with_late_labels(cells: Sequence[Cell], breaks: Sequence[int], cols: int) -> list[Cell]:
    """Join labels that only a later page prints to the empty cells above them, but not to what goes on from an earlier label."""
    kept = {(cell.row, *_columns(cell)): cell for cell in cells}
    printed: set[Place] = set()
    for row in breaks:
        ends = {_columns(cell): cell for cell in kept.values() if cell.row + cell.rowspan == row}
        for place, lower in [(place, cell) for place, cell in kept.items() if place[0] == row and _columns(cell) in ends]:
            upper = ends[_columns(lower)]
            if upper.text or (upper.row, *_columns(upper)) in printed:
                printed.add(place)
            elif _is_label(lower, upper, cols):
                del kept[place]
                kept[upper.row, *_columns(upper)] = _join(upper, lower, row)
    return list(kept.values())


def _is_label(lower: Cell, upper: Cell, cols: int) -> bool:
    """Tell labels, which stand over several rows in the left half, from what other cells print."""
    return max(lower.rowspan, upper.rowspan) > 1 and 2 * (lower.col + lower.colspan) <= cols


def _in_common_columns(tables: Sequence[PageTable]) -> tuple[list[_Part], int]:
    means, index = cluster(np.array([x for table in tables for x in table.xs]))
    columns = iter(index.tolist())
    edges = [[next(columns) for _ in table.xs] for table in tables]
    return [_part(table, at, len(means) - 1) for table, at in zip(tables, edges, strict=True)], len(means) - 1


def _part(table: PageTable, at: list[int], cols: int) -> _Part:
    cells = tuple(_placed(cell, cell.row, at[cell.col], at[cell.col + cell.colspan] - at[cell.col]) for cell in table.cells)
    top = table.ruled_top or (not table.open_top,) * (len(at) - 1)
    bottom = table.ruled_bottom or (not table.open_bottom,) * (len(at) - 1)
    return _Part(len(table.ys) - 1, cells, _spread(top, at, cols), _spread(bottom, at, cols))


def _spread(ruled: tuple[bool, ...], at: list[int], cols: int) -> tuple[bool, ...]:
    return tuple(ruled[column] for column in (np.searchsorted(at, np.arange(cols), "right") - 1).tolist())


def _placed(cell: Cell, row: int, col: int, colspan: int) -> Cell:
    """Give a cell another place; every cell of a file is placed, so this spares the time that ``replace`` takes."""
    same = row == cell.row and col == cell.col and colspan == cell.colspan
    return cell if same else Cell(row, col, cell.text, cell.boxes, cell.rowspan, colspan, cell.lines)


def _lowered(cell: Cell, by: int) -> Cell:
    return _placed(cell, cell.row + by, cell.col, cell.colspan)


def _without_repeated_head(whole: _Part, part: _Part, heads: Sequence[Texts]) -> _Part:
    """Leave out the rows on top that repeat earlier ones; what is below them goes on a row that the page before left open."""
    texts = _texts_by_row(part)
    rows = len(list(takewhile(lambda row: _is_worded(row) and any(row <= head for head in heads), texts)))
    if rows in (0, part.rows) or any(cell.row < rows < cell.row + cell.rowspan for cell in part.cells):
        return part
    kept = tuple(_lowered(cell, -rows) for cell in part.cells if cell.row >= rows)
    return _Part(part.rows - rows, kept, (any(whole.ruled_bottom),) * len(part.ruled_top), part.ruled_bottom)


def _worded_rows(part: _Part) -> list[Texts]:
    return [row for row in _texts_by_row(part) if _is_worded(row)]


def _is_worded(row: Texts) -> bool:
    """Tell a row that may be a head: it prints only words, for two lines' figures may well be the same."""
    return len(row) >= _HEAD_CELLS and all(sum(map(str.isalpha, text)) >= _WORD for _, text in row)


def _texts_by_row(part: _Part) -> list[Texts]:
    """Give, row by row, the columns and the text of the cells that begin there and print something."""
    rows: list[Texts] = [set() for _ in range(part.rows)]
    for cell in part.cells:
        if cell.text:
            rows[cell.row].add((_columns(cell), cell.text))
    return rows


def _is_cut(whole: _Part, part: _Part) -> bool:
    ruled = any(whole.ruled_bottom) or any(part.ruled_top)
    return not ruled and set(_last_cells(whole)) == set(_first_cells(part))


def _append(whole: _Part, part: _Part, offset: int) -> _Part:
    """Add a part's rows at ``offset``; a cell goes on in the one below it where no rule parts the two."""
    last, first = _last_cells(whole), _first_cells(part)
    going_on = {at for at in last.keys() & first.keys() if not _parted(whole, part, at)}
    kept = [cell for cell in whole.cells if not (_columns(cell) in going_on and last[_columns(cell)] is cell)]
    joined = [_join(last[at], first[at], offset) for at in going_on]
    added = [_lowered(cell, offset) for cell in part.cells if not (cell.row == 0 and _columns(cell) in going_on)]
    return _Part(part.rows + offset, (*kept, *joined, *added), whole.ruled_top, part.ruled_bottom)


def _parted(whole: _Part, part: _Part, at: Columns) -> bool:
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


def _last_cells(part: _Part) -> dict[Columns, Cell]:
    return {_columns(cell): cell for cell in part.cells if cell.row + cell.rowspan == part.rows}


def _first_cells(part: _Part) -> dict[Columns, Cell]:
    return {_columns(cell): cell for cell in part.cells if cell.row == 0}


def _columns(cell: Cell) -> Columns:
    return cell.col, cell.colspan
