"""Pages read by their tables: each glyph lands in one cell, or in the text outside the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np

from extract.borderless import INFERRED
from extract.crossing import cuts_in_numbers
from extract.grid import Box, Cell, Line
from extract.lines import TextLine, count_visible, join_wrapped, slanted_lines, text_lines
from extract.marks import SLANTED, Floats, Glyphs, Marks, one_after_another
from extract.overlaid import with_overlays
from extract.page import Page, PageTable
from extract.tables import Table, owners, tables_of

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


def _page(marks: Marks, found: Sequence[Table], in_cells: Iterator[list[str]], outside: list[TextLine], cuts: int) -> Page:
    tables = tuple(_page_table(table, in_cells, marks.number) for table in found)
    slanted = marks.glyphs.turns == SLANTED
    overlay = list(slanted_lines(marks.glyphs.where(slanted))) if slanted.any() else []
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tables,
        lines=tuple(_line(line, marks.number) for line in sorted(outside, key=lambda line: (line.top, line.x0))),
        glyphs=count_visible(_drawn(marks.glyphs)),
        in_cells=count_visible("".join(cell.text for table in tables for cell in table.cells)),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_line(line, marks.number) for line in overlay),
        cut_numbers=cuts,
        warnings=(f"第{marks.number}页的表格没有竖线，列按文字对齐推断",) if any(table.inferred for table in found) else (),
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
        yield Cell(row, col, lines[0] if len(lines) == 1 else join_wrapped(lines), (box,), down, across, len(lines))


def _line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))


def _drawn(glyphs: Glyphs) -> str:
    return glyphs.codes.astype(np.uint32).tobytes().decode("utf-32-le", "replace")
