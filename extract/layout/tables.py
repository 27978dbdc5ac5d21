"""The tables of pages before their text: from rulings, else from the white between texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np

from extract.geometry.lattice import Lattice, Span, find_lattice, find_spans
from extract.geometry.marks import Floats, Glyphs, Ints, Marks
from extract.geometry.rulings import Frame, find_frames
from extract.geometry.settings import GEOMETRY
from extract.grid import Page
from extract.layout.borderless.ink_runs import find_ink_lines
from extract.layout.borderless.tables import find_borderless_tables
from extract.layout.settings import LAYOUT

_NO_CELL = -1

Edges = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LatticeTable:
    """A table's lattice, its cells, and which cell owns each unit; ``xs`` are its told column edges.

    ``owner`` (r + 2, c + 2) has a border of no cells around the units, which spares a look at the edges.
    """

    grid: Lattice
    xs: Edges
    spans: list[Span]
    owner: Ints
    inferred: bool = False


def find_tables(pages: Sequence[Marks], before: Page | None) -> Iterator[list[LatticeTable]]:
    """Yield each page's tables, from top to bottom.

    One without upright rulings may go on from the page before.
    """
    last: Edges = ()  # of the columns of the last table, from the left edge of its page
    is_inferred = False
    if before and before.tables:
        last = _move_edges(before.tables[-1].xs, -_find_left(before))
        is_inferred = before.tables[-1].inferred
    for marks, drawn in zip(pages, find_frames([marks.rules for marks in pages]), strict=True):
        known = _move_edges(last, _find_left(marks))
        tables = _find_ruled(drawn, known, marks.glyphs) or _find_unruled(marks, known if is_inferred else ())
        if tables:
            if known and not tables[0].inferred:
                tables[0] = _add_outer_columns(tables[0], known, marks.glyphs)
            tables[-1] = _lengthen_open_row(tables[-1], marks.glyphs)
        last = _move_edges(tables[-1].xs, -_find_left(marks)) if tables else ()
        is_inferred = bool(tables) and tables[-1].inferred
        yield tables


def _find_left(page: Marks | Page) -> float:
    return page.part.left if page.part else 0.0


def _move_edges(edges: Edges, by: float) -> Edges:
    return tuple(x + by for x in edges) if by else edges


def find_owners(pages: Sequence[Sequence[LatticeTable]], points: Floats, page: Ints) -> Ints:
    """Find which cell holds each point (n, 2) of a page (n), the cells of all tables numbered in one row.

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
        for number, table in sorted(numbered, key=lambda pair: -_measure_area(pair[1].grid)):
            held = _find_holding_cells(table, points[start:end])
            owner[start:end] = np.where(held == _NO_CELL, owner[start:end], held + number)
    return owner


def _find_ruled(drawn: Sequence[Frame], before: Edges, glyphs: Glyphs) -> list[LatticeTable]:
    """Build the tables that rulings draw; a single box is none, nor is a frame around another table.

    Upright lines alone that texts run over are guides of the page.
    """
    grids = [grid for frame in drawn if (grid := find_lattice(frame)) is not None]
    tables = []
    for grid in sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])):
        is_frame = grid.shape[1] == 1 and any(_is_within(other, grid) for other in grids)
        if not is_frame and not _is_guide(grid, before, glyphs):
            tables.append(LatticeTable(grid, tuple(grid.xs), *_find_cells(grid)))
    return tables


def _find_cells(grid: Lattice) -> tuple[list[Span], Ints]:
    """Return a lattice's cells, and which of them owns each unit."""
    spans, owned = find_spans(grid)
    owner = np.full((len(owned) + 2, len(grid.xs) + 1), _NO_CELL)
    owner[1:-1, 1:-1] = owned
    return spans, owner


def _is_guide(grid: Lattice, before: Edges, glyphs: Glyphs) -> bool:
    """Tell whether only upright lines draw a lattice, texts run over them, and it is no piece of a row."""
    if any(chain.from_iterable(grid.level)) or any(_is_edge_near(x, before) for x in grid.xs):
        return False
    left, right = glyphs.boxes[:, 0], glyphs.boxes[:, 2]
    slack = LAYOUT.cell_entry_share * (right - left)
    crossed = [bool(((left + slack < x) & (x < right - slack)).any()) for x in grid.xs]
    return any(crossed)


