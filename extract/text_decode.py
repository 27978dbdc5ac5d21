"""Bytes of a text file to text, or a refusal."""

from __future__ import annotations

import codecs

from extract.grid import Unreadable

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-8", "gb18030")
_PRINTED_CONTROLS = frozenset("\t\n\r\v\f\x1a\x85")


def decode(data: bytes) -> str:
    """Return the text of ``data`` in UTF-8, UTF-16 with its mark, or GB18030; anything else is ``Unreadable``."""
    encodings = next(((name,) for mark, name in _MARKED if data.startswith(mark)), _UNMARKED)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text
    raise Unreadable("不是文本：内容不是UTF-8、UTF-16或GB18030编码的文字")


def _is_binary(text: str) -> bool:
    return any((char < " " or "\x7f" <= char < "\xa0") and char not in _PRINTED_CONTROLS for char in set(text))
