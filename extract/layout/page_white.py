"""Pages that a printer puts on one sheet in equal columns: the white between them is that of their margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

import numpy as np

from extract.geometry.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks, join_glyphs
from extract.geometry.rulings import cluster_values
from extract.layout.settings import LAYOUT

BLANK = ord(" ")
_TINY = 1e-6  # points: what begins at a cut is not cut


def may_be_cut(pages: Sequence[Marks]) -> list[tuple[bool, bool]]:
    """Tell of each page whether equal parts of it, across and down, may have white between them.

    Asked of many pages at once, to the point: nearly all have a table there, and need no closer look.
    """
    glyphs = join_glyphs([marks.glyphs for marks in pages])
    places = np.arange(len(pages))
    of_rules = np.repeat(places, [len(marks.rules) for marks in pages])
    of_glyphs = np.repeat(places, [len(marks.glyphs) for marks in pages])
    drawn = _are_drawn(glyphs)
    ink = np.concatenate([*(marks.rules for marks in pages), glyphs.boxes[drawn]])
    of_ink = np.concatenate((of_rules, of_glyphs[drawn]))
    across = _have_white_cuts(ink, of_ink, [marks.width for marks in pages], 0)
    down = _have_white_cuts(ink, of_ink, [marks.height for marks in pages], 1)
    return list(zip(across, down, strict=True))


def _have_white_cuts(ink: Floats, pages: Ints, lengths: Sequence[float], axis: int) -> Iterator[bool]:
    points = int(max(lengths)) + 2
    low = np.ceil(ink[:, axis] + _TINY).clip(0, points - 1).astype(np.int64)
    high = np.maximum(low, ink[:, axis + 2].clip(0, points - 1).astype(np.int64))
    begun, ended = (np.bincount(at + pages * points, minlength=len(lengths) * points) for at in (low, high))
    is_covered = (np.cumsum(begun - ended) > 0).tobytes()
    known = {length: _list_cut_points(length) for length in set(lengths)}
    for page, length in enumerate(lengths):
        own = is_covered[page * points : (page + 1) * points]
        yield any(not any(map(own.__getitem__, cuts)) for cuts in known[length])


def _list_cut_points(length: float) -> list[list[int]]:
    """List in whole points where a sheet's length may be cut into equal pages."""
    return [list(map(int, cuts)) for cuts in divide_length(length)]


def _are_drawn(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) are upright ink."""
    drawn: Flags = (glyphs.codes > BLANK) & (glyphs.turns != SLANTED)
    return drawn


def list_ink(marks: Marks) -> Floats:
    """Return the boxes (n, 4) of a page's rulings and upright glyphs, without blanks."""
    return np.concatenate((marks.rules, marks.glyphs.boxes[_are_drawn(marks.glyphs)]))


def divide_length(length: float) -> Iterator[list[float]]:
    """Yield the cuts that part a sheet's ``length`` into equal pages, the most pages first."""
    for many in range(LAYOUT.most_pages_in_row, 1, -1):
        yield [length * at / many for at in range(1, many)]


def is_page_shaped(width: float, height: float) -> bool:
    """Tell whether a paper may have this shape, upright or lying."""
    return LAYOUT.narrowest_page_share <= width / height <= 1 / LAYOUT.narrowest_page_share


def are_crossed(boxes: Floats, cuts: list[float], axis: int) -> bool:
    """Tell whether a box crosses one of some cuts; of rulings there are few to ask."""
    low, high = boxes[:, axis], boxes[:, axis + 2]
    return any(bool(((low < cut) & (high > cut)).any()) for cut in cuts)


def measure_white(ink: Floats, cut: float, axis: int) -> float:
    """Return how much white a cut stands in, in points; 0 where something crosses it.

    Behind the last ink of a sheet it has no end: a last sheet need not be full.
    """
    low, high = ink[:, axis], ink[:, axis + 2]
    if not len(ink) or ((low < cut) & (high > cut)).any():
        return 0.0
    ends, starts = high[high <= cut], low[low >= cut]
    if not len(ends):
        return 0.0
    if not len(starts):
        return inf
    return float(starts.min() - ends.max())


def measure_margins(ink: Floats, length: float, axis: int) -> float:
    """Return how much white a sheet has before its first ink and behind its last, in points."""
    return float(ink[:, axis].min() + length - ink[:, axis + 2].max())


def find_page_columns(marks: Marks) -> Iterator[list[float]]:
    """Yield where the margins of pages side by side may part a sheet; pages of a few lines are none."""
    free = [cuts for cuts in divide_length(marks.width) if not are_crossed(marks.rules, cuts, 0)]
    ink = list_ink(marks) if free else marks.rules
    if not len(ink):
        return
    margins = LAYOUT.page_margin_share * measure_margins(ink, marks.width, 0)
    for cuts in free:
        white = min(measure_white(ink, cut, 0) for cut in cuts)
        if white >= max(LAYOUT.page_white_pt, margins) and _have_lines(marks, cuts):
            yield cuts


def _have_lines(marks: Marks, cuts: list[float]) -> bool:
    """Tell whether lines of text stand in the first two columns at least."""
    glyphs = marks.glyphs
    drawn = np.flatnonzero((glyphs.codes > BLANK) & (glyphs.turns == 0))
    columns = np.searchsorted(cuts, glyphs.boxes[drawn, 0])
    return all(_count_lines(glyphs.origins[drawn[columns == at], 1]) for at in (0, 1))


def _count_lines(baselines: Floats) -> bool:
    if not len(baselines):
        return False
    lines: Ints = cluster_values(baselines, LAYOUT.part_level_pt)[1]
    return len(np.unique(lines)) >= LAYOUT.fewest_page_lines
