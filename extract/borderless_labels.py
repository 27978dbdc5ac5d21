"""Labels that stand once beside several rows: which rows are whose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.borderless_columns import Span, merged
from extract.borderless_rows import Piece

_SKIP = 0.5  # of an em: what it costs that a row has no label
_EXACT = 0.3  # of an em by which a label may miss its place
_LABEL_GAP = 0.6  # of an em, between two labels in one column

Rows = tuple[int, int]


def labelled(pieces: Sequence[Piece], column: int, ys: Sequence[float], em: float) -> list[Rows]:
    """Give the runs of rows (first, end) that share a label of a column; ``ys`` are the rows' edges, one more than rows."""
    mine = [p for p in pieces if p.first == column and p.end == column + 1]
    crossed = [
        any(p.first <= column < p.end and p.end - p.first > 1 and top < p.run.middle < low for p in pieces)
        for top, low in pairwise(ys)
    ]
    out: list[Rows] = []
    for first, end in _stretches(crossed):
        names = [s for s in _names(mine, em) if ys[first] <= (s[0] + s[1]) / 2 < ys[end]]
        out += _shared(names, ys, (first, end), em)
    return out


def _names(mine: Sequence[Piece], em: float) -> list[Span]:
    """Give where each label of a column stands: its lines stand close, and where they do not, each row has its own."""
    return list(merged([(p.run.top, p.run.bottom) for p in mine], _LABEL_GAP * em))


def _stretches(crossed: Sequence[bool]) -> list[Rows]:
    ends = [-1, *(row for row, is_crossed in enumerate(crossed) if is_crossed), len(crossed)]
    return [(before + 1, after) for before, after in pairwise(ends) if after > before + 1]


def _shared(names: Sequence[Span], ys: Sequence[float], rows: Rows, em: float) -> list[Rows]:
    if not names:
        return []
    return min((_best(names, ys, rows, em, centred=centred) for centred in (True, False)), key=lambda found: found[0])[1]


def _best(names: Sequence[Span], ys: Sequence[float], rows: Rows, em: float, *, centred: bool) -> tuple[float, list[Rows]]:
    """Share the rows among the labels, in their order; some rows may have none."""
    first, end = rows
    best: dict[int, tuple[float, list[Rows]]] = {row: (_SKIP * em * (row - first), []) for row in range(first, end + 1)}
    for name in names:
        following: dict[int, tuple[float, list[Rows]]] = {}
        for start, (cost, groups) in best.items():
            for stop in range(start + 1, end + 1):
                total = cost + _miss(name, (ys[start], ys[stop]), em, centred=centred, last=stop == end)
                if total < following.get(stop, (float("inf"), []))[0]:
                    following[stop] = (total, [*groups, (start, stop)])
        best = _with_skips(following, end, em)
    return best.get(end, (float("inf"), []))


def _with_skips(ends: dict[int, tuple[float, list[Rows]]], last: int, em: float) -> dict[int, tuple[float, list[Rows]]]:
    out = dict(ends)
    for row in range(min(ends, default=last), last):
        if row in out:
            cost = out[row][0] + _SKIP * em
            if cost < out.get(row + 1, (float("inf"), []))[0]:
                out[row + 1] = (cost, out[row][1])
    return out


def _miss(name: Span, group: Span, em: float, *, centred: bool, last: bool) -> float:
    """Tell how far a label stands from where its group of rows would have it."""
    middle = (name[0] + name[1]) / 2
    if not group[0] <= middle <= group[1]:
        return float("inf")
    from_middle = abs(middle - (group[0] + group[1]) / 2)
    from_top = abs(name[0] - group[0] - em / 2)
    miss = min(from_middle, from_top) if last else from_middle if centred else from_top
    return max(miss - _EXACT * em, 0.0)
