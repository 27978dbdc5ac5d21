"""Texts that a wrap cut at every line's end, as text made from pages prints them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from statistics import median_high

LINES = 3
SHORTEST = 3


def unwrapped(text: str) -> str:
    """Take out the blanks that stand where lines ended: 完成基础 设施维修改造 37处,验收.

    Blanks that part a text into lines of one length (in characters, give or take one, or in width, give or take one Chinese
    character), the last but shorter, are line ends, also inside a number. A blank inside a line stays, as do other texts.
    """
    pieces = text.split(" ")
    if len(pieces) < LINES:
        return text
    for measure, slack in ((len, 1), (_width, 2)):
        lines = _lines(pieces, measure, slack)
        if len(lines) >= LINES and _even([measure(line) for line in lines], slack):
            return "".join(lines)
    return text


def _lines(pieces: Sequence[str], measure: Callable[[str], int], slack: int) -> list[str]:
    """Put pieces that together fill a line into one, the blank between them kept."""
    full = median_high(map(measure, pieces))
    lines = [pieces[0]]
    for piece in pieces[1:]:
        together = f"{lines[-1]} {piece}"
        if measure(lines[-1]) < full - slack and measure(together) <= full + slack:
            lines[-1] = together
        else:
            lines.append(piece)
    return lines


def _even(lengths: Sequence[int], slack: int) -> bool:
    """Tell whether all lines but the last are of one length, none too short to be a line, and the last no longer."""
    *full, last = lengths
    return min(full) >= SHORTEST and max(full) - min(full) <= slack and last <= max(full)


def _width(line: str) -> int:
    """Give the width on a page: a Chinese character is as wide as two of the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
