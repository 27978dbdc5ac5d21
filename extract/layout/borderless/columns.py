"""Columns by the white between them: blocks of lines that share gutters, and edges through all gutters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout.borderless.ink_runs import InkRun
from extract.layout.settings import LAYOUT

Interval = tuple[float, float]  # where ink, or white, begins and ends
Lines = Sequence[Sequence[InkRun]]


@dataclass(frozen=True, slots=True)
class ColumnBlock:
    """Lines ``first`` up to ``end`` that share ``columns``: where the ink of each column begins and ends."""

    first: int
    end: int
    columns: tuple[Interval, ...]

    @property
    def gutters(self) -> list[Interval]:
        """The white between its columns."""
        return [(left[1], right[0]) for left, right in pairwise(self.columns)]

    @property
    def is_wide(self) -> bool:
        """Whether it has several columns."""
        return len(self.columns) > 1


def merge_intervals(intervals: Sequence[Interval], gap: float) -> tuple[Interval, ...]:
    """Join intervals of ink that no gap of at least ``gap`` parts."""
    out: list[Interval] = []
    for start, end in sorted(intervals):
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def intervals_of(line: Sequence[InkRun]) -> list[Interval]:
    """Return where each run of a line begins and ends."""
    return [(run.x0, run.x1) for run in line]


def find_cells(line: Sequence[InkRun], em: float) -> tuple[Interval, ...]:
    """Return where each cell of a line begins and ends, were it alone."""
    return merge_intervals(intervals_of(line), LAYOUT.cell_gap_em * em)


def find_blocks(lines: Lines, em: float) -> tuple[list[ColumnBlock], float]:
    """Part lines into blocks so that the fewest cells run together, and return what that costs, in cells."""
    best: list[tuple[float, ColumnBlock | None]] = [(0.0, None), *((float("inf"), None) for _ in lines)]
    cells = [find_cells(line, em) for line in lines]
    for first in range(len(lines)):
        for block, lost in _iterate_blocks(lines, cells, first, em):
            cost = best[first][0] + lost + LAYOUT.block_cost_cells
            if cost < best[block.end][0]:
                best[block.end] = (cost, block)
    return _trace_back(best), best[-1][0]


def _trace_back(best: Sequence[tuple[float, ColumnBlock | None]]) -> list[ColumnBlock]:
    out: list[ColumnBlock] = []
    at = len(best) - 1
    while (block := best[at][1]) is not None:
        out.append(block)
        at = block.first
    return out[::-1]


def _iterate_blocks(
    lines: Lines, cells: Sequence[tuple[Interval, ...]], first: int, em: float
) -> Iterator[tuple[ColumnBlock, int]]:
    """Yield the blocks that begin with a line, each with how many cells its columns run together."""
    ink: tuple[Interval, ...] = ()
    columns: tuple[Interval, ...] = ()
    lost = 0
    for end in range(first + 1, min(len(lines), first + LAYOUT.block_lines) + 1):
        ink = merge_intervals([*ink, *intervals_of(lines[end - 1])], 0.0)
        before, columns = columns, merge_intervals(ink, _least_gutter(end - first, em))
        if len(before) == len(columns):
            lost += _count_lost(cells[end - 1], columns)
        else:
            lost = sum(_count_lost(line, columns) for line in cells[first:end])
        yield ColumnBlock(first, end, columns), lost
        if lost > 2 * (end - first) + 2:
            break


def _least_gutter(lines: int, em: float) -> float:
    if lines >= LAYOUT.gutter_lines:
        return LAYOUT.gutter_em * em
    return LAYOUT.cell_gap_em * em


def _count_lost(cells: tuple[Interval, ...], columns: tuple[Interval, ...]) -> int:
    if len(cells) < 2:  # noqa: PLR2004 - a lone cell runs together with none
        return 0
    starts = [start for start, _ in columns]
    return len(cells) - len({bisect_right(starts, start) for start, _ in cells})


def split_blocks(lines: Lines, found: Sequence[ColumnBlock], em: float) -> list[ColumnBlock]:
    """Part blocks in two where that needs fewer edges.

    A merged cell's text may stand where other rows have an edge.
    """
    out = list(found)
    fewest = len(find_edges(out, em)) if out else 0
    at = 0
    while at < len(out):
        better = None
        for pair in _iterate_splits(lines, out, at, em):
            way = [*out[:at], *pair, *out[at + 1 :]]
            edges = len(find_edges(way, em))
            if edges < fewest:
                better, fewest = way, edges
        if better:
            out = better
        else:
            at += 1
    return out


def _iterate_splits(
    lines: Lines, found: Sequence[ColumnBlock], at: int, em: float
) -> Iterator[tuple[ColumnBlock, ColumnBlock]]:
    """Yield the ways to part a block in two that have all its cells, if an edge is its alone."""
    if not _has_own_gutter(found, at):
        return
    block = found[at]
    places = list(range(block.first + 1, block.end))
    ends = LAYOUT.block_end_lines
    if len(places) > 2 * ends:
        places = [*places[:ends], *places[-ends:]]
    for place in places:
        upper = _make_block(lines, block.first, place, em)
        lower = _make_block(lines, place, block.end, em)
        if upper.is_wide and lower.is_wide:
            yield upper, lower


def _has_own_gutter(found: Sequence[ColumnBlock], at: int) -> bool:
    others: list[Interval] = []
    for number, block in enumerate(found):
        if number != at:
            others += block.gutters
    return any(not _overlaps_any(gutter, others) for gutter in found[at].gutters)


def _overlaps_any(interval: Interval, others: Sequence[Interval]) -> bool:
    low, high = interval
    return any(low < end and start < high for start, end in others)


def _make_block(lines: Lines, first: int, end: int, em: float) -> ColumnBlock:
    ink: list[Interval] = []
    for line in lines[first:end]:
        ink += intervals_of(line)
    return ColumnBlock(first, end, merge_intervals(ink, _least_gutter(end - first, em)))


def find_edges(found: Sequence[ColumnBlock], em: float) -> tuple[float, ...]:
    """Find the fewest edges that run through every gutter of the blocks, and the outer ones."""
    gutters: list[Interval] = []
    for block in found:
        gutters += block.gutters
    inner: list[Interval] = []
    for low, high in sorted(gutters, key=width_of):
        if not any(low <= edge[0] and edge[1] <= high for edge in inner):
            _narrow_edge(inner, low, high)
    left = min(block.columns[0][0] for block in found) - em / 2
    right = max(block.columns[-1][1] for block in found) + em / 2
    return (left, *sorted((low + high) / 2 for low, high in inner), right)


def _narrow_edge(inner: list[Interval], low: float, high: float) -> None:
    """Narrow the first edge that overlaps a gutter to what both share, or add the gutter as an edge."""
    for at, (start, end) in enumerate(inner):
        if low < end and start < high:
            inner[at] = (max(start, low), min(end, high))
            return
    inner.append((low, high))


def width_of(interval: Interval) -> float:
    """Return how wide an interval is."""
    return interval[1] - interval[0]
