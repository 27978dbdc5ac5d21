"""Columns by the white between them: blocks of lines that share their gutters, and the edges that run through all gutters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout.borderless.ink_runs import Run

CELL_GAP = 0.55  # of an em: what parts two cells on one line
_GUTTER = 0.25  # of an em: what parts two columns when it persists over a block
_PERSISTS = 3  # lines
_BLOCK_COST = 0.9  # in cells: just less than to lose one cell in another
_LONGEST = 120  # lines of a block

_NEAR_END = 8  # lines from either end of a block, where it may be parted

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``first`` up to ``end`` that share ``columns``: where the ink of each column begins and ends."""

    first: int
    end: int
    columns: tuple[Span, ...]

    @property
    def gutters(self) -> list[Span]:
        """The white between its columns."""
        return [(left[1], right[0]) for left, right in pairwise(self.columns)]


def merged(spans: Sequence[Span], gap: float) -> tuple[Span, ...]:
    """Join spans of ink that no gap of at least ``gap`` parts."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def spans_of(line: Sequence[Run]) -> list[Span]:
    """Give where each run of a line begins and ends."""
    return [(run.x0, run.x1) for run in line]


def blocks(lines: Sequence[Sequence[Run]], em: float) -> tuple[list[Block], float]:
    """Part lines into blocks so that the fewest cells run together, and give what that costs, in cells."""
    best: list[tuple[float, Block | None]] = [(0.0, None), *((float("inf"), None) for _ in lines)]
    cells = [merged(spans_of(line), CELL_GAP * em) for line in lines]
    for first in range(len(lines)):
        for block, lost in _growing(lines, cells, first, em):
            cost = best[first][0] + lost + _BLOCK_COST
            if cost < best[block.end][0]:
                best[block.end] = (cost, block)
    return _chosen(best), best[-1][0]


def _chosen(best: Sequence[tuple[float, Block | None]]) -> list[Block]:
    out: list[Block] = []
    at = len(best) - 1
    while (block := best[at][1]) is not None:
        out.append(block)
        at = block.first
    return out[::-1]


def _growing(
    lines: Sequence[Sequence[Run]], cells: Sequence[tuple[Span, ...]], first: int, em: float
) -> list[tuple[Block, int]]:
    """Give the blocks that begin with a line, each with the cells that its columns run together."""
    out: list[tuple[Block, int]] = []
    ink: tuple[Span, ...] = ()
    columns: tuple[Span, ...] = ()
    lost = 0
    for end in range(first + 1, min(len(lines), first + _LONGEST) + 1):
        ink = merged([*ink, *spans_of(lines[end - 1])], 0.0)
        before, columns = columns, merged(ink, (_GUTTER if end - first >= _PERSISTS else CELL_GAP) * em)
        same = len(before) == len(columns)
        lost = (
            lost + _lost(cells[end - 1], columns)
            if same
            else sum(_lost(line, columns) for line in cells[first:end])
        )
        out.append((Block(first, end, columns), lost))
        if lost > 2 * (end - first) + 2:
            break
    return out


def _lost(cells: tuple[Span, ...], columns: tuple[Span, ...]) -> int:
    starts = [start for start, _ in columns]
    return len(cells) - len({bisect_right(starts, start) for start, _ in cells}) if len(cells) > 1 else 0


def parted(lines: Sequence[Sequence[Run]], found: Sequence[Block], em: float) -> list[Block]:
    """Part blocks in two where that needs fewer edges: a merged cell's text may stand where other rows have an edge."""
    out = list(found)
    at = 0
    while at < len(out):
        ways = (
            [[*out[:at], *pair, *out[at + 1 :]] for pair in _pairs(lines, out[at], em)]
            if _has_own_edge(out, at)
            else []
        )
        best = min(ways, key=lambda way: len(edges(way, em)), default=out)
        if len(edges(best, em)) < len(edges(out, em)):
            out = best
        else:
            at += 1
    return out


def _has_own_edge(found: Sequence[Block], at: int) -> bool:
    others = [gutter for n, block in enumerate(found) if n != at for gutter in block.gutters]
    return any(
        not any(low < end and start < high for start, end in others) for low, high in found[at].gutters
    )


def _pairs(lines: Sequence[Sequence[Run]], block: Block, em: float) -> Iterator[tuple[Block, Block]]:
    """Give the ways to part a block in two that have all its cells."""
    places = range(block.first + 1, block.end)
    for place in places if len(places) <= 2 * _NEAR_END else [*places[:_NEAR_END], *places[-_NEAR_END:]]:
        upper, lower = _block(lines, block.first, place, em), _block(lines, place, block.end, em)
        if len(lower.columns) > 1 < len(upper.columns):
            yield upper, lower


def _block(lines: Sequence[Sequence[Run]], first: int, end: int, em: float) -> Block:
    ink = [span for line in lines[first:end] for span in spans_of(line)]
    return Block(first, end, merged(ink, (_GUTTER if end - first >= _PERSISTS else CELL_GAP) * em))


def edges(found: Sequence[Block], em: float) -> tuple[float, ...]:
    """Give the fewest column edges that run through every gutter of the blocks, and the outer ones; in the runs' unit."""
    inner: list[Span] = []
    for low, high in sorted(
        (gutter for block in found for gutter in block.gutters), key=lambda gutter: gutter[1] - gutter[0]
    ):
        if any(low <= edge[0] and edge[1] <= high for edge in inner):
            continue
        at = next((n for n, edge in enumerate(inner) if low < edge[1] and edge[0] < high), None)
        if at is None:
            inner.append((low, high))
        else:
            inner[at] = (max(inner[at][0], low), min(inner[at][1], high))
    left = min(block.columns[0][0] for block in found) - em / 2
    right = max(block.columns[-1][1] for block in found) + em / 2
    return (left, *sorted((low + high) / 2 for low, high in inner), right)
