"""PDF pages through camelot, the third pair of eyes.

Its own rules, cells and spans, and playa's glyphs, into the same pages: by its lattice parser where rules
draw the tables, by its network parser where only white parts them.

camelot's own texts are left aside: they go by the height that a font claims for itself, and one font that
claims too much (文泉驿正黑 from LibreOffice) moves a third of them into the cell below. A glyph goes to the
cell that holds its middle.

Import it only where it is asked for: camelot brings pandas and OpenCV and takes half a second.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import playa
from camelot.io import read_pdf
from msgspec import structs
from playa.content import GlyphObject
from playa.exceptions import PDFEncryptionError, PDFException
from playa.utils import transform_bbox

from extract.engines.found_cells import (
    Edges,
    EngineGlyph,
    find_owners,
    gather_glyphs,
    keep_on_page,
    move_boxes,
    set_in_cells,
)
from extract.engines.settings import ENGINES
from extract.errors import BrokenPdf, LockedPdf, check_page_count
from extract.geometry.marks import Floats, Marks
from extract.grid import Box, Cell, Page

_ASCENT, _DESCENT = 0.88, 0.12  # of the size of a Chinese font
_TURNED_BACK = {"clockwise": -90, "anticlockwise": 90}  # camelot turns a page whose text stands sideways


def read_pages(data: bytes, *, max_pages: int) -> Iterator[Page]:
    """Read a PDF page by page.

    ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    camelot leaves out tables of which nine tenths are empty (their text stands outside then), loses a column
    that no level rule meets, and text that is drawn twice is read twice.
    """
    try:
        with playa.parse(data) as document:
            check_page_count(len(document.pages), max_pages)
            for first in range(1, len(document.pages) + 1, ENGINES.pages_at_once):
                last = min(first + ENGINES.pages_at_once - 1, len(document.pages))
                tables = _find_tables(data, first, last)
                for number in range(first, last + 1):
                    of_page = [table for table in tables if table.page == number]
                    yield _make_page(document.pages[number - 1], of_page)
    except PDFEncryptionError as error:
        raise LockedPdf from error
    except PDFException as error:
        raise BrokenPdf from error


def read_unruled_pages(data: bytes, *, only: Collection[int]) -> Iterator[Page]:
    """Read the pages of these numbers (from 1) by the alignment of their texts, rules left aside.

    ``Unreadable`` where the file is locked or broken.

    A row is a line of text and a column a stack of texts: what a form prints in one cell stands in several
    here, and a page may fall into several tables, each with its columns.
    """
    numbers = sorted(only)
    try:
        with playa.parse(data) as document:
            tables = _find_network_tables(data, numbers)
            for number in numbers:
                found = [table for table in tables if table.page == number]
                yield _make_unruled_page(document.pages[number - 1], found)
    except PDFEncryptionError as error:
        raise LockedPdf from error
    except PDFException as error:
        raise BrokenPdf from error


def _find_network_tables(data: bytes, numbers: Sequence[int]) -> Sequence[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Sequence[Any] = read_pdf(
            data, pages=",".join(map(str, numbers)), flavor="network", suppress_stdout=True
        )
    return found


def _find_tables(data: bytes, first: int, last: int) -> Sequence[Any]:
    """Ask camelot with bytes, never with a name: a name that looks like an address would be fetched."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Sequence[Any] = read_pdf(
            data,
            pages=f"{first}-{last}",
            flavor="lattice",
            engine="vector",
            split_text=True,
            suppress_stdout=True,
        )
    return found


def _make_page(page: playa.Page, tables: Sequence[Any]) -> Page:
    read = _read_page(page, tables)
    return set_in_cells(
        read.marks, read.cells, np.array([glyph.point for glyph in read.glyphs]).reshape(-1, 2)
    )


def _make_unruled_page(page: playa.Page, tables: Sequence[Any]) -> Page:
    """Return the page with each cell's box drawn around its text: what camelot closes beyond is guessed."""
    read = _read_page(page, tables)
    glyphs = list(_set_runs(read.glyphs))
    found = set_in_cells(read.marks, read.cells, np.array([glyph.point for glyph in glyphs]).reshape(-1, 2))
    return _draw_around_text(found, glyphs)


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """What a page draws, its glyphs one by one, and the boxes of each table's cells."""

    marks: Marks
    glyphs: Sequence[EngineGlyph]
    cells: Sequence[Sequence[Edges]]


