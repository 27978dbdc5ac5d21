"""PDF pages through PDFium: what each page draws, turned as it is shown, and read by the lattice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.grid import Unreadable
from extract.lattice import read_together
from extract.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks
from extract.page import Page
from extract.pdf_clean import cleaned
from extract.pdf_doubles import without_doubles
from extract.pdf_fonts import set_stand_in
from extract.pdf_page import Sheet, sheet_of
from extract.refusals import BROKEN, LOCKED, check_page_count

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_SHEETS, _GLYPHS = 8, 10_000  # that are made clean at once


def read_pages(data: bytes, *, max_pages: int, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF page by page; ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    ``only`` names the pages (from 1) to read; without it all are read.
    """
    with _document(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        check_page_count(count, max_pages)
        page: Page | None = None
        wanted = (index for index in range(count) if only is None or index + 1 in only)
        for sheets in _together(sheet_of(document, index) for index in wanted):
            for page in read_together(_marks(sheets), page):  # noqa: B020 - each page is read after the one before
                yield page


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    set_stand_in()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    if not document:
        raise Unreadable(LOCKED if pdfium.FPDF_GetLastError() in _LOCKED else BROKEN)
    try:
        if _is_cut(data):
            raise Unreadable(BROKEN)
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _is_cut(data: bytes) -> bool:
    """Tell whether objects follow the last ``startxref``: PDFium repairs a cut file by what is left of it, in silence."""
    return data.rfind(b"startxref") < data.rfind(b" obj")


def _together(sheets: Iterable[Sheet]) -> Iterator[list[Sheet]]:
    """Group pages that are turned alike; a few at a time, so that a long file takes no more memory than a short one."""
    group: list[Sheet] = []
    glyphs = 0
    for sheet in sheets:
        if group and (len(group) == _SHEETS or glyphs > _GLYPHS or sheet.turns != group[0].turns):
            yield group
            group, glyphs = [], 0
        group.append(sheet)
        glyphs += len(sheet.told.codes)
    if group:
        yield group


def _marks(sheets: Sequence[Sheet]) -> list[Marks]:
    """Turn pages as they are shown."""
    glyphs, rules = _shown_glyphs(sheets), _shown_rules(sheets)
    return [
        Marks(sheet.number, *_size(sheet), shown, lines, sheet.images)
        for sheet, shown, lines in zip(sheets, glyphs, rules, strict=True)
    ]


def _shown_glyphs(sheets: Sequence[Sheet]) -> Iterator[Glyphs]:
    glyphs, pages, kept = cleaned([sheet.told for sheet in sheets])
    turns, frames = sheets[0].turns, _of_each([sheet.frame for sheet in sheets], pages)
    shown = Glyphs(
        glyphs.codes,
        np.stack(_turned(frames, glyphs.boxes, turns), axis=1),
        np.where(glyphs.turns == SLANTED, SLANTED, (glyphs.turns + turns) % 4) if turns else glyphs.turns,
        np.stack(_turned(frames, glyphs.origins[:, [0, 1, 0, 1]], turns)[:2], axis=1),
    )
    kept &= _on_page(shown.boxes, _of_each([_size(sheet) for sheet in sheets], pages))
    at = without_doubles(shown, pages, np.flatnonzero(kept))
    ends = np.searchsorted(pages[at], np.arange(len(sheets) + 1)).tolist()
    return (shown.where(at[first:end]) for first, end in pairwise(ends))


def _shown_rules(sheets: Sequence[Sheet]) -> list[Floats]:
    counts = [len(sheet.rules) for sheet in sheets]
    frames = _of_each([sheet.frame for sheet in sheets], np.repeat(np.arange(len(sheets)), counts))
    rules = np.stack(_turned(frames, np.concatenate([sheet.rules for sheet in sheets]), sheets[0].turns), axis=1)
    return [rules[first:end] for first, end in pairwise(np.cumsum([0, *counts]).tolist())]


def _of_each(values: Sequence[tuple[float, ...]], pages: Ints) -> Floats:
    """Give each glyph its page's values; a single row where all pages have the same."""
    return np.array(values[:1]) if len(set(values)) == 1 else np.array(values)[pages]


def _size(sheet: Sheet) -> tuple[float, float]:
    """Give a page's width and height as it is shown."""
    left, bottom, right, top = sheet.frame
    return (top - bottom, right - left) if sheet.turns % 2 else (right - left, top - bottom)


def _turned(frames: Floats, boxes: Floats, turns: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Turn boxes (n, 4) of page space clockwise, to x0, top, x1, bottom of the page; ``frames`` (n or 1, 4) are the pages'."""
    left, bottom, right, top = frames.T
    x0, y0, x1, y1 = boxes.T
    if turns % 2:
        return (y0 - bottom, x0 - left, y1 - bottom, x1 - left) if turns == 1 else (top - y1, right - x1, top - y0, right - x0)
    return (right - x1, y0 - bottom, right - x0, y1 - bottom) if turns else (x0 - left, top - y1, x1 - left, top - y0)


def _on_page(boxes: Floats, sizes: Floats) -> Flags:
    """Tell which glyphs' middle stands on their page; ``sizes`` (n or 1, 2) are the pages' widths and heights."""
    x0, top, x1, bottom = boxes.T
    x, y = x0 + x1, top + bottom
    width, height = 2 * sizes.T
    shown: Flags = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return shown
