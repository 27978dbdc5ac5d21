"""A PDF's pages part by part: PDFium keeps the dictionaries of all pages until a file is closed, so a long one is opened anew."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import pypdfium2.raw as pdfium

from extract.grid import Unreadable
from extract.pdf_fonts import set_stand_in
from extract.pdf_memory import give_back
from extract.pdf_tree import Tree, only_pages, tree_of
from extract.refusals import BROKEN, LOCKED, check_page_count

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_LONG, _PART = 256, 128  # pages; smaller parts would load a file's fonts too often
_MOST_BYTES = 1 << 27  # of a file that is written to the disk once more


@dataclass(frozen=True, slots=True)
class Part:
    """An open document: the file's pages before its first one, and the places (from 0) of those of its pages that are wanted."""

    document: Any
    before: int
    wanted: list[int]


def parts_of(data: bytes, max_pages: int, only: Collection[int] | None) -> Iterator[Part]:
    """Open a PDF part by part, each closed when the next is asked for; of a long one ``data`` is not kept.

    ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages; ``only`` names pages (from 1).
    """
    with _opened(data) as document:
        if _is_cut(data):
            raise Unreadable(BROKEN)
        count = pdfium.FPDF_GetPageCount(document)
        check_page_count(count, max_pages)
        tree = tree_of(data, count) if count > _LONG and len(data) <= _MOST_BYTES else None
        if not tree:
            yield Part(document, 0, _wanted(0, count, only))
            return
    with tempfile.NamedTemporaryFile(prefix="hebiao-", suffix=".pdf") as file:
        file.write(data)
        end = len(data)
        del data
        for before in range(0, count, _PART):
            wanted = _wanted(before, min(_PART, count - before), only)
            if wanted:
                with _part(file, end, tree, before) as document:
                    yield Part(document, before, wanted)
                give_back()


def _wanted(before: int, count: int, only: Collection[int] | None) -> list[int]:
    return [place for place in range(count) if only is None or before + place + 1 in only]


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    set_stand_in()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    if not document:
        raise Unreadable(LOCKED if pdfium.FPDF_GetLastError() in _LOCKED else BROKEN)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _part(file: IO[bytes], end: int, tree: Tree, before: int) -> Iterator[Any]:
    """Open the file with only some of its pages; what is written behind its ``end`` tells which."""
    pages = tree.pages[before : before + _PART]
    file.seek(end)
    file.truncate()
    file.write(only_pages(tree, pages, end))
    file.flush()
    document = pdfium.FPDF_LoadDocument(os.fsencode(file.name), None)
    if not document:
        raise Unreadable(BROKEN)
    try:
        if pdfium.FPDF_GetPageCount(document) != len(pages):
            raise Unreadable(BROKEN)
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _is_cut(data: bytes) -> bool:
    """Tell whether objects follow the last ``startxref``: PDFium repairs a cut file by what is left of it, in silence."""
    return data.rfind(b"startxref") < data.rfind(b" obj")
