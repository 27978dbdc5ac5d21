"""A file to its document, by the engine that the caller names."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
from extract.filetype import Kind, tell_kind
from extract.grid import Document, Page

MAX_PAGES = 2000
MAX_BYTES = 200 * 1024 * 1024


def read(
    path: Path, *, engine: str = "pdfium", max_pages: int = MAX_PAGES, max_bytes: int = MAX_BYTES
) -> Document:
    """Read a file into its tables, whatever its format; ``Unreadable`` tells why a file cannot be read.

    ``engine`` reads PDF pages: ``pdfium``, or the slower ``pdfplumber`` and ``camelot`` for a second reading;
    another name is a ``ValueError``. A file of more than ``max_bytes`` or ``max_pages`` is refused. Pages that
    are pictures are named in the document and not read.
    """
    return read_with_doubts(path, engine=engine, max_pages=max_pages, max_bytes=max_bytes)[0]


Recognised = Mapping[int, Sequence[Page]]
"""What was recognised on pages that are pictures, by their numbers, from 1."""


def read_with_doubts(
    path: Path,
    *,
    engine: str = "pdfium",
    max_pages: int = MAX_PAGES,
    max_bytes: int = MAX_BYTES,
    recognised: Recognised | None = None,
) -> tuple[Document, tuple[int, ...]]:
    """Do as ``read``, and give also the numbers of the PDF pages whose reading was not sure of itself.

    ``recognised`` stands for pages that are pictures.
    """
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; known: {', '.join(ENGINES)}")
    data = _read_bytes(path, max_bytes)
    kind = tell_kind(data)
    if kind == "pdf":
        return _join(ENGINES[engine](data, max_pages), recognised or {}, format="pdf", engine=engine)
    if kind == "picture":
        return _join_pictures([data], max_pages, recognised or {}), ()
    if kind == "ofd":
        from extract.office.ofd.reader import read_ofd  # noqa: PLC0415

        return read_ofd(data, max_pages, recognised or {}), ()
    document = find_reader(kind)(data)
    is_scan = any(warning.code == _SCAN_FILE for warning in document.warnings)
    scans = _list_scans(kind, data) if is_scan else []
    if scans:
        document = _join_pictures(scans, max_pages, recognised or {})
    return document, ()


_SCAN_FILE = "scan-file"
_PACKAGES_OF_SCANS = ("docx", "odt")


def _list_scans(kind: Kind, data: bytes) -> list[bytes]:
    """Return the picture files whose frames are the pages of a file, none where it has other pages."""
    if kind == "picture":
        return [data]
    if kind not in _PACKAGES_OF_SCANS:
        return []
    from extract.office.word.scans import list_scans  # noqa: PLC0415

    return list_scans(data)


def _join_pictures(scans: Sequence[bytes], max_pages: int, recognised: Recognised) -> Document:
    from extract.scan.pictures import list_blank_pages  # noqa: PLC0415

    pages = list_blank_pages(scans, max_pages)
    return _join(pages, recognised, format="picture", engine="pdfium")[0]


def _join(
    pages: Iterable[Page],
    recognised: Recognised,
    *,
    format: str,  # noqa: A002 - the field's name
    engine: str,
) -> tuple[Document, tuple[int, ...]]:
    from extract.engines.comparison import find_doubt  # noqa: PLC0415
    from extract.joining.pages import join_pages, put_recognised  # noqa: PLC0415 - a text file needs no PDF reader

    doubted: list[int] = []

    def noted() -> Iterator[Page]:
        for page in pages:
            if find_doubt(page):
                doubted.append(page.number)
            yield page

    document = join_pages(put_recognised(noted(), recognised), format=format, engine=engine)
    return document, tuple(doubted)


def recognise_page(path: Path, number: int) -> tuple[Page, ...]:
    """Recognise page ``number`` (from 1) of a file, a picture; two forms side by side are two pages.

    Takes seconds and up to two gigabytes. Raises ``Unreadable``, ``OcrMissing`` where the models of the extra
    ``ocr`` are not installed.
    """
    from extract.scan.reading import read_scan  # noqa: PLC0415 - it needs the models
    from extract.scan.rendering import render_page  # noqa: PLC0415

    data = _read_bytes(path, MAX_BYTES)
    if scans := _list_scans(tell_kind(data), data):
        from extract.scan.pictures import read_page  # noqa: PLC0415

        return read_scan(read_page(scans, number))
    pdf = make_drawable(data, {number})
    assert pdf is not None, "only files with pages have pictures to recognise"
    return read_scan(render_page(pdf, number))


def read_pdf_pages(path: Path, *, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF's pages, or ``only`` those of these numbers, with PDFium, before they are joined.

    Raises ``Unreadable``.
    """
    from extract.pdfium.pages import read_pages  # noqa: PLC0415

    return read_pages(_read_bytes(path, MAX_BYTES), max_pages=MAX_PAGES, only=only)


def make_drawable(data: bytes, shown: Collection[int]) -> bytes | None:
    """Return a PDF with the pages of a file, None for a file without pages.

    A PDF is that itself. An OFD and a picture are converted, and only the pages of the numbers ``shown`` have
    their content.
    Raises ``Unreadable``.
    """
    kind = tell_kind(data)
    if kind == "ofd":
        from extract.office.ofd.reader import convert_to_pdf  # noqa: PLC0415

        return convert_to_pdf(data, MAX_PAGES, shown)
    if kind == "pdf":
        return data
    if scans := _list_scans(kind, data):
        from extract.scan.pictures import convert_to_pdf as convert_pictures  # noqa: PLC0415

        return convert_pictures(scans, shown)
    return None


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
