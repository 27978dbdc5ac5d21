"""Sheets on which two pages or two forms stand side by side: each part is read as a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.geometry.lattice import find_lattice
from extract.geometry.marks import Flags, Floats, Glyphs, Ints, Marks
from extract.geometry.rulings import cluster_values, find_frames
from extract.grid import Page, Part
from extract.layout.settings import LAYOUT

_BLANK = ord(" ")

Extent = tuple[float, float]  # the top and bottom of some tables


def part_sheet(marks: Marks, before: Page | Marks | None = None) -> list[Marks]:
    """Return the parts of a page from left to right, where tables stand side by side; else the page alone.

    A page of the size of the one ``before`` is parted where that was, though a part of it holds no table.
    """
    cuts = list(_find_cuts(marks)) or list(_find_known_cut(marks, before))
    if not cuts:
        return [marks]
    edges = [0.0, *cuts, marks.width]
    sides = _find_sides(marks.glyphs, cuts)
    return [_take_part(marks, sides, at, Part(*ends)) for at, ends in enumerate(pairwise(edges))]


def _find_cuts(marks: Marks) -> Iterator[float]:
    """Yield where the white between tables side by side parts a page."""
    rules = marks.rules
    level = rules[(rules[:, 2] - rules[:, 0]) > LAYOUT.shortest_part_pt]
    if not len(level):
        return
    order = np.argsort(level[:, 0])
    starts, ends = level[order, 0], np.maximum.accumulate(level[order, 2])
    white = np.flatnonzero(starts[1:] - ends[:-1] >= LAYOUT.part_gap_pt)
    if not len(white):
        return
    gaps = [(float(ends[at]), float(starts[at + 1])) for at in white.tolist()]
    sides = [0.0, *((left + right) / 2 for left, right in gaps), marks.width]
    extents = [_find_extent(rules, *ends) for ends in pairwise(sides)]
    for (left, right), one, other in zip(gaps, extents, extents[1:], strict=False):
        if one and other and _is_white(marks.glyphs, left, right, _find_shared(one, other)):
            yield (left + right) / 2


def _find_extent(rules: Floats, left: float, right: float) -> Extent | None:
    """Return the top and bottom of the tables between two edges; None where there is no table."""
    middles = (rules[:, 0] + rules[:, 2]) / 2
    (frames,) = find_frames([rules[(middles > left) & (middles < right)]])
    grids = [grid for frame in frames if (grid := find_lattice(frame)) is not None]
    if max((grid.shape[1] for grid in grids), default=0) < LAYOUT.fewest_part_columns:
        return None
    return min(grid.ys[0] for grid in grids), max(grid.ys[-1] for grid in grids)


def _find_shared(one: Extent, other: Extent) -> Extent:
    """Return the heights at which both tables stand; of both where the one begins below the other."""
    top, bottom = max(one[0], other[0]), min(one[1], other[1])
    if top < bottom:
        return top, bottom
    return min(one[0], other[0]), max(one[1], other[1])


def _is_white(glyphs: Glyphs, left: float, right: float, between: Extent) -> bool:
    """Tell whether no glyph stands in the white between two tables, at some heights."""
    x, y = ((glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2).T
    inside = (x > left) & (x < right) & (y > between[0]) & (y < between[1])
    return not (inside & (glyphs.codes > _BLANK)).any()


def _find_known_cut(marks: Marks, before: Page | Marks | None) -> Iterator[float]:
    """Yield where the page before was parted, if this one has its size and nothing crosses the cut."""
    if before is None or before.part is None or before.part.right < before.width:
        return
    cut = before.part.left
    if (before.width, before.height) != (marks.width, marks.height):
        return
    boxes = np.concatenate((marks.rules, marks.glyphs.boxes[marks.glyphs.codes > _BLANK]))
    right = boxes[:, 0] >= cut
    is_crossed = ((boxes[:, 0] < cut) & (boxes[:, 2] > cut)).any()
    if not is_crossed and right.any() and not right.all():
        yield cut


def _find_sides(glyphs: Glyphs, cuts: list[float]) -> Ints:
    """Return the part that each glyph (n) belongs to; a line without a gap at a cut belongs to the left."""
    middles = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    sides = np.searchsorted(cuts, middles)
    drawn = np.flatnonzero((glyphs.codes > _BLANK) & (glyphs.turns == 0))
    _, lines = cluster_values(glyphs.origins[drawn, 1], LAYOUT.part_level_pt)
    for line in np.unique(lines).tolist():
        of_line = drawn[lines == line]
        of_line = of_line[np.argsort(glyphs.boxes[of_line, 0], kind="stable")]
        for one, other in pairwise(of_line.tolist()):
            gap = glyphs.boxes[other, 0] - glyphs.boxes[one, 2]
            height = glyphs.boxes[one, 3] - glyphs.boxes[one, 1]
            if gap < LAYOUT.part_gap_share * height:
                sides[other] = min(sides[one], sides[other])
    return sides


def _take_part(marks: Marks, sides: Ints, at: int, part: Part) -> Marks:
    return replace(
        marks,
        glyphs=marks.glyphs.where(sides == at),
        rules=marks.rules[_are_within(marks.rules, part)],
        images=0 if at else marks.images,
        unseen=marks.unseen[_are_within(marks.unseen, part)],
        notes=marks.notes.where(_are_within(marks.notes.boxes, part)),
        struck=marks.struck.where(_are_within(marks.struck.boxes, part)),
        part=part,
    )


def _are_within(boxes: Floats, part: Part) -> Flags:
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    within: Flags = (middles >= part.left) & (middles < part.right)
    return within