def _is_edge_near(x: float, edges: Edges) -> bool:
    return any(abs(x - edge) <= GEOMETRY.gap_pt for edge in edges)


def _is_within(inner: Lattice, outer: Lattice) -> bool:
    if inner is outer:
        return False
    upper_left = outer.xs[0] <= inner.xs[0] and outer.ys[0] <= inner.ys[0]
    lower_right = inner.xs[-1] <= outer.xs[-1] and inner.ys[-1] <= outer.ys[-1]
    return upper_left and lower_right


def _find_unruled(marks: Marks, known: Edges) -> list[LatticeTable]:
    """Build the tables that no upright ruling draws; ``known`` are the column edges of the page before."""
    tables = []
    for grid in find_borderless_tables(find_ink_lines(marks.glyphs), marks.rules, known):
        xs = known if _has_columns(grid, known) else tuple(grid.xs)
        tables.append(LatticeTable(grid, xs, *_find_cells(grid), inferred=True))
    return tables


def _has_columns(grid: Lattice, known: Edges) -> bool:
    """Tell whether the columns are those of the page before.

    Some of their edges may stand elsewhere in the same white.
    """
    if len(grid.xs) != len(known):
        return False
    return grid.xs[0] == known[0] and grid.xs[-1] == known[-1]


def _add_outer_columns(table: LatticeTable, known: Edges, glyphs: Glyphs) -> LatticeTable:
    """Add an outer column of the page before that no line closes.

    Its label stands beside all rows, or on another page.
    """
    grid = table.grid
    same = [_is_edge_near(x, known) for x in grid.xs]
    if not (same[0] and same[-1]):
        return table
    sides = ((known[0], grid.xs[0]), (grid.xs[-1], known[-1]))
    left, right = (high - low > GEOMETRY.gap_pt for low, high in sides)
    if not all(same):  # then only a text tells that the column goes on
        left = left and _has_glyph_between(glyphs, *sides[0], grid)
        right = right and _has_glyph_between(glyphs, *sides[1], grid)
    if not (left or right):
        return table
    wider = _widen_lattice(grid, known, left=left, right=right)
    return LatticeTable(wider, tuple(wider.xs), *_find_cells(wider))


def _has_glyph_between(glyphs: Glyphs, low: float, high: float, grid: Lattice) -> bool:
    """Tell whether a glyph stands between two edges, as high as the rows of a table."""
    x, y = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]).T / 2
    return bool(((x > low) & (x < high) & (y > grid.ys[0]) & (y < grid.ys[-1])).any())


def _widen_lattice(grid: Lattice, known: Edges, *, left: bool, right: bool) -> Lattice:
    """Return a lattice with columns of one cell beside all rows, up to the outer edges of the page before."""
    beside = [True] * grid.shape[0]
    xs, upright = list(grid.xs), [beside, *grid.upright[1:-1], beside]
    level = [list(row) for row in grid.level]
    if left:
        xs.insert(0, known[0])
        upright.insert(0, beside)
        level = [[False, *row] for row in level]
    if right:
        xs.append(known[-1])
        upright.append(beside)
        level = [[*row, False] for row in level]
    return Lattice(xs, grid.ys, level, upright)


def _lengthen_open_row(table: LatticeTable, glyphs: Glyphs) -> LatticeTable:
    """Take into a last row that a page end leaves open what hangs out of it, at most a line of text."""
    if any(table.grid.level[-1]):
        return table
    x0, top, x1, bottom = glyphs.boxes.T
    edge, (left, *_, right) = table.grid.ys[-1], table.grid.xs
    within = (x0 + x1 > 2 * left) & (x0 + x1 < 2 * right)
    hangs = within & (bottom > edge) & (top < edge + LAYOUT.hanging_line_share * (bottom - top))
    if not hangs.any():
        return table
    return replace(table, grid=replace(table.grid, ys=[*table.grid.ys[:-1], float(bottom[hangs].max())]))


def _find_holding_cells(table: LatticeTable, points: Floats) -> Ints:
    """Find which of a table's cells holds each point."""
    x, y = points.T
    held: Ints = table.owner[
        np.searchsorted(table.grid.ys, y, "right"), np.searchsorted(table.grid.xs, x, "right")
    ]
    return held


def _measure_area(grid: Lattice) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])
