"""Bytes to grids: cells and their places, whatever the file.

What needs numpy, PDFium or another engine is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extract.errors import OcrMissing, Unreadable
from extract.filetype import EXPORT_HEAD, is_exported
from extract.grid import (
    DOUBTS,
    DRAWN_FORMATS,
    Alternative,
    Box,
    Cell,
    CellReading,
    Document,
    Doubt,
    Grid,
    Line,
    Page,
    PageTable,
    Seam,
    find_doubt,
    join_wrapped,
    with_doubt,
    without_doubt,
)
from extract.messages import Argument, Message, message
from extract.reader import make_drawable, read, read_pdf_pages, read_with_doubts, recognise_page
from extract.scan.installed import is_ocr_installed
from extract.text.encodings import decode

if TYPE_CHECKING:
    from extract.engines.agreement import find_agreed, with_agreement
    from extract.engines.comparison import (
        Difference,
        compare_pages,
        compare_unruled_pages,
        is_comparable,
        is_ruled,
        is_unruled,
        merge_readings,
        read_again,
        read_unruled_again,
    )
    from extract.joining.pages import join_pages
    from extract.page_picture import draw_page

__all__ = [
    "DOUBTS",
    "DRAWN_FORMATS",
    "EXPORT_HEAD",
    "Alternative",
    "Argument",
    "Box",
    "Cell",
    "CellReading",
    "Difference",
    "Document",
    "Doubt",
    "Grid",
    "Line",
    "Message",
    "OcrMissing",
    "Page",
    "PageTable",
    "Seam",
    "Unreadable",
    "compare_pages",
    "compare_unruled_pages",
    "decode",
    "draw_page",
    "find_agreed",
    "find_doubt",
    "is_comparable",
    "is_exported",
    "is_ocr_installed",
    "is_ruled",
    "is_unruled",
    "join_pages",
    "join_wrapped",
    "make_drawable",
    "merge_readings",
    "message",
    "read",
    "read_again",
    "read_pdf_pages",
    "read_unruled_again",
    "read_with_doubts",
    "recognise_page",
    "with_agreement",
    "with_doubt",
    "without_doubt",
]

_HOMES = {
    "find_agreed": "engines.agreement",
    "with_agreement": "engines.agreement",
    "Difference": "engines.comparison",
    "compare_pages": "engines.comparison",
    "compare_unruled_pages": "engines.comparison",
    "is_comparable": "engines.comparison",
    "is_ruled": "engines.comparison",
    "is_unruled": "engines.comparison",
    "merge_readings": "engines.comparison",
    "read_again": "engines.comparison",
    "read_unruled_again": "engines.comparison",
    "join_pages": "joining.pages",
    "draw_page": "page_picture",
}


def __getattr__(name: str) -> object:
    """Import what is asked for from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
