"""PDFium's calls without ctypes' conversions: eight times as fast, and a page needs thousands of them.

Handles and places in memory are given as ``pointer`` makes them, once for all the calls that take them, and
numbers as they are: ctypes takes a third of its time to convert what it knows a type for. Handles come back
as addresses. PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import PYFUNCTYPE, c_float, c_int, c_uint, c_void_p
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Pointer = Any
pointer = c_void_p.from_param


def get_address(handle: Any) -> int:  # noqa: ANN401
    """Return the address of a handle or function."""
    return ctypes.cast(handle, c_void_p).value or 0


def _fast(name: str, result: Any = c_int) -> Any:  # noqa: ANN401 - ctypes has no types of its own
    return PYFUNCTYPE(result)(get_address(getattr(pdfium, name)))


count_chars = _fast("FPDFText_CountChars")
get_text = _fast("FPDFText_GetText")
get_unicode = _fast("FPDFText_GetUnicode", c_uint)
get_loose_box = _fast("FPDFText_GetLooseCharBox", None)
get_ink_box = _fast("FPDFText_GetCharBox")
get_origin = _fast("FPDFText_GetCharOrigin", None)
get_angle = _fast("FPDFText_GetCharAngle", c_float)
is_generated = _fast("FPDFText_IsGenerated")
is_hyphen = _fast("FPDFText_IsHyphen")
get_text_fill = _fast("FPDFText_GetFillColor")
get_char_matrix = _fast("FPDFText_GetMatrix")
has_map_error = _fast("FPDFText_HasUnicodeMapError")
text_object = _fast("FPDFText_GetTextObject", c_void_p)

get_page_box = _fast("FPDF_GetPageBoundingBox")
count_objects = _fast("FPDFPage_CountObjects")
get_object = _fast("FPDFPage_GetObject", c_void_p)
count_form_objects = _fast("FPDFFormObj_CountObjects")
get_form_object = _fast("FPDFFormObj_GetObject", c_void_p)
count_marks = _fast("FPDFPageObj_CountMarks")
get_mark = _fast("FPDFPageObj_GetMark", c_void_p)
remove_mark = _fast("FPDFPageObj_RemoveMark")
get_mark_value_type = _fast("FPDFPageObjMark_GetParamValueType")
get_type = _fast("FPDFPageObj_GetType")
get_bounds = _fast("FPDFPageObj_GetBounds", None)
get_matrix = _fast("FPDFPageObj_GetMatrix", None)
get_fill = _fast("FPDFPageObj_GetFillColor")
get_stroke = _fast("FPDFPageObj_GetStrokeColor")
transform_object = _fast("FPDFPageObj_Transform", None)
has_transparency = _fast("FPDFPageObj_HasTransparency")
set_active = _fast("FPDFPageObj_SetIsActive")
get_render_mode = _fast("FPDFTextObj_GetTextRenderMode")
get_stroke_width = _fast("FPDFPageObj_GetStrokeWidth")
get_draw_mode = _fast("FPDFPath_GetDrawMode")
count_segments = _fast("FPDFPath_CountSegments")
get_segment = _fast("FPDFPath_GetPathSegment", c_void_p)
get_point = _fast("FPDFPathSegment_GetPoint", None)
get_segment_type = _fast("FPDFPathSegment_GetType")
get_close = _fast("FPDFPathSegment_GetClose")
get_clip = _fast("FPDFPageObj_GetClipPath", c_void_p)
count_clip_paths = PYFUNCTYPE(c_int, c_void_p)(get_address(pdfium.FPDFClipPath_CountPaths))
count_clip_segments = _fast("FPDFClipPath_CountPathSegments")
get_clip_segment = _fast("FPDFClipPath_GetPathSegment", c_void_p)


_ROWS = 1024
_WORDS = 8  # of four bytes: as many as four doubles take; a matrix has six
_memory = np.zeros((_ROWS, _WORDS), np.uint32)

# let go at once: glibc then keeps freed blocks below 8 MB, and pages' arrays find their memory mapped
np.empty(8 << 20, np.uint8)


def _point_to_word(word: int) -> list[Pointer]:
    return [pointer(_memory[row, word:].ctypes.data) for row in range(_ROWS)]


WORDS = tuple(_point_to_word(word) for word in range(_WORDS))
"""Where a call writes: the words of each row, made into pointers once for all pages."""


_FOUR_WORDS = tuple(places[0] for places in WORDS[:4])
_four_floats, _six_floats = _memory[0, :4].view(np.float32), _memory[0, :6].view(np.float32)


def call_for_each(
    call: Callable[..., int], *arguments: Sequence[Any], at: Sequence[int] = (0,)
) -> tuple[list[int], NDArray[np.uint32]]:
    """Call for each of the ``arguments``, told to write to the words ``at``.

    Give the answers, and the words (n, 8) it wrote.
    """
    count = len(arguments[0])
    if count <= _ROWS:
        return list(map(call, *arguments, *(WORDS[word] for word in at))), _memory[:count].copy()
    answers: list[int] = []
    words = np.empty((count, _WORDS), np.uint32)
    places = [WORDS[word] for word in at]
    for first in range(0, count, _ROWS):
        last = min(first + _ROWS, count)
        answers += map(call, *(argument[first:last] for argument in arguments), *places)
        words[first:last] = _memory[: last - first]
    return answers, words


def read_four_floats(call: Callable[..., int], handle: Pointer) -> list[float]:
    """Call for one handle, told to write four floats one by one, and return these."""
    call(handle, *_FOUR_WORDS)
    four: list[float] = _four_floats.tolist()
    return four


def read_six_floats(call: Callable[..., int], handle: Pointer) -> list[float]:
    """Call for one handle, told to write six floats in a row, and return these."""
    call(handle, _FOUR_WORDS[0])
    six: list[float] = _six_floats.tolist()
    return six


def read_flags(answers: list[int]) -> NDArray[np.bool_]:
    """Take answers that are 0 or 1 for truth values (n)."""
    return np.frombuffer(bytes(answers), np.bool_)


def read_floats(words: NDArray[np.uint32], count: int) -> NDArray[np.float32]:
    """Take the first words of each row (n, count) for floats."""
    return words.view(np.float32)[:, :count]


def read_doubles(words: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Take the words of each row for doubles (n, 4)."""
    return words.view(np.float64)


def trim_memory() -> None:
    """Return the system what is freed, where the C library would keep it.

    That costs too much to do it after each few pages.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
