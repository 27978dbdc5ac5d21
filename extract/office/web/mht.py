"""Web pages that were saved as one MIME file, by browsers, Word, Excel and WPS."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message as MimePart
from pathlib import PurePosixPath
from urllib.parse import unquote

from msgspec import structs

from extract.errors import LimitExceeded, PartTooLarge, TooDeep
from extract.grid import Document, Grid, Line
from extract.messages import Message, message
from extract.office.settings import LIMITS
from extract.pieces import Piece, make_document
from extract.text.encodings import decode
from extract.text.html import HtmlPage, is_cut_short, read_html

_MOST_PARTS = 1000
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_TABS = "tabstrip"  # Excel's own page with the names of the sheets
_WORKSHEET = re.compile(r"<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r'<x:WorksheetSource\s+HRef=3?D?"([^"]+)"', re.IGNORECASE)
_NAME = re.compile(r"<x:Name>(.*?)</x:Name>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _WebPart:
    """A page of the file: the last part of its address, and its text."""

    name: str
    text: str


def read_mht(data: bytes) -> Document:
    """Return the tables and lines of a saved web page, of all its frames in their order.

    Raises ``Unreadable``.
    """
    try:
        parts = list(_list_pages(message_from_bytes(data)))
    except RecursionError:
        raise TooDeep from None
    hidden = {name: sheet for part in parts for name, sheet in _list_hidden_sheets(part.text)}
    page = HtmlPage()
    pieces: list[Piece] = []
    shown: list[str] = []
    warnings: list[Message] = []
    for part in parts:
        if part.name in hidden or PurePosixPath(part.name).stem.lower() == _TABS:
            continue
        page = read_html(part.text, page)
        pieces += map(_without_lines, page.pieces)
        shown.append(page.shown)
        warnings += page.warnings
    if hidden:
        names = "、".join(hidden.values())
        warnings.append(message("sheets-hidden", count=len(hidden), names=names))
    is_cut = any(is_cut_short(part.text) for part in parts)
    return make_document(pieces, "".join(shown), format="mht", warnings=warnings, is_cut=is_cut)


def _list_pages(root: MimePart) -> Iterator[_WebPart]:
    """Yield the pages among the parts of a file; plain text only where it is all there is."""
    count = 0
    plain: list[_WebPart] = []
    has_page = False
    for part in root.walk():
        count += 1
        if count > _MOST_PARTS:
            raise TooManyParts(count=count, most=_MOST_PARTS)
        kind = part.get_content_type()
        if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
            continue
        name = unquote(part.get("Content-Location", "")).replace("\\", "/").rpartition("/")[2]
        found = _WebPart(name, _read_text(part, name))
        if kind == "text/plain":
            plain.append(found)
        else:
            has_page = True
            yield found
    if not has_page:
        yield from plain


def _read_text(part: MimePart, name: str) -> str:
    payload = _decode_cut_base64(part) or part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    if len(payload) > LIMITS.part_bytes:
        raise PartTooLarge(part=name or "HTML", size=f"{len(payload) / 1024 / 1024:.0f}")
    return decode(payload)


def _decode_cut_base64(part: MimePart) -> bytes | None:
    """Return what base64 holds that was cut off within four characters, which the library gives undecoded."""
    coded = part.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64" or not isinstance(
        coded, str
    ):
        return None
    characters = _NOT_BASE64.sub("", coded)
    return b64decode(characters[:-1]) if len(characters) % 4 == 1 else None


def _list_hidden_sheets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the page and name of each sheet that Excel's list of them hides."""
    for sheet in _WORKSHEET.findall(text):
        source, name = _SOURCE.search(sheet), _NAME.search(sheet)
        if source and "Hidden</x:Visible>" in sheet:
            yield source[1].rpartition("/")[2], name[1].strip() if name else source[1]


def _without_lines(piece: Piece) -> Piece:
    """Return a piece without lines of a file that nobody opens as text."""
    if isinstance(piece, Line):
        return replace(piece, box=structs.replace(piece.box, line=None))
    cells = [
        structs.replace(cell, boxes=tuple(structs.replace(box, line=None) for box in cell.boxes))
        for cell in piece.cells
    ]
    return Grid(piece.rows, piece.cols, tuple(cells), piece.before, piece.seams, piece.ragged)


class TooManyParts(LimitExceeded):
    """The saved page has ``count`` parts, more than ``most``."""

    code = "many-parts"
