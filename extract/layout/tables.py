"""The tables of pages before their text: from ruled lines, or where there are none from the white between texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extract.geometry.lattice import Lattice, Span, lattice, spans
from extract.geometry.marks import Floats, Glyphs, Ints, Marks
from extract.geometry.rulings import GAP, Frame, frames
from extract.grid import Page, PageTable
from extract.layout.borderless.ink_runs import runs_of
from extract.layout.borderless.tables import borderless

_NO_CELL = -1
_HANGS = 0.6  # of its height by which a line of text may begin below the row that it belongs to


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lattice, its cells, and which cell owns each unit; ``xs`` are its column edges as they are told."""

    grid: Lattice
    xs: tuple[float, ...]
    spans: list[Span]
    owner: list[list[int]]
    inferred: bool = False


def tables_of(pages: Sequence[Marks], before: Page | None) -> Iterator[list[Table]]:
    """Build each page's tables, from top to bottom; one without upright rules may go on from the page before."""
    last: PageTable | Table | None = before.tables[-1] if before and before.tables else None
    for marks, drawn in zip(pages, frames([marks.rules for marks in pages]), strict=True):
        tables = _ruled(drawn) or _inferred(marks, last.xs if last and last.inferred else ())
        if tables and last and not tables[0].inferred:
            tables[0] = _widened(tables[0], last.xs, marks.glyphs)
        if tables and not any(tables[-1].grid.level[-1]):
            tables[-1] = _lengthened(tables[-1], marks.glyphs)
        last = tables[-1] if tables else None
        yield tables


def owners(pages: Sequence[Sequence[Table]], points: Floats, page: Ints) -> Ints:
    """Tell for each point (n, 2) of a page (n) which cell holds it, the cells of all tables numbered in one row.

    What no cell holds has the negative of its page's number, counted from 1. Of two tables that hold a point
    the smaller, inner one gets it.
    """
    owner: Ints = -1 - page
    ends = np.searchsorted(page, np.arange(len(pages) + 1)).tolist()
    first = 0
    for tables, (start, end) in zip(pages, pairwise(ends), strict=True):
        numbered = []
        for table in tables:
            numbered.append((first, table))
            first += len(table.spans)
        for number, table in sorted(numbered, key=lambda pair: -_area(pair[1].grid)):
            held = _held(table, points[start:end])
            owner[start:end] = np.where(held == _NO_CELL, owner[start:end], held + number)
    return owner


def _widened(table: Table, known: tuple[float, ...], glyphs: Glyphs) -> Table:
    """Add an outer column of the page before that no line closes, and whose label stands beside all rows, or on another page."""
    grid = table.grid
    same = [any(abs(x - edge) <= GAP for edge in known) for x in grid.xs]
    sides = (known[0], grid.xs[0]), (grid.xs[-1], known[-1])
    left, right = (high - low > GAP and (all(same) or _holds(glyphs, low, high, grid)) for low, high in sides)
    if not (left or right) or not (same[0] and same[-1]):
        return table
    beside = [True] * grid.shape[0]
    wider = Lattice(
        [*known[:1] * left, *grid.xs, *known[-1:] * right],
        grid.ys,
        [[*[False] * left, *row, *[False] * right] for row in grid.level],
        [*[beside] * left, beside, *grid.upright[1:-1], beside, *[beside] * right],
    )
    return Table(wider, tuple(wider.xs), *spans(wider))


def _lengthened(table: Table, glyphs: Glyphs) -> Table:
    """Take into a last row that a page end leaves open what hangs out of it, at most a line of text."""
    x0, top, x1, bottom = glyphs.boxes.T
    edge, (left, *_, right) = table.grid.ys[-1], table.grid.xs
    hangs = (
        (bottom > edge)
        & (top < edge + _HANGS * (bottom - top))
        & (x0 + x1 > 2 * left)
        & (x0 + x1 < 2 * right)
    )
    if not hangs.any():
        return table
    grid = replace(table.grid, ys=[*table.grid.ys[:-1], float(bottom[hangs].max())])
    return replace(table, grid=grid)


def _holds(glyphs: Glyphs, low: float, high: float, grid: Lattice) -> bool:
    """Tell whether a glyph stands between two edges, as high as the rows of a table."""
    x, y = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]).T / 2
    return bool(((x > low) & (x < high) & (y > grid.ys[0]) & (y < grid.ys[-1])).any())


def _held(table: Table, points: Floats) -> Ints:
    """Tell which of a table's cells holds each point; a border of no cells around them spares a look at the edges."""
    around = [_NO_CELL] * (len(table.grid.xs) + 1)
    cells = np.array([around, *([_NO_CELL, *row, _NO_CELL] for row in table.owner), around])
    x, y = points.T
    held: Ints = cells[np.searchsorted(table.grid.ys, y, "right"), np.searchsorted(table.grid.xs, x, "right")]
    return held


def _ruled(drawn: Sequence[Frame]) -> list[Table]:
    """Build the tables that rules draw; a single box is none, nor is a frame around another table."""
    grids = [grid for frame in drawn if (grid := lattice(frame)) is not None]
    kept = [
        grid for grid in grids if not (grid.shape[1] == 1 and any(_within(other, grid) for other in grids))
    ]
    kept.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return [Table(grid, tuple(grid.xs), *spans(grid)) for grid in kept]


def _inferred(marks: Marks, known: tuple[float, ...]) -> list[Table]:
    """Build the tables that no upright rule draws; ``known`` are the column edges of the page before."""
    grids = borderless(runs_of(marks.glyphs), marks.rules, known)
    return [
        Table(grid, known if _go_on(grid, known) else tuple(grid.xs), *spans(grid), inferred=True)
        for grid in grids
    ]


def _go_on(grid: Lattice, known: tuple[float, ...]) -> bool:
    """Tell whether the columns are those of the page before, were some of their edges found elsewhere in the same white."""
    return len(grid.xs) == len(known) and grid.xs[0] == known[0] and grid.xs[-1] == known[-1]


def _within(inner: Lattice, outer: Lattice) -> bool:
    return inner is not outer and (
        inner.xs[0] >= outer.xs[0]
        and inner.xs[-1] <= outer.xs[-1]
        and inner.ys[0] >= outer.ys[0]
        and inner.ys[-1] <= outer.ys[-1]
    )


def _area(grid: Lattice) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])
