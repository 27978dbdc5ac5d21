"""The same pages as other programs and printers lay them: two on a sheet, turned, and drawn at another size."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

PAPER = (842.0, 595.0)  # A4 that lies, in points


def print_two_up(data: bytes, size: tuple[float, float] = PAPER, across: int = 2, down: int = 1) -> bytes:
    """Print pages side by side on sheets."""
    with _open(data) as document:
        sheets = pdfium.FPDF_ImportNPagesToOne(document, *size, across, down)
        printed = _save(sheets)
        pdfium.FPDF_CloseDocument(sheets)
    return printed


def join_files(files: Sequence[bytes]) -> bytes:
    """Print one file after the other."""
    joined = pdfium.FPDF_CreateNewDocument()
    for data in files:
        with _open(data) as document:
            assert pdfium.FPDF_ImportPages(joined, document, None, pdfium.FPDF_GetPageCount(joined))
    printed = _save(joined)
    pdfium.FPDF_CloseDocument(joined)
    return printed


def turn_by_entry(data: bytes, quarters: int) -> bytes:
    """Turn the pages clockwise as a viewer shows them; nothing in their content changes."""
    with _open(data) as document:
        for page in _load_pages(document):
            pdfium.FPDFPage_SetRotation(page, (pdfium.FPDFPage_GetRotation(page) + quarters) % 4)
        return _save(document)


def turn_by_content(data: bytes, quarters: int) -> bytes:
    """Turn what the pages draw clockwise, as a printer's driver does."""

    def place(width: float, height: float) -> _Placed:
        ways = {
            0: (1, 0, 0, 1, 0, 0),
            1: (0, -1, 1, 0, 0, width),
            2: (-1, 0, 0, -1, width, height),
            3: (0, 1, -1, 0, height, 0),
        }
        size = (height, width) if quarters % 2 else (width, height)
        return ways[quarters], size

    return _draw_again(data, place)


def scale_pages(data: bytes, factor: float) -> bytes:
    """Draw the pages larger or smaller."""
    return _draw_again(
        data, lambda width, height: ((factor, 0, 0, factor, 0, 0), (factor * width, factor * height))
    )


_Placed = tuple[tuple[float, ...], tuple[float, float]]  # a matrix, and the size of the new page


def _draw_again(data: bytes, place: Callable[[float, float], _Placed]) -> bytes:
    """Draw each page as a whole on a new one."""
    with _open(data) as document:
        drawn = pdfium.FPDF_CreateNewDocument()
        for index, page in enumerate(_load_pages(document)):
            matrix, size = place(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
            new = pdfium.FPDFPage_New(drawn, index, *size)
            _draw_page(drawn, new, document, index, matrix)
        saved = _save(drawn)
        pdfium.FPDF_CloseDocument(drawn)
    return saved


def _draw_page(drawn: Any, new: Any, document: Any, index: int, matrix: Sequence[float]) -> None:
    """Draw a page of a document, placed by a matrix, on a new page, and close that."""
    source = pdfium.FPDF_NewXObjectFromPage(drawn, document, index)
    shape = pdfium.FPDF_NewFormObjectFromXObject(source)
    pdfium.FPDFPageObj_Transform(shape, *matrix)
    pdfium.FPDFPage_InsertObject(new, shape)
    pdfium.FPDFPage_GenerateContent(new)
    pdfium.FPDF_ClosePage(new)
    pdfium.FPDF_CloseXObject(source)


@contextmanager
def _open(data: bytes) -> Iterator[Any]:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    assert document
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _load_pages(document: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        yield page
        pdfium.FPDF_ClosePage(page)


def _save(document: Any) -> bytes:
    data = bytearray()

    def take(_: Any, start: Any, size: int) -> int:
        data.extend(ctypes.string_at(start, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1)
    writer.WriteBlock = type(writer.WriteBlock)(take)
    assert pdfium.FPDF_SaveAsCopy(document, writer, 0)
    return bytes(data)


def cut_sheets(data: bytes, x: float) -> bytes:
    """Print each page on two: what stands left of ``x`` points from the left edge, then the rest."""
    with _open(data) as document:
        drawn = pdfium.FPDF_CreateNewDocument()
        for index, page in enumerate(_load_pages(document)):
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            for side, left in enumerate((0.0, x)):
                size = (x, height) if not side else (width - x, height)
                new = pdfium.FPDFPage_New(drawn, 2 * index + side, *size)
                _draw_page(drawn, new, document, index, (1, 0, 0, 1, -left, 0))
        saved = _save(drawn)
        pdfium.FPDF_CloseDocument(drawn)
    return saved
