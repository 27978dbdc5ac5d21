"""Rows as close as the lines of one cell: told by full cells and by where each cell stands in its row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.layout.borderless.column_room import ColumnRoom, measure_room
from extract.layout.borderless.columns import Interval, merge_intervals
from extract.layout.borderless.label_columns import count_label_columns
from extract.layout.borderless.placed_runs import Columns, PlacedRun, TableText, find_figure_columns
from extract.layout.borderless.rows import RowCut, find_right_runs, find_row_gap, heights_of
from extract.layout.settings import LAYOUT

_NOWHERE = float("inf")


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips of a table: the lines in each, and what it costs, in ems, that a row ends below it.

    White of ``gap`` parts rows. Columns before ``half`` may hold labels. In the lines of a text each row prints
    one figure in each column of ``figures``.
    """

    held: tuple[tuple[PlacedRun, ...], ...]
    end_costs: tuple[float, ...]
    gap: float
    half: int
    room: ColumnRoom
    figures: frozenset[int] = frozenset()


def find_tight_cuts(text: TableText, told: Sequence[RowCut]) -> list[RowCut]:
    """Find the cuts that explain a table's texts better than the ``told`` ones; none where those do well."""
    room = measure_room(text)
    ends = sorted({*_find_row_ends(room.lines, text.half), *(cut.y for cut in told)})
    labels = count_label_columns(text) if text.in_lines else text.half
    strips = _part_into_strips(room, ends, find_row_gap(text), labels)
    if text.in_lines:
        strips = replace(strips, figures=frozenset(find_figure_columns(text.runs, text.columns)))
    bounds = [0, *(ends.index(cut.y) + 1 for cut in told), len(strips.held)]
    told_cost, best = _NOWHERE, (_NOWHERE, tuple[float, ...]())
    for centred in (True, False):
        told_cost = min(told_cost, _cost_of_rows(strips, bounds, centred=centred))
        best = min(best, _find_cheapest_rows(strips, ends, centred=centred))
    cost, found = best
    share = LAYOUT.better_lines_share if text.in_lines else LAYOUT.better_share
    if cost > told_cost * share:
        return []
    return [_make_cut(room, y) for y in found]


def _make_cut(room: ColumnRoom, y: float) -> RowCut:
    across = _find_across(room.lines, y, room.em)
    return RowCut(y, max((line.end for line in across), default=0))


def _find_across(lines: Sequence[PlacedRun], y: float, em: float) -> list[PlacedRun]:
    """Find the lines that stand across a height, not just reach over it."""
    slack = LAYOUT.place_slack_em * em
    return [line for line in lines if line.run.top + slack < y < line.run.bottom - slack]


def _find_row_ends(lines: Sequence[PlacedRun], half: int) -> list[float]:
    """Find the heights at which a row may end: where no text of the right half stands."""
    out: set[float] = set()
    for labels in range(half + 1):
        strips = merge_intervals(heights_of(find_right_runs(lines, labels)), 0.0)
        out |= {(high[1] + low[0]) / 2 for high, low in pairwise(strips)}
    return sorted(out)


def _part_into_strips(room: ColumnRoom, ys: Sequence[float], gap: float, half: int) -> Strips:
    """Part a table's lines at heights.

    White of ``gap`` in the right half parts rows, less of it may stand within one.
    """
    held: list[list[PlacedRun]] = [[] for _ in range(len(ys) + 1)]
    for line in room.lines:
        held[bisect_right(ys, line.run.middle)].append(line)
    ink = merge_intervals(heights_of(find_right_runs(room.lines, half)), 0.0)
    end_costs = []
    for y in ys:
        lack_of_white = max(1 - _measure_white(ink, y) / gap, 0.0)
        crossed = len(_find_across(room.lines, y, room.em))
        end_costs.append(LAYOUT.narrow_white_cost * lack_of_white + LAYOUT.crossed_label_cost * crossed)
    end_costs.append(0.0)
    return Strips(tuple(map(tuple, held)), tuple(end_costs), gap, half, room)


def _measure_white(ink: Sequence[Interval], y: float) -> float:
    """Return how much white stands around a height; none outside all ink or within it."""
    at = bisect_right([top for top, _ in ink], y) - 1
    if not 0 <= at < len(ink) - 1 or y < ink[at][1]:
        return 0.0
    return ink[at + 1][0] - ink[at][1]


def _cost_of_rows(strips: Strips, bounds: Sequence[int], *, centred: bool) -> float:
    """Return what rows cost that end at these strips."""
    total = 0.0
    for first, end in pairwise(bounds):
        for at, cost in _iterate_rows(strips, first, centred=centred, worst=_NOWHERE):
            if at == end:
                total += cost
                break
    return total


