"""What runs in a worker for the pages: a file's pages as pictures, their sizes, its lines. The file may be hostile."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

from extract.text_decode import decode

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST = 4000  # pixels

Size = tuple[float, float]
"""Width and height of a page as shown, in points."""


class Changed(Exception):
    """The file at a path is not the document's any more."""


def page_sizes(path: str, sha256: str, first: int, last: int) -> list[Size]:
    """Give the sizes of the pages ``first`` to ``last`` (from 1), as many of them as the PDF has."""
    import pypdfium2

    with pypdfium2.PdfDocument(_content(path, sha256)) as pdf:
        return [pdf[number].get_size() for number in range(first - 1, min(last, len(pdf)))]


def draw_page(path: str, sha256: str, number: int, scale: float) -> bytes:
    """Draw page ``number`` (from 1) of a PDF as a PNG, ``scale`` pixels a point; ``IndexError`` where it has no such page."""
    import pypdfium2

    with pypdfium2.PdfDocument(_content(path, sha256)) as pdf:
        if not 1 <= number <= len(pdf):
            raise IndexError(number)
        page = pdf[number - 1]
        picture = page.render(scale=min(scale, _LONGEST / max(page.get_size()))).to_pil()
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def text_lines(path: str, sha256: str, first: int, last: int) -> list[str]:
    """Give the lines ``first`` to ``last`` (from 1) of a text file, as many of them as it has."""
    return _LINE_END.split(decode(_content(path, sha256)))[first - 1 : last]


def _content(path: str, sha256: str) -> bytes:
    content = Path(path).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Changed(path)
    return content
