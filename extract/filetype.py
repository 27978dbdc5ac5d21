"""What a file is, by its content and never by its name."""

from __future__ import annotations

from typing import Literal

from extract.grid import Unreadable

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
    (b"word/document.xml", "Word文档(docx)"),
    (b"xl/workbook.", "Excel表格(xlsx)"),
    (b"ppt/presentation.xml", "PowerPoint演示(pptx)"),
    (b"OFD.xml", "OFD版式文件"),
    (b"application/vnd.oasis.opendocument", "OpenDocument文档"),
    (b"", "压缩包(ZIP)"),
)
_COMPOUNDS = (
    ("EncryptedPackage".encode("utf-16-le"), "有密码的Office文件"),
    ("WordDocument".encode("utf-16-le"), "Word文档(doc)"),
    ("Workbook".encode("utf-16-le"), "Excel表格(xls)"),
    ("Book".encode("utf-16-le"), "Excel表格(xls)"),
    (b"", "Office旧格式文件"),
)
_CONTAINERS = (
    (b"PK\x03\x04", _PACKAGES),
    (b"PK\x05\x06", ((b"", "空的压缩包(ZIP)"),)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _COMPOUNDS),
    (b"Rar!\x1a\x07", ((b"", "压缩包(RAR)"),)),
    (b"7z\xbc\xaf\x27\x1c", ((b"", "压缩包(7z)"),)),
    (b"\x1f\x8b", ((b"", "压缩包(gzip)"),)),
    (b"{\\rtf", ((b"", "RTF文档"),)),
    (
        b"<?xml",
        (
            (b"urn:schemas-microsoft-com:office:spreadsheet", "Excel表格(XML)"),
            (b"schemas.microsoft.com/office/word", "Word文档(XML)"),
        ),
    ),
)


def recognise(data: bytes) -> Literal["pdf", "text"]:
    """Tell how to read a file's bytes; ``Unreadable`` names what they are where that is neither a PDF nor may be text."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("文件是空的")
    if picture := _picture(data):
        raise Unreadable(f"是图片({picture})，不是PDF或文本，里面没有可读的文字")
    if office := _container(data):
        raise Unreadable(f"是{office}，目前只读PDF和文本")
    return "pdf" if _PDF_MARK in data[:_PDF_MARK_WITHIN] else "text"


def _picture(data: bytes) -> str | None:
    """Name the picture; short marks count only before bytes that no text has, so that a text ``BM...`` stays a text."""
    binary = b"\0" in data[:64]
    marks = [(mark, name) for mark, name in _PICTURES if binary or len(mark) > _LONGEST_TEXT_MARK]
    return next((name for mark, name in marks if data.startswith(mark)), None)


def _container(data: bytes) -> str | None:
    inside = next((kinds for mark, kinds in _CONTAINERS if data.startswith(mark)), ())
    return next((name for mark, name in inside if mark in data), None)
