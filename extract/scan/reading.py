"""A page that is a picture, read: straightened, its rulings found, its text recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.errors import OcrMissing
from extract.geometry.marks import Floats, Marks, make_no_glyphs
from extract.grid import Box, CellReading, Page
from extract.layout.pages import read_together
from extract.layout.tables import find_tables
from extract.messages import Message, message
from extract.scan.images import FlatSheet, PageImage
from extract.scan.installed import is_ocr_installed
from extract.scan.recognition.cells import read_cells
from extract.scan.recognition.line_reader import LineReader
from extract.scan.recognition.recogniser import Recogniser
from extract.scan.rulings import Rulings, find_rulings
from extract.scan.settings import SCAN
from extract.scan.straightening import straighten_page


def read_scan(image: PageImage) -> tuple[Page, ...]:
    """Return what a page shows; two forms side by side are two pages.

    Its rulings and its recognised text go through the same lattice as those of a printed page. Raises
    ``OcrMissing`` without the models.
    """
    if not is_ocr_installed():
        raise OcrMissing
    cv2.setNumThreads(1)
    sheet = straighten_page(image, Recogniser())
    rulings = find_rulings(sheet)
    bare = Marks(
        number=image.number,
        width=sheet.width,
        height=sheet.height,
        glyphs=make_no_glyphs(),
        rules=rulings.boxes,
        misread=_find_unsure_places(rulings),
    )
    (tables,) = find_tables([bare], None)
    texts = read_cells(sheet, tables, LineReader())
    marks = replace(bare, glyphs=texts.glyphs, unseen=texts.covered)
    told = _tell_unread(sheet, len(texts.glyphs))
    return tuple(
        replace(
            page,
            turn=sheet.warp,
            is_scanned=True,
            readings=tuple(_find_own(page, texts.readings)),
            warnings=(*page.warnings, *told),
        )
        for page in read_together([marks])
    )


def _tell_unread(sheet: FlatSheet, glyphs: int) -> tuple[Message, ...]:
    """Tell of a page with ink on which hardly anything was recognised; a blank page is none."""
    ink_share = np.count_nonzero(sheet.grey < SCAN.ink_level) / sheet.grey.size
    if glyphs >= SCAN.few_glyphs or ink_share < SCAN.least_ink_share:
        return ()
    return (message("picture-not-read", page=sheet.number),)


def _find_unsure_places(rulings: Rulings) -> Floats:
    """Return boxes (k, 4) in the cells that a ruling parts which may be none, or that one may part."""
    weak = rulings.boxes[rulings.strength < SCAN.sure_ruling_strength]
    is_level = (weak[:, 2] - weak[:, 0] >= weak[:, 3] - weak[:, 1])[:, None]
    beside = np.where(is_level, [0.0, SCAN.beside_ruling_pt] * 2, [SCAN.beside_ruling_pt, 0.0] * 2)
    return np.concatenate([weak - beside, weak + beside, rulings.lost])


def _find_own(page: Page, readings: Sequence[CellReading]) -> Iterator[CellReading]:
    """Yield the readings of a page's cells, each with its cell's own box."""
    boxes = [cell.boxes[0] for table in page.tables for cell in table.cells]
    for reading in readings:
        box = _find_holding(boxes, reading.box)
        if box is not None:
            yield replace(reading, box=box, doubt=box.doubt)


def _find_holding(boxes: Sequence[Box], inner: Box) -> Box | None:
    """Return the box that holds the middle of another."""
    x0, top, x1, bottom = inner.edges
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    for box in boxes:
        left, upper, right, lower = box.edges
        if left <= x <= right and upper <= y <= lower:
            return box
    return None
