"""Pages read by their tables: each glyph lands in one cell, or in the text outside the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat

import numpy as np

from extract.geometry.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks, one_after_another
from extract.geometry.text_lines import TextLine, count_visible, slanted_lines, text_lines
from extract.grid import Box, Cell, Line, Page, PageTable
from extract.layout.borderless.tables import INFERRED
from extract.layout.tables import Table, owners, tables_of
from extract.wrapped_text import join_wrapped

_CLOSE = 0.15  # of a glyph's height: figures of one number stand no further apart
_OVERLAP = 0.3  # of a glyph's height: figures of one number cover no more of each other
_LEVEL = 0.1  # of a glyph's height


def figures(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) stand upright and are figures, or the signs inside a number."""
    codes = glyphs.codes
    signs = (codes == ord(".")) | (codes == ord(",")) | (codes == ord("%"))
    found: Flags = (glyphs.turns == 0) & (signs | ((codes >= ord("0")) & (codes <= ord("9"))))
    return found


def cuts_in_numbers(glyphs: Glyphs, owner: Ints, page: Ints) -> Ints:
    """Find the figures of a page (n) with another owner (n) than the next one of their number, drawn after it without a gap."""
    first = np.flatnonzero((owner[1:] != owner[:-1]) & (page[1:] == page[:-1]))
    both = glyphs.where(first), glyphs.where(first + 1)
    height = np.maximum(both[0].boxes[:, 3] - both[0].boxes[:, 1], 1.0)
    gap = (both[1].boxes[:, 0] - both[0].boxes[:, 2]) / height
    level = np.abs(both[1].origins[:, 1] - both[0].origins[:, 1]) <= _LEVEL * height
    cut: Ints = first[figures(both[0]) & figures(both[1]) & level & (gap <= _CLOSE) & (gap >= -_OVERLAP)]
    return cut


_LARGE = 2.5  # times a page's mean glyph
_BEYOND = 0.25  # of its height by which a glyph reaches out of its cell


def with_overlays(pages: Sequence[Marks], tables: Sequence[Sequence[Table]]) -> Iterator[Marks]:
    """Give the pages with the glyphs that are too large for the cells they stand in told as slanted, as other watermarks are."""
    for marks, found in zip(pages, tables, strict=True):
        heights = marks.glyphs.boxes[:, 3] - marks.glyphs.boxes[:, 1]
        if not found or not len(heights) or heights.max() <= _LARGE * heights.mean():
            yield marks
            continue
        large = np.flatnonzero((heights > _LARGE * heights.mean()) & (marks.glyphs.turns == 0))
        turns = np.where(_over_cells(marks.glyphs, found, large), SLANTED, marks.glyphs.turns)
        yield replace(marks, glyphs=replace(marks.glyphs, turns=turns))


def _over_cells(glyphs: Glyphs, tables: Sequence[Table], large: Ints) -> Flags:
    """Find the lines of large glyphs of which one does not fit into its cell, or lies over other glyphs in it."""
    boxes = glyphs.boxes[large]
    owner = owners([tables], _centres(boxes), np.zeros(len(large), np.int64))
    beyond = _BEYOND * (boxes[:, 3:] - boxes[:, 1:2])
    cells = np.array([edges for table in tables for edges in _edges_of(table)])[owner]
    inside = _centres(glyphs.boxes)
    covers = ((inside > boxes[:, None, :2]) & (inside < boxes[:, None, 2:])).all(axis=2).sum(axis=1) > 1
    out = (owner >= 0) & (
        covers | ((boxes[:, :2] < cells[:, :2] - beyond) | (boxes[:, 2:] > cells[:, 2:] + beyond)).any(axis=1)
    )
    lines = np.unique(np.rint(glyphs.origins[large[out], 1]))
    over = np.zeros(len(glyphs), np.bool_)
    over[large[np.isin(np.rint(glyphs.origins[large, 1]), lines)]] = True
    return over


def _centres(boxes: Floats) -> Floats:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _edges_of(table: Table) -> Iterator[tuple[float, float, float, float]]:
    """Give each cell's x0, top, x1, bottom."""
    xs, ys = table.grid.xs, table.grid.ys
    return ((xs[col], ys[row], xs[col + across], ys[row + down]) for row, col, down, across in table.spans)


_INTO_GLYPH = 0.25  # of its width: punctuation may hang past the right edge of its cell


