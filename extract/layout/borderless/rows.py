"""Rows where no rule parts them: by the white between them, and by the figures that print once a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout.borderless.columns import Span, merged
from extract.layout.borderless.ink_runs import Run

_WRAP = 0.6  # of an em: the widest white that a cell is taken to have between its own lines
_MORE = 0.25  # of an em: more than between a cell's lines is between two rows
_FREE = 0.5  # of an em: what it costs that a row has no figure of its own
_REACH = 0.2  # of an em by which a text may reach over the end of its row
_LONGEST = 60  # lines of a row
_MOSTLY = 0.6  # of a column's runs are figures where each row prints one


@dataclass(frozen=True, slots=True)
class Piece:
    """A run in its table: the columns ``first`` up to ``end`` that it covers."""

    run: Run
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where one row ends and the next begins: the height ``y``, in all columns from ``first`` on."""

    y: float
    first: int = 0


def cuts(pieces: Sequence[Piece], columns: int, em: float, told: Sequence[Cut] = ()) -> list[Cut]:
    """Find the cuts between a table's rows, from top to bottom; labels left of a cut's first column stand beside several rows.

    ``told`` are the cuts where the white between lines tells nothing.
    """
    if not pieces:
        return []
    hard = told or _hard(pieces, columns, em)
    return sorted([*hard, *_soft(pieces, hard, columns, em)], key=lambda cut: cut.y)


def _hard(pieces: Sequence[Piece], columns: int, em: float) -> list[Cut]:
    gap = row_gap(pieces, columns, em)
    half = columns // 2
    whole = [Cut((low + high) / 2) for low, high in _whites(pieces, gap)]
    beside = [
        cut
        for white in _whites([p for p in pieces if p.end > half], gap)
        if (cut := _beside(pieces, white, half, gap))
    ]
    hard = sorted({cut.y: cut for cut in [*beside, *whole]}.values(), key=lambda cut: cut.y)
    hard = _without_wraps(hard, pieces, counting(pieces, columns))
    return [*hard[:1], *(cut for before, cut in pairwise(hard) if _parts(pieces, before.y, cut.y))]


def _parts(pieces: Sequence[Piece], top: float, bottom: float) -> bool:
    return any(top < piece.run.middle < bottom for piece in pieces)


