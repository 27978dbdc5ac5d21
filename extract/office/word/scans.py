"""The pictures of a Word file that holds pages as pictures and hardly any text."""

from __future__ import annotations

import io
import re
import warnings

from PIL import Image

from extract.office.package import Package
from extract.office.settings import LIMITS

_FOLDERS = ("word/media/", "pictures/", "media/")  # of Word, OpenDocument and its older drafts
_DIGITS = re.compile(r"(\d+)")


def list_scans(data: bytes) -> list[bytes]:
    """Return the large pictures in a package, in the order of their numbers, which is that of their pages.

    Raises ``Unreadable``.
    """
    package = Package(data)
    names = [name for name in package.names if name.lower().startswith(_FOLDERS)]
    pictures = (package.read(name) for name in sorted(names, key=_order_name))
    return [picture for picture in pictures if _is_page(picture)]


def _order_name(name: str) -> list[tuple[int, str]]:
    """Order names by the numbers in them."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(name)]


def _is_page(picture: bytes) -> bool:
    """Tell whether a picture is as large as a page that was scanned; what is no picture is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(picture)) as opened:
                return min(opened.size) >= LIMITS.scan_side_pixels
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
