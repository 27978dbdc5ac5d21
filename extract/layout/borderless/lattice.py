"""The lattice of a table that no upright ruling draws: its edges, and which of them part two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.geometry.lattice import Lattice, Rows
from extract.geometry.marks import Floats
from extract.geometry.rulings import cluster_values
from extract.layout.borderless.placed_runs import TableText, find_figure_columns
from extract.layout.borderless.rows import RowCut
from extract.layout.borderless.side_labels import share_rows
from extract.layout.settings import LAYOUT

LevelRuling = tuple[float, list[bool]]  # its height, and which columns it covers


def find_level_rulings(rules: Floats, text: TableText) -> list[LevelRuling]:
    """Find the level rulings of a table among the page's ``rules`` (m, 4), from top to bottom."""
    flat = rules[rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]]
    heights, index = cluster_values((flat[:, 1] + flat[:, 3]) / 2)
    out: dict[float, list[bool]] = {}
    for y, start, end in zip(heights[index].tolist(), flat[:, 0].tolist(), flat[:, 2].tolist(), strict=True):
        covered = [start <= (left + right) / 2 <= end for left, right in pairwise(text.xs)]
        if text.top - text.em <= y <= text.bottom + text.em and any(covered):
            known = out.setdefault(y, [False] * len(covered))
            out[y] = [old or new for old, new in zip(known, covered, strict=True)]
    return sorted(out.items())


def lay_ruled(rulings: Sequence[LevelRuling], text: TableText) -> Lattice:
    """Lay a lattice whose rows rulings part; where a page end cuts the first or last row, none closes it."""
    open_row = [False] * text.columns
    rows = list(rulings)
    if rows[0][0] > text.top:
        rows.insert(0, (text.top, open_row))
    if rows[-1][0] < text.bottom:
        rows.append((text.bottom, open_row))
    ys = [y for y, _ in rows]
    return Lattice(list(text.xs), ys, [covered for _, covered in rows], _find_upright(text, ys))


def lay_unruled(cuts: Sequence[RowCut], text: TableText) -> Lattice:
    """Lay a lattice whose rows are parted by cuts; a label beside several rows covers them."""
    margin = text.em / 2
    ys = [text.top - margin, *(cut.y for cut in cuts), text.bottom + margin]
    level = [[True] * text.columns for _ in ys]
    for at, cut in enumerate(cuts, 1):
        level[at][: cut.first] = [False] * cut.first
    columns = text.half if text.spaced else _count_label_columns(text, ys)
    centred = share_rows(text, columns, ys, centred=True)
    at_top = share_rows(text, columns, ys, centred=False)
    _, shared = at_top if at_top[0] < centred[0] else centred
    for column, groups in enumerate(shared):
        for first, end in groups:
            for at in range(first, end + 1):
                level[at][column] = at in (first, end)
    level[-1] = [False] * text.columns
    level[0] = [not _begins_with_rest(text, ys[1])] * text.columns
    return Lattice(list(text.xs), ys, level, _find_upright(text, ys))


def _begins_with_rest(text: TableText, end: float) -> bool:
    """Tell whether a page begins with the rest of a row: a few lines, in none of the columns of figures."""
    mine = [placed for placed in text.runs if placed.run.middle < end]
    filled = {placed.first for placed in mine}
    has_few = 3 * len(filled) <= text.columns
    if not text.goes_on or not has_few or 0 in filled:
        return False
    if any(placed.end - placed.first > 1 for placed in mine):
        return False
    return not filled & find_figure_columns(text.runs, text.columns)


def _count_label_columns(text: TableText, ys: Sequence[float]) -> int:
    """Count the columns that may hold labels beside several rows.

    They are before the first column with a text in nearly all rows with figures.
    """
    figures: set[int] = set()
    filled: list[set[int]] = [set() for _ in range(text.half)]
    for placed in text.runs:
        row = bisect_right(ys, placed.run.middle)
        if placed.first < text.half:
            filled[placed.first].add(row)
        elif placed.run.figure:
            figures.add(row)
    for column, rows in enumerate(filled):
        if len(rows & figures) > LAYOUT.own_text_share * len(figures):
            return column
    return text.half


def _find_upright(text: TableText, ys: Sequence[float]) -> Rows:
    """Put an upright line on each edge of each row that no text crosses."""
    upright = [[True] * (len(ys) - 1) for _ in text.xs]
    inner = ys[1:-1]
    for placed in text.runs:
        row = bisect_right(inner, placed.run.middle)
        for column in range(placed.first + 1, placed.end):
            upright[column][row] = False
    return upright