def _find_cheapest_rows(
    strips: Strips, ends: Sequence[float], *, centred: bool
) -> tuple[float, tuple[float, ...]]:
    """Return what the cheapest rows cost, and the heights between them."""
    best: list[tuple[float, tuple[float, ...]]] = [(0.0, ()), *((_NOWHERE, ()) for _ in strips.held)]
    for first in range(len(strips.held)):
        so_far, ys = best[first]
        if first:
            ys = (*ys, ends[first - 1])
        for end, cost in _iterate_rows(strips, first, centred=centred, worst=LAYOUT.worst_cost):
            if so_far + cost < best[end][0]:
                best[end] = (so_far + cost, ys)
    return best[-1]


def _iterate_rows(strips: Strips, first: int, *, centred: bool, worst: float) -> Iterator[tuple[int, float]]:
    """Yield what the rows cost that begin with a strip, by where they end.

    What a page end cuts stands at its row's top.
    """
    row = _GrowingRow(strips)
    for end in range(first + 1, len(strips.held) + 1):
        row.add(strips.held[end - 1])
        if row.joins > worst * strips.room.em and end > first + 1:
            return
        if row.lines:
            is_last = end == len(strips.held)
            misses = row.measure_misses(centred=centred)
            if is_last:
                misses = min(misses, row.measure_misses(centred=False))
            below = () if is_last else strips.held[end]
            yield end, row.joins + row.cost_of_end(below, strips.end_costs[end - 1]) + misses


class _GrowingRow:
    """A row to which strip after strip is added.

    ``joins`` is what its lines cost in one row, in the unit of the runs.
    """

    def __init__(self, strips: Strips) -> None:
        self.lines: list[PlacedRun] = []
        self.joins = 0.0
        self._strips, self._room = strips, strips.room
        self._heights: dict[Columns, Interval] = {}
        self._bottom = _NOWHERE  # of the right half's ink
        self._figures: set[int] = set()

    def add(self, strip: Sequence[PlacedRun]) -> None:
        """Add a strip's lines below the others."""
        em = self._room.em
        right = heights_of(find_right_runs(strip, self._strips.half))
        if right:
            white = min(top for top, _ in right) - self._bottom
            if white >= self._strips.gap:
                self.joins += LAYOUT.wide_white_cost * em
            self._bottom = max(bottom for _, bottom in right)
        for line in strip:
            self._add_figure(line)
            above = _find_above(line, self.lines)
            if above:
                self.joins += em * self._room.cost_of_join(above, line)
                if self._strips.figures and line.run.figure and not above.run.figure:
                    self.joins += LAYOUT.head_over_figure_cost * em
            self.lines.append(line)
            top, bottom = self._heights.get(line.columns, line.height)
            self._heights[line.columns] = min(top, line.run.top), max(bottom, line.run.bottom)

    def _add_figure(self, line: PlacedRun) -> None:
        is_single = line.end == line.first + 1
        if line.run.figure and is_single and line.first in self._strips.figures:
            if line.first in self._figures:
                self.joins += LAYOUT.second_figure_cost * self._room.em
            self._figures.add(line.first)

    def cost_of_end(self, below: Sequence[PlacedRun], end_cost: float) -> float:
        """Return what it costs that the row is one and ends above these lines."""
        splits = 0.0
        for line in below:
            above = _find_above(line, self.lines)
            if above:
                splits += self._room.cost_of_split(above, line)
        row = LAYOUT.row_cost if self._bottom < _NOWHERE else LAYOUT.label_row_cost
        if self._strips.figures and not self._figures:
            row += LAYOUT.figureless_cost
        return (row + splits + end_cost) * self._room.em

    def measure_misses(self, *, centred: bool) -> float:
        """Return how far its cells stand from its middle, or from its top."""
        half, em = self._strips.half, self._room.em
        misses = _measure_misses(self._heights, self._heights.values(), half, em, centred=centred)
        right = [span for (_, end), span in self._heights.items() if end > half]
        if right:  # a label may begin above its row
            misses = min(misses, _measure_misses(self._heights, right, half, em, centred=centred))
        return misses


def _find_above(line: PlacedRun, lines: Sequence[PlacedRun]) -> PlacedRun | None:
    """Find the nearest line above one in its columns."""
    for other in reversed(lines):
        if other.shares_columns(line) and other.run.middle < line.run.middle:
            return other
    return None


def _measure_misses(
    heights: Mapping[Columns, Interval], reach: Collection[Interval], half: int, em: float, *, centred: bool
) -> float:
    """Return how far the cells of a row stand from the middle, or from the top, of what it reaches over.

    One at the left may be a label of several rows.
    """
    top = min(span[0] for span in reach)
    bottom = max(span[1] for span in reach)
    total = 0.0
    for first, end in merge_intervals(list(heights), -0.5):
        mine = [span for (column, _), span in heights.items() if first <= column < end]
        begins, ends = min(span[0] for span in mine), max(span[1] for span in mine)
        away = abs(begins + ends - top - bottom) / 2 if centred else abs(begins - top)
        if end <= half:
            total += min(max(away - LAYOUT.place_slack_em * em, 0.0), LAYOUT.missed_label_cost * em)
        else:
            total += max(away - LAYOUT.place_slack_em * em, 0.0)
    return total
