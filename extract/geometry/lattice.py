"""The cells of one frame.

Rectangles that no line cuts. Plain lists: a page's lattice is too small for numpy to be sooner.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from extract.geometry.rulings import Frame, Lines
from extract.geometry.settings import GEOMETRY

Rows = list[list[bool]]
# a rectangle of units: its first row and column, and how many of each it covers
Span = tuple[int, int, int, int]

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Lattice:
    """Edges ``xs`` (c + 1) and ``ys`` (r + 1), and which unit edges are ruled.

    ``level`` (r + 1, c) and ``upright`` (c + 1, r).
    """

    xs: list[float]
    ys: list[float]
    level: Rows
    upright: Rows

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1


def find_lattice(frame: Frame) -> Lattice | None:
    """Lay the edges of a frame.

    Columns from its upright lines, rows from its level lines, the outer box always closed.

    A closed frame of a single cell is no lattice; an open one may be a piece of a cell that fills the page.
    """
    xs = _find_edges(frame.upright, frame.level)
    ys = _find_edges(frame.level, frame.upright)
    if len(xs) < 2 or len(ys) < 2:  # noqa: PLR2004 - two edges make one column
        return None
    grid = _drop_idle_edges(
        Lattice(xs, ys, _are_ruled(frame.level, ys, xs), _are_ruled(frame.upright, xs, ys))
    )
    closed = any(grid.level[0]) and any(grid.level[-1])
    if closed and max(grid.shape) == 1:
        return None
    return grid


def find_spans(grid: Lattice) -> tuple[list[Span], list[list[int]]]:
    """Cut the lattice into cells, in reading order, and tell which cell owns each unit (r, c)."""
    rows, cols = grid.shape
    upright = list(zip(*grid.upright, strict=True))
    owner = [[_NOBODY] * cols for _ in range(rows)]
    found: list[Span] = []
    for row, owned in enumerate(owner):
        closed = all(grid.level[row + 1])
        for col, taken in enumerate(owned):
            if taken != _NOBODY:
                continue
            right, low = col + 1, row + 1
            if not upright[row][right]:
                right = _find_right_end(upright[row], owned, col)
            if not closed and not grid.level[low][col]:
                low = _find_low_end(grid, upright, owner, (row, col, right))
            if low == row + 1 and right == col + 1:
                owned[col] = len(found)
            else:
                for line in owner[row:low]:
                    line[col:right] = [len(found)] * (right - col)
            found.append((row, col, low - row, right - col))
    return found, owner


def _find_right_end(upright: Sequence[bool], owned: Sequence[int], col: int) -> int:
    right = col + 1
    while right < len(owned) and not upright[right] and owned[right] == _NOBODY:
        right += 1
    return right


def _find_low_end(
    grid: Lattice,
    upright: Sequence[Sequence[bool]],
    owner: Sequence[Sequence[int]],
    top: tuple[int, int, int],
) -> int:
    """Follow a cell down to where a line parts it or cuts it.

    ``top`` is its first row, and from which column to which it goes.
    """
    row, col, right = top
    low, across, within = row + 1, slice(col, right), slice(col + 1, right)
    while low < len(owner) and not (
        any(grid.level[low][across]) or any(upright[low][within]) or max(owner[low][across]) > _NOBODY
    ):
        low += 1
    return low


def _find_edges(lines: Lines, across: Lines) -> list[float]:
    """Take the positions of lines, and where the lines across them begin and end beyond the outermost."""
    at = set(lines.at.tolist())
    outer = (min(across.start.tolist()), max(across.end.tolist())) if len(across) else ()
    beyond = [
        limit
        for limit in outer
        if not at or limit < min(at) - GEOMETRY.gap_pt or limit > max(at) + GEOMETRY.gap_pt
    ]
    return sorted({*at, *beyond})


def _are_ruled(lines: Lines, positions: Sequence[float], units: Sequence[float]) -> Rows:
    """Tell for each position and unit edge (p, u - 1) whether a line lies on it from end to end."""
    slack = [min(GEOMETRY.gap_pt, (end - start) / 4) for start, end in pairwise(units)]
    starts = [unit + most for unit, most in zip(units, slack, strict=False)]
    ends = [unit - most for unit, most in zip(units[1:], slack, strict=True)]
    ruled = {at: [False] * len(slack) for at in positions}
    for at, start, end in zip(lines.at.tolist(), lines.start.tolist(), lines.end.tolist(), strict=True):
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        if first < last:
            ruled[at][first:last] = [True] * (last - first)
    return list(ruled.values())


def _drop_idle_edges(grid: Lattice) -> Lattice:
    """Drop inner edges on which no unit is ruled."""
    rows, cols = ([True, *map(any, lines[1:-1]), True] for lines in (grid.level, grid.upright))
    if all(rows) and all(cols):
        return grid
    level = [_join_units(line, cols) for line in compress(grid.level, rows)]
    upright = [_join_units(line, rows) for line in compress(grid.upright, cols)]
    return Lattice(list(compress(grid.xs, cols)), list(compress(grid.ys, rows)), level, upright)


def _join_units(ruled: Sequence[bool], kept: Sequence[bool]) -> list[bool]:
    """Join the units between the edges that are kept: ruled where all are."""
    edges = [edge for edge, stays in enumerate(kept) if stays]
    return [all(ruled[first:end]) for first, end in pairwise(edges)]
