"""What single text objects draw, by themselves: the ink of their glyphs, and their fonts."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import atan2, ceil, floor, pi
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.calls import get_address, pointer
from extract.pdfium.fonts.digit_shapes import Picture
from extract.pdfium.glyphs import TextPage
from extract.pdfium.objects import Bounds, Drawn, Layer, move_into, read_bounds, read_matrix
from extract.pdfium.settings import PDFIUM

_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NAMELESS = "-"
_MOST_LETTERS = 256
_PAINTS, _ALPHA = 4, 3  # bytes of a point


@dataclass(frozen=True, slots=True)
class OpenPages:
    """Some pages of a document as PDFium holds them, with their texts."""

    document: Any
    pages: Sequence[Any]
    texts: Sequence[TextPage]


@dataclass(frozen=True, slots=True)
class TextFont:
    """A text's font; ``is_stand_in`` where boxes are drawn for what the machine has no font for."""

    name: str
    is_stand_in: bool


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The ink of a text object, whose upper left point is at ``left``, ``top``, in pixels of its space."""

    ink: Picture
    left: int
    top: int
    scale: float
    quarters: int

    def cut(self, box: Bounds) -> Picture:
        """Return the ink in a box in the object's space, upright."""
        left, bottom, right, top = (edge * self.scale for edge in box)
        rows = slice(max(floor(self.top - top), 0), max(ceil(self.top - bottom), 0))
        columns = slice(max(floor(left - self.left), 0), max(ceil(right - self.left), 0))
        return np.rot90(self.ink[rows, columns], -self.quarters)


class TextDrawings:
    """The text objects of some pages that are drawn to look at their glyphs, each once."""

    def __init__(self, opened: OpenPages, layers: Sequence[Layer]) -> None:
        self._opened = opened
        self._layers = {address: layer for layer in layers for address in layer.addresses}
        self._drawn: dict[int, _Drawing | None] = {}
        self._fonts: dict[int, TextFont] = {}

    def find_text(self, page: int, number: int) -> Drawn | None:
        """Return the text object that a page's glyph is of, by the page's place."""
        address = calls.text_object(self._opened.texts[page].handle, number)
        layer = self._layers.get(address)
        return Drawn(pointer(address), layer.around) if layer else None

    def read_font(self, text: Drawn) -> TextFont:
        """Return the font of a text object."""
        font = pdfium.FPDFTextObj_GetFont(_as_object(text))
        address = get_address(font)
        if address not in self._fonts:
            self._fonts[address] = _read_font(font)
        return self._fonts[address]

    def cut_ink(self, text: Drawn, page: int, box: Bounds) -> Picture | None:
        """Return the ink of a text object in a box in page space; None where it is not drawn."""
        inside = move_into(box, text.around)
        address = get_address(text.handle)
        if address not in self._drawn:
            self._drawn[address] = self._draw(text, page, inside)
        drawing = self._drawn[address]
        return drawing.cut(inside) if drawing else None

    def _draw(self, text: Drawn, page: int, box: Bounds) -> _Drawing | None:
        if calls.get_render_mode(text.handle) in _UNSEEN:
            return None
        left, bottom, right, top = read_bounds(Drawn(text.handle))
        size = max(box[2] - box[0], box[3] - box[1])
        area = (right - left) * (top - bottom)
        if size <= 0 or area <= 0:
            return None
        scale = min(PDFIUM.glyph_pixels / size, (PDFIUM.most_text_pixels / area) ** 0.5)
        bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(
            self._opened.document, self._opened.pages[page], _as_object(text), scale
        )
        if not bitmap:
            return None
        a, b, *_ = read_matrix(text.handle)
        return _Drawing(
            ink=_take_ink(bitmap),
            left=floor(left * scale),
            top=ceil(top * scale),
            scale=scale,
            quarters=round(atan2(b, a) / (pi / 2)) % 4,
        )


def _read_font(font: Any) -> TextFont:  # noqa: ANN401 - a ctypes handle
    letters = ctypes.create_string_buffer(_MOST_LETTERS)
    pdfium.FPDFFont_GetBaseFontName(font, letters, _MOST_LETTERS)
    name = letters.value.decode("utf-8", "replace")
    is_embedded = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return TextFont(
        name=_SUBSET.sub("", name) or _NAMELESS,
        is_stand_in=not is_embedded and _is_stand_in(font),
    )


def _as_object(text: Drawn) -> Any:  # noqa: ANN401 - a ctypes handle
    return ctypes.cast(text.handle, pdfium.FPDF_PAGEOBJECT)


def _take_ink(bitmap: Any) -> Picture:  # noqa: ANN401 - a ctypes handle
    """Return how opaque each point of a bitmap is, and let go of it."""
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    points = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    pdfium.FPDFBitmap_Destroy(bitmap)
    rows = np.frombuffer(points, np.uint8).reshape(height, stride)
    return rows[:, _ALPHA : width * _PAINTS : _PAINTS]


def _is_stand_in(font: Any) -> bool:  # noqa: ANN401 - a ctypes handle
    size = ctypes.c_size_t()
    pdfium.FPDFFont_GetFontData(font, None, 0, size)
    return size.value == _measure_stand_in()


@cache
def _measure_stand_in() -> int:
    return len(files("extract.pdfium").joinpath("box.ttf").read_bytes())
