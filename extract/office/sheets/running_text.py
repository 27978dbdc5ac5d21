"""The head and foot of a sheet's pages, as Excel writes them: ``&C&"宋体,加粗"&16自评表&R第 &P 页``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_CODE = re.compile(
    r'&(?:(?P<part>[LCR])|"[^"]*"|\d{1,3}|K(?:[0-9A-F]{6}|\d{2}[+-]\d{3})|[BIUESXYOH+-]|(?P<field>[PNDTZFAG])|(?P<sign>&))',
    re.IGNORECASE,
)


def read_running_text(code: str) -> Sequence[str]:
    """Return the lines of a head or foot, from left to right; those that number, date or name pages are left out."""
    lines: list[str] = []
    for part in _split_parts(code):
        for line in part.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            has_field = any(found["field"] for found in _CODE.finditer(line))
            text = _CODE.sub(lambda found: found["sign"] or "", line).strip()
            if text and not has_field:
                lines.append(text)
    return lines


def _split_parts(code: str) -> Iterator[str]:
    start = 0
    for found in _CODE.finditer(code):
        if found["part"]:
            yield code[start : found.start()]
            start = found.end()
    yield code[start:]
