"""Pages that a printer puts on one sheet above each other, told by the white and the tables at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import inf

import numpy as np

from extract.geometry.lattice import Lattice, find_lattice
from extract.geometry.marks import Glyphs, Marks
from extract.geometry.rulings import cluster_values, find_frames
from extract.layout.page_white import (
    BLANK,
    are_crossed,
    divide_length,
    is_page_shaped,
    list_ink,
    measure_margins,
    measure_white,
)
from extract.layout.settings import LAYOUT

Edges = Sequence[float]


def find_page_rows(marks: Marks, xs: Edges) -> list[float]:
    """Return where the pages of a sheet end that has columns ``xs`` of pages and rows below each other.

    The white between two rows is that of their margins, or a table goes on behind it: a form may have such
    white between two tables of its own, and is not cut there.
    """
    width = marks.width / (len(xs) - 1)
    shaped = [cuts for cuts in divide_length(marks.height) if is_page_shaped(width, cuts[0])]
    free = [cuts for cuts in shaped if not are_crossed(marks.rules, cuts, 1)]
    ink = list_ink(marks) if free else marks.rules
    if not len(ink):
        return []
    margins = LAYOUT.page_margin_share * measure_margins(ink, marks.height, 1)
    for cuts in free:
        whites = [measure_white(ink, cut, 1) for cut in cuts]
        white = min(whites)
        if white < LAYOUT.row_white_pt or whites[0] == inf:
            continue
        if not _has_second_row(marks, cuts):
            continue
        pages = _find_pages(marks, xs, (0.0, *cuts, marks.height))
        if not _are_filled(pages, len(xs) - 1):
            continue
        has_margins = white >= max(LAYOUT.page_white_pt, margins)
        if has_margins or any(_goes_on(one, other) for one, other in pairwise(pages)):
            return cuts
    return []


def _has_second_row(marks: Marks, cuts: Edges) -> bool:
    """Tell whether rulings or as many glyphs as a page has lines stand in the second row: else it is empty."""
    low, high = (*cuts, marks.height)[:2]
    drawn = marks.glyphs.boxes[marks.glyphs.codes > BLANK]
    for boxes, fewest in ((marks.rules, 1), (drawn, LAYOUT.fewest_page_lines)):
        middles = (boxes[:, 1] + boxes[:, 3]) / 2
        if np.count_nonzero((middles > low) & (middles < high)) >= fewest:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _PrintedPage:
    """A page of a sheet: its tables from top to bottom, and the letters of the lines above and below them.

    ``lines`` counts its lines of text. ``has_title``: a line above the tables is higher than the text usually is.
    """

    tables: list[Lattice]
    lines: int
    above: list[tuple[int, ...]]
    below: list[tuple[int, ...]]
    has_title: bool


def _find_pages(marks: Marks, xs: Edges, ys: Edges) -> list[_PrintedPage]:
    """Return the pages of a sheet, row by row."""
    x, y = ((marks.rules[:, :2] + marks.rules[:, 2:]) / 2).T
    glyphs = marks.glyphs.where((marks.glyphs.codes > BLANK) & (marks.glyphs.turns == 0))
    middles = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    pages = []
    for (top, bottom), (left, right) in product(pairwise(ys), pairwise(xs)):
        rules = marks.rules[(x > left) & (x < right) & (y > top) & (y < bottom)]
        inside = (middles[:, 0] > left) & (middles[:, 0] < right)
        inside &= (middles[:, 1] > top) & (middles[:, 1] < bottom)
        (frames,) = find_frames([rules])
        grids = [grid for frame in frames if (grid := find_lattice(frame)) is not None]
        pages.append(_describe_page(sorted(grids, key=lambda grid: grid.ys[0]), glyphs.where(inside)))
    return pages


def _are_filled(pages: Sequence[_PrintedPage], columns: int) -> bool:
    """Tell whether a table stands in the first row, and as much as a page holds in each other one.

    The rows at the end may be empty, the second is not: a page number far below a table is no page.
    """
    rows = [pages[at : at + columns] for at in range(0, len(pages), columns)]
    filled = [any(page.tables or page.lines >= LAYOUT.fewest_page_lines for page in row) for row in rows]
    while filled and not (filled[-1] or any(page.lines for page in rows[len(filled) - 1])):
        filled.pop()
    return any(page.tables for page in rows[0]) and len(filled) > 1 and all(filled)


def _describe_page(tables: list[Lattice], glyphs: Glyphs) -> _PrintedPage:
    lines = len(_list_lines(glyphs))
    if not tables:
        return _PrintedPage([], lines, [], [], has_title=False)
    baselines = glyphs.origins[:, 1]
    above, below = glyphs.where(baselines < tables[0].ys[0]), glyphs.where(baselines > tables[-1].ys[-1])
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    highest = (above.boxes[:, 3] - above.boxes[:, 1]).max(initial=0.0)
    has_title = bool(highest > LAYOUT.small_line_share * np.median(heights)) if len(glyphs) else False
    return _PrintedPage(
        tables=tables,
        lines=lines,
        above=_list_lines(above),
        below=_list_lines(below),
        has_title=has_title,
    )


def _list_lines(glyphs: Glyphs) -> list[tuple[int, ...]]:
    """Return the letters of each line, without figures: running heads differ in these alone."""
    _, lines = cluster_values(glyphs.origins[:, 1], LAYOUT.part_level_pt)
    texts = []
    for line in np.unique(lines).tolist():
        codes = glyphs.codes[lines == line].tolist()
        texts.append(tuple(code for code in codes if not chr(code).isdecimal()))
    return texts


def _goes_on(one: _PrintedPage, other: _PrintedPage) -> bool:
    """Tell whether a page's first table has the columns of the last one of the page before, and no title.

    What stands between them is at most a page number, and a line that both pages have as their head.
    """
    if not (one.tables and other.tables) or other.has_title or len(one.below) > 1:
        return False
    if any(line not in one.above for line in other.above):
        return False
    last, first = one.tables[-1], other.tables[0]
    away = last.xs[0] - first.xs[0]
    shared = 0
    for x in first.xs:
        shared += any(abs(x + away - edge) <= LAYOUT.same_column_pt for edge in last.xs)
    return shared >= LAYOUT.fewest_shared_edges
