"""PDF pages through pdfplumber, the second pair of eyes.

Its own glyphs, words, table finder and cells, into the same pages.

A word goes whole to the cell that holds its middle, where PDFium's reader asks each glyph: a number that runs
over the edge of its cell is read differently by the two. Only the reading order inside a cell is set by the
same code.

Import it only where it is asked for: pdfplumber takes longer to import than a form takes to read.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from extract.engines.found_cells import (
    EngineGlyph,
    Rectangle,
    gather_glyphs,
    keep_on_page,
    move_boxes,
    quarter_turns,
    set_in_cells,
)
from extract.engines.settings import ENGINES
from extract.errors import BrokenPdf, LockedPdf, check_page_count
from extract.geometry.marks import SLANTED, Marks
from extract.grid import Page

# pdfminer tells of each font that lacks a box, on every page; the glyphs are right all the same
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_TABLE_SETTINGS = {
    "snap_tolerance": ENGINES.snap_pt,
    "join_tolerance": ENGINES.join_pt,
    "intersection_tolerance": ENGINES.intersection_pt,
}


def read_pages(
    data: bytes, *, max_pages: int | None = None, only: Sequence[int] | None = None
) -> Iterator[Page]:
    """Read a PDF page by page.

    ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    ``only`` names the pages (from 1) to read; without it all are read. It reads text that is invisible or
    clipped away, which PDFium's reader knows to leave out, and a radical for its character where only the
    file's /ActualText tells it.
    """
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(only) if only else None) as document:
            check_page_count(len(document.pages), max_pages or len(document.pages))
            for page in document.pages:
                yield _make_page(page)
                page.close()
    except (PdfminerException, PDFException) as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args))
        refusal = LockedPdf() if locked else BrokenPdf()
        raise refusal from error


def _make_page(page: PlumberPage) -> Page:
    left, top, right, bottom = map(float, page.cropbox)
    width, height = right - left, bottom - top
    once = page.dedupe_chars()
    words = _find_words(once)
    drawn = (_read_glyph(char, words.get(id(char)), left, top) for char in once.chars)
    kept = keep_on_page(drawn, width, height)
    rules = np.array(list(_find_level_rulings(once)), np.float64).reshape(-1, 4)
    tables = [move_boxes(cells, left, top) for cells in _find_tables(once)]
    points = np.array([glyph.point for glyph in kept]).reshape(-1, 2)
    marks = Marks(
        number=page.page_number,
        width=width,
        height=height,
        glyphs=gather_glyphs(kept),
        rules=rules - (left, top, left, top),
        images=len(page.images),
    )
    return set_in_cells(marks, tables, points)


def _find_words(page: PlumberPage) -> dict[int, Rectangle]:
    """Return the box of the word that each character (by identity) is a part of.

    The letters of a watermark make none.
    """
    straight = [char for char in page.chars if quarter_turns(*char["matrix"][:2]) != SLANTED]
    words = extract_words(straight, x_tolerance=ENGINES.word_gap_pt, use_text_flow=True, return_chars=True)
    boxes: dict[int, Rectangle] = {}
    for word in words:
        box = (word["x0"], word["top"], word["x1"], word["bottom"])
        boxes |= dict.fromkeys(map(id, word["chars"]), box)
    return boxes


def _read_glyph(char: Mapping[str, Any], word: Rectangle | None, left: float, top: float) -> EngineGlyph:
    right, up, *_, x, y = char["matrix"]
    box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
    around = move_boxes([word], left, top)[0] if word else None
    return EngineGlyph(
        text=char["text"],
        box=box,
        origin=(x - left, char["top"] + char["y1"] - y - top),
        direction=(right, up),
        word=around,
    )


def _find_level_rulings(page: PlumberPage) -> Iterator[Rectangle]:
    return (
        (edge["x0"], edge["top"], edge["x1"], edge["top"])
        for edge in page.edges
        if edge["orientation"] == "h"
    )


def _find_tables(page: PlumberPage) -> list[list[Rectangle]]:
    """Return the cells of each table that pdfplumber finds.

    Its cells need four corners, so a row that the page end leaves open is lost unless a line is put where the
    upright lines end.
    """
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not upright:
        return []
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return [table.cells for table in page.find_tables(_TABLE_SETTINGS | {"explicit_horizontal_lines": ends})]
