"""Text that lies over a table and not in its cells: a watermark's large level glyphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from extract.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks
from extract.tables import Table, owners

_LARGE = 2.5  # times a page's mean glyph
_BEYOND = 0.25  # of its height by which a glyph reaches out of its cell


def with_overlays(pages: Sequence[Marks], tables: Sequence[Sequence[Table]]) -> Iterator[Marks]:
    """Give the pages with the glyphs that are too large for the cells they stand in told as slanted, as other watermarks are."""
    for marks, found in zip(pages, tables, strict=True):
        heights = marks.glyphs.boxes[:, 3] - marks.glyphs.boxes[:, 1]
        if not found or not len(heights) or heights.max() <= _LARGE * heights.mean():
            yield marks
            continue
        large = np.flatnonzero((heights > _LARGE * heights.mean()) & (marks.glyphs.turns == 0))
        turns = np.where(_over_cells(marks.glyphs, found, large), SLANTED, marks.glyphs.turns)
        yield replace(marks, glyphs=replace(marks.glyphs, turns=turns))


def _over_cells(glyphs: Glyphs, tables: Sequence[Table], large: Ints) -> Flags:
    """Find the lines of large glyphs of which one does not fit into its cell, or lies over other glyphs in it."""
    boxes = glyphs.boxes[large]
    owner = owners([tables], _centres(boxes), np.zeros(len(large), np.int64))
    beyond = _BEYOND * (boxes[:, 3:] - boxes[:, 1:2])
    cells = np.array([edges for table in tables for edges in _edges_of(table)])[owner]
    inside = _centres(glyphs.boxes)
    covers = ((inside > boxes[:, None, :2]) & (inside < boxes[:, None, 2:])).all(axis=2).sum(axis=1) > 1
    out = (owner >= 0) & (covers | ((boxes[:, :2] < cells[:, :2] - beyond) | (boxes[:, 2:] > cells[:, 2:] + beyond)).any(axis=1))
    lines = np.unique(np.rint(glyphs.origins[large[out], 1]))
    over = np.zeros(len(glyphs), np.bool_)
    over[large[np.isin(np.rint(glyphs.origins[large, 1]), lines)]] = True
    return over


def _centres(boxes: Floats) -> Floats:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _edges_of(table: Table) -> Iterator[tuple[float, float, float, float]]:
    """Give each cell's x0, top, x1, bottom."""
    xs, ys = table.grid.xs, table.grid.ys
    return ((xs[col], ys[row], xs[col + across], ys[row + down]) for row, col, down, across in table.spans)
