"""The bytes of an RTF file, to codes and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Sort = Literal["open", "close", "word", "sign", "byte", "text"]

_CODE = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\"
)


class Code(NamedTuple):
    """A piece of an RTF file.

    ``word``: a control word with its number, None where it has none; ``sign``: a control symbol, its character
    in ``name``; ``byte``: one given in hexadecimal, in ``number``; ``text``: bytes as they stand, in ``raw``.
    """

    sort: Sort
    name: str = ""
    number: int | None = None
    raw: bytes = b""


_OPEN, _CLOSE = Code("open"), Code("close")


def read_codes(data: bytes) -> Iterator[Code]:
    """Yield the pieces of an RTF file; binary data are left out."""
    at = 0
    while match := _CODE.match(data, at):
        at = match.end()
        word, number, byte, sign, brace, raw = match.groups()
        if word is not None:
            value = int(number) if number else None
            if word == b"bin":
                at += max(0, value or 0)
            else:
                yield Code("word", word.decode("ascii"), value)
        elif raw is not None:
            yield Code("text", raw=raw)
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif byte is not None:
            yield Code("byte", number=int(byte, 16))
        elif sign is not None:
            yield Code("sign", sign.decode("latin-1"))
