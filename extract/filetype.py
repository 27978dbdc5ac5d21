"""What a file is, by its content and never by its name."""

from __future__ import annotations

from typing import Literal

from extract.errors import EmptyFile, OtherFormat, PictureFile
from extract.messages import Message, message

_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
_LONGEST_TEXT_MARK = 2  # bytes with which a text, too, may begin

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "WebP"),
)
_PACKAGES = (
    (b"word/document.xml", message("format-word", variant="docx")),
    (b"xl/workbook.", message("format-excel", variant="xlsx")),
    (b"ppt/presentation.xml", message("format-slides", variant="pptx")),
    (b"OFD.xml", message("format-ofd")),
    (b"application/vnd.oasis.opendocument", message("format-open-document")),
    (b"", message("format-archive", variant="ZIP")),
)
_COMPOUNDS = (
    ("EncryptedPackage".encode("utf-16-le"), message("format-locked-office")),
    ("WordDocument".encode("utf-16-le"), message("format-word", variant="doc")),
    ("Workbook".encode("utf-16-le"), message("format-excel", variant="xls")),
    ("Book".encode("utf-16-le"), message("format-excel", variant="xls")),
    (b"", message("format-old-office")),
)
_CONTAINERS = (
    (b"PK\x03\x04", _PACKAGES),
    (b"PK\x05\x06", ((b"", message("format-empty-archive", variant="ZIP")),)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _COMPOUNDS),
    (b"Rar!\x1a\x07", ((b"", message("format-archive", variant="RAR")),)),
    (b"7z\xbc\xaf\x27\x1c", ((b"", message("format-archive", variant="7z")),)),
    (b"\x1f\x8b", ((b"", message("format-archive", variant="gzip")),)),
    (b"{\\rtf", ((b"", message("format-rtf")),)),
    (
        b"<?xml",
        (
            (b"urn:schemas-microsoft-com:office:spreadsheet", message("format-excel", variant="XML")),
            (b"schemas.microsoft.com/office/word", message("format-word", variant="XML")),
        ),
    ),
)


def recognise(data: bytes) -> Literal["pdf", "text"]:
    """Tell how to read a file's bytes.

    ``Unreadable`` names what they are where that is neither a PDF nor may be text.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile
    if picture := _picture(data):
        raise PictureFile(kind=picture)
    if container := _container(data):
        raise OtherFormat(kind=container)
    return "pdf" if _PDF_MARK in data[:_PDF_MARK_WITHIN] else "text"


def _picture(data: bytes) -> str | None:
    """Name the picture.

    Short marks count only before bytes that no text has, so that a text ``BM...`` stays a text.
    """
    binary = b"\0" in data[:64]
    marks = [(mark, name) for mark, name in _PICTURES if binary or len(mark) > _LONGEST_TEXT_MARK]
    return next((name for mark, name in marks if data.startswith(mark)), None)


def _container(data: bytes) -> Message | None:
    inside = next((kinds for mark, kinds in _CONTAINERS if data.startswith(mark)), ())
    return next((name for mark, name in inside if mark in data), None)
