"""Pages read by their tables: each glyph lands in one cell, or in the text outside the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extract.geometry.marks import SLANTED, Floats, Glyphs, Marks, one_after_another
from extract.geometry.text_lines import TextLine, count_visible, slanted_lines, text_lines
from extract.grid import Box, Cell, Line, Page, PageTable
from extract.layout.overlays import find_cut_numbers, mark_overlays
from extract.layout.settings import LAYOUT
from extract.layout.tables import LatticeTable, find_owners, find_tables
from extract.messages import Message, message
from extract.wrapped_text import join_wrapped

CellTexts = Iterator[list[str]]  # the lines of each cell, table by table


def read_page(marks: Marks, before: Page | None = None) -> Page:
    """Find the tables of a page and set its text.

    A table without upright rulings may go on from the page ``before``.
    """
    (page,) = read_together([marks], before)
    return page


def read_together(pages: Sequence[Marks], before: Page | None = None) -> Iterator[Page]:
    """Yield pages that follow each other, read as ``read_page`` does; together they take half the time."""
    tables = list(find_tables(pages, before))
    pages = list(mark_overlays(pages, tables))
    glyphs = one_after_another([marks.glyphs for marks in pages])
    page = np.repeat(np.arange(len(pages)), [len(marks.glyphs) for marks in pages])
    upright = np.flatnonzero(glyphs.turns != SLANTED)
    if len(upright) < len(glyphs):
        glyphs, page = glyphs.where(upright), page[upright]
    owner = find_owners(tables, _find_entry_points(glyphs), page)
    lines = text_lines(glyphs, owner)
    ends = np.searchsorted(lines.places, np.arange(_count_cells(tables) + 1)).tolist()
    in_cells = map(lines.texts.__getitem__, map(slice, ends, ends[1:]))
    outside: list[list[TextLine]] = [[] for _ in pages]
    for line in lines.where(slice(ends[0])):
        outside[-1 - line.place].append(line)
    cuts = np.bincount(page[find_cut_numbers(glyphs, owner, page)], minlength=len(pages)).tolist()
    for marks, found, around, cut_numbers in zip(pages, tables, outside, cuts, strict=True):
        yield _make_page(marks, found, in_cells, around, cut_numbers)


def _count_cells(tables: Sequence[Sequence[LatticeTable]]) -> int:
    count = 0
    for found in tables:
        count += sum(len(table.spans) for table in found)
    return count


def _find_entry_points(glyphs: Glyphs) -> Floats:
    """Return the point (n, 2) by which a glyph belongs to a cell.

    It is a quarter into the glyph along its line, in its middle across.
    """
    into = LAYOUT.cell_entry_share
    x0, top, x1, bottom = glyphs.boxes.T
    if not glyphs.turns.any():
        return np.stack((x0 + (x1 - x0) * into, (top + bottom) / 2), axis=1)
    into_x = np.choose(glyphs.turns % 4, [into, 0.5, 1 - into, 0.5])
    into_y = np.choose(glyphs.turns % 4, [0.5, into, 0.5, 1 - into])
    return np.stack((x0 + (x1 - x0) * into_x, top + (bottom - top) * into_y), axis=1)


def _make_page(
    marks: Marks,
    found: Sequence[LatticeTable],
    in_cells: CellTexts,
    outside: list[TextLine],
    cut_numbers: int,
) -> Page:
    tables = tuple(_make_table(table, in_cells, marks.number) for table in found)
    slanted = marks.glyphs.turns == SLANTED
    overlay = list(slanted_lines(marks.glyphs.where(slanted))) if slanted.any() else []
    outside.sort(key=lambda line: (line.top, line.x0))
    warnings: tuple[Message, ...] = ()
    if any(table.inferred for table in found):
        warnings = (message("columns-inferred", page=marks.number),)
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tables,
        lines=tuple(_make_line(line, marks.number) for line in outside),
        glyphs=count_visible(_decode(marks.glyphs)),
        in_cells=_count_in_cells(tables),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_make_line(line, marks.number) for line in overlay),
        cut_numbers=cut_numbers,
        warnings=warnings,
    )


def _count_in_cells(tables: Sequence[PageTable]) -> int:
    count = 0
    for table in tables:
        count += count_visible(" ".join([cell.text for cell in table.cells]))
    return count


def _make_table(table: LatticeTable, texts: CellTexts, page: int) -> PageTable:
    top, bottom = table.grid.level[0], table.grid.level[-1]
    return PageTable(
        xs=table.xs,
        ys=tuple(table.grid.ys),
        cells=tuple(_make_cells(table, texts, page)),
        open_top=not any(top),
        open_bottom=not any(bottom),
        ruled_top=tuple(top),
        ruled_bottom=tuple(bottom),
        inferred=table.inferred,
    )


def _make_cells(table: LatticeTable, texts: CellTexts, page: int) -> Iterator[Cell]:
    xs, ys = table.grid.xs, table.grid.ys
    confidence = LAYOUT.inferred_confidence if table.inferred else 1.0
    for (row, col, down, across), lines in zip(table.spans, texts, strict=False):
        box = Box(page, xs[col], ys[row], xs[col + across], ys[row + down], None, None, confidence)
        text = lines[0] if len(lines) == 1 else join_wrapped(lines)
        yield Cell(row, col, text, (box,), down, across, len(lines))


def _make_line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))


def _decode(glyphs: Glyphs) -> str:
    return glyphs.codes.astype(np.uint32).tobytes().decode("utf-32-le", "replace")
