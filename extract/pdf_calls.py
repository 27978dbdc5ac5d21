"""PDFium's calls without ctypes' argument checks: four times as fast, and a page needs thousands of them.

Handles and buffers are plain addresses. PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
from ctypes import PYFUNCTYPE, c_float, c_int, c_uint, c_void_p
from typing import Any

import pypdfium2.raw as pdfium


def address(handle: Any) -> int:  # noqa: ANN401
    """Give the address of a handle or function."""
    return ctypes.cast(handle, c_void_p).value or 0


def _fast(name: str, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - ctypes has no types of its own
    return PYFUNCTYPE(result, *arguments)(address(getattr(pdfium, name)))


count_chars = _fast("FPDFText_CountChars", c_int, c_void_p)
get_text = _fast("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
get_unicode = _fast("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
get_loose_box = _fast("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
get_origin = _fast("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
get_angle = _fast("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
is_generated = _fast("FPDFText_IsGenerated", c_int, c_void_p, c_int)
get_text_fill = _fast("FPDFText_GetFillColor", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
has_map_error = _fast("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
text_object = _fast("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)

count_objects = _fast("FPDFPage_CountObjects", c_int, c_void_p)
get_object = _fast("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
count_form_objects = _fast("FPDFFormObj_CountObjects", c_int, c_void_p)
get_form_object = _fast("FPDFFormObj_GetObject", c_void_p, c_void_p, c_int)
get_type = _fast("FPDFPageObj_GetType", c_int, c_void_p)
get_bounds = _fast("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
get_matrix = _fast("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
get_fill = _fast("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
get_stroke = _fast("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
get_draw_mode = _fast("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
count_segments = _fast("FPDFPath_CountSegments", c_int, c_void_p)
get_segment = _fast("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
get_point = _fast("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
get_segment_type = _fast("FPDFPathSegment_GetType", c_int, c_void_p)
get_close = _fast("FPDFPathSegment_GetClose", c_int, c_void_p)
get_clip = _fast("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_clip_paths = _fast("FPDFClipPath_CountPaths", c_int, c_void_p)
count_clip_segments = _fast("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
get_clip_segment = _fast("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
