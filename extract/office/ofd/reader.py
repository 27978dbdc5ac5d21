"""OFD files: each page becomes one of a PDF, so that both are read, judged for hidden ink and drawn alike."""

from __future__ import annotations

from dataclasses import replace

from extract.errors import check_page_count
from extract.grid import Document
from extract.joining.pages import join_pages
from extract.messages import Message
from extract.office.ofd.document import OfdFile, tell_left_out
from extract.office.ofd.painting import PagePainter
from extract.office.package import Package
from extract.office.pdf_writer import write_pdf
from extract.pdfium.pages import read_pages


def read_ofd(data: bytes, max_pages: int) -> Document:
    """Return the tables and lines of an OFD; raises ``Unreadable``."""
    pdf, warnings = _convert(data, max_pages, pictures=False)
    document = join_pages(read_pages(pdf, max_pages=max_pages), format="ofd", engine="ofd")
    return replace(document, warnings=(*document.warnings, *warnings))


def convert_to_pdf(data: bytes, max_pages: int) -> bytes:
    """Return an OFD as a PDF with its pictures, to be drawn; raises ``Unreadable``."""
    return _convert(data, max_pages, pictures=True)[0]


def _convert(data: bytes, max_pages: int, *, pictures: bool) -> tuple[bytes, list[Message]]:
    package = Package(data)
    file = OfdFile(package)
    painter = PagePainter(package, pictures=pictures)
    painted = []
    for page in file.list_pages():
        check_page_count(page.number, max_pages)
        painted.append(painter.paint(page))
    check_page_count(len(painted), max_pages)
    return write_pdf(painted, painter.glyphs), [*tell_left_out(file), *dict.fromkeys(painter.warnings)]
