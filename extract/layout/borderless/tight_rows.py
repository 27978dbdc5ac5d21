"""Rows that stand as close as the lines of one cell: told by cells full to the end and by where each cell stands in its row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.layout.borderless.columns import Span, merged
from extract.layout.borderless.rows import Cut, Piece, row_gap

_JOIN = 1.0  # ems: what it costs that a cell has a line below one that had room for its beginning
_SPLIT = 0.3  # the same for one that had no room in the cell above
_REST = 1.0  # the same for one whose characters are no beginning
_PERHAPS = (
    0.75  # how sure it is that a line is full that is as wide as the widest of a column that may be wider
)
_SLACK = 0.1  # of an em
_PADDING = 1.3  # ems of a column that its cells leave free
_LONG = 20  # ems of a line in a text of paragraphs, which may end anywhere
_INDENT = 2.5  # ems
_LINES = 0.6  # of an em: the widest white between two lines of a label
_APART = 1.2  # ems of white that no two lines of a cell have between them
_SAME = 0.2  # of an em, between the heights of two pieces of one line


@dataclass(frozen=True, slots=True)
class Room:
    """How wide the columns of a table are, by their edges ``xs`` and by what they hold."""

    xs: tuple[float, ...]
    every: tuple[Piece, ...]
    em: float
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def full(self, upper: Piece, lower: Piece) -> float:
        """Tell how sure it is, from 0 to 1, that what the lower line begins with had no room on the upper one.

        A column is as wide as its widest line, or as its edges are apart.
        """
        if self.is_rest(upper, lower):
            return 1.0
        needed = _width(upper) + lower.run.lead + _SLACK * self.em
        first, end = min(upper.first, lower.first), max(upper.end, lower.end)
        far = lower.run.top - upper.run.bottom > _APART * self.em
        if upper.run.figure or far or needed < self.widest(first, end):
            return 0.0
        return (
            1.0
            if end - first > 1 or needed > self.xs[end] - self.xs[first] - _PADDING * self.em
            else _PERHAPS
        )

    def widest(self, first: int, end: int) -> float:
        """Give how wide the widest line of a column is; of several columns, how far apart their outermost texts begin and end."""
        if (first, end) not in self.known:
            inside = [piece.run for piece in self.every if first <= piece.first and piece.end <= end]
            across = max(run.x1 for run in inside) - min(run.x0 for run in inside)
            self.known[first, end] = across if end - first > 1 else max(run.x1 - run.x0 for run in inside)
        return self.known[first, end]

    def is_rest(self, upper: Piece, lower: Piece) -> bool:
        """Tell whether the characters where a line ends part one text; a percent sign alone may be a unit below others."""
        shorter = upper.run.figure and _width(lower) < _width(upper) - self.em / 2
        near = lower.run.top - upper.run.bottom <= _APART * self.em
        return near and (upper.run.goes_on or (lower.run.rest and (shorter or not lower.run.figure)))

    def split(self, upper: Piece, lower: Piece) -> float:
        """Give what it costs, in ems, that two lines are of two cells."""
        return _REST if self.is_rest(upper, lower) else _SPLIT * self.full(upper, lower)

    def join(self, upper: Piece, lower: Piece) -> float:
        """Give what it costs, in ems, that two lines are of one cell: nothing where the upper is full or both are of paragraphs."""
        near = lower.run.top - upper.run.bottom <= _APART * self.em
        paragraphs = (
            near
            and max(_width(upper), _width(lower)) > _LONG * self.em
            and abs(upper.run.x0 - lower.run.x0) < _INDENT * self.em
        )
        return 0.0 if paragraphs else _JOIN * (1 - self.full(upper, lower))


def _width(piece: Piece) -> float:
    return piece.run.x1 - piece.run.x0


def lines_of(pieces: Sequence[Piece], em: float) -> list[Piece]:
    """Join the pieces of one cell's line, which blanks part; from top to bottom."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.first, p.end, round(p.run.middle / em, 1), p.run.x0)):
        before = out[-1] if out else None
        if (
            before
            and (before.first, before.end) == (piece.first, piece.end)
            and piece.run.middle - before.run.middle < _SAME * em
        ):
            figure = before.run.figure and piece.run.figure
            out[-1] = replace(
                before, run=replace(before.run, x1=max(before.run.x1, piece.run.x1), figure=figure)
            )
        else:
            out.append(piece)
    return sorted(out, key=lambda p: p.run.middle)


def joined_lines(pieces: Sequence[Piece], xs: tuple[float, ...], em: float) -> tuple[Piece, ...]:
    """Give the pieces; each full line of a label reaches down to the line on which it goes on."""
    room = Room(xs, tuple(lines_of(pieces, em)), em)
    half = (len(xs) - 1) // 2
    return tuple(_reaching(piece, pieces, room) if piece.end <= half else piece for piece in pieces)


def _reaching(piece: Piece, pieces: Sequence[Piece], room: Room) -> Piece:
    below = [
        p for p in pieces if p.first == piece.first and p.end == piece.end and p.run.top > piece.run.middle
    ]
    lower = min(below, key=lambda p: (p.run.top, p.run.x0), default=None)
    goes_on = lower and _goes_on(piece, lower, room)
    return replace(piece, run=replace(piece.run, bottom=lower.run.top)) if lower and goes_on else piece


def _goes_on(upper: Piece, lower: Piece, room: Room) -> bool:
    near = lower.run.top - upper.run.bottom < _LINES * room.em
    return near and room.full(upper, lower) > (
        _PERHAPS if _width(lower) > _width(upper) - room.em / 2 else 0.0
    )


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
        (_told(strips, bounds, room, centred=centred), _parted(strips, ends, room, centred=centred))
        for centred in (True, False)
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
    whites = [
        ink[n + 1][0] - ink[n][1] if 0 <= n < len(ink) - 1 and y >= ink[n][1] else 0.0
        for n, y in zip(at, ys, strict=True)
    ]
    crossed = [len(_across(room.every, y, room.em)) for y in ys]
    end = tuple(
        _NARROW * max(1 - white / gap, 0.0) + _CROSSED * n for white, n in zip(whites, crossed, strict=True)
    )
    return Strips(tuple(map(tuple, out)), (*end, 0.0), gap)


def _told(strips: Strips, bounds: Sequence[int], room: Room, *, centred: bool) -> float:
    """Tell what rows cost that end at these strips."""
    return sum(
        next(
            (
                cost
                for at, cost in _growing(strips, first, room, centred=centred, worst=float("inf"))
                if at == end
            ),
            0.0,
        )
        for first, end in pairwise(bounds)
    )


def _parted(
    strips: Strips, ends: Sequence[float], room: Room, *, centred: bool
) -> tuple[float, tuple[float, ...]]:
    """Give what the cheapest rows cost, and the heights between them."""
    best: list[tuple[float, tuple[float, ...]]] = [(0.0, ()), *((float("inf"), ()) for _ in strips.held)]
    for first in range(len(strips.held)):
        start, ys = best[first]
        for end, cost in _growing(strips, first, room, centred=centred):
            if start + cost < best[end][0]:
                best[end] = (start + cost, (*ys, ends[first - 1]) if first else ys)
    return best[-1]


def _growing(
    strips: Strips, first: int, room: Room, *, centred: bool, worst: float = _WORST
) -> Iterator[tuple[int, float]]:
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
    return next(
        (
            p
            for p in reversed(lines)
            if p.first < line.end and line.first < p.end and p.run.middle < line.run.middle
        ),
        None,
    )


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
