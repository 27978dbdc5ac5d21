"""The font that stands in for a Chinese one that a file names and does not embed, on machines that have none.

PDFium takes such a font from the machine. Where it finds none it loses each text of a single character, in silence: a glyph
that no font has is of no extent. Ours has a box for every character.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium

_CHINESE = frozenset({pdfium.FXFONT_GB2312_CHARSET, pdfium.FXFONT_CHINESEBIG5_CHARSET})
_NAME = b"Box\0"


@cache
def set_stand_in() -> tuple[Any, Any]:
    """Let PDFium ask us where the machine has no Chinese font; the cache keeps alive what PDFium calls from then on."""
    machine = pdfium.FPDF_GetDefaultSystemFontInfo()
    ours = ctypes.create_string_buffer(files("extract").joinpath("box.ttf").read_bytes())
    handle = ctypes.addressof(ours)
    theirs = machine.contents

    def map_font(_: Any, *wanted: Any) -> int | None:  # noqa: ANN401
        _weight, _italic, charset, *_ = wanted
        return theirs.MapFont(machine, *wanted) or (handle if charset in _CHINESE else None)

    def get_font_data(_: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        if font != handle:
            return int(theirs.GetFontData(machine, font, table, buffer, size))
        return 0 if table else _copy(ours.raw[:-1], buffer, size)

    def get_face_name(_: Any, font: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        return _copy(_NAME, buffer, size) if font == handle else int(theirs.GetFaceName(machine, font, buffer, size))

    def get_charset(_: Any, font: int) -> int:  # noqa: ANN401
        return pdfium.FXFONT_GB2312_CHARSET if font == handle else int(theirs.GetFontCharset(machine, font))

    def delete_font(_: Any, font: int) -> None:  # noqa: ANN401
        if font != handle:
            theirs.DeleteFont(machine, font)

    calls = {
        "EnumFonts": lambda _, mapper: theirs.EnumFonts(machine, mapper),
        "GetFont": lambda _, face: theirs.GetFont(machine, face),
        "MapFont": map_font,
        "GetFontData": get_font_data,
        "GetFaceName": get_face_name,
        "GetFontCharset": get_charset,
        "DeleteFont": delete_font,
    }
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    info = pdfium.FPDF_SYSFONTINFO(version=1, **{name: kinds[name](call) for name, call in calls.items()})
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info, machine


def _copy(data: bytes, buffer: Any, size: int) -> int:  # noqa: ANN401
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)