def row_gap(pieces: Sequence[Piece], columns: int, em: float) -> float:
    """Give the least white that parts two rows: more than the lines of the cells have between them."""
    whites: list[float] = []
    for column in range(columns):
        spans = merged([(p.run.top, p.run.bottom) for p in pieces if p.first <= column < p.end], 0.01 * em)
        whites += [max(low[0] - high[1], 0.0) for high, low in pairwise(spans)]
    whites.sort()
    usual = whites[len(whites) // 10] if whites else 0.0
    return min(usual, _WRAP * em) + _MORE * em


def _whites(pieces: Sequence[Piece], gap: float) -> list[Span]:
    spans = merged([(p.run.top, p.run.bottom) for p in pieces], gap)
    return [(high[1], low[0]) for high, low in pairwise(spans)]


def _beside(pieces: Sequence[Piece], white: Span, half: int, gap: float) -> Cut | None:
    """Give the cut in the white of the right half: it goes as far left as the white does, and stops only at labels."""
    low, high = white
    for column in reversed(range(half)):
        across = [p for p in pieces if p.first <= column < p.end and p.run.bottom > low and p.run.top < high]
        rest = max(
            _whites_between([(p.run.top, p.run.bottom) for p in across], low, high),
            key=lambda span: span[1] - span[0],
        )
        if rest[1] - rest[0] < gap:
            first = max(p.end for p in across)
            return Cut((low + high) / 2, first) if first <= half else None
        low, high = rest
    return Cut((low + high) / 2)


def _whites_between(spans: Sequence[Span], low: float, high: float) -> list[Span]:
    """Give the white that spans leave between ``low`` and ``high``."""
    ink = merged(spans, 0.0)
    ends = [low, *(x for span in ink for x in span), high]
    return list(zip(ends[::2], ends[1::2], strict=True))


def _without_wraps(found: Sequence[Cut], pieces: Sequence[Piece], counting: set[int]) -> list[Cut]:
    """Leave out the cuts beside labels that part a row from its own wrapped lines: those have nothing in most of its columns."""
    ends = [float("-inf"), *(cut.y for cut in found), float("inf")]
    bands = [[p for p in pieces if top < p.run.middle < bottom] for top, bottom in pairwise(ends)]
    return [
        cut
        for cut, (above, below) in zip(found, pairwise(bands), strict=True)
        if not cut.first or not _wraps(cut, above, below, counting)
    ]


def _wraps(cut: Cut, above: Sequence[Piece], below: Sequence[Piece], counting: set[int]) -> bool:
    columns = [{p.first for p in band if p.first >= cut.first} for band in (above, below)]
    fewer, more = sorted(columns, key=len)
    return 2 * len(fewer) < len(more) and not fewer & counting


def _soft(pieces: Sequence[Piece], hard: Sequence[Cut], columns: int, em: float) -> list[Cut]:
    """Cut what stands between two hard cuts and holds several figures of one column."""
    figures = counting(pieces, columns)
    out: list[Cut] = []
    ends = [float("-inf"), *(cut.y for cut in hard), float("inf")]
    for top, bottom in pairwise(ends):
        inside = [p for p in pieces if top < p.run.middle < bottom]
        anchors = merged(
            [(p.run.top, p.run.bottom) for p in inside if p.end - p.first == 1 and p.first in figures], 0.0
        )
        if len(anchors) > 1:
            out += _between(inside, [(low + high) / 2 for low, high in anchors], columns // 2, em)
    return out


def counting(pieces: Sequence[Piece], columns: int) -> set[int]:
    """Find the columns of figures that print the most of them."""
    counts = {}
    for column in range(columns):
        mine = [p.run.figure for p in pieces if p.first == column and p.end == column + 1]
        if mine and sum(mine) >= _MOSTLY * len(mine):
            counts[column] = sum(mine)
    return {column for column, count in counts.items() if 2 * count > max(counts.values())}


def _between(pieces: Sequence[Piece], anchors: Sequence[float], half: int, em: float) -> list[Cut]:
    """Group the strips that no run of a row crosses, each group around one anchor or under it."""
    strips = _strips(pieces, anchors, half)
    grouped = min(
        (_grouped(strips, anchors, em, centred=centred) for centred in (True, False)),
        key=lambda found: found[0],
    )[1]
    bounds = [(strips[first][0], strips[end - 1][1]) for first, end in grouped]
    return [
        Cut((upper[1] + lower[0]) / 2, _first_free(pieces, (upper[1] + lower[0]) / 2, em))
        for upper, lower in pairwise(bounds)
    ]


def _strips(pieces: Sequence[Piece], anchors: Sequence[float], half: int) -> tuple[Span, ...]:
    """Find the strips of ink, each of one row at most: the fewest columns of labels are left out."""
    for labels in range(half + 1):
        strips = merged([(p.run.top, p.run.bottom) for p in pieces if p.end > labels], 0.0)
        if all(sum(top <= y <= bottom for y in anchors) <= 1 for top, bottom in strips):
            break
    return strips


def _first_free(pieces: Sequence[Piece], y: float, em: float) -> int:
    return max((p.end for p in pieces if p.run.top + _REACH * em < y < p.run.bottom - _REACH * em), default=0)


Grouped = tuple[float, tuple[tuple[int, int], ...]]


def _grouped(strips: Sequence[Span], anchors: Sequence[float], em: float, *, centred: bool) -> Grouped:
    """Give the cheapest groups of strips: with one anchor in their middle (or first strip), or with none."""
    best: list[Grouped] = [(0.0, ())]
    for end in range(1, len(strips) + 1):
        options = [
            (
                best[first][0] + _cost(strips[first:end], anchors, em, centred=centred),
                (*best[first][1], (first, end)),
            )
            for first in range(max(0, end - _LONGEST), end)
        ]
        best.append(min(options, key=lambda option: option[0]))
    return best[-1]


def _cost(strips: Sequence[Span], anchors: Sequence[float], em: float, *, centred: bool) -> float:
    top, bottom = strips[0][0], strips[-1][1]
    mine = [y for y in anchors if top <= y <= bottom]
    if not mine:
        return _FREE * em
    place = (top + bottom) / 2 if centred else (strips[0][0] + strips[0][1]) / 2
    return abs(mine[0] - place) if len(mine) == 1 else float("inf")
