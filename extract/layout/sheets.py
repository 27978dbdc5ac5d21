"""Sheets on which several pages or forms stand: each part is read as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from extract.geometry.marks import Flags, Floats, Glyphs, Ints, Marks
from extract.geometry.rulings import cluster_values
from extract.grid import Page, Part
from extract.layout.page_rows import find_page_rows
from extract.layout.page_white import BLANK, find_page_columns, is_page_shaped, list_ink, may_be_cut
from extract.layout.settings import LAYOUT
from extract.layout.side_by_side import find_table_gaps, may_have_gaps

Edges = tuple[float, ...]
SheetEdges = tuple[Edges, Edges]
"""Where the columns and the rows of a sheet's parts begin and end, the sheet's own edges among them."""


def part_sheets(pages: Sequence[Marks], before: Page | None = None) -> list[list[Marks]]:
    """Return the parts of each page, row by row from left to right; one alone where nothing parts it.

    A page of the size of another one is parted where that was, though a part of it holds no table.
    """
    found = [_find_edges(*page) for page in zip(pages, may_have_gaps(pages), may_be_cut(pages), strict=True)]
    _spread_edges(pages, found, before)
    return [_take_parts(marks, edges) for marks, edges in zip(pages, found, strict=True)]


def _find_edges(marks: Marks, may_have: bool, may_be: tuple[bool, bool]) -> SheetEdges | None:  # noqa: FBT001
    gaps = list(find_table_gaps(marks)) if may_have else []
    if gaps:
        return _cut_sheet(marks, gaps)
    across, down = may_be
    columns = list(find_page_columns(marks)) if across else []
    if down:
        columns.append([])
    for cuts in columns:
        xs, ys = _cut_sheet(marks, cuts)
        is_cut = len(xs) + len(ys) > 4  # noqa: PLR2004 - each has two edges at least
        if is_cut and is_page_shaped(xs[1], ys[1]):
            return xs, ys
    return None


def _cut_sheet(marks: Marks, cuts: Sequence[float]) -> SheetEdges:
    xs = (0.0, *cuts, marks.width)
    return xs, (0.0, *find_page_rows(marks, xs), marks.height)


def _spread_edges(pages: Sequence[Marks], found: list[SheetEdges | None], before: Page | None) -> None:
    """Part the pages as the one before is parted, or else the next: sheets are printed alike."""
    known: tuple[Page | Marks, SheetEdges] | None = None
    if before and before.part:
        known = before, (before.part.xs, before.part.ys)
    for order in (range(len(pages)), reversed(range(len(pages)))):
        for at in order:
            if known and _fits(pages[at], found[at], *known):
                found[at] = known[1]
            edges = found[at]
            known = (pages[at], edges) if edges else None
        known = None


def _fits(marks: Marks, own: SheetEdges | None, other: Page | Marks, edges: SheetEdges) -> bool:
    """Tell whether a page has the size of another, fewer parts than that, and nothing crosses their edges."""
    if (other.width, other.height) != (marks.width, marks.height):
        return False
    if own and _count_parts(own) >= _count_parts(edges):
        return False
    ink = list_ink(marks)
    is_crossed = any(
        ((ink[:, axis] < cut) & (ink[:, axis + 2] > cut)).any()
        for axis in (0, 1)
        for cut in edges[axis][1:-1]
    )
    return len(ink) > 0 and not is_crossed


def _count_parts(edges: SheetEdges) -> int:
    return (len(edges[0]) - 1) * (len(edges[1]) - 1)


def _take_parts(marks: Marks, edges: SheetEdges | None) -> list[Marks]:
    if edges is None:
        return [marks]
    xs, ys = edges
    sides = _find_sides(marks.glyphs, xs[1:-1])
    middles = (marks.glyphs.boxes[:, 1] + marks.glyphs.boxes[:, 3]) / 2
    rows = np.searchsorted(ys[1:-1], middles)
    parts: list[Marks] = []
    for row, column in product(range(len(ys) - 1), range(len(xs) - 1)):
        part = Part(left=xs[column], top=ys[row], right=xs[column + 1], bottom=ys[row + 1], xs=xs, ys=ys)
        taken = _take_part(marks, (sides == column) & (rows == row), part, is_first=not parts)
        if len(taken.glyphs) or len(taken.rules):  # the last sheet need not be full
            parts.append(taken)
    return parts or [marks]


def _find_sides(glyphs: Glyphs, cuts: Sequence[float]) -> Ints:
    """Return the column that each glyph (n) belongs to; a line without a gap at a cut belongs to the left."""
    middles = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    sides = np.searchsorted(cuts, middles)
    drawn = np.flatnonzero((glyphs.codes > BLANK) & (glyphs.turns == 0))
    if not len(cuts) or not len(drawn):
        return sides
    _, lines = cluster_values(glyphs.origins[drawn, 1], LAYOUT.part_level_pt)
    for line in np.unique(lines).tolist():
        of_line = drawn[lines == line]
        of_line = of_line[np.argsort(glyphs.boxes[of_line, 0], kind="stable")]
        for one, other in pairwise(of_line.tolist()):
            gap = glyphs.boxes[other, 0] - glyphs.boxes[one, 2]
            height = glyphs.boxes[one, 3] - glyphs.boxes[one, 1]
            if gap < LAYOUT.part_gap_share * height:
                sides[other] = min(sides[one], sides[other])
    return sides


def _take_part(marks: Marks, mine: Flags, part: Part, *, is_first: bool) -> Marks:
    return replace(
        marks,
        glyphs=marks.glyphs.where(mine),
        rules=marks.rules[_are_within(marks.rules, part)],
        images=marks.images if is_first else 0,
        unseen=marks.unseen[_are_within(marks.unseen, part)],
        notes=marks.notes.where(_are_within(marks.notes.boxes, part)),
        struck=marks.struck.where(_are_within(marks.struck.boxes, part)),
        misread=marks.misread[_are_within(marks.misread, part)],
        part=part,
    )


def _are_within(boxes: Floats, part: Part) -> Flags:
    x, y = ((boxes[:, :2] + boxes[:, 2:]) / 2).T
    within: Flags = (x >= part.left) & (x < part.right) & (y >= part.top) & (y < part.bottom)
    return within
