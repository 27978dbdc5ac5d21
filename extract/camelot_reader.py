"""PDF pages through camelot, the third pair of eyes: its own rules and cells, into the same pages.

Import it only where it is asked for: camelot brings pandas and OpenCV and takes half a second.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import playa
from camelot.io import read_pdf
from playa.content import GlyphObject
from playa.exceptions import PDFEncryptionError, PDFException
from playa.utils import transform_bbox

from extract.grid import Unreadable
from extract.lattice import read_page
from extract.marks import Marks
from extract.miner_glyphs import Drawn, glyphs_of
from extract.page import Page
from extract.refusals import BROKEN, LOCKED, check_page_count

Box = tuple[float, float, float, float]

_NEAR = 3.0  # points
_ASCENT, _DESCENT = 0.88, 0.12  # of the size of a Chinese font
_TURNED_BACK = {"clockwise": -90, "anticlockwise": 90}  # camelot turns a page on which the text stands sideways
_PAGES_AT_ONCE = 25  # camelot keeps all that it read until it is done: 6 MB a page


def read_pages(data: bytes, *, max_pages: int) -> Iterator[Page]:
    """Read a PDF page by page; ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    camelot leaves out tables of which nine tenths are empty (their text stands outside then), loses a column that no level
    rule meets, and text that is drawn twice is read twice.
    """
    try:
        with playa.parse(data) as document:
            check_page_count(len(document.pages), max_pages)
            for first in range(1, len(document.pages) + 1, _PAGES_AT_ONCE):
                last = min(first + _PAGES_AT_ONCE - 1, len(document.pages))
                tables = _tables(data, first, last)
                for number in range(first, last + 1):
                    yield read_page(_marks(document.pages[number - 1], (table for table in tables if table.page == number)))
    except PDFEncryptionError as error:
        raise Unreadable(LOCKED) from error
    except PDFException as error:
        raise Unreadable(BROKEN) from error


def _tables(data: bytes, first: int, last: int) -> Sequence[Any]:
    """Ask camelot with bytes, never with a name: a name that looks like an address would be fetched."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Sequence[Any] = read_pdf(
            data, pages=f"{first}-{last}", flavor="lattice", engine="vector", split_text=True, suppress_stdout=True
        )
    return found


def _marks(page: playa.Page, tables: Iterable[Any]) -> Marks:
    """Take the rules from camelot's cells, and the glyphs from playa, by which camelot reads.

    camelot's own texts are left aside: they go by the height that a font claims for itself, and one font that claims too
    much (文泉驿正黑 from LibreOffice) moves a third of them into the cell below.
    """
    tables = list(tables)
    for turned in {table.rotation for table in tables if table.rotation}:
        page.set_initial_ctm(page.space, page.rotate + _TURNED_BACK[turned])
    height = transform_bbox(page.ctm, page.mediabox)[3]
    left, top, right, bottom = transform_bbox(page.ctm, page.cropbox)
    glyphs = glyphs_of((_drawn(glyph, left, top) for glyph in page.glyphs), right - left, bottom - top)
    rules = np.array([rule for table in tables for rule in _rules(table, height)], np.float64).reshape(-1, 4)
    images = sum(1 for _ in page.images)
    return Marks(page.page_idx + 1, right - left, bottom - top, glyphs, rules - (left, top, left, top), images)


def _drawn(glyph: GlyphObject, left: float, top: float) -> Drawn:
    right, down, up_x, up_y, x, y = glyph.matrix
    x0, y0, x1, y1 = glyph.bbox
    if abs(up_x) < abs(up_y):
        y0, y1 = sorted((y + _ASCENT * up_y, y - _DESCENT * up_y))
    else:
        x0, x1 = sorted((x + _ASCENT * up_x, x - _DESCENT * up_x))
    return Drawn(glyph.text or "", (x0 - left, y0 - top, x1 - left, y1 - top), (x - left, y - top), (right, -down))


def _rules(table: Any, height: float) -> Iterator[Box]:  # noqa: ANN401 - camelot has no types
    """Give the sides of camelot's cells that a rule draws; it closes the outer box itself, also where a page end cut it."""
    level = table._segments[1]  # noqa: SLF001
    for unit in (unit for row in table.cells for unit in row):
        top, bottom = height - unit.y2, height - unit.y1
        if unit.left:
            yield (unit.x1, top, unit.x1, bottom)
        if unit.right:
            yield (unit.x2, top, unit.x2, bottom)
        if unit.top and _is_drawn(level, unit.y2, unit):
            yield (unit.x1, top, unit.x2, top)
        if unit.bottom and _is_drawn(level, unit.y1, unit):
            yield (unit.x1, bottom, unit.x2, bottom)


def _is_drawn(level: Iterable[Box], y: float, unit: Any) -> bool:  # noqa: ANN401
    middle = (unit.x1 + unit.x2) / 2
    return any(abs(rule[1] - y) <= _NEAR and min(rule[0], rule[2]) <= middle <= max(rule[0], rule[2]) for rule in level)
