"""The lattice of a table that no upright rule draws: its edges, and which of them part two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extract.geometry.lattice import Lattice, Rows
from extract.geometry.marks import Floats
from extract.geometry.rulings import cluster
from extract.layout.borderless.columns import CELL_GAP, Span, merged, spans_of
from extract.layout.borderless.ink_runs import Run
from extract.layout.borderless.rows import Cut, Piece, counting

_SKIP = 0.4  # of an em: what it costs that a row has no label
_SKIP_END = 0.1  # the same for the last rows, whose label the next page may print
_CUTS = 1.0  # the same for a label that ends within the rows of one to its right
_SPLIT = 5.0  # the same for a label that stands over the end of its rows
_CUT_OFF = (
    0.2  # the same for the last label, when it stands beside the first of its rows: a page end cuts them
)
_EXACT = 0.15  # of an em by which a label may miss its place
_CLOSER = 0.25  # of an em by which a label's lines are closer than the rows beside it
_INK = 0.3  # of an em by which a label's ink may reach over its rows
_MOST = 60  # rows above or below a label that it may cover
_LABEL_GAP = 0.6  # of an em, between two labels in one column

RowRange = tuple[int, int]
Shared = tuple[float, tuple[RowRange, ...]]


@dataclass(frozen=True, slots=True)
class Labels:
    """A column's labels, top down, beside the rows that ``ys`` part.

    ``centred`` labels stand in the middle of their rows, others beside the first. ``goes_on``: the first rows
    may belong to a label on the page before. ``tops`` are where the texts of each row begin. ``inner`` are
    the rows of each label in the column to the right, ``bare`` the rows that have none there.
    """

    names: tuple[Span, ...]
    ys: tuple[float, ...]
    tops: tuple[float, ...]
    em: float
    centred: bool
    goes_on: bool
    inner: tuple[RowRange, ...] = ()
    bare: frozenset[int] = frozenset()


def shared_rows(
    pieces: Sequence[Piece],
    columns: int,
    ys: Sequence[float],
    em: float,
    *,
    centred: bool,
    goes_on: bool,
    tight: bool,
) -> tuple[float, list[tuple[RowRange, ...]]]:
    """Give, for each of the first columns, the rows (first, end) of each label, and how well the labels stand beside them.

    ``ys`` are the rows' edges, one more than rows; in a ``tight`` table the white between lines tells
    nothing. The less it costs, the better they stand.
    """
    total = 0.0
    out: list[tuple[RowRange, ...]] = []
    bands = _bands([p for p in pieces if p.end > columns], ys)
    labels = Labels((), tuple(ys), tuple(top for top, _ in bands), em, centred, goes_on)
    for column in reversed(range(columns)):
        mine = [(p.run.top, p.run.bottom) for p in pieces if (p.first, p.end) == (column, column + 1)]
        crossed = _crossed(pieces, column, ys)
        cost, groups = _in_column(
            replace(labels, names=merged(mine, 0.0) if tight else _names(mine, bands, em)), crossed
        )
        total += cost
        out.insert(0, groups)
        covered = {row for first, end in groups for row in range(first, end)}
        labels = replace(labels, inner=groups, bare=frozenset(range(len(ys) - 1)) - covered - crossed)
    return total, out


def _bands(pieces: Sequence[Piece], ys: Sequence[float]) -> list[Span]:
    """Give where the texts of each row begin and end."""
    out: list[Span] = []
    for top, low in pairwise(ys):
        mine = [p.run for p in pieces if top < p.run.middle < low]
        out.append(
            (min((run.top for run in mine), default=top), max((run.bottom for run in mine), default=low))
        )
    return out


def _names(lines: Sequence[Span], bands: Sequence[Span], em: float) -> tuple[Span, ...]:
    """Join the lines of a column to labels: a label goes on over the end of a row only where its lines are closer than the rows."""
    out: list[Span] = []
    for line in merged(lines, 0.0):
        gap = line[0] - out[-1][1] if out else float("inf")
        between = [
            low[0] - high[1]
            for high, low in pairwise(bands)
            if out and _middle(out[-1]) < (high[1] + low[0]) / 2 < _middle(line)
        ]
        if gap < _LABEL_GAP * em and all(white > gap + _CLOSER * em for white in between):
            out[-1] = (out[-1][0], line[1])
        else:
            out.append(line)
    return tuple(out)


def _crossed(pieces: Sequence[Piece], column: int, ys: Sequence[float]) -> set[int]:
    """Find the rows in which a text runs over the column and others."""
    across = [p.run.middle for p in pieces if p.first <= column < p.end and p.end - p.first > 1]
    return {row for row, (top, low) in enumerate(pairwise(ys)) if any(top < y < low for y in across)}


def _in_column(labels: Labels, crossed: set[int]) -> Shared:
    ends = [-1, *sorted(crossed), len(labels.ys) - 1]
    total = 0.0
    out: tuple[RowRange, ...] = ()
    for before, end in pairwise(ends):
        cost, groups = _in_stretch(labels, before + 1, end)
        total, out = total + cost, (*out, *groups)
    return total, out


def _in_stretch(labels: Labels, first: int, end: int) -> Shared:
    """Share the rows of a stretch among its labels, in their order; some rows may have none."""
    names = [name for name in labels.names if labels.ys[first] <= _middle(name) < labels.ys[end]]
    if not names:
        return 0.0, ()
    skip = 0.0 if labels.goes_on and not first else _SKIP * labels.em
    best: dict[int, Shared] = {row: (skip * (row - first), ()) for row in range(first, end)}
    for name in names:
        best = _extended(best, name, labels, end)
    return min(
        ((cost + _SKIP_END * labels.em * (end - row), groups) for row, (cost, groups) in best.items()),
        default=(0.0, ()),
    )


def _extended(best: dict[int, Shared], name: Span, labels: Labels, end: int) -> dict[int, Shared]:
    """Give, for each row that may come next, the best way to share the rows above among the labels up to this one."""
    out: dict[int, Shared] = {}
    row = bisect_right(labels.ys, _middle(name)) - 1
    for before, (cost, groups) in best.items():
        for start in range(max(before, row - _MOST), row + 1):
            for stop in range(row + 1, min(end, row + _MOST) + 1):
                total = (
                    cost
                    + _SKIP * labels.em * (start - before) * bool(groups)
                    + _miss(name, labels, start, stop)
                )
                if total < out.get(stop, (float("inf"),))[0]:
                    out[stop] = (total, (*groups, (start, stop)))
            if not groups:
                break
    return out


def _miss(name: Span, labels: Labels, start: int, stop: int) -> float:
    """Tell how far a label stands from where these rows would have it, and what they leave of the labels to its right."""
    top, bottom = labels.ys[start], labels.ys[stop]
    if not top <= _middle(name) <= bottom:
        return float("inf")
    if name[0] < top - _INK * labels.em or name[1] > bottom + _INK * labels.em:
        return _SPLIT * labels.em
    from_middle, from_top = abs(_middle(name) - (top + bottom) / 2), abs(name[0] - labels.tops[start])
    away = from_middle if labels.centred else from_top
    if stop == len(labels.ys) - 1:
        away = min(away, from_top + _CUT_OFF * labels.em)
    cut = sum(first < start < end or first < stop < end for first, end in labels.inner)
    bare = bool(labels.inner) and stop - start > 1 and not labels.bare.isdisjoint(range(start, stop))
    return max(away - _EXACT * labels.em, 0.0) + (_CUTS * cut + _SKIP * bare) * labels.em


def _middle(span: Span) -> float:
    return (span[0] + span[1]) / 2


_SLACK = 0.1  # of an em that a run may reach over its column's edge

_NEARLY_ALL = 0.9  # of the rows
_PUSHED = 0.8  # the same where one blank parts two cells: the longer text pushes the other aside

Level = tuple[float, list[bool]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A table's pieces in its column edges ``xs``; ``goes_on`` from the page before. Places in the unit of ``em``.

    ``tight``: its lines stand at one distance, and the white between them tells nothing. ``spaced``: blank
    lines of a text part its rows, a few of them only.
    """

    pieces: tuple[Piece, ...]
    xs: tuple[float, ...]
    em: float
    goes_on: bool = False
    tight: bool = False
    spaced: bool = False

    @property
    def top(self) -> float:
        """The upper end of its ink."""
        return min(piece.run.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """The lower end of its ink."""
        return max(piece.run.bottom for piece in self.pieces)


def pieces(line: tuple[Run, ...], xs: tuple[float, ...], em: float) -> list[Piece]:
    """Set a line's runs in columns.

    A text with blanks that crosses an edge anywhere covers all the columns it passes, unless its blanks stand
    at edges.
    """
    out: list[Piece] = []
    for start, end in merged(spans_of(line), CELL_GAP * em):
        runs = [run for run in line if start <= run.x0 < end or run.x0 == start]
        columns = [_columns(run.x0, run.x1, xs, _SLACK * em) for run in runs]
        if any(last - first > 1 for first, last in columns):
            columns = [_columns(run.x0, run.x1, xs, _PUSHED * em) for run in runs]
            if len(runs) == 1 or any(left[1] > right[0] for left, right in pairwise(columns)):
                columns = [_columns(start, end, xs, _SLACK * em)] * len(runs)
        out += [Piece(run, *at) for run, at in zip(runs, columns, strict=True)]
    return out


def _columns(x0: float, x1: float, xs: tuple[float, ...], slack: float) -> tuple[int, int]:
    inner = np.array(xs[1:-1])
    first = int(np.searchsorted(inner, x0 + slack, "right"))
    return first, max(int(np.searchsorted(inner, x1 - slack, "left")), first) + 1


def level_rules(rules: Floats, laid: Laid) -> list[Level]:
    """Give the level rules of a table: their heights, and which columns each of them covers."""
    flat = rules[rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]]
    heights, index = cluster((flat[:, 1] + flat[:, 3]) / 2)
    out: dict[float, list[bool]] = {}
    for y, start, end in zip(heights[index].tolist(), flat[:, 0].tolist(), flat[:, 2].tolist(), strict=True):
        covers = [start <= (left + right) / 2 <= end for left, right in pairwise(laid.xs)]
        if laid.top - laid.em <= y <= laid.bottom + laid.em and any(covers):
            out[y] = [old or new for old, new in zip(out.get(y, [False] * len(covers)), covers, strict=True)]
    return sorted(out.items())


def ruled(level: Sequence[Level], laid: Laid) -> Lattice:
    """Lay a lattice whose rows the rules part; where a page end cuts the first or last row, no rule closes it."""
    open_row = [False] * (len(laid.xs) - 1)
    above = [(laid.top, open_row)] if level[0][0] > laid.top else []
    below = [(laid.bottom, open_row)] if level[-1][0] < laid.bottom else []
    rows = [*above, *level, *below]
    ys = [y for y, _ in rows]
    return Lattice(list(laid.xs), ys, [covers for _, covers in rows], _upright(laid, ys))


def unruled(found: Sequence[Cut], laid: Laid) -> Lattice:
    """Lay a lattice whose rows are parted by cuts; a label beside several rows covers them."""
    margin = laid.em / 2
    ys = [laid.top - margin, *(cut.y for cut in found), laid.bottom + margin]
    level = [[True] * (len(laid.xs) - 1) for _ in ys]
    for at, cut in enumerate(found, 1):
        level[at][: cut.first] = [False] * cut.first
    half = (len(laid.xs) - 1) // 2 if laid.spaced else _label_columns(laid, ys)
    ways = (
        shared_rows(laid.pieces, half, ys, laid.em, centred=centred, goes_on=laid.goes_on, tight=laid.tight)
        for centred in (True, False)
    )
    for column, groups in enumerate(min(ways, key=lambda way: way[0])[1]):
        for first, end in groups:
            for at in range(first, end + 1):
                level[at][column] = at in (first, end)
    level[-1] = [False] * len(level[-1])
    level[0] = [not _is_rest(laid, ys[1])] * len(level[0])
    return Lattice(list(laid.xs), ys, level, _upright(laid, ys))


