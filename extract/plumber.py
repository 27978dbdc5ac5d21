"""PDF pages through pdfplumber, the second pair of eyes: its own glyphs and its own table finder, into the same pages.

Import it only where it is asked for: pdfplumber takes longer to import than a form takes to read.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from extract.grid import Unreadable
from extract.lattice import read_page
from extract.marks import Marks
from extract.miner_glyphs import Drawn, glyphs_of
from extract.page import Page
from extract.refusals import BROKEN, LOCKED, check_page_count

Box = tuple[float, float, float, float]

# pdfminer tells of each font that lacks a box, on every page; the glyphs are right all the same
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_NEAR = 3.0  # points
_SETTINGS = {"snap_tolerance": _NEAR, "join_tolerance": 4.0, "intersection_tolerance": _NEAR}


def read_pages(data: bytes, *, max_pages: int) -> Iterator[Page]:
    """Read a PDF page by page; ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    It draws text that is invisible or clipped away, which PDFium's reader knows to leave out.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            check_page_count(len(document.pages), max_pages)
            for page in document.pages:
                yield read_page(_marks(page))
                page.close()
    except (PdfminerException, PDFException) as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args))
        raise Unreadable(LOCKED if locked else BROKEN) from error


def _marks(page: PlumberPage) -> Marks:
    left, top, right, bottom = map(float, page.cropbox)
    width, height = right - left, bottom - top
    once = page.dedupe_chars()
    shown = (_drawn(char, left, top) for char in once.chars)
    rules = np.array(list(_rules(once)), np.float64).reshape(-1, 4) - (left, top, left, top)
    return Marks(page.page_number, width, height, glyphs_of(shown, width, height), rules, len(page.images))


def _drawn(char: Mapping[str, Any], left: float, top: float) -> Drawn:
    right, up, *_, x, y = char["matrix"]
    box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
    return Drawn(char["text"], box, (x - left, char["top"] + char["y1"] - y - top), (right, up))


def _rules(page: PlumberPage) -> Iterator[Box]:
    """Give the sides of the cells that pdfplumber finds.

    Its cells need four corners, so a row that the page end leaves open is lost unless a line is put where the upright lines
    end; the sides on such a line are not given, for the page does not draw them.
    """
    edges = page.edges
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    if not upright:
        return
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    drawn_at_ends = [edge for edge in edges if edge["orientation"] == "h" and any(abs(edge["top"] - end) <= _NEAR for end in ends)]
    for cell in chain.from_iterable(table.cells for table in page.find_tables(_SETTINGS | {"explicit_horizontal_lines": ends})):
        x0, top, x1, bottom = cell
        yield (x0, top, x0, bottom)
        yield (x1, top, x1, bottom)
        for y in (top, bottom):
            if not any(abs(y - end) <= _NEAR for end in ends) or _is_drawn(drawn_at_ends, (x0 + x1) / 2, y):
                yield (x0, y, x1, y)


def _is_drawn(level: Iterable[Mapping[str, Any]], x: float, y: float) -> bool:
    return any(abs(edge["top"] - y) <= _NEAR and edge["x0"] <= x <= edge["x1"] for edge in level)
