"""PDF pages through PDFium: what each page draws, turned as it is shown, and read by the lattice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from extract.lattice import read_together
from extract.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks
from extract.page import Page
from extract.pdf_clean import cleaned
from extract.pdf_doubles import without_doubles
from extract.pdf_objects import Bounds
from extract.pdf_page import Sheets, sheets_of
from extract.pdf_parts import parts_of


def read_pages(data: bytes, *, max_pages: int, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF page by page; ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    ``only`` names the pages (from 1) to read; without it all are read.
    """
    parts, page = parts_of(data, max_pages, only), None
    del data  # of a long file nothing stays in memory
    for part in parts:
        for sheets in sheets_of(part.document, part.wanted, part.before):
            for page in read_together(list(_marks(sheets)), page):  # noqa: B020 - each page is read after the one before
                yield page


def _marks(sheets: Sheets) -> Iterator[Marks]:
    """Turn pages as they are shown."""
    sizes = [_size(frame, turns) for frame, turns in zip(sheets.frames, sheets.turns, strict=True)]
    glyphs, rules = _shown_glyphs(sheets, sizes), _shown_rules(sheets, sizes)
    for number, size, shown, lines, images in zip(sheets.numbers, sizes, glyphs, rules, sheets.images, strict=True):
        yield Marks(number, *size, shown, lines, images)


def _shown_glyphs(sheets: Sheets, sizes: Sequence[tuple[float, float]]) -> Iterator[Glyphs]:
    glyphs, kept = cleaned(sheets.told)
    pages = sheets.told.pages
    turned = any(sheets.turns)
    shown = Glyphs(
        glyphs.codes,
        _turned(sheets, glyphs.boxes, pages),
        _turns(glyphs.turns, np.array(sheets.turns)[pages]) if turned else glyphs.turns,
        _turned(sheets, glyphs.origins[:, [0, 1, 0, 1]], pages)[:, :2],
    )
    kept &= _on_page(shown.boxes, _of_each(sizes, pages))
    at = without_doubles(shown, pages, np.flatnonzero(kept))
    seen = shown.where(at)
    return map(seen.part, _of_pages(sheets, pages[at]))


def _shown_rules(sheets: Sheets, sizes: Sequence[tuple[float, float]]) -> Iterator[Floats]:
    rules, pages = _turned(sheets, sheets.rules, sheets.of_rules), sheets.of_rules
    kept = _on_page(rules, _of_each(sizes, pages))
    if not kept.all():
        rules, pages = rules[kept], pages[kept]
    return map(rules.__getitem__, _of_pages(sheets, pages))


def _of_pages(sheets: Sheets, pages: Ints) -> Iterator[slice]:
    """Give each page's part of what is told page by page, by each one's page (n)."""
    ends = np.searchsorted(pages, np.arange(len(sheets.numbers) + 1)).tolist()
    return map(slice, ends, ends[1:])


def _of_each(values: Sequence[tuple[float, ...]], pages: Ints) -> Floats:
    """Give each glyph or rule its page's values; a single row where all pages have the same."""
    return np.array(values[:1]) if len(set(values)) == 1 else np.array(values)[pages]


def _size(frame: Bounds, turns: int) -> tuple[float, float]:
    """Give a page's width and height as it is shown."""
    left, bottom, right, top = frame
    return (top - bottom, right - left) if turns % 2 else (right - left, top - bottom)


def _turns(glyphs: Ints, pages: Ints) -> Ints:
    return np.where(glyphs == SLANTED, SLANTED, (glyphs + pages) % 4)


def _turned(sheets: Sheets, boxes: Floats, pages: Ints) -> Floats:
    """Turn boxes (n, 4) of page space, each with its page (n), to x0, top, x1, bottom of the page as it is shown."""
    left, bottom, right, top = _of_each(sheets.frames, pages).T
    x0, y0, x1, y1 = boxes.T
    ways = {
        0: lambda: (x0 - left, top - y1, x1 - left, top - y0),
        1: lambda: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        2: lambda: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        3: lambda: (top - y1, right - x1, top - y0, right - x0),
    }
    if len(set(sheets.turns)) == 1:
        return np.stack(ways[sheets.turns[0]](), axis=1)
    turns = np.array(sheets.turns)[pages]
    return np.stack([np.choose(turns, edges) for edges in zip(*(ways[turn]() for turn in range(4)), strict=True)], axis=1)


def _on_page(boxes: Floats, sizes: Floats) -> Flags:
    """Tell which boxes' middle stands on their page; ``sizes`` (n or 1, 2) are the pages' widths and heights."""
    x0, top, x1, bottom = boxes.T
    x, y = x0 + x1, top + bottom
    width, height = 2 * sizes.T
    shown: Flags = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return shown
