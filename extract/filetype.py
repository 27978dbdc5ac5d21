"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection
from typing import Literal

from extract.errors import BrokenPackage, EmptyFile, OtherFormat
from extract.messages import Message, message

Kind = Literal[
    "pdf",
    "text",
    "docx",
    "doc",
    "wordml",
    "rtf",
    "odt",
    "xlsx",
    "xls",
    "sheetml",
    "ods",
    "ofd",
    "mht",
    "json",
    "picture",
]
"""What a file's bytes are; a web page is ``text``. ``sheetml`` is Excel's XML of 2003, ``wordml`` any
document of Word in one XML file."""

_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes: some writers put a line of their own before a file's mark
_LONGEST_TEXT_MARK = 2  # bytes with which a text, too, may begin

_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"RIFF",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",  # JPEG 2000
)
_ARCHIVES = (
    (b"PK\x05\x06", message("format-empty-archive", variant="ZIP")),
    (b"Rar!\x1a\x07", message("format-archive", variant="RAR")),
    (b"7z\xbc\xaf\x27\x1c", message("format-archive", variant="7z")),
    (b"\x1f\x8b", message("format-archive", variant="gzip")),
)
PACKAGE_MARK = b"PK\x03\x04"
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENTS: tuple[tuple[bytes, Kind], ...] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_XML_MARKS: tuple[tuple[bytes, Kind], ...] = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "sheetml"),
    (b"schemas.microsoft.com/office/word/2003", "wordml"),
    (b'progid="Word.Document"', "wordml"),
    (b'mimetype="application/vnd.oasis.opendocument.text', "odt"),
    (b'mimetype="application/vnd.oasis.opendocument.spreadsheet', "ods"),
)
_MIME_HEADER = re.compile(
    rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE
)
_EXPORT_KEYS = (b'"DoclingDocument"', b'"pdf_info"', b'"table_body"')
_JSON_KEYS = (b'"schema_name"', *_EXPORT_KEYS)
_JSON_STARTS = (b"{", b"[")
_BLANKS = b"\0 \t\r\n\xef\xbb\xbf"  # and the mark of UTF-8


def tell_kind(data: bytes) -> Kind:
    """Tell how to read a file's bytes; ``Unreadable`` names what they are where nothing reads them."""
    head = data.lstrip(_BLANKS)[:_MARK_WITHIN]
    if not head:
        raise EmptyFile
    if _is_picture(data):
        return "picture"
    archive = next((name for mark, name in _ARCHIVES if data.startswith(mark)), None)
    if archive is not None:
        raise OtherFormat(kind=archive)
    if data.startswith(PACKAGE_MARK):
        return _recognise_package(data)
    if data.startswith(_COMPOUND_MARK):
        return _recognise_compound(data)
    if _PDF_MARK in data[:_MARK_WITHIN]:
        return "pdf"
    return _recognise_text(data, head)


EXPORT_HEAD = 65_536  # bytes, within which an export's first table begins


def is_exported(head: bytes) -> bool:
    """Tell by its first ``EXPORT_HEAD`` bytes whether a file of JSON or XML is of a kind that is read as tables."""
    start = head.lstrip(_BLANKS)
    if start.startswith(_JSON_STARTS):
        return any(key in head for key in _EXPORT_KEYS)
    return bool(start) and _recognise_text(head, start[:_MARK_WITHIN]) in {"sheetml", "wordml", "odt"}


def _is_picture(data: bytes) -> bool:
    """Tell a picture by its mark.

    Short marks count only before bytes that no text has, so that a text ``BM...`` stays a text.
    """
    is_binary = b"\0" in data[:64]
    return any(data.startswith(mark) for mark in _PICTURES if is_binary or len(mark) > _LONGEST_TEXT_MARK)


def _recognise_package(data: bytes) -> Kind:
    """Tell a ZIP file by the names in its directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
            mimetype = _read_start(archive, "mimetype") if "mimetype" in names else b""
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise BrokenPackage from error
    opened = next((kind for mark, kind in _OPEN_DOCUMENTS if mimetype.startswith(mark)), None)
    if opened is not None:
        return opened
    if "OFD.xml" in names:
        return "ofd"
    if _has_part(names, "word/document"):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise OtherFormat(kind=_name_package(names, mimetype))


def _read_start(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first bytes of a part, however large it inflates."""
    with archive.open(name) as part:
        return part.read(_MARK_WITHIN)


def _name_package(names: Collection[str], mimetype: bytes) -> Message:
    if _has_part(names, "xl/workbook."):
        return message("format-excel", variant="xlsb")
    if _has_part(names, "ppt/presentation."):
        return message("format-slides", variant="pptx")
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return message("format-open-document")
    return message("format-archive", variant="ZIP")


def _has_part(names: Collection[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


_COMPOUNDS: tuple[tuple[str, Kind | Message], ...] = (
    ("EncryptedPackage", message("format-locked-office")),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", message("format-slides", variant="ppt")),
)


def _recognise_compound(data: bytes) -> Kind:
    """Tell an OLE2 file by the names of its streams, which stand in its directory in UTF-16."""
    for name, kind in _COMPOUNDS:
        if _names_stream(data, name):
            if isinstance(kind, Message):
                raise OtherFormat(kind=kind)
            return kind
    raise OtherFormat(kind=message("format-old-office"))


def _names_stream(data: bytes, name: str) -> bool:
    """Tell whether an entry of the directory has the name.

    An entry is 128 bytes: its name, filled up with zeros to 64, the name's length, and 2 for a stream.
    """
    mark = name.encode("utf-16-le") + b"\0\0"
    at = data.find(mark)
    while at >= 0:
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if at % 128 == 0 and length == len(mark):
            return True
        at = data.find(mark, at + 2)
    return False


def _recognise_text(data: bytes, head: bytes) -> Kind:
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"<?xml") or data.startswith((b"\xff\xfe<\0?\0x\0", b"\xfe\xff\0<\0?\0x")):
        plain = data[: 4 * _MARK_WITHIN].replace(b"\0", b"")
        found = next((kind for mark, kind in _XML_MARKS if mark in plain), None)
        if found is not None:
            return found
    if _MIME_HEADER.match(head) and b"boundary=" in data[: 4 * _MARK_WITHIN]:
        return "mht"
    if head.startswith(_JSON_STARTS) and any(key in data for key in _JSON_KEYS):
        return "json"
    return "text"
