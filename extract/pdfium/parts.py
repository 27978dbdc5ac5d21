"""A PDF's pages part by part, each with what was typed on it.

PDFium keeps the dictionaries of all pages until a file is closed, so a long one is opened anew.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any

import pypdfium2.raw as pdfium

from extract.errors import BrokenPdf, LockedPdf, check_page_count
from extract.pdfium.annotations import Overlaid, take_off_notes
from extract.pdfium.calls import trim_memory
from extract.pdfium.ink.masked import may_have_masks
from extract.pdfium.page_tree import Tree, find_page_tree, write_only_pages
from extract.pdfium.switched_off import has_optional_content

_CHINESE = frozenset({pdfium.FXFONT_GB2312_CHARSET, pdfium.FXFONT_CHINESEBIG5_CHARSET})
_NAME = b"Box\0"


@cache
def set_stand_in() -> tuple[Any, Any]:
    """Let PDFium ask us where the machine has no Chinese font.

    The cache keeps alive what PDFium calls from then on.
    """
    machine = pdfium.FPDF_GetDefaultSystemFontInfo()
    ours = ctypes.create_string_buffer(files("extract.pdfium").joinpath("box.ttf").read_bytes())
    handle = ctypes.addressof(ours)
    theirs = machine.contents

    def map_font(_: Any, *wanted: Any) -> int | None:  # noqa: ANN401
        _weight, _italic, charset, *_ = wanted
        stand_in = handle if charset in _CHINESE else None
        return theirs.MapFont(machine, *wanted) or stand_in

    def get_font_data(_: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        if font != handle:
            return int(theirs.GetFontData(machine, font, table, buffer, size))
        return 0 if table else _copy(ours.raw[:-1], buffer, size)

    def get_face_name(_: Any, font: int, buffer: Any, size: int) -> int:  # noqa: ANN401
        if font == handle:
            return _copy(_NAME, buffer, size)
        return int(theirs.GetFaceName(machine, font, buffer, size))

    def get_charset(_: Any, font: int) -> int:  # noqa: ANN401
        if font == handle:
            return int(pdfium.FXFONT_GB2312_CHARSET)
        return int(theirs.GetFontCharset(machine, font))

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


_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_LONG, _PART = 256, 128  # pages; smaller parts would load a file's fonts too often
_MOST_BYTES = 1 << 27  # of a file that is written to the disk once more


@dataclass(frozen=True, slots=True)
class FilePart:
    """An open document that is a part of a file.

    ``before`` counts the file's pages before its first one; ``wanted`` are the places (from 0) of those of
    its pages that are wanted. ``has_layers``: it knows of optional content;
    ``has_masks``: its texts may be masked.
    """

    document: Any
    before: int
    wanted: list[int]
    has_layers: bool = False
    has_masks: bool = False


def open_parts(data: bytes, max_pages: int, only: Collection[int] | None) -> Iterator[FilePart]:
    """Open a PDF part by part, each closed when the next is asked for; of a long one ``data`` is not kept.

    ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages; ``only`` names
    pages (from 1).
    """
    with open_document(data) as document:
        if _is_cut(data):
            raise BrokenPdf
        count = pdfium.FPDF_GetPageCount(document)
        check_page_count(count, max_pages)
        has_layers, has_masks = has_optional_content(data), may_have_masks(data)
        is_parted = count > _LONG and len(data) <= _MOST_BYTES
        tree = find_page_tree(data, count) if is_parted else None
        if not tree:
            yield FilePart(document, 0, _list_wanted(0, count, only), has_layers, has_masks)
            return
    with tempfile.NamedTemporaryFile(prefix="hebiao-", suffix=".pdf") as file:
        file.write(data)
        end = len(data)
        del data
        for before in range(0, count, _PART):
            wanted = _list_wanted(before, min(_PART, count - before), only)
            if wanted:
                with _open_part(file, end, tree, before) as document:
                    yield FilePart(document, before, wanted, has_layers, has_masks)
                trim_memory()


def _list_wanted(before: int, count: int, only: Collection[int] | None) -> list[int]:
    return [place for place in range(count) if only is None or before + place + 1 in only]


@contextmanager
def open_document(data: bytes) -> Iterator[Any]:
    """Open a PDF until the block ends; ``Unreadable`` where it is locked or broken."""
    set_stand_in()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    if not document:
        raise LockedPdf if pdfium.FPDF_GetLastError() in _LOCKED else BrokenPdf
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _open_part(file: IO[bytes], end: int, tree: Tree, before: int) -> Iterator[Any]:
    """Open the file with only some of its pages; what is written behind its ``end`` tells which."""
    pages = tree.pages[before : before + _PART]
    file.seek(end)
    file.truncate()
    file.write(write_only_pages(tree, pages, end))
    file.flush()
    document = pdfium.FPDF_LoadDocument(os.fsencode(file.name), None)
    if not document:
        raise BrokenPdf
    try:
        if pdfium.FPDF_GetPageCount(document) != len(pages):
            raise BrokenPdf
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _is_cut(data: bytes) -> bool:
    """Tell whether objects follow the last ``startxref``.

    PDFium repairs a cut file by what is left of it, in silence.
    """
    return data.rfind(b"startxref") < data.rfind(b" obj")


def load_page(document: Any, index: int) -> tuple[Any, int, Overlaid]:  # noqa: ANN401 - ctypes handles
    """Load a page with what is typed on it made part of it.

    Count the objects before that, and tell what else lay over the page. No page where it is broken.

    Marks of reviewers, links and stamps are no part.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return page, 0, Overlaid()
    own = pdfium.FPDFPage_CountObjects(page)
    overlaid = take_off_notes(page)
    if not overlaid.typed:
        return page, own, overlaid
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(document, index), own, overlaid
