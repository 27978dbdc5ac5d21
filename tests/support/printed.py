"""The same pages as other programs and printers lay them: two on a sheet, turned, and drawn at another size."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import pypdfium2.raw as pdfium

PAPER = (842.0, 595.0)  # A4 that lies, in points
_FIGURE_EM = 0.72  # how high Helvetica's figures are


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


def take_pages(data: bytes, order: Sequence[int]) -> bytes:
    """Print some pages, counted from 1, in an order."""
    with _open(data) as document:
        taken = pdfium.FPDF_CreateNewDocument()
        assert pdfium.FPDF_ImportPages(taken, document, ",".join(map(str, order)).encode(), 0)
        printed = _save(taken)
        pdfium.FPDF_CloseDocument(taken)
    return printed


def print_booklet(data: bytes) -> bytes:
    """Print four, eight or more pages on sheets that make a booklet when they are folded."""
    with _open(data) as document:
        last = pdfium.FPDF_GetPageCount(document)
        order: list[int] = []
        for front in range(1, last // 2, 2):
            order += [last + 1 - front, front, front + 1, last - front]
    return print_two_up(take_pages(data, order))


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


def lean_by_content(data: bytes, degrees: float) -> bytes:
    """Turn what the pages draw against the clock by any angle, on pages large enough for it."""
    c, s = cos(radians(degrees)), sin(radians(degrees))

    def place(width: float, height: float) -> _Placed:
        corners = [(c * x - s * y, s * x + c * y) for x in (0, width) for y in (0, height)]
        xs, ys = zip(*corners, strict=True)
        return (c, s, -s, c, -min(xs), -min(ys)), (max(xs) - min(xs), max(ys) - min(ys))

    return _draw_again(data, place)


def mirror_pages(data: bytes) -> bytes:
    """Draw the pages as they look from behind."""
    return _draw_again(data, lambda width, height: ((-1, 0, 0, 1, width, 0), (width, height)))


def crop_pages(data: bytes, quarters: int) -> bytes:
    """Show the pages as a part of larger ones that begin left of and below the origin, and turned."""
    with _open(data) as document:
        for page in _load_pages(document):
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            pdfium.FPDFPage_SetMediaBox(page, -300, -200, width + 150, height + 250)
            pdfium.FPDFPage_SetCropBox(page, 0, 0, width, height)
            pdfium.FPDFPage_SetRotation(page, quarters)
        return _save(document)


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


Place = tuple[float, float, float, float]  # x0, top, x1, bottom in points from a page's upper left


def cover_number(data: bytes, number: int, cell: Place, new: str) -> bytes:
    """Paint white over what a cell of page ``number`` prints, and print another text there."""

    def change(printed: Place) -> Iterator[Any]:
        x0, bottom, x1, top = printed
        box = pdfium.FPDFPageObj_CreateNewRect(x0 - 1, bottom - 1, x1 - x0 + 2, top - bottom + 2)
        pdfium.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
        pdfium.FPDFPath_SetDrawMode(box, pdfium.FPDF_FILLMODE_WINDING, 0)
        yield box
        yield _Text(new, x0, bottom, top - bottom)

    return _draw_over(data, number, cell, change)


def strike_number(data: bytes, number: int, cell: Place, new: str) -> bytes:
    """Draw a line through what a cell prints, and print another text right of it."""

    def change(printed: Place) -> Iterator[Any]:
        x0, bottom, x1, top = printed
        line = pdfium.FPDFPageObj_CreateNewPath(x0 - 0.5, (bottom + top) / 2)
        pdfium.FPDFPath_LineTo(line, x1 + 0.5, (bottom + top) / 2)
        pdfium.FPDFPageObj_SetStrokeWidth(line, 0.5)
        pdfium.FPDFPath_SetDrawMode(line, pdfium.FPDF_FILLMODE_NONE, 1)
        yield line
        yield _Text(new, x1 + 2, bottom, top - bottom)

    return _draw_over(data, number, cell, change)


def note_number(data: bytes, number: int, cell: Place, mark: str) -> bytes:
    """Print the raised mark of a note behind what a cell prints."""

    def change(printed: Place) -> Iterator[Any]:
        _, bottom, x1, top = printed
        height = top - bottom
        yield _Text(mark, x1 + 0.3, bottom + 0.6 * height, height / 2)

    return _draw_over(data, number, cell, change)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, where its first figure begins, and how high its figures are, in points."""

    text: str
    x: float
    y: float
    height: float


def _draw_over(data: bytes, number: int, cell: Place, change: Callable[[Place], Iterator[Any]]) -> bytes:
    with _open(data) as document:
        page = pdfium.FPDF_LoadPage(document, number - 1)
        font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
        for drawn in list(change(_find_printed(page, cell))):
            shape = _set_text(document, font, drawn) if isinstance(drawn, _Text) else drawn
            pdfium.FPDFPage_InsertObject(page, shape)
        assert pdfium.FPDFPage_GenerateContent(page)
        pdfium.FPDF_ClosePage(page)
        return _save(document)


def _set_text(document: Any, font: Any, text: _Text) -> Any:
    shape = pdfium.FPDFPageObj_CreateTextObj(document, font, text.height / _FIGURE_EM)
    letters = (ctypes.c_ushort * (len(text.text) + 1))(*map(ord, text.text), 0)
    pdfium.FPDFText_SetText(shape, letters)
    pdfium.FPDFPageObj_Transform(shape, 1, 0, 0, 1, text.x, text.y)
    return shape


def _find_printed(page: Any, cell: Place) -> Place:
    """Return the left, bottom, right and top of the figures that a cell prints."""
    text = pdfium.FPDFText_LoadPage(page)
    height = pdfium.FPDF_GetPageHeightF(page)
    x0, top, x1, bottom = cell
    found: list[Place] = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text, index, *edges)
        left, right, low, high = (edge.value for edge in edges)
        is_inside = x0 < (left + right) / 2 < x1 and top < height - (low + high) / 2 < bottom
        if is_inside and chr(pdfium.FPDFText_GetUnicode(text, index)).isdecimal():
            found.append((left, low, right, high))
    pdfium.FPDFText_ClosePage(text)
    lefts, lows, rights, highs = zip(*found, strict=True)
    return min(lefts), min(lows), max(rights), max(highs)
