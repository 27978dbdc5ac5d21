"""What parts the cells of a text: a tab, a pipe, or the comma or semicolon of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.text.rows import count_pipes, has_wide_gaps, is_piped, is_rule, split_row
from extract.text.settings import PIPES, TEXT

_NAMED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_OF_SPREADSHEETS = (",", ";")


def find_delimiter(lines: Sequence[str]) -> str:
    """Return what parts the cells: a tab, also where pipes frame the rows, ``|`` where only they part them.

    ``,`` and ``;`` do where the lines with them are all rows of one width, as a spreadsheet writes them, or
    where they leave cells blank. Where more lines have wide gaps, blanks lay the table out, and such signs
    are its texts' own.
    """
    named = read_named_delimiter(lines)
    if named:
        return named
    if any("\t" in text for text in lines):
        return "\t"
    if _has_open_rows(lines):
        return "|"
    if any(map(is_piped, lines)):
        return "\t"
    laid_out = max(1, sum(map(has_wide_gaps, lines)))
    found = [(_count_rows(lines, sign), sign) for sign in _OF_SPREADSHEETS]
    rows, sign = max(found)
    return sign if rows > laid_out else "\t"


def read_named_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that a first line names for Excel, as ``sep=;``; empty where none does."""
    m = _NAMED.fullmatch(lines[0]) if lines else None
    return m[1] if m else ""


def _has_open_rows(lines: Sequence[str]) -> bool:
    """Tell whether rows begin without a pipe: in a table that pipes frame all of them begin with one."""
    counts = [0 if is_rule(text) else count_pipes(text) for text in lines]
    is_row = [count >= TEXT.row_pipes for count in counts]
    opened = 0
    for at, text in enumerate(lines):
        is_beside_another = any(is_row[max(at - 1, 0) : at]) or any(is_row[at + 1 : at + 2])
        begins_with_pipe = text.lstrip()[:1] in PIPES
        opened += is_row[at] and is_beside_another and not begins_with_pipe
    return opened >= TEXT.open_rows


def _count_rows(lines: Sequence[str], delimiter: str) -> int:
    """Count the rows of a spreadsheet; 0 where the delimiter parts the texts' own words, as in prose."""
    widths: list[int] = []
    blank = index = 0
    while index < len(lines):
        cells, taken = split_row(lines, index, delimiter)
        if len(cells) > 1:
            widths.append(len(cells))
            blank += "" in cells[:-1]
        index += taken
    widest = max(widths, default=0)
    is_sheet = widest >= TEXT.sheet_columns
    whole = widths.count(widest)
    has_one_width = whole == len(widths) or (is_sheet and whole >= TEXT.whole_rows_share * len(widths))
    leaves_blank = 2 * blank >= len(widths) and is_sheet
    return len(widths) if has_one_width or leaves_blank else 0
