"""Which columns of a text hold labels beside several rows, told before its rows are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.layout.borderless.placed_runs import TableText, find_figure_columns
from extract.layout.settings import LAYOUT


def count_label_columns(text: TableText) -> int:
    """Count the columns at the left before the first that has a text beside nearly all figures.

    Only the longest stretch of figures counts that no text parts which stands across several columns: other
    blocks of a page have columns of their own.
    """
    anchors = _find_longest_stretch(text)
    reach = LAYOUT.line_apart_em * text.em
    for column in range(text.half):
        beside = set()
        for placed in text.runs:
            if placed.first == column and anchors:
                beside.add(_find_nearest(anchors, placed.run.middle, reach))
        beside.discard(None)
        if len(beside) >= LAYOUT.own_text_share * len(anchors):
            return column
    return text.half


def _find_longest_stretch(text: TableText) -> list[float]:
    """Return the heights of the figures between two texts that stand across columns."""
    figures = find_figure_columns(text.runs, text.columns)
    anchors: set[float] = set()
    across = [float("-inf"), float("inf")]
    for placed in text.runs:
        width = placed.end - placed.first
        if width == 1 and placed.first in figures and placed.run.figure:
            anchors.add(placed.run.middle)
        elif width >= LAYOUT.across_columns:
            across.append(placed.run.middle)
    heights = sorted(anchors)
    stretches: list[list[float]] = []
    for top, bottom in pairwise(sorted(across)):
        stretches.append(heights[bisect_right(heights, top) : bisect_left(heights, bottom)])
    return max(stretches, key=len)


def _find_nearest(anchors: Sequence[float], height: float, reach: float) -> float | None:
    """Return the anchor nearest to a height; None for what stands above the first or below the last."""
    at = bisect_left(anchors, height)
    near = anchors[max(at - 1, 0) : at + 1]
    nearest = min(near, key=lambda anchor: abs(anchor - height))
    is_outside = at in {0, len(anchors)}
    return None if is_outside and abs(nearest - height) > reach else nearest
