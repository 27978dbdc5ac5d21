"""Pages that a printer puts on one sheet in equal columns: the white between them is that of their margins."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from extract.geometry.marks import SLANTED, Floats, Ints, Marks
from extract.geometry.rulings import cluster_values
from extract.layout.settings import LAYOUT

BLANK = ord(" ")


def list_ink(marks: Marks) -> Floats:
    """Return the boxes (n, 4) of a page's rulings and upright glyphs, without blanks."""
    is_drawn = (marks.glyphs.codes > BLANK) & (marks.glyphs.turns != SLANTED)
    return np.concatenate((marks.rules, marks.glyphs.boxes[is_drawn]))


def divide_length(length: float) -> Iterator[list[float]]:
    """Yield the cuts that part a sheet's ``length`` into equal pages, the most pages first."""
    for many in range(LAYOUT.most_pages_in_row, 1, -1):
        yield [length * at / many for at in range(1, many)]


def is_page_shaped(width: float, height: float) -> bool:
    """Tell whether a paper may have this shape, upright or lying."""
    return LAYOUT.narrowest_page_share <= width / height <= 1 / LAYOUT.narrowest_page_share


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
    ink = list_ink(marks)
    if not len(ink):
        return
    margins = LAYOUT.page_margin_share * measure_margins(ink, marks.width, 0)
    for cuts in divide_length(marks.width):
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
