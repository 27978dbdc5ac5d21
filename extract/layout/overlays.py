"""Glyphs that cells do not tell apart: watermarks over a table, and numbers that an edge cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from extract.geometry.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks
from extract.layout.settings import LAYOUT
from extract.layout.tables import LatticeTable, find_owners


def mark_overlays(pages: Sequence[Marks], tables: Sequence[Sequence[LatticeTable]]) -> Iterator[Marks]:
    """Yield the pages, the glyphs too large for their cells told as slanted, as other watermarks are."""
    for marks, found in zip(pages, tables, strict=True):
        heights = _measure_heights(marks.glyphs)
        if not found or not len(heights) or heights.max() <= LAYOUT.overlay_size_ratio * heights.mean():
            yield marks
            continue
        is_large = heights > LAYOUT.overlay_size_ratio * heights.mean()
        large = np.flatnonzero(is_large & (marks.glyphs.turns == 0))
        turns = np.where(_are_over_cells(marks.glyphs, found, large), SLANTED, marks.glyphs.turns)
        yield replace(marks, glyphs=replace(marks.glyphs, turns=turns))


def _are_over_cells(glyphs: Glyphs, tables: Sequence[LatticeTable], large: Ints) -> Flags:
    """Find the lines of large glyphs of which one does not fit its cell, or lies over other glyphs in it."""
    boxes = glyphs.boxes[large]
    owner = find_owners([tables], _find_centres(boxes), np.zeros(len(large), np.int64))
    cells = np.array(_list_cell_edges(tables))[owner]
    beyond = LAYOUT.overlay_beyond_share * (boxes[:, 3:] - boxes[:, 1:2])
    reaches_out = (boxes[:, :2] < cells[:, :2] - beyond) | (boxes[:, 2:] > cells[:, 2:] + beyond)
    over = (owner >= 0) & (_cover_others(glyphs, boxes) | reaches_out.any(axis=1))
    baselines = np.rint(glyphs.origins[large, 1])
    found = np.zeros(len(glyphs), np.bool_)
    found[large[np.isin(baselines, np.unique(baselines[over]))]] = True
    return found


def _cover_others(glyphs: Glyphs, boxes: Floats) -> Flags:
    """Tell which boxes (m, 4) hold the middle of another glyph than their own."""
    inside = _find_centres(glyphs.boxes)
    covers = (inside > boxes[:, None, :2]) & (inside < boxes[:, None, 2:])
    many: Flags = covers.all(axis=2).sum(axis=1) > 1
    return many


def _find_centres(boxes: Floats) -> Floats:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _list_cell_edges(tables: Sequence[LatticeTable]) -> list[tuple[float, float, float, float]]:
    """List each cell's x0, top, x1, bottom."""
    edges = []
    for table in tables:
        xs, ys = table.grid.xs, table.grid.ys
        for row, col, down, across in table.spans:
            edges.append((xs[col], ys[row], xs[col + across], ys[row + down]))
    return edges


def find_cut_numbers(glyphs: Glyphs, owner: Ints, page: Ints) -> Ints:
    """Find the figures of a page (n) with another owner (n) than the next one of their number.

    That one is drawn after them without a gap.
    """
    first = np.flatnonzero((owner[1:] != owner[:-1]) & (page[1:] == page[:-1]))
    left, right = glyphs.where(first), glyphs.where(first + 1)
    height = np.maximum(_measure_heights(left), 1.0)
    gap = (right.boxes[:, 0] - left.boxes[:, 2]) / height
    is_level = np.abs(right.origins[:, 1] - left.origins[:, 1]) <= LAYOUT.figure_level_share * height
    is_close = (gap <= LAYOUT.figure_gap_share) & (gap >= -LAYOUT.figure_overlap_share)
    cut: Ints = first[_are_figures(left) & _are_figures(right) & is_level & is_close]
    return cut


def _are_figures(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) stand upright and are figures, or the signs inside a number."""
    codes = glyphs.codes
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    found: Flags = (glyphs.turns == 0) & (is_digit | np.isin(codes, tuple(map(ord, ".,%"))))
    return found


def _measure_heights(glyphs: Glyphs) -> Floats:
    heights: Floats = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    return heights
