"""Tables that stand side by side on a sheet, as two pages or two forms do, and the white between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extract.geometry.lattice import find_lattice
from extract.geometry.marks import Floats, Glyphs, Marks
from extract.geometry.rulings import find_frames
from extract.layout.page_white import BLANK
from extract.layout.settings import LAYOUT

_ROUNDING, _FAR = 1e-6, 1e5  # points; no page is larger
Extent = tuple[float, float]  # the top and bottom of some tables


def may_have_gaps(pages: Sequence[Marks]) -> list[bool]:
    """Tell of each page whether its level rulings leave white between them, as tables side by side do.

    Asked of many pages at once: nearly all have none.
    """
    rules = np.concatenate([marks.rules for marks in pages])
    of_rules = np.repeat(np.arange(len(pages)), [len(marks.rules) for marks in pages])
    long = np.flatnonzero(rules[:, 2] - rules[:, 0] > LAYOUT.shortest_part_pt)
    starts, ends = rules[long][:, [0, 2]].clip(-_FAR, _FAR).T
    of_long = of_rules[long]
    order = np.lexsort((starts, of_long))
    starts, ends, of_long = starts[order], ends[order], of_long[order]
    # pages stand side by side, so that none reaches into the next one
    apart = of_long * (3 * _FAR)
    reach = np.maximum.accumulate(ends + apart)
    is_white = (starts + apart)[1:] - reach[:-1] >= LAYOUT.part_gap_pt - _ROUNDING
    may_have = np.zeros(len(pages), np.bool_)
    may_have[of_long[1:][is_white & (of_long[1:] == of_long[:-1])]] = True
    found: list[bool] = may_have.tolist()
    return found


def find_table_gaps(marks: Marks) -> Iterator[float]:
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
    return not (inside & (glyphs.codes > BLANK)).any()
