"""Long files to measure with: forms printed as Word, LibreOffice and Chromium draw them, page after page."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import pypdfium2

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE / "tests"))

from styles.make import print_form  # noqa: E402 - found beside the tests
from styles.styles import STYLES  # noqa: E402

_CHROMIUM = HOUSE / "samples" / "望城区征地服务中心-2020-a.pdf"


def long_files(pages: int) -> Mapping[str, bytes]:
    """Give the files by the producer whose way of drawing they have; Chromium's is its own work."""
    return {
        "Word": repeated(print_form(STYLES["Word"]), pages),
        "LibreOffice": repeated(print_form(STYLES["closed rows"]), pages),
        "Chromium": repeated(_CHROMIUM.read_bytes(), pages),
    }


def repeated(data: bytes, pages: int) -> bytes:
    """Repeat a file's pages until there are so many."""
    with pypdfium2.PdfDocument(data) as source, pypdfium2.PdfDocument.new() as long:
        long.import_pages(source, list(islice(cycle(range(len(source))), pages)))
        out = BytesIO()
        long.save(out)
    return out.getvalue()