def _read_page(page: playa.Page, tables: Sequence[Any]) -> _ReadPage:
    for turned in {table.rotation for table in tables if table.rotation}:
        page.set_initial_ctm(page.space, page.rotate + _TURNED_BACK[turned])
    height = transform_bbox(page.ctm, page.mediabox)[3]
    left, top, right, bottom = transform_bbox(page.ctm, page.cropbox)
    drawn = (_read_glyph(glyph, left, top) for glyph in page.glyphs)
    kept = keep_on_page(drawn, right - left, bottom - top)
    rules: list[Edges] = []
    cells: list[Sequence[Edges]] = []
    for table in tables:
        rules += _find_level_rulings(table, height)
        if table.shape != (1, 1):
            cells.append(move_boxes(_find_cells(table.cells, height), left, top))
    marks = Marks(
        number=page.page_idx + 1,
        width=right - left,
        height=bottom - top,
        glyphs=gather_glyphs(kept),
        rules=np.array(rules, np.float64).reshape(-1, 4) - (left, top, left, top),
        images=sum(1 for _ in page.images),
    )
    return _ReadPage(marks, kept, cells)


def _set_runs(glyphs: Sequence[EngineGlyph]) -> Iterator[EngineGlyph]:
    """Give each level glyph the box of the run that no white parts: a run goes whole to one cell."""
    run: list[EngineGlyph] = []
    for glyph in glyphs:
        if run and not _is_same_run(run[-1], glyph):
            yield from _set_run(run)
            run = []
        run.append(glyph)
    yield from _set_run(run)


def _is_same_run(before: EngineGlyph, glyph: EngineGlyph) -> bool:
    size = glyph.box[3] - glyph.box[1]
    is_level = abs(glyph.origin[1] - before.origin[1]) <= ENGINES.same_line_em * size
    return is_level and abs(glyph.box[0] - before.box[2]) <= ENGINES.run_gap_em * size


def _set_run(run: Sequence[EngineGlyph]) -> Iterator[EngineGlyph]:
    inked = [glyph.box for glyph in run if glyph.text.strip()]
    if not inked:
        yield from run
        return
    left, top, right, bottom = zip(*inked, strict=True)
    word = (min(left), min(top), max(right), max(bottom))
    for glyph in run:
        yield replace(glyph, word=word)


def _draw_around_text(page: Page, glyphs: Sequence[EngineGlyph]) -> Page:
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    boxes = np.array([glyph.box for glyph in inked], np.float64).reshape(-1, 4)
    owner = find_owners(page.tables, np.array([glyph.point for glyph in inked], np.float64).reshape(-1, 2))
    tables = []
    first = 0
    for table in page.tables:
        cells = [_tighten(cell, boxes[owner == number]) for number, cell in enumerate(table.cells, first)]
        tables.append(replace(table, cells=tuple(cells)))
        first += len(cells)
    return replace(page, tables=tuple(tables))


def _tighten(cell: Cell, glyphs: Floats) -> Cell:
    if not len(glyphs):
        return cell
    x0, top = glyphs[:, :2].min(axis=0).tolist()
    x1, bottom = glyphs[:, 2:].max(axis=0).tolist()
    return structs.replace(cell, boxes=(Box(page=cell.boxes[0].page, x0=x0, top=top, x1=x1, bottom=bottom),))


def _read_glyph(glyph: GlyphObject, left: float, top: float) -> EngineGlyph:
    right, down, up_x, up_y, x, y = glyph.matrix
    x0, y0, x1, y1 = glyph.bbox
    if abs(up_x) < abs(up_y):
        y0, y1 = sorted((y + _ASCENT * up_y, y - _DESCENT * up_y))
    else:
        x0, x1 = sorted((x + _ASCENT * up_x, x - _DESCENT * up_x))
    return EngineGlyph(
        text=glyph.text or "",
        box=(x0 - left, y0 - top, x1 - left, y1 - top),
        origin=(x - left, y - top),
        direction=(right, -down),
    )


def _find_level_rulings(table: Any, height: float) -> Iterator[Edges]:  # noqa: ANN401 - camelot has no types
    """Return the level rules that camelot saw.

    It closes a table's outer box itself, also where a page end cut it. Its network parser looks at no rules.
    """
    _, level = table._segments or ((), ())  # noqa: SLF001
    for x0, y0, x1, y1 in level:
        yield (min(x0, x1), height - y0, max(x0, x1), height - y1)


def _find_cells(units: Sequence[Sequence[Any]], height: float) -> Iterator[Edges]:
    """Return the boxes of camelot's cells.

    Units that it does not bound on a side go on there, in rectangles.
    """
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(units):
        for col in range(len(line)):
            if (row, col) not in taken:
                low, right = _find_end(units, taken, row, col)
                taken |= set(product(range(row, low + 1), range(col, right + 1)))
                first, last = line[col], units[low][right]
                yield (first.x1, height - first.y2, last.x2, height - last.y1)


def _find_end(
    units: Sequence[Sequence[Any]], taken: set[tuple[int, int]], row: int, col: int
) -> tuple[int, int]:
    """Return the last row and column of the cell that begins at a unit."""
    right = col
    while right + 1 < len(units[row]) and not units[row][right].right and (row, right + 1) not in taken:
        right += 1
    low = row
    while low + 1 < len(units) and (low + 1, col) not in taken:
        if any(unit.bottom for unit in units[low][col : right + 1]):
            break
        low += 1
    return low, right
