"""A page of a PDF as a picture, at the resolution of the pictures on it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.errors import BrokenPdf
from extract.pdfium import calls
from extract.pdfium.calls import get_address, pointer
from extract.pdfium.objects import multiply, read_matrix, walk_objects
from extract.pdfium.parts import load_page, open_document
from extract.scan.images import PageImage
from extract.scan.settings import SCAN

_POINTS_AN_INCH = 72


def render_page(data: bytes, number: int) -> PageImage:
    """Draw page ``number`` (from 1) of a PDF as it is shown, without what was noted on it.

    Raises ``Unreadable``.
    """
    with open_document(data) as document:
        page, *_ = load_page(document, number - 1)
        if not page:
            raise BrokenPdf
        try:
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            scale = _choose_scale(page, width, height)
            pixels = _draw(page, round(width * scale), round(height * scale))
        finally:
            pdfium.FPDF_ClosePage(page)
    return PageImage(number, pixels, width, height)


def _choose_scale(page: Any, width: float, height: float) -> float:  # noqa: ANN401 - a ctypes handle
    """Return the pixels a point: those of the page's finest large picture, within limits."""
    finest = max(_list_scales(page, width * height), default=0.0)
    dpi = min(max(finest * _POINTS_AN_INCH, SCAN.least_dpi), SCAN.most_dpi)
    most = (SCAN.most_pixels / max(width * height, 1.0)) ** 0.5
    return float(min(dpi / _POINTS_AN_INCH, most))


def _list_scales(page: Any, area: float) -> Iterator[float]:  # noqa: ANN401
    """Yield the pixels a point of each picture that is no stamp or logo, however it is turned."""
    for drawn in walk_objects(pointer(get_address(page))):
        if calls.get_type(drawn.handle) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        a, b, c, d, *_ = multiply(read_matrix(drawn.handle), drawn.around)
        points = hypot(a, b), hypot(c, d)
        pixels = ctypes.c_uint(), ctypes.c_uint()
        image = ctypes.cast(drawn.handle, pdfium.FPDF_PAGEOBJECT)
        is_known = pdfium.FPDFImageObj_GetImagePixelSize(image, *pixels)
        if is_known and points[0] * points[1] >= SCAN.least_picture_share * area:
            yield max(pixel.value / max(side, 1.0) for pixel, side in zip(pixels, points, strict=True))


def _draw(page: Any, width: int, height: int) -> np.ndarray[Any, np.dtype[np.uint8]]:  # noqa: ANN401
    """Return the page's pixels (h, w, 3): red, green, blue on white paper."""
    width, height = max(width, 1), max(height, 1)
    pixels = np.full((height, width, 3), 255, np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(
        width, height, pdfium.FPDFBitmap_BGR, pixels.ctypes.data_as(ctypes.c_void_p), width * 3
    )
    try:
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels
