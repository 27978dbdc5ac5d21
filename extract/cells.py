"""The cells of one frame: rectangles that no line cuts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extract.marks import Flags, Floats, Ints
from extract.rules import GAP, Frame, Lines, cluster

Rows = list[list[bool]]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Edges ``xs`` (c + 1) and ``ys`` (r + 1), and which unit edges are ruled: ``level`` (r + 1, c) and ``upright`` (r, c + 1)."""

    xs: Floats
    ys: Floats
    level: Flags
    upright: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1


class Span(NamedTuple):
    """A rectangle of units: its first row and column, and how many of each it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int


def lattice(frame: Frame) -> Lattice | None:
    """Lay the edges of a frame: columns from its upright lines, rows from its level lines, the outer box always closed.

    A closed frame of a single cell is no lattice; an open one may be a piece of a cell that fills the page.
    """
    xs = _edges(frame.upright.at, frame.level)
    ys = _edges(frame.level.at, frame.upright)
    if len(xs) < 2 or len(ys) < 2:  # noqa: PLR2004 - two edges make one column
        return None
    grid = _without_idle_edges(Lattice(xs, ys, _ruled(frame.level, ys, xs), _ruled(frame.upright, xs, ys).T))
    closed = bool(grid.level[0].any() and grid.level[-1].any())
    return grid if max(grid.shape) > 1 or not closed else None


def spans(grid: Lattice) -> tuple[list[Span], Ints]:
    """Cut the lattice into cells, in reading order, and tell which cell owns each unit (r, c)."""
    level: Rows = grid.level.tolist()
    upright: Rows = grid.upright.tolist()
    rows, cols = grid.shape
    owner = [[-1] * cols for _ in range(rows)]
    found: list[Span] = []
    for row in range(rows):
        for col in range(cols):
            if owner[row][col] < 0:
                span = _grow(level, upright, owner, row, col)
                for line in owner[row : row + span.rowspan]:
                    line[col : col + span.colspan] = [len(found)] * span.colspan
                found.append(span)
    return found, np.array(owner)


def _grow(level: Rows, upright: Rows, owner: list[list[int]], row: int, col: int) -> Span:
    right = col + 1
    while right < len(owner[row]) and not upright[row][right] and owner[row][right] < 0:
        right += 1
    low = row + 1
    while low < len(owner) and not (
        any(level[low][col:right]) or any(upright[low][col + 1 : right]) or max(owner[low][col:right]) >= 0
    ):
        low += 1
    return Span(row, col, low - row, right - col)


def _edges(at: Floats, across: Lines) -> Floats:
    """Take the positions of lines, and where the lines across them begin and end beyond the outermost."""
    outer = (across.start.min(), across.end.max()) if len(across) else ()
    beyond = [limit for limit in outer if not len(at) or limit < at.min() - GAP or limit > at.max() + GAP]
    return cluster(np.concatenate((at, beyond)) if beyond else at)[0]


def _ruled(lines: Lines, positions: Floats, units: Floats) -> Flags:
    """Tell for each position and unit edge (p, u - 1) whether a line lies on it from end to end."""
    ruled = np.zeros((len(positions), len(units) - 1), np.bool_)
    if not len(lines):
        return ruled
    slack = np.minimum(GAP, np.diff(units) / 4)
    covers = (lines.start[:, None] <= units[:-1] + slack) & (lines.end[:, None] >= units[1:] - slack)
    np.logical_or.at(ruled, np.abs(positions[None, :] - lines.at[:, None]).argmin(axis=1), covers)
    return ruled


def _without_idle_edges(grid: Lattice) -> Lattice:
    """Drop inner edges on which no unit is ruled."""
    rows = np.asarray(grid.level.any(axis=1))
    cols = np.asarray(grid.upright.any(axis=0))
    rows[[0, -1]] = True
    cols[[0, -1]] = True
    level = np.logical_and.reduceat(grid.level[rows], np.flatnonzero(cols)[:-1], axis=1)
    upright = np.logical_and.reduceat(grid.upright[:, cols], np.flatnonzero(rows)[:-1], axis=0)
    return Lattice(grid.xs[cols], grid.ys[rows], level, upright)