def read_page(marks: Marks, before: Page | None = None) -> Page:
    """Find the tables of a page and set its text; a table without upright rules may go on from the page ``before``."""
    (page,) = read_together([marks], before)
    return page


def read_together(pages: Sequence[Marks], before: Page | None = None) -> Iterator[Page]:
    """Read pages that follow each other, as ``read_page`` does; together they take half the time."""
    tables = list(tables_of(pages, before))
    pages = list(with_overlays(pages, tables))
    glyphs = one_after_another([marks.glyphs for marks in pages])
    page = np.repeat(np.arange(len(pages)), [len(marks.glyphs) for marks in pages])
    upright = np.flatnonzero(glyphs.turns != SLANTED)
    if len(upright) < len(glyphs):
        glyphs, page = glyphs.where(upright), page[upright]
    owner = owners(tables, _points(glyphs), page)
    lines = text_lines(glyphs, owner)
    ends = np.searchsorted(lines.places, np.arange(_count(tables) + 1)).tolist()
    in_cells = map(lines.texts.__getitem__, map(slice, ends, ends[1:]))
    outside: list[list[TextLine]] = [[] for _ in pages]
    for line in lines.where(slice(ends[0])):
        outside[-1 - line.place].append(line)
    cuts = np.bincount(page[cuts_in_numbers(glyphs, owner, page)], minlength=len(pages)).tolist()
    return map(_page, pages, tables, repeat(in_cells), outside, cuts)


def _count(tables: Sequence[Sequence[Table]]) -> int:
    return sum(len(table.spans) for found in tables for table in found)


def _page(
    marks: Marks, found: Sequence[Table], in_cells: Iterator[list[str]], outside: list[TextLine], cuts: int
) -> Page:
    tables = tuple(_page_table(table, in_cells, marks.number) for table in found)
    slanted = marks.glyphs.turns == SLANTED
    overlay = list(slanted_lines(marks.glyphs.where(slanted))) if slanted.any() else []
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tables,
        lines=tuple(
            _line(line, marks.number) for line in sorted(outside, key=lambda line: (line.top, line.x0))
        ),
        glyphs=count_visible(_drawn(marks.glyphs)),
        in_cells=count_visible("".join(cell.text for table in tables for cell in table.cells)),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_line(line, marks.number) for line in overlay),
        cut_numbers=cuts,
        warnings=(f"第{marks.number}页的表格没有竖线，列按文字对齐推断",)
        if any(table.inferred for table in found)
        else (),
    )


def _points(glyphs: Glyphs) -> Floats:
    """Give the point (n, 2) by which a glyph belongs to a cell: a quarter into it along its line, in its middle across."""
    x0, top, x1, bottom = glyphs.boxes.T
    if not glyphs.turns.any():
        return np.stack((x0 + (x1 - x0) * _INTO_GLYPH, (top + bottom) / 2), axis=1)
    into_x = np.choose(glyphs.turns % 4, [_INTO_GLYPH, 0.5, 1 - _INTO_GLYPH, 0.5])
    into_y = np.choose(glyphs.turns % 4, [0.5, _INTO_GLYPH, 0.5, 1 - _INTO_GLYPH])
    return np.stack((x0 + (x1 - x0) * into_x, top + (bottom - top) * into_y), axis=1)


def _page_table(table: Table, texts: Iterator[list[str]], page: int) -> PageTable:
    top, bottom = table.grid.level[0], table.grid.level[-1]
    return PageTable(
        xs=table.xs,
        ys=tuple(table.grid.ys),
        cells=tuple(_cells(table, texts, page)),
        open_top=not any(top),
        open_bottom=not any(bottom),
        ruled_top=tuple(top),
        ruled_bottom=tuple(bottom),
        inferred=table.inferred,
    )


def _cells(table: Table, texts: Iterator[list[str]], page: int) -> Iterator[Cell]:
    xs, ys, sure = table.grid.xs, table.grid.ys, INFERRED if table.inferred else 1.0
    for (row, col, down, across), lines in zip(table.spans, texts, strict=False):
        box = Box(page, xs[col], ys[row], xs[col + across], ys[row + down], None, None, sure)
        yield Cell(
            row, col, lines[0] if len(lines) == 1 else join_wrapped(lines), (box,), down, across, len(lines)
        )


def _line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))


def _drawn(glyphs: Glyphs) -> str:
    return glyphs.codes.astype(np.uint32).tobytes().decode("utf-32-le", "replace")
