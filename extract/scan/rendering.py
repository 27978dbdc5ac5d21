"""A page of a PDF as a picture, at the resolution of the pictures on it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.errors import BrokenPdf
from extract.pdfium.parts import load_page, open_document
from extract.scan.images import PageImage
from extract.scan.settings import SCAN

_POINTS_AN_INCH = 72
_DEEPEST = 8


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
    """Yield the pixels a point of each picture that is no stamp or logo."""
    for image in _list_images(page):
        points = _measure_sides(image)
        pixels = ctypes.c_uint(), ctypes.c_uint()
        is_known = pdfium.FPDFImageObj_GetImagePixelSize(image, *pixels)
        if is_known and points[0] * points[1] >= SCAN.least_picture_share * area:
            yield max(pixel.value / max(side, 1.0) for pixel, side in zip(pixels, points, strict=True))


def _measure_sides(image: Any) -> tuple[float, float]:  # noqa: ANN401
    """Return a picture's width and height on the page in points, however it is turned."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(image, matrix):
        return 0.0, 0.0
    return float(np.hypot(matrix.a, matrix.b)), float(np.hypot(matrix.c, matrix.d))


def _list_images(page: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the pictures of a page, those inside forms too."""
    found = [pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page))]
    for _ in range(_DEEPEST):
        forms = []
        for thing in found:
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                yield thing
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                forms.append(thing)
        found = []
        for form in forms:
            count = pdfium.FPDFFormObj_CountObjects(form)
            found += [pdfium.FPDFFormObj_GetObject(form, at) for at in range(count)]


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