def _is_rest(laid: Laid, end: float) -> bool:
    """Tell whether a page begins with the rest of a row: a few lines, in none of the columns of figures."""
    columns = len(laid.xs) - 1
    mine = [piece for piece in laid.pieces if piece.run.middle < end]
    filled = {piece.first for piece in mine}
    alone = all(piece.end - piece.first == 1 for piece in mine)
    return (
        laid.goes_on
        and alone
        and 0 not in filled
        and 3 * len(filled) <= columns
        and not filled & counting(laid.pieces, columns)
    )


def _label_columns(laid: Laid, ys: Sequence[float]) -> int:
    """Give how many columns may hold labels beside several rows: those before one with a text in nearly all rows with figures."""
    half = (len(laid.xs) - 1) // 2
    row_of = [(bisect_right(ys, piece.run.middle), piece) for piece in laid.pieces]
    figures = {row for row, piece in row_of if piece.run.figure and piece.first >= half}
    own = [{row for row, piece in row_of if piece.first == column} for column in range(half)]
    return next(
        (column for column, rows in enumerate(own) if len(rows & figures) > _NEARLY_ALL * len(figures)), half
    )


def _upright(laid: Laid, ys: Sequence[float]) -> Rows:
    """Put an upright line on each edge of each row that no text crosses."""
    upright = [[True] * (len(ys) - 1) for _ in laid.xs]
    for piece in laid.pieces:
        row = int(np.searchsorted(ys[1:-1], piece.run.middle, "right"))
        for column in range(piece.first + 1, piece.end):
            upright[column][row] = False
    return upright
