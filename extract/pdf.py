"""PDF pages through PDFium: what each page draws, turned as it is shown, and read by the lattice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import compress
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract import pdf_calls as calls
from extract.grid import Unreadable
from extract.lattice import read_page
from extract.marks import SLANTED, Floats, Glyphs, Marks
from extract.page import Page
from extract.pdf_fonts import set_stand_in
from extract.pdf_glyphs import Clipped, read_glyphs
from extract.pdf_objects import Drawn, Layer, are_clipped, bounds_of, clip_of, layers_of, within
from extract.pdf_rules import rules_of

_BROKEN = "文件不完整或已损坏"
_REASONS = {pdfium.FPDF_ERR_PASSWORD: "有密码保护", pdfium.FPDF_ERR_SECURITY: "有密码保护"}


def read_pages(data: bytes, *, max_pages: int, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF page by page; ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    ``only`` names the pages (from 1) to read; without it all are read.
    """
    with _document(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise Unreadable("没有页")
        if count > max_pages:
            raise Unreadable(f"有{count}页，超过上限{max_pages}页")
        page: Page | None = None
        for index in range(count):
            if only is None or index + 1 in only:
                page = read_page(_marks(document, index), page if page and page.number == index else None)
                yield page


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    set_stand_in()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    if not document:
        raise Unreadable(_REASONS.get(pdfium.FPDF_GetLastError(), _BROKEN))
    try:
        if _is_cut(data):
            raise Unreadable(_BROKEN)
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _is_cut(data: bytes) -> bool:
    """Tell whether objects follow the last ``startxref``: PDFium repairs a cut file by what is left of it, in silence."""
    return data.rfind(b"startxref") < data.rfind(b" obj")


def _marks(document: Any, index: int) -> Marks:  # noqa: ANN401 - a ctypes handle
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Unreadable(_BROKEN)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        return _turned(page, index + 1, calls.address(page), calls.address(text_page))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _turned(page: Any, number: int, page_address: int, text_address: int) -> Marks:  # noqa: ANN401
    layers = layers_of(page_address)
    glyphs = read_glyphs(text_address, _clipped_texts(layers), layers)
    rules = np.concatenate([rules_of(layer) for layer in layers])
    frame, turns = _frame(page), pdfium.FPDFPage_GetRotation(page) % 4
    width, height = _turn(frame, np.array([frame]), turns)[0, 2:].tolist()
    boxes = _turn(frame, glyphs.boxes, turns)
    angles = np.where(glyphs.turns == SLANTED, SLANTED, (glyphs.turns + turns) % 4) if turns else glyphs.turns
    origins = _turn(frame, np.concatenate((glyphs.origins, glyphs.origins), axis=1), turns)[:, :2]
    shown = Glyphs(glyphs.codes, boxes, angles, origins)
    return Marks(
        number,
        width,
        height,
        _on_page(shown, width, height),
        _turn(frame, rules, turns),
        sum(layer.images for layer in layers),
    )


def _clipped_texts(layers: Sequence[Layer]) -> dict[int, Clipped]:
    """Find the texts that do not show whole, by their handles."""
    texts = (Drawn(text, layer.around) for layer in layers for text in compress(layer.texts, are_clipped(layer.texts).tolist()))
    clipped = (
        (text.handle, Clipped(whole, within(whole, clip)))
        for text in texts
        if (clip := clip_of(text)) and (whole := bounds_of(text))
    )
    return {handle: text for handle, text in clipped if text.seen != text.whole}


def _frame(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top


def _turn(frame: tuple[float, float, float, float], boxes: Floats, turns: int) -> Floats:
    """Turn boxes of page space (left, bottom, right, top) clockwise into x0, top, x1, bottom of the page as shown."""
    left, bottom, right, top = frame
    x0, y0, x1, y1 = boxes.T
    if turns % 2:
        sides = (y0 - bottom, x0 - left, y1 - bottom, x1 - left) if turns == 1 else (top - y1, right - x1, top - y0, right - x0)
    else:
        sides = (right - x1, y0 - bottom, right - x0, y1 - bottom) if turns else (x0 - left, top - y1, x1 - left, top - y0)
    return np.stack(sides, axis=1)


def _on_page(glyphs: Glyphs, width: float, height: float) -> Glyphs:
    x0, top, x1, bottom = glyphs.boxes.T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    shown = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return glyphs if shown.all() else glyphs.where(shown)
