"""What lies over a page: what is typed on it is its text, a reviewer's notes and strokes are not."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from extract.pdfium.objects import Bounds

_TYPING = "typewriter"  # the intent of a text that fills in a form, in any case
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What lies over a page.

    ``typed`` counts what belongs to its text. ``covered`` are the areas below notes and painted boxes,
    ``struck`` those that a reviewer struck out: left, bottom, right and top in page space.
    """

    typed: int = 0
    covered: list[Bounds] = field(default_factory=list)
    struck: list[Bounds] = field(default_factory=list)


def take_off_notes(page: Any) -> Overlaid:  # noqa: ANN401 - a ctypes handle
    """Take all from a page that is not typed on it, the last first, and tell what lay there."""
    typed = 0
    covered: list[Bounds] = []
    struck: list[Bounds] = []
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        mark = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(mark)
        is_typed = kind == pdfium.FPDF_ANNOT_WIDGET
        if kind == pdfium.FPDF_ANNOT_FREETEXT:
            is_typed = _is_typed(page, mark)
        if not is_typed and not pdfium.FPDFAnnot_GetFlags(mark) & _HIDDEN:
            if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
                struck += _read_quads(mark)
            elif kind == pdfium.FPDF_ANNOT_FREETEXT or _is_painted(mark, kind):
                covered += _read_area(mark)
        pdfium.FPDFPage_CloseAnnot(mark)
        typed += is_typed
        if not is_typed:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return Overlaid(typed, covered, struck)


def _is_typed(page: Any, mark: Any) -> bool:  # noqa: ANN401
    """Tell whether a free text fills in the page: it says so, or is no box over what the page prints."""
    intent = _read_text(mark, b"IT").casefold()
    if intent:
        return intent.endswith(_TYPING)
    return not (_draws_box(mark) and _lies_on_text(page, mark))


def _lies_on_text(page: Any, mark: Any) -> bool:  # noqa: ANN401
    text = pdfium.FPDFText_LoadPage(page)
    counts = [
        pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, None, 0)
        for left, bottom, right, top in _read_area(mark)
    ]
    pdfium.FPDFText_ClosePage(text)
    return any(counts)


def _draws_box(mark: Any) -> bool:  # noqa: ANN401
    """Tell whether a note is drawn with a border or on a coloured ground."""
    for at in range(pdfium.FPDFAnnot_GetObjectCount(mark)):
        shape = pdfium.FPDFAnnot_GetObject(mark, at)
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_PATH and _is_drawn(shape):
            return True
    return False


def _is_drawn(path: Any) -> bool:  # noqa: ANN401
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroked)
    return bool(mode.value or stroked.value)


def _is_painted(mark: Any, kind: int) -> bool:  # noqa: ANN401
    """Tell whether a drawn rectangle is filled, as one that hides what stands below it."""
    is_box = kind in (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_REDACT)
    return is_box and bool(pdfium.FPDFAnnot_HasKey(mark, b"IC"))


def _read_text(mark: Any, key: bytes) -> str:  # noqa: ANN401
    words = (ctypes.c_ushort * _MOST_LETTERS)()
    length = pdfium.FPDFAnnot_GetStringValue(mark, key, words, 2 * _MOST_LETTERS)
    if not 0 < length <= 2 * _MOST_LETTERS:
        return ""
    return bytes(words)[: length - 2].decode("utf-16-le", "replace")


def _read_area(mark: Any) -> Iterator[Bounds]:  # noqa: ANN401
    area = pdfium.FS_RECTF()
    if pdfium.FPDFAnnot_GetRect(mark, area):
        yield area.left, area.bottom, area.right, area.top


def _read_quads(mark: Any) -> Iterator[Bounds]:  # noqa: ANN401
    """Yield the areas of a mark over text, one a line."""
    quad = pdfium.FS_QUADPOINTSF()
    for at in range(pdfium.FPDFAnnot_CountAttachmentPoints(mark)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(mark, at, quad):
            xs = (quad.x1, quad.x2, quad.x3, quad.x4)
            ys = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(xs), min(ys), max(xs), max(ys)
