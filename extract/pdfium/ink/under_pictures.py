"""Texts that lie below a picture of the page, as programs write that recognise scans."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium.objects import Bounds, Drawn, Layer, list_moments, read_bounds
from extract.pdfium.settings import PDFIUM
from extract.pdfium.textless import measure_share

_OPAQUE = 255


def find_under_pictures(
    document: Any,  # noqa: ANN401 - a handle of ctypes, as are the pages
    pages: Sequence[Any],
    layers: Sequence[Layer],
    frames: Sequence[Bounds],
) -> Flags:
    """Tell which of the layers' texts (m) lie below an opaque picture that covers most of their page."""
    under = np.zeros(sum(len(layer.texts) for layer in layers), np.bool_)
    if not any(layer.images for layer in layers):
        return under
    moments = list_moments(layers, pdfium.FPDF_PAGEOBJ_TEXT)
    of_page = np.repeat([layer.page for layer in layers], [len(layer.texts) for layer in layers])
    for page, picture, moment in _find_over_texts(layers, moments, of_page):
        box = read_bounds(picture)
        is_large = measure_share(box, frames[page]) >= PDFIUM.scan_picture_share
        if is_large and _is_opaque(document, pages[page], picture):
            below = (of_page == page) & (moments < moment)
            under |= below & _lie_within(layers, below, box)
    return under


def _find_over_texts(
    layers: Sequence[Layer], moments: Floats, of_page: Ints
) -> Iterator[tuple[int, Drawn, float]]:
    """Yield each picture that is drawn after a text of its page, with the page and the moment."""
    for layer in layers:
        earliest = moments[of_page == layer.page].min(initial=np.inf)
        drawn = zip(layer.images, layer.list_moments(pdfium.FPDF_PAGEOBJ_IMAGE).tolist(), strict=True)
        for handle, moment in drawn:
            if moment > earliest:
                yield layer.page, Drawn(handle, layer.around), moment


def _lie_within(layers: Sequence[Layer], wanted: Flags, box: Bounds) -> Flags:
    """Tell which of the wanted texts (m) have their middle in a box."""
    around = chain.from_iterable(repeat(layer.around, len(layer.texts)) for layer in layers)
    handles = chain.from_iterable(layer.texts for layer in layers)
    within = np.zeros(len(wanted), np.bool_)
    left, bottom, right, top = box
    for at, (handle, matrix) in enumerate(zip(handles, around, strict=True)):
        if wanted[at]:
            x0, y0, x1, y1 = read_bounds(Drawn(handle, matrix))
            within[at] = left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top
    return within


def _is_opaque(document: Any, page: Any, picture: Drawn) -> bool:  # noqa: ANN401
    """Tell whether nothing shows through most of a picture."""
    handle = ctypes.cast(picture.handle, pdfium.FPDF_PAGEOBJECT)
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, handle)
    if not bitmap:
        return False
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return True
        height, stride = pdfium.FPDFBitmap_GetHeight(bitmap), pdfium.FPDFBitmap_GetStride(bitmap)
        raw = (ctypes.c_uint8 * (height * stride)).from_address(pdfium.FPDFBitmap_GetBuffer(bitmap))
        levels = np.frombuffer(raw, np.uint8).reshape(height, stride)[
            :, 3 : 4 * pdfium.FPDFBitmap_GetWidth(bitmap) : 4
        ]
        return bool((levels == _OPAQUE).mean() >= PDFIUM.scan_text_share)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
