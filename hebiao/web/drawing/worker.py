"""What runs in a worker for the pages: a file's pages as pictures, their sizes, its lines.

The file may be hostile. Each function returns None where it is not the file that was read, or cannot be
shown.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

from extract import Unreadable
from hebiao.workers.job import Job

_LINE_END = re.compile(r"\r\n|\r|\n")

Size = tuple[float, float]
"""Width and height of a page as shown, in points."""


def read_page_sizes(job: Job, first: int, last: int) -> list[Size] | None:
    """Return the sizes of the pages ``first`` to ``last`` (from 1), as many of them as the file has."""
    import pypdfium2

    content = _read_pages(job)
    if content is None:
        return None
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            return [pdf[number].get_size() for number in range(first - 1, min(last, len(pdf)))]
    except pypdfium2.PdfiumError:
        return None


def draw_page(job: Job, number: int, px_a_point: float, longest_px: int) -> bytes | None:
    """Draw page ``number`` (from 1) as a PNG, of which no side is longer than ``longest_px``."""
    import pypdfium2

    content = _read_pages(job)
    if content is None:
        return None
    png = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            page = pdf[number - 1]
            scale = min(px_a_point, longest_px / max(page.get_size()))
            page.render(scale=scale).to_pil().save(png, "PNG")
    except (pypdfium2.PdfiumError, IndexError):
        return None
    return png.getvalue()


def read_text_lines(job: Job, first: int, last: int) -> list[str] | None:
    """Return the lines ``first`` to ``last`` (from 1) of a text file, as many of them as it has."""
    from extract import decode

    content = _read_content(job)
    if content is None:
        return None
    try:
        return _LINE_END.split(decode(content))[first - 1 : last]
    except Unreadable:
        return None


def _read_pages(job: Job) -> bytes | None:
    """Return a PDF that shows the file's pages, or None where it has none."""
    from extract import make_drawable

    content = _read_content(job)
    try:
        return None if content is None else make_drawable(content)
    except Unreadable:
        return None


def _read_content(job: Job) -> bytes | None:
    """Return the file's bytes, or None where they are not those that were read."""
    try:
        content = Path(job.place).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == job.sha256 else None
