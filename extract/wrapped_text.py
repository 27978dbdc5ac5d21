"""Lines of one text put together again, as where a cell's width or a page end wrapped it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def join_wrapped(texts: Sequence[str]) -> str:
    """Join the lines of a cell: no blank where a wrap cut a sentence or a number, one between two words of letters."""
    if len(texts) < 2:  # noqa: PLR2004 - most cells hold one line or none
        return texts[0].strip() if texts else ""
    kept = [stripped for text in texts if (stripped := text.strip())]
    if not kept:
        return ""
    return "".join(_add_blank(before, text) for before, text in pairwise(["", *kept]))


def _add_blank(before: str, text: str) -> str:
    if _is_letter(before[-1:]) and _is_letter(text[0]):
        return f" {text}"
    return text


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
