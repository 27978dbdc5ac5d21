"""PDFium's calls without ctypes' conversions: eight times as fast, and a page needs thousands of them.

Handles and places in memory are given as ``pointer`` makes them, once for all the calls that take them, and numbers as they
are: ctypes takes a third of its time to convert what it knows a type for. Handles come back as addresses. PDFium is not
thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
from ctypes import PYFUNCTYPE, c_float, c_int, c_uint, c_void_p
from typing import Any

import pypdfium2.raw as pdfium

Pointer = Any
pointer = c_void_p.from_param


def address(handle: Any) -> int:  # noqa: ANN401
    """Give the address of a handle or function."""
    return ctypes.cast(handle, c_void_p).value or 0


def _fast(name: str, result: Any = c_int) -> Any:  # noqa: ANN401 - ctypes has no types of its own
    return PYFUNCTYPE(result)(address(getattr(pdfium, name)))


count_chars = _fast("FPDFText_CountChars")
get_text = _fast("FPDFText_GetText")
get_unicode = _fast("FPDFText_GetUnicode", c_uint)
get_loose_box = _fast("FPDFText_GetLooseCharBox", None)
get_origin = _fast("FPDFText_GetCharOrigin", None)
get_angle = _fast("FPDFText_GetCharAngle", c_float)
is_generated = _fast("FPDFText_IsGenerated")
get_text_fill = _fast("FPDFText_GetFillColor")
has_map_error = _fast("FPDFText_HasUnicodeMapError")
text_object = _fast("FPDFText_GetTextObject", c_void_p)

get_page_box = _fast("FPDF_GetPageBoundingBox")
count_objects = _fast("FPDFPage_CountObjects")
get_object = _fast("FPDFPage_GetObject", c_void_p)
count_form_objects = _fast("FPDFFormObj_CountObjects")
get_form_object = _fast("FPDFFormObj_GetObject", c_void_p)
get_type = _fast("FPDFPageObj_GetType")
get_bounds = _fast("FPDFPageObj_GetBounds", None)
get_matrix = _fast("FPDFPageObj_GetMatrix", None)
get_fill = _fast("FPDFPageObj_GetFillColor")
get_stroke = _fast("FPDFPageObj_GetStrokeColor")
get_draw_mode = _fast("FPDFPath_GetDrawMode", None)
count_segments = _fast("FPDFPath_CountSegments")
get_segment = _fast("FPDFPath_GetPathSegment", c_void_p)
get_point = _fast("FPDFPathSegment_GetPoint", None)
get_segment_type = _fast("FPDFPathSegment_GetType")
get_close = _fast("FPDFPathSegment_GetClose")
get_clip = _fast("FPDFPageObj_GetClipPath", c_void_p)
count_clip_paths = PYFUNCTYPE(c_int, c_void_p)(address(pdfium.FPDFClipPath_CountPaths))
count_clip_segments = _fast("FPDFClipPath_CountPathSegments")
get_clip_segment = _fast("FPDFClipPath_GetPathSegment", c_void_p)
