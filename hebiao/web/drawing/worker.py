"""What runs in a worker for the pages: a file's pages as pictures, their sizes, its lines. The file may be hostile.

Each gives None where the file is not the one that was read, or cannot be shown.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

from extract.grid import Unreadable
from hebiao.workers.job import Job

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST = 4000  # pixels

Size = tuple[float, float]
"""Width and height of a page as shown, in points."""


def page_sizes(job: Job, first: int, last: int) -> list[Size] | None:
    """Give the sizes of the pages ``first`` to ``last`` (from 1), as many of them as the PDF has."""
    import pypdfium2

    content = _content(job)
    if content is None:
        return None
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            return [pdf[number].get_size() for number in range(first - 1, min(last, len(pdf)))]
    except pypdfium2.PdfiumError:
        return None


def draw_page(job: Job, number: int, scale: float) -> bytes | None:
    """Draw page ``number`` (from 1) of a PDF as a PNG, ``scale`` pixels a point."""
    import pypdfium2

    content = _content(job)
    if content is None:
        return None
    held = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            page = pdf[number - 1]
            page.render(scale=min(scale, _LONGEST / max(page.get_size()))).to_pil().save(held, "PNG")
    except (pypdfium2.PdfiumError, IndexError):
        return None
    return held.getvalue()


def text_lines(job: Job, first: int, last: int) -> list[str] | None:
    """Give the lines ``first`` to ``last`` (from 1) of a text file, as many of them as it has."""
    from extract.text.reader import decode

    content = _content(job)
    try:
        return None if content is None else _LINE_END.split(decode(content))[first - 1 : last]
    except Unreadable:
        return None


def _content(job: Job) -> bytes | None:
    """Give the file's bytes, None where they are not those that were read."""
    try:
        content = Path(job.place).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == job.sha256 else None
