"""OFD files: each page becomes one of a PDF, so that both are read, judged for hidden ink and drawn alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from extract.errors import check_page_count
from extract.grid import Document, Page
from extract.joining.pages import join_pages, put_recognised
from extract.office.ofd.document import OfdFile, OfdPage, tell_left_out
from extract.office.ofd.painting import PagePainter, make_blank
from extract.office.package import Package
from extract.pdf_writer import PdfPage, write_pdf
from extract.pdfium.pages import read_pages


def read_ofd(data: bytes, max_pages: int, recognised: Mapping[int, Sequence[Page]] | None = None) -> Document:
    """Return the tables and lines of an OFD; raises ``Unreadable``.

    ``recognised`` stands for pages that are pictures.
    """
    package = Package(data)
    file, painter = OfdFile(package), PagePainter(package, pictures=False)
    pdf = write_pdf([painter.paint(page) for page in _list_pages(file, max_pages)], painter.glyphs)
    pages = put_recognised(read_pages(pdf, max_pages=max_pages), recognised or {})
    document = join_pages(pages, format="ofd", engine="ofd")
    told = (*document.warnings, *tell_left_out(file), *dict.fromkeys(painter.warnings))
    return replace(document, warnings=told)


def convert_to_pdf(data: bytes, max_pages: int, shown: Collection[int]) -> bytes:
    """Return a PDF with the pages of an OFD; those of the numbers ``shown`` are painted, others are blank.

    Raises ``Unreadable``.
    """
    package = Package(data)
    file, painter = OfdFile(package), PagePainter(package, pictures=True)
    pages: list[PdfPage] = []
    for page in _list_pages(file, max_pages):
        if page.number in shown:
            pages.append(painter.paint(page))
        else:
            pages.append(make_blank(page))
    return write_pdf(pages, painter.glyphs)


def _list_pages(file: OfdFile, max_pages: int) -> Iterator[OfdPage]:
    """Yield the pages of a file; raises ``Unreadable`` where there are none, or too many."""
    count = 0
    for page in file.list_pages():
        count = page.number
        check_page_count(count, max_pages)
        yield page
    check_page_count(count, max_pages)
