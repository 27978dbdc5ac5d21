"""The lattice of a table that no upright rule draws: its edges, and which of them part two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.borderless_columns import CELL_GAP, merged, spans_of
from extract.borderless_labels import shared_rows
from extract.borderless_rows import Cut, Piece, counting
from extract.borderless_runs import Run
from extract.cells import Lattice, Rows
from extract.marks import Floats
from extract.rules import cluster

_SLACK = 0.1  # of an em that a run may reach over its column's edge

_NEARLY_ALL = 0.9  # of the rows
_PUSHED = 0.8  # the same where one blank parts two cells: the longer text pushes the other aside

Level = tuple[float, list[bool]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A table's pieces in its column edges ``xs``; ``goes_on`` from the page before. Places in the unit of ``em``.

    ``tight``: its lines stand at one distance, and the white between them tells nothing. ``spaced``: blank lines of a text part its
    rows, a few of them only.
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

    A text with blanks that crosses an edge anywhere covers all the columns it passes, unless its blanks stand at edges.
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
    return laid.goes_on and alone and 0 not in filled and 3 * len(filled) <= columns and not filled & counting(laid.pieces, columns)


def _label_columns(laid: Laid, ys: Sequence[float]) -> int:
    """Give how many columns may hold labels beside several rows: those before one with a text in nearly all rows with figures."""
    half = (len(laid.xs) - 1) // 2
    row_of = [(bisect_right(ys, piece.run.middle), piece) for piece in laid.pieces]
    figures = {row for row, piece in row_of if piece.run.figure and piece.first >= half}
    own = [{row for row, piece in row_of if piece.first == column} for column in range(half)]
    return next((column for column, rows in enumerate(own) if len(rows & figures) > _NEARLY_ALL * len(figures)), half)


def _upright(laid: Laid, ys: Sequence[float]) -> Rows:
    """Put an upright line on each edge of each row that no text crosses."""
    upright = [[True] * (len(ys) - 1) for _ in laid.xs]
    for piece in laid.pieces:
        row = int(np.searchsorted(ys[1:-1], piece.run.middle, "right"))
        for column in range(piece.first + 1, piece.end):
            upright[column][row] = False
    return upright
