"""All that PDFium tells of one page, in page space: read while the page is open, and made clean together with other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.grid import Unreadable
from extract.marks import Floats
from extract.pdf_calls import address, pointer
from extract.pdf_glyphs import Clipped, Told, glyphs_of
from extract.pdf_objects import Bounds, Drawn, Layer, are_clipped, bounds_of, clip_of, layers_of, within
from extract.pdf_rules import rules_of
from extract.refusals import BROKEN


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: ``frame`` is its left, bottom, right, top, ``turns`` how many quarters it is turned when shown, clockwise.

    ``rules`` (n, 4) are thin boxes, left, bottom, right, top.
    """

    number: int
    frame: Bounds
    turns: int
    told: Told
    rules: Floats
    images: int


def sheet_of(document: Any, index: int) -> Sheet:  # noqa: ANN401 - a ctypes handle
    """Read the page at ``index`` (from 0) of a document; ``Unreadable`` where it is broken."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise Unreadable(BROKEN)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        layers = layers_of(pointer(address(page)))
        return Sheet(
            index + 1,
            _frame(page),
            pdfium.FPDFPage_GetRotation(page) % 4,
            glyphs_of(pointer(address(text_page)), _clipped_texts(layers), layers),
            np.concatenate([rules_of(layer) for layer in layers]),
            sum(layer.images for layer in layers),
        )
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _frame(page: Any) -> Bounds:  # noqa: ANN401
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return box.left, box.bottom, box.right, box.top


def _clipped_texts(layers: Sequence[Layer]) -> dict[int, Clipped]:
    """Find the texts that do not show whole, by their addresses."""
    texts = (
        (Drawn(text, layer.around), at)
        for layer in layers
        for text, at in compress(zip(layer.texts, layer.addresses, strict=True), are_clipped(layer.texts).tolist())
    )
    clipped = (
        (at, Clipped(whole, within(whole, clip))) for text, at in texts if (clip := clip_of(text)) and (whole := bounds_of(text))
    )
    return {at: text for at, text in clipped if text.seen != text.whole}
