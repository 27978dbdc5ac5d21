"""Rows where no ruling parts them: by the white between them, and by the figures that print once a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from extract.layout.borderless.columns import Interval, merge_intervals, width_of
from extract.layout.borderless.placed_runs import PlacedRun, TableText, find_figure_columns
from extract.layout.settings import LAYOUT

_NOWHERE = float("inf")
_SAME_INK_EM = 0.01  # what touches is one, rounding apart

Runs = Sequence[PlacedRun]


@dataclass(frozen=True, slots=True)
class RowCut:
    """Where one row ends and the next begins: the height ``y``, in all columns from ``first`` on."""

    y: float
    first: int = 0


_height_of_cut = attrgetter("y")


def find_row_cuts(text: TableText, told: Sequence[RowCut] = ()) -> list[RowCut]:
    """Find the cuts between a table's rows, from top to bottom.

    Labels left of a cut's first column stand beside several rows.

    ``told`` are the cuts where the white between lines tells nothing.
    """
    if not text.runs:
        return []
    by_white = told or _cut_at_white(text)
    return sorted([*by_white, *_cut_between_figures(text, by_white)], key=_height_of_cut)


def find_row_gap(text: TableText) -> float:
    """Find the least white that parts two rows: more than the lines of the cells have between them."""
    whites: list[float] = []
    for column in range(text.columns):
        heights = [placed.height for placed in text.runs if placed.covers(column)]
        merged = merge_intervals(heights, _SAME_INK_EM * text.em)
        whites += [max(low[0] - high[1], 0.0) for high, low in pairwise(merged)]
    whites.sort()
    usual = whites[len(whites) // 10] if whites else 0.0
    return min(usual, LAYOUT.wrap_white_em * text.em) + LAYOUT.row_white_em * text.em


def heights_of(runs: Iterable[PlacedRun]) -> list[Interval]:
    """Return where each run begins and ends from top to bottom."""
    return [placed.height for placed in runs]


def find_right_runs(runs: Iterable[PlacedRun], first: int) -> list[PlacedRun]:
    """Find the runs that reach beyond the columns before ``first``."""
    return [placed for placed in runs if placed.end > first]


def _cut_at_white(text: TableText) -> list[RowCut]:
    gap = find_row_gap(text)
    by_height: dict[float, RowCut] = {}
    for white in _find_whites(find_right_runs(text.runs, text.half), gap):
        cut = _cut_beside_labels(text, white, gap)
        if cut:
            by_height[cut.y] = cut
    for low, high in _find_whites(text.runs, gap):
        by_height[(low + high) / 2] = RowCut((low + high) / 2)
    found = _drop_wraps(sorted(by_height.values(), key=_height_of_cut), text)
    kept = found[:1]
    for before, cut in pairwise(found):
        if any(placed.is_within(before.y, cut.y) for placed in text.runs):
            kept.append(cut)
    return kept


def _find_whites(runs: Runs, gap: float) -> list[Interval]:
    return [(high[1], low[0]) for high, low in pairwise(merge_intervals(heights_of(runs), gap))]


def _cut_beside_labels(text: TableText, white: Interval, gap: float) -> RowCut | None:
    """Cut in the white of the right half: it goes as far left as the white does, and stops only at labels."""
    low, high = white
    for column in reversed(range(text.half)):
        in_column = [placed for placed in text.runs if placed.covers(column)]
        across = [placed for placed in in_column if placed.run.bottom > low and placed.run.top < high]
        rest = _find_widest_white(heights_of(across), low, high)
        if rest[1] - rest[0] < gap:
            first = max(placed.end for placed in across)
            return RowCut((low + high) / 2, first) if first <= text.half else None
        low, high = rest
    return RowCut((low + high) / 2)


def _find_widest_white(ink: Sequence[Interval], low: float, high: float) -> Interval:
    """Find the widest white, the first of several, that ink leaves between two heights."""
    ends = [low]
    for top, bottom in merge_intervals(ink, 0.0):
        ends += (top, bottom)
    ends.append(high)
    return max(zip(ends[::2], ends[1::2], strict=True), key=width_of)


def _drop_wraps(found: Sequence[RowCut], text: TableText) -> list[RowCut]:
    """Leave out the cuts beside labels that part a row from its own wrapped lines.

    Those have nothing in most of its columns.
    """
    figures = find_figure_columns(text.runs, text.columns)
    bands = []
    for top, bottom in pairwise([-_NOWHERE, *map(_height_of_cut, found), _NOWHERE]):
        bands.append([placed for placed in text.runs if placed.is_within(top, bottom)])
    kept = []
    for cut, (above, below) in zip(found, pairwise(bands), strict=True):
        if not (cut.first and _parts_wrapped_row(cut, above, below, figures)):
            kept.append(cut)
    return kept


def _parts_wrapped_row(cut: RowCut, above: Runs, below: Runs, figures: set[int]) -> bool:
    sides = [_find_filled_columns(above, cut.first), _find_filled_columns(below, cut.first)]
    fewer, more = sorted(sides, key=len)
    return 2 * len(fewer) < len(more) and not fewer & figures


def _find_filled_columns(runs: Runs, first: int) -> set[int]:
    return {placed.first for placed in runs if placed.first >= first}


def _cut_between_figures(text: TableText, found: Sequence[RowCut]) -> list[RowCut]:
    """Cut what stands between two cuts and holds several figures of one column."""
    figures = find_figure_columns(text.runs, text.columns)
    out: list[RowCut] = []
    for top, bottom in pairwise([-_NOWHERE, *map(_height_of_cut, found), _NOWHERE]):
        inside = [placed for placed in text.runs if placed.is_within(top, bottom)]
        single = [placed for placed in inside if placed.end - placed.first == 1]
        anchors = merge_intervals(heights_of(p for p in single if p.first in figures), 0.0)
        if len(anchors) > 1:
            out += _cut_around(inside, [(low + high) / 2 for low, high in anchors], text)
    return out


def _cut_around(runs: Runs, anchors: Sequence[float], text: TableText) -> list[RowCut]:
    """Group the strips that no run of a row crosses, each group around one anchor or under it."""
    strips = _find_strips(runs, anchors, text.half)
    ways = [_group_strips(strips, anchors, text.em, centred=centred) for centred in (True, False)]
    _, grouped = min(ways, key=_cost_of)
    bounds = [(strips[first][0], strips[end - 1][1]) for first, end in grouped]
    out = []
    for upper, lower in pairwise(bounds):
        y = (upper[1] + lower[0]) / 2
        out.append(RowCut(y, _find_first_free(runs, y, text.em)))
    return out


def _find_strips(runs: Runs, anchors: Sequence[float], half: int) -> tuple[Interval, ...]:
    """Find the strips of ink, each of one row at most: the fewest columns of labels are left out."""
    strips: tuple[Interval, ...] = ()
    for labels in range(half + 1):
        strips = merge_intervals(heights_of(find_right_runs(runs, labels)), 0.0)
        if all(len(_find_inside(anchors, strip)) <= 1 for strip in strips):
            break
    return strips


def _find_inside(anchors: Sequence[float], strip: Interval) -> list[float]:
    return [y for y in anchors if strip[0] <= y <= strip[1]]


def _find_first_free(runs: Runs, y: float, em: float) -> int:
    """Find the first column in which no text stands across a height."""
    reach = LAYOUT.row_reach_em * em
    across = [placed.end for placed in runs if placed.run.top + reach < y < placed.run.bottom - reach]
    return max(across, default=0)


Grouped = tuple[float, tuple[tuple[int, int], ...]]


def _cost_of(grouped: Grouped) -> float:
    return grouped[0]


def _group_strips(
    strips: Sequence[Interval], anchors: Sequence[float], em: float, *, centred: bool
) -> Grouped:
    """Find the cheapest groups of strips: with one anchor in their middle (or first strip), or with none."""
    best: list[Grouped] = [(0.0, ())]
    for end in range(1, len(strips) + 1):
        ways = []
        for first in range(max(0, end - LAYOUT.row_lines), end):
            cost = _cost_of_row(strips[first:end], anchors, em, centred=centred)
            ways.append((best[first][0] + cost, (*best[first][1], (first, end))))
        best.append(min(ways, key=_cost_of))
    return best[-1]


def _cost_of_row(strips: Sequence[Interval], anchors: Sequence[float], em: float, *, centred: bool) -> float:
    top, bottom = strips[0][0], strips[-1][1]
    mine = _find_inside(anchors, (top, bottom))
    if not mine:
        return LAYOUT.figureless_row_cost_em * em
    if len(mine) > 1:
        return float("inf")
    place = (top + bottom) / 2 if centred else sum(strips[0]) / 2
    return abs(mine[0] - place)
