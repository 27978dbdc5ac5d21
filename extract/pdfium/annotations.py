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

    ``typed`` counts what belongs to its text. ``covered`` are the areas of notes, of texts that may be notes
    and of painted boxes, ``struck`` those that a reviewer struck out: left, bottom, right and top in page
    space.
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
        is_text = kind == pdfium.FPDF_ANNOT_FREETEXT
        is_filled_in = is_text and _fills_in(mark)
        is_typed = kind == pdfium.FPDF_ANNOT_WIDGET or is_filled_in or (is_text and _may_fill_in(mark))
        if not pdfium.FPDFAnnot_GetFlags(mark) & _HIDDEN:
            if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
                struck += _read_quads(mark)
            elif (is_text and not is_filled_in) or _is_painted(mark, kind):
                covered += _read_area(mark)
        pdfium.FPDFPage_CloseAnnot(mark)
        typed += is_typed
        if not is_typed:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return Overlaid(typed, covered, struck)


def _fills_in(text: Any) -> bool:  # noqa: ANN401
    """Tell whether a free text says that it fills in the page."""
    return _read_text(text, b"IT").casefold().endswith(_TYPING)


def _may_fill_in(text: Any) -> bool:  # noqa: ANN401
    """Tell whether a free text may fill in the page: it says nothing of itself, and looks like no note.

    It is read, and nobody is sure of it.
    """
    return not (_read_text(text, b"IT") or _draws_box(text))


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
