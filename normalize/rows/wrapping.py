"""Texts of cells as one line: lines that wrapping parted are joined, markup and stray blanks are left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from statistics import median_high

from normalize.rows.settings import WRAPPING
from normalize.values.text import clean_text

_PAIRS = re.compile(
    r"^[^:：\s]{1,20}[:：].*\S\s{2,}[^:：\s]{1,20}[:：]"
)  # 填表人:林晓    填报日期:2024年3月1日


def clean_ragged_text(text: str) -> str:
    """Return the text of a cell of a text file as the form prints it.

    Runs of blanks that part labels stay.
    """
    if _PAIRS.search(text):
        return text.strip()
    return clean_text(join_wrapped_lines(text.strip()))


def join_wrapped_lines(text: str) -> str:
    """Take out the blanks that stand where lines ended: 完成基础 设施维修改造 37处,验收.

    Blanks that part a text into lines of one length (in characters, give or take one, or in width, give or
    take one Chinese character), the last but shorter, are line ends, also inside a number. A blank inside a
    line stays, as do other texts.
    """
    pieces = text.split(" ")
    if len(pieces) < WRAPPING.fewest_lines:
        return text
    for measure, slack in ((len, WRAPPING.slack_characters), (_width, WRAPPING.slack_width)):
        lines = _fill_lines(pieces, measure, slack)
        if len(lines) >= WRAPPING.fewest_lines and _are_even([measure(line) for line in lines], slack):
            return "".join(lines)
    return text


def _fill_lines(pieces: Sequence[str], measure: Callable[[str], int], slack: int) -> list[str]:
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


def _are_even(lengths: Sequence[int], slack: int) -> bool:
    """Tell whether all lines but the last are of one length, and none is too short to be a line.

    The last is no longer than the others.
    """
    *full, last = lengths
    is_even = max(full) - min(full) <= slack
    return is_even and min(full) >= WRAPPING.shortest_line and last <= max(full)


def _width(line: str) -> int:
    """Return the width on a page: a Chinese character is as wide as two of the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
