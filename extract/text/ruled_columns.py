"""Tables of a text file whose columns a line of dashes draws, as Pandoc's simple and multiline tables."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from extract.grid import Box, Cell, Grid, join_wrapped
from extract.text.settings import TEXT

_COLUMNS = re.compile(r" *(?:-{2,}(?: {1,2}-{2,}){2,}|={2,}(?: {1,2}={2,}){2,}) *")
_WHOLE = re.compile(r" *-{20,} *")

Width = Callable[[str], int]
NumberedLine = tuple[int, str]


def read_ruled_columns(lines: Sequence[str], first: int) -> tuple[Grid, int] | None:
    """Read the table that begins at ``lines[first]``, with its head, or with a rule over it.

    Give it and how many lines it takes, or None where none begins there. Rows are lines, or blocks between
    blank lines where a whole rule stands over the head. A text that stands across two columns is no cell of
    such a table.
    """
    rule = _find_rule(lines, first)
    if rule is None:
        return None
    is_multiline = bool(_WHOLE.fullmatch(lines[first]))
    end = _find_end(lines, rule + 1, is_multiline=is_multiline)
    top = first + is_multiline
    if _has_head_between(lines, rule, end):
        top, rule = rule + 1, end
        end = _find_end(lines, rule + 1, is_multiline=False)
    head = [(at + 1, lines[at]) for at in range(top, rule)]
    body = [(at + 1, lines[at]) for at in range(rule + 1, end)]
    if not any(line.strip() for _, line in body):
        return None
    rows = [head] if head else []
    rows += _split_at_blank_lines(body) if is_multiline else [[line] for line in body]
    for width in (_show_width, len):
        grid = _make_grid(rows, _find_starts(lines[rule]), width)
        if grid is not None:
            has_rule_below = end < len(lines) and _is_rule(lines[end])
            return grid, end + has_rule_below - first
    return None


def _find_rule(lines: Sequence[str], first: int) -> int | None:
    """Return the line of the rule that draws the columns: the first, or one below a head or whole rule."""
    if _COLUMNS.fullmatch(lines[first]):
        return first
    is_multiline = bool(_WHOLE.fullmatch(lines[first]))
    last = first + (TEXT.longest_head_lines if is_multiline else 1)
    for at in range(first + 1, min(last + 1, len(lines))):
        if not lines[at].strip():
            return None
        if _COLUMNS.fullmatch(lines[at]):
            return at
    return None


def _has_head_between(lines: Sequence[str], upper: int, lower: int) -> bool:
    """Tell whether the same rule stands over a head and below it, and a third below the rows: reStructuredText."""
    if lower >= len(lines) or lines[upper].strip() != lines[lower].strip():
        return False
    end = _find_end(lines, lower + 1, is_multiline=False)
    return lower + 1 < end < len(lines) and lines[end].strip() == lines[upper].strip()


def _find_end(lines: Sequence[str], first: int, *, is_multiline: bool) -> int:
    for at in range(first, len(lines)):
        is_blank = not lines[at].strip() and not is_multiline
        if is_blank or _is_rule(lines[at]):
            return at
    return len(lines)


def _is_rule(line: str) -> bool:
    return bool(_COLUMNS.fullmatch(line) or _WHOLE.fullmatch(line))


def _split_at_blank_lines(body: Sequence[NumberedLine]) -> list[list[NumberedLine]]:
    blocks: list[list[NumberedLine]] = [[]]
    for number, line in body:
        if line.strip():
            blocks[-1].append((number, line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _find_starts(rule: str) -> list[int]:
    return [found.start() for found in re.finditer("-+|=+", rule)]


def _show_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _make_grid(rows: Sequence[Sequence[NumberedLine]], starts: Sequence[int], width: Width) -> Grid | None:
    """Return the rows in columns; None where a text stands across two by this measure of a text's width."""
    cells: list[Cell] = []
    for row, block in enumerate(rows):
        pieces: list[list[NumberedLine]] = [[] for _ in starts]
        for number, line in block:
            parted = _part_line(line, starts, width)
            if parted is None:
                return None
            for col, text in parted:
                pieces[col].append((number, text))
        numbers = [number for number, _ in block]
        cells += [_make_cell(row, col, found, numbers) for col, found in enumerate(pieces)]
    return Grid(len(rows), len(starts), tuple(cells), ragged=True)


def _make_cell(row: int, col: int, found: Sequence[NumberedLine], numbers: Sequence[int]) -> Cell:
    boxes = [Box(line=number) for number, _ in found] or [Box(line=number) for number in numbers[:1]]
    return Cell(row, col, join_wrapped([text for _, text in found]), tuple(boxes))


def _part_line(line: str, starts: Sequence[int], width: Width) -> list[tuple[int, str]] | None:
    """Part a line at the columns; None where a word goes on over the blank before a column."""
    texts = [""] * len(starts)
    at = 0
    for char, end in _place(line, width):
        col = max(bisect_right(starts, at) - 1, 0)
        is_between = col + 1 < len(starts) and end >= starts[col + 1]
        if is_between and char.strip():
            return None
        texts[col] += char
        at = end
    return [(col, text.strip()) for col, text in enumerate(texts) if text.strip()]


def _place(line: str, width: Width) -> Iterator[tuple[str, int]]:
    """Yield each character with where the next one begins."""
    end = 0
    for char in line:
        end += width(char)
        yield char, end
