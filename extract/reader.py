"""A file to its document, by the engine that the caller names."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from extract.errors import (
    FileMissing,
    FileTooLarge,
    IsFolder,
    NoPermission,
    NoRegularFile,
    ReadFailed,
)
from extract.filetype import Kind, recognise
from extract.grid import Document, Page

MAX_PAGES = 2000
MAX_BYTES = 200 * 1024 * 1024


def read(
    path: Path, *, engine: str = "pdfium", max_pages: int = MAX_PAGES, max_bytes: int = MAX_BYTES
) -> Document:
    """Read a file into its tables, whatever its format; ``Unreadable`` tells why a file cannot be read.

    ``engine`` reads PDF pages: ``pdfium``, or the slower ``pdfplumber`` and ``camelot`` for a second reading;
    another name is a ``ValueError``. A file of more than ``max_bytes`` or ``max_pages`` is refused.
    """
    return read_with_doubts(path, engine=engine, max_pages=max_pages, max_bytes=max_bytes)[0]


def read_with_doubts(
    path: Path, *, engine: str = "pdfium", max_pages: int = MAX_PAGES, max_bytes: int = MAX_BYTES
) -> tuple[Document, tuple[int, ...]]:
    """Do as ``read``, and give also the numbers of the PDF pages whose reading was not sure of itself."""
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; known: {', '.join(ENGINES)}")
    data = _read_bytes(path, max_bytes)
    kind = recognise(data)
    if kind == "pdf":
        return _read_pdf(data, engine, max_pages)
    if kind == "ofd":
        from extract.office.ofd.reader import read_ofd  # noqa: PLC0415

        return read_ofd(data, max_pages), ()
    return find_reader(kind)(data), ()


def _read_pdf(data: bytes, engine: str, max_pages: int) -> tuple[Document, tuple[int, ...]]:
    from extract.engines.comparison import find_doubt  # noqa: PLC0415
    from extract.joining.pages import join_pages  # noqa: PLC0415 - a text file needs no PDF reader

    doubted: list[int] = []

    def noted() -> Iterator[Page]:
        for page in ENGINES[engine](data, max_pages):
            if find_doubt(page):
                doubted.append(page.number)
            yield page

    return join_pages(noted(), format="pdf", engine=engine), tuple(doubted)


def read_pdf_pages(path: Path, *, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF's pages, or ``only`` those of these numbers, with PDFium, before they are joined.

    Raises ``Unreadable``.
    """
    from extract.pdfium.pages import read_pages  # noqa: PLC0415

    return read_pages(_read_bytes(path, MAX_BYTES), max_pages=MAX_PAGES, only=only)


def make_drawable(data: bytes, shown: Collection[int]) -> bytes | None:
    """Return a PDF with the pages of a file, None for a file without pages.

    A PDF is that itself. An OFD is converted, and only its pages of the numbers ``shown`` have their content.
    Raises ``Unreadable``.
    """
    kind = recognise(data)
    if kind == "ofd":
        from extract.office.ofd.reader import convert_to_pdf  # noqa: PLC0415

        return convert_to_pdf(data, MAX_PAGES, shown)
    return data if kind == "pdf" else None


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise IsFolder
        if path.exists() and not path.is_file():
            raise NoRegularFile
        with path.open("rb") as file:
            # what is asked for is taken from memory first
            data = file.read(min(max_bytes, os.fstat(file.fileno()).st_size) + 1)
    except FileNotFoundError:
        raise FileMissing from None
    except PermissionError:
        raise NoPermission from None
    except OSError as error:
        raise ReadFailed(reason=str(error.strerror)) from error
    if len(data) > max_bytes:
        raise FileTooLarge(size=f"{max_bytes / 1024 / 1024:.0f}")
    return data


def _pdfium(data: bytes, max_pages: int) -> Iterator[Page]:
    from extract.pdfium.pages import read_pages  # noqa: PLC0415 - each engine is imported when it is asked

    return read_pages(data, max_pages=max_pages)


def _pdfplumber(data: bytes, max_pages: int) -> Iterator[Page]:
    from extract.engines.plumber import read_pages  # noqa: PLC0415

    return read_pages(data, max_pages=max_pages)


def _camelot(data: bytes, max_pages: int) -> Iterator[Page]:
    from extract.engines.camelot_tables import read_pages  # noqa: PLC0415

    return read_pages(data, max_pages=max_pages)


ENGINES: Mapping[str, Callable[[bytes, int], Iterator[Page]]] = {
    "pdfium": _pdfium,
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
}

READERS: Mapping[Kind, tuple[str, str]] = {
    "text": ("text.reader", "read_text"),
    "docx": ("office.word.docx", "read_docx"),
    "wordml": ("office.word.docx", "read_wordml"),
    "doc": ("office.word.doc", "read_doc"),
    "rtf": ("office.word.rtf.reader", "read_rtf"),
    "odt": ("office.word.odt.reader", "read_odt"),
    "xlsx": ("office.sheets.xlsx.reader", "read_xlsx"),
    "xls": ("office.sheets.xls", "read_xls"),
    "sheetml": ("office.sheets.sheetml", "read_sheetml"),
    "ods": ("office.sheets.ods", "read_ods"),
    "mht": ("office.web.mht", "read_mht"),
    "json": ("office.web.json", "read_json"),
}
"""The module and name of each reader of files without pages: a PDF needs none of them."""


def find_reader(kind: Kind) -> Callable[[bytes], Document]:
    """Import the reader of files without pages of a kind."""
    module, name = READERS[kind]
    reader: Callable[[bytes], Document] = getattr(import_module(f"extract.{module}"), name)
    return reader
