"""Optional content that is switched off: PDFium draws none of it, and gives its text all the same.

What is marked as optional is left out of the picture of the page: where the picture stays as it is, nobody
sees it.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.calls import Pointer, get_address, pointer
from extract.pdfium.objects import Bounds, Drawn, move_far_away, read_bounds, walk_objects
from extract.pdfium.page_tree import Unusual, read_objects, read_reference
from extract.pdfium.settings import PDFIUM

_LAYERS = b"/OCProperties"
_PACKED = b"/ObjStm"
_OPTIONAL = "OC"


def has_optional_content(data: bytes) -> bool:
    """Tell whether a file's catalogue knows of optional content."""
    if _LAYERS in data:
        return True
    if _PACKED not in data:
        return False
    try:
        objects = read_objects(data)
        return _LAYERS in objects.text(read_reference(b"Root", objects.trailer))
    except (Unusual, ValueError, IndexError, OverflowError):
        return False


def take_off_optional(page: Any) -> list[Bounds]:  # noqa: ANN401 - a ctypes handle
    """Move what is switched off away from a page, and return where its texts stood."""
    boxes: list[Bounds] = []
    shown: bytes | None = None
    for group in _group_optional(page):
        shown = shown or draw_page(page)
        if is_seen(page, [drawn.handle for drawn in group], shown):
            continue
        for drawn in group:
            boxes += _list_text_boxes(drawn)
            move_far_away(drawn.handle)
    return boxes


def _group_optional(page: Any) -> list[list[Drawn]]:  # noqa: ANN401
    """Group what may be switched off: by the name of its group, forms and what has none one by one."""
    named: defaultdict[str, list[Drawn]] = defaultdict(list)
    single: list[list[Drawn]] = []
    for drawn in walk_objects(pointer(get_address(page))):
        names = list(_read_groups(drawn.handle))
        if names and all(names):
            named["\0".join(names)].append(drawn)
        elif names or calls.get_type(drawn.handle) == pdfium.FPDF_PAGEOBJ_FORM:
            single.append([drawn])
    return [*named.values(), *single[: PDFIUM.most_optional]]


def _read_groups(handle: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the names of the groups of optional content that an object is of; none where it has no name."""
    for at in range(calls.count_marks(handle)):
        mark = pointer(calls.get_mark(handle, at))
        if _read_text(pdfium.FPDFPageObjMark_GetName, mark) == _OPTIONAL:
            yield read_mark_text(mark, b"Name")


def read_mark_text(mark: Any, key: bytes) -> str:  # noqa: ANN401
    """Return what a mark of an object says under a key, if that is a text."""
    return _read_text(pdfium.FPDFPageObjMark_GetParamStringValue, mark, key)


def _read_text(ask: Any, mark: Any, *key: bytes) -> str:  # noqa: ANN401
    handle, length = ctypes.cast(mark, pdfium.FPDF_PAGEOBJECTMARK), ctypes.c_ulong()
    if not ask(handle, *key, None, 0, ctypes.byref(length)) or length.value < 2:  # noqa: PLR2004
        return ""
    letters = ctypes.create_string_buffer(length.value)
    units = ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort))
    ask(handle, *key, units, length.value, ctypes.byref(length))
    return letters.raw[: length.value - 2].decode("utf-16-le", "replace")


def is_seen(page: Any, group: Sequence[Pointer], shown: bytes) -> bool:  # noqa: ANN401
    """Tell whether the picture of a page changes without some objects; they are left out where it does not."""
    for handle in group:
        calls.set_active(handle, 0)
    changes = draw_page(page) != shown
    if changes:
        for handle in group:
            calls.set_active(handle, 1)
    return changes


def draw_page(page: Any) -> bytes:  # noqa: ANN401
    """Return the picture of a page, small."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(1.0, PDFIUM.optional_pixels / max(width, height, 1.0))
    size = max(int(scale * width), 1), max(int(scale * height), 1)
    bitmap = pdfium.FPDFBitmap_Create(*size, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, 0)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    picture = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
    pdfium.FPDFBitmap_Destroy(bitmap)
    return picture


def _list_text_boxes(drawn: Drawn) -> Iterator[Bounds]:
    for inner in [drawn, *walk_objects(drawn.handle, drawn.around, of_form=True)]:
        if calls.get_type(inner.handle) == pdfium.FPDF_PAGEOBJ_TEXT:
            yield read_bounds(inner)
