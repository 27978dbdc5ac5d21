"""Rows that stand as close as the lines of one cell: told by cells full to the end and by where each cell stands in its row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.borderless_columns import Span, merged
from extract.borderless_room import Room, lines_of
from extract.borderless_rows import Cut, Piece, row_gap

_ROW = 0.5  # of an em: what a row costs
_CROSSED = 0.15  # the same for a label that stands across a row's end
_LONE = 1.5  # the same for one with nothing but a label
_NARROW = 0.5  # of an em: what it costs at most that there is less white between two rows than usual
_WIDE = 1.0  # the same for as much of it within one row
_EXACT = 0.2  # of an em by which a cell may miss its place in its row
_BETTER = 0.8  # of what the told rows cost, at most
_LABEL = 0.5  # of an em: what it costs at most that a label misses it
_WORST = 12.0  # ems beyond which no row is looked at


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips of a table: the lines in each, and what it costs, in ems, that a row ends below it; white of ``gap`` parts rows."""

    held: tuple[tuple[Piece, ...], ...]
    end: tuple[float, ...]
    gap: float


def tight_cuts(pieces: Sequence[Piece], xs: tuple[float, ...], em: float, told: Sequence[Cut]) -> list[Cut]:
    """Give the cuts that explain a table's texts better than the ``told`` ones; none where those do well."""
    lines = lines_of(pieces, em)
    room = Room(xs, tuple(lines), em)
    gap = row_gap(pieces, len(xs) - 1, em)
    ends = sorted({*_ends(lines, (len(xs) - 1) // 2), *(cut.y for cut in told)})
    strips = _strips(room, ends, gap)
    bounds = [0, *(ends.index(cut.y) + 1 for cut in told), len(strips.held)]
    found = [
        (_told(strips, bounds, room, centred=centred), _parted(strips, ends, room, centred=centred)) for centred in (True, False)
    ]
    cost, at = min(parted for _, parted in found)
    if cost > min(told_cost for told_cost, _ in found) * _BETTER:
        return []
    return [Cut(y, max((line.end for line in _across(lines, y, em)), default=0)) for y in at]


def _across(lines: Sequence[Piece], y: float, em: float) -> list[Piece]:
    """Give the lines that stand across a height, not just reach over it."""
    return [line for line in lines if line.run.top + _EXACT * em < y < line.run.bottom - _EXACT * em]


def _ends(lines: Sequence[Piece], half: int) -> list[float]:
    """Give the heights at which a row may end: where no text of the right half stands."""
    out: set[float] = set()
    for labels in range(half + 1):
        strips = merged([(line.run.top, line.run.bottom) for line in lines if line.end > labels], 0.0)
        out |= {(high[1] + low[0]) / 2 for high, low in pairwise(strips)}
    return sorted(out)


def _strips(room: Room, ys: Sequence[float], gap: float) -> Strips:
    """Part a table's lines at heights; white of ``gap`` in the right half parts rows, less of it may stand within one."""
    out: list[list[Piece]] = [[] for _ in range(len(ys) + 1)]
    for line in room.every:
        out[bisect_right(ys, line.run.middle)].append(line)
    half = (len(room.xs) - 1) // 2
    ink = merged([(line.run.top, line.run.bottom) for line in room.every if line.end > half], 0.0)
    at = [bisect_right([top for top, _ in ink], y) - 1 for y in ys]
    whites = [ink[n + 1][0] - ink[n][1] if 0 <= n < len(ink) - 1 and y >= ink[n][1] else 0.0 for n, y in zip(at, ys, strict=True)]
    crossed = [len(_across(room.every, y, room.em)) for y in ys]
    end = tuple(_NARROW * max(1 - white / gap, 0.0) + _CROSSED * n for white, n in zip(whites, crossed, strict=True))
    return Strips(tuple(map(tuple, out)), (*end, 0.0), gap)


def _told(strips: Strips, bounds: Sequence[int], room: Room, *, centred: bool) -> float:
    """Tell what rows cost that end at these strips."""
    return sum(
        next((cost for at, cost in _growing(strips, first, room, centred=centred, worst=float("inf")) if at == end), 0.0)
        for first, end in pairwise(bounds)
    )


def _parted(strips: Strips, ends: Sequence[float], room: Room, *, centred: bool) -> tuple[float, tuple[float, ...]]:
    """Give what the cheapest rows cost, and the heights between them."""
    best: list[tuple[float, tuple[float, ...]]] = [(0.0, ()), *((float("inf"), ()) for _ in strips.held)]
    for first in range(len(strips.held)):
        start, ys = best[first]
        for end, cost in _growing(strips, first, room, centred=centred):
            if start + cost < best[end][0]:
                best[end] = (start + cost, (*ys, ends[first - 1]) if first else ys)
    return best[-1]


def _growing(strips: Strips, first: int, room: Room, *, centred: bool, worst: float = _WORST) -> Iterator[tuple[int, float]]:
    """Give what the rows cost that begin with a strip, by where they end; what a page end cuts stands at its row's top."""
    half = (len(room.xs) - 1) // 2
    mine: list[Piece] = []
    heights: dict[tuple[int, int], Span] = {}
    joins, bottom = 0.0, float("inf")
    for end in range(first + 1, len(strips.held) + 1):
        right = [line.run for line in strips.held[end - 1] if line.end > half]
        if right:
            joins += _WIDE * room.em * (min(run.top for run in right) - bottom >= strips.gap)
            bottom = max(run.bottom for run in right)
        for line in strips.held[end - 1]:
            above = _above(line, mine)
            joins += room.em * room.join(above, line) if above else 0.0
            mine.append(line)
            top, low = heights.get((line.first, line.end), (line.run.top, line.run.bottom))
            heights[line.first, line.end] = min(top, line.run.top), max(low, line.run.bottom)
        if joins > worst * room.em and end > first + 1:
            return
        if mine:
            below = strips.held[end] if end < len(strips.held) else ()
            splits = sum(room.split(above, line) for line in below if (above := _above(line, mine)))
            row = _ROW if bottom < float("inf") else _LONE
            misses = _misses(heights, half, room.em, centred=centred)
            if end == len(strips.held):
                misses = min(misses, _misses(heights, half, room.em, centred=False))
            yield end, joins + (row + splits + strips.end[end - 1]) * room.em + misses


def _above(line: Piece, lines: Sequence[Piece]) -> Piece | None:
    return next((p for p in reversed(lines) if p.first < line.end and line.first < p.end and p.run.middle < line.run.middle), None)


def _misses(heights: Mapping[tuple[int, int], Span], half: int, em: float, *, centred: bool) -> float:
    """Tell how far the cells of a row stand from its middle, or from its top; one at the left may be a label of several rows."""
    cells = [
        (_extent([span for (at, _), span in heights.items() if first <= at < end]), end <= half)
        for first, end in merged(list(heights), -0.5)
    ]
    top, bottom = min(span[0] for span, _ in cells), max(span[1] for span, _ in cells)
    away = ((abs(a + b - top - bottom) / 2 if centred else a - top, label) for (a, b), label in cells)
    return sum(min(max(miss - _EXACT * em, 0.0), _LABEL * em if label else miss) for miss, label in away)


def _extent(spans: Sequence[Span]) -> Span:
    return min(top for top, _ in spans), max(bottom for _, bottom in spans)
