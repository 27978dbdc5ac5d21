"""The lattice of a table that no upright ruling draws: its edges, and which of them part two cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.geometry.lattice import Lattice, Rows
from extract.geometry.marks import Floats
from extract.geometry.rulings import cluster_values
from extract.layout.borderless.label_columns import count_label_columns
from extract.layout.borderless.placed_runs import PlacedRun, TableText, find_figure_columns
from extract.layout.borderless.rows import RowCut
from extract.layout.borderless.side_labels import RowRange, share_rows
from extract.layout.settings import LAYOUT

SharedRows = tuple[RowRange, ...]
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
    level = [covered for _, covered in rows]
    upright = _find_upright(text, ys)
    for placed in text.runs:
        if placed.end - placed.first > 1:
            _join_columns(placed, ys, level, upright)
    return Lattice(list(text.xs), ys, level, upright)


def _join_columns(placed: PlacedRun, ys: Sequence[float], level: Rows, upright: Rows) -> None:
    """Part the columns that a text covers in none of the rows between the rulings above and below it."""
    first = bisect_right(ys[1:-1], placed.run.middle)
    end = first + 1
    while first > 0 and not any(level[first][placed.first : placed.end]):
        first -= 1
    while end < len(ys) - 1 and not any(level[end][placed.first : placed.end]):
        end += 1
    for column in range(placed.first + 1, placed.end):
        for row in range(first, end):
            upright[column][row] = False


def lay_unruled(cuts: Sequence[RowCut], text: TableText) -> Lattice:
    """Lay a lattice whose rows are parted by cuts; a label beside several rows covers them."""
    margin = text.em / 2
    ys = [text.top - margin, *(cut.y for cut in cuts), text.bottom + margin]
    level = [[True] * text.columns for _ in ys]
    for at, cut in enumerate(cuts, 1):
        level[at][: cut.first] = [False] * cut.first
    if text.spaced:
        columns = text.half
    elif text.in_lines:
        columns = count_label_columns(text)
    else:
        columns = _count_label_columns(text, ys)
    centred = share_rows(text, columns, ys, centred=True)
    at_top = share_rows(text, columns, ys, centred=False)
    _, shared = at_top if at_top[0] < centred[0] else centred
    upright = _find_upright(text, ys)
    for placed in text.runs:
        if placed.end <= columns and placed.end - placed.first > 1:
            _join_label(placed, ys, shared, upright)
    for column, groups in enumerate(shared):
        for first, end in groups:
            for at in range(first, end + 1):
                level[at][column] = at in (first, end)
    level[-1] = [False] * text.columns
    level[0] = [not _begins_with_rest(text, ys[1])] * text.columns
    return Lattice(list(text.xs), ys, level, upright)


def _join_label(placed: PlacedRun, ys: Sequence[float], shared: list[SharedRows], upright: Rows) -> None:
    """Let a label that covers several columns have the same rows in all of them, and no edge in these."""
    row = bisect_right(ys, placed.run.middle) - 1
    first, end = 0, len(ys) - 1
    for column in range(placed.first, placed.end):
        group = next((group for group in shared[column] if group[0] <= row < group[1]), (row, row + 1))
        first, end = max(first, group[0]), min(end, group[1])
    for column in range(placed.first, placed.end):
        others = (group for group in shared[column] if not group[0] <= row < group[1])
        shared[column] = tuple(sorted([*others, (first, end)]))
    for column in range(placed.first + 1, placed.end):
        for at in range(first, end):
            upright[column][at] = False


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
