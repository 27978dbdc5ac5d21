"""Columns that a page has from the page before: ``known`` are the edges of that page's last table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.layout.borderless.columns import ColumnBlock, Interval, find_cells
from extract.layout.borderless.ink_runs import InkLine, InkLines
from extract.layout.borderless.placed_runs import place_line
from extract.layout.settings import LAYOUT

Edges = tuple[float, ...]


def find_known_columns(ink: InkLines, blocks: Sequence[ColumnBlock], top: int, known: Edges) -> Edges:
    """Return the edges of the page before where these blocks go on in them, else none.

    They are moved into the blocks' gutters.

    ``top`` is the line with which the table begins, were it a table of its own.
    """
    if not known:
        return ()
    if _begins_page(ink, top, known):
        return _move_edges(blocks, known) or _keep_edges(ink, blocks, known)
    return known if _fits(blocks, known) else ()


def has_known_columns(ink: InkLines, block: ColumnBlock, known: Edges) -> bool:
    """Tell whether a block has the known columns.

    It has them as a whole or, where a text stands across them, line by line.
    """
    if len(block.columns) < LAYOUT.table_columns or not known:
        return False
    if has_edge_in_each_gutter(block.columns, known):
        return True
    lines = [find_cells(line, ink.em) for line in ink.lines[block.first : block.end]]
    if max(map(len, lines)) < max(LAYOUT.table_columns, len(known) // 2):
        return False
    return all(has_edge_in_each_gutter(cells, known) for cells in lines)


def has_edge_in_each_gutter(columns: Sequence[Interval], xs: Sequence[float]) -> bool:
    """Tell whether an edge stands between each two columns."""
    gutters = [(left[1], right[0]) for left, right in pairwise(columns)]
    return all(_is_stabbed(gutter, xs) for gutter in gutters)


def _is_stabbed(gutter: Interval, xs: Sequence[float]) -> bool:
    return any(gutter[0] < x < gutter[1] for x in xs)


def find_wide_blocks(blocks: Sequence[ColumnBlock]) -> list[ColumnBlock]:
    """Find the blocks of several columns."""
    return [block for block in blocks if block.is_wide]


def _begins_page(ink: InkLines, row: int, known: Edges) -> bool:
    """Tell whether a page begins with this row, but for the rest of a cell: a title crosses columns."""
    return all(len(_columns_of(line, known, ink.em)) == 1 for line in ink.lines[:row])


def _columns_of(line: InkLine, known: Edges, em: float) -> set[int]:
    columns: set[int] = set()
    for placed in place_line(line, known, em):
        columns.update(range(placed.first, placed.end))
    return columns


def _fits(blocks: Sequence[ColumnBlock], known: Edges) -> bool:
    for block in find_wide_blocks(blocks):
        is_within = known[0] <= block.columns[0][0] and block.columns[-1][1] <= known[-1]
        if not is_within or not has_edge_in_each_gutter(block.columns, known):
            return False
    return True


def _move_edges(blocks: Sequence[ColumnBlock], known: Edges) -> Edges:
    """Return the edges of the page before, moved into this page's gutters, or none for other columns."""
    first = next((block for block in blocks if len(block.columns) >= LAYOUT.table_columns), None)
    if first is None or first.columns[0][0] < known[0] or first.columns[-1][1] > known[-1]:
        return ()
    free = [x for x in known[1:-1] if not _is_in_any(x, first.gutters)]
    moved = list(known)
    for low, high in first.gutters:
        middle = (low + high) / 2
        if free and not any(low < x < high for x in moved):
            nearest = min(free, key=lambda x: abs(x - middle))
            moved[moved.index(nearest)] = middle
            free.remove(nearest)
    if moved != sorted(moved) or not has_edge_in_each_gutter(first.columns, moved):
        return ()
    return tuple(moved)


def _is_in_any(x: float, gutters: Sequence[Interval]) -> bool:
    return any(low < x < high for low, high in gutters)


def _keep_edges(ink: InkLines, blocks: Sequence[ColumnBlock], known: Edges) -> Edges:
    """Return the edges of the page before where most lines have each cell in a column of its own.

    A label may stand across.
    """
    if any(len(block.columns) >= len(known) for block in blocks):
        return ()
    lines = ink.lines[blocks[0].first : blocks[-1].end]
    fitting = sum(_is_each_in_own_column(find_cells(line, ink.em), known) for line in lines)
    is_most = fitting >= LAYOUT.table_rows and fitting * 3 >= len(lines) * 2
    return known if is_most else ()


def _is_each_in_own_column(cells: Sequence[Interval], xs: Sequence[float]) -> bool:
    columns = [bisect_right(xs, start) for start, _ in cells]
    if len(set(columns)) < len(columns) or columns != [bisect_right(xs, end) for _, end in cells]:
        return False
    return all(0 < column < len(xs) for column in columns)
