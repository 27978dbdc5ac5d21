"""One row of a text file to its cells, parted by tabs, commas or pipes, quoted or not."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import islice

PIPES = "|│┃║"
JOINTS = "+" + "".join(map(chr, range(0x250C, 0x254C))) + "".join(map(chr, range(0x2552, 0x256D)))
LEVELS = "-=─━═"
_MARKDOWN_RULE = re.compile(r":?-{3,}:?")
_DRAWN_RULE = re.compile(r"[+\-=\u2500-\u257f ]*[-=\u2500-\u257f]{3}[+\-=\u2500-\u257f ]*")
_DRAWN_CELLS = re.compile(rf"[{re.escape(JOINTS)}](?:[{re.escape(LEVELS)}]+[{re.escape(JOINTS)}])+")
_GAP = re.compile(r"\S\s{2,}\S+\s{2,}\S")
_MOST_LINES_OF_A_CELL = 200


def split_row(lines: Sequence[str], index: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Return the cells of the row that begins at ``lines[index]`` and how many lines it takes; no cells where none begins.

    A spreadsheet saved as text puts cells with line breaks between quotes, so a row may take several lines.
    """
    text = lines[index]
    if _is_piped(text):
        return _stripped(re.split(f"[{PIPES}]", _without_outer_pipes(text.strip()))), 1
    if '"' in text and (quoted := _quoted(lines, index, delimiter)):
        return quoted
    return (_stripped(text.split(delimiter)) if delimiter in text else ()), 1


def is_rule(text: str) -> bool:
    """Tell whether a line only draws: ``|---|:--|`` under a Markdown header, or a frame's ``+---+`` and ``├──┤``."""
    if "\t" in text:
        return False
    stripped = text.strip().strip("|")
    cells = [cell.strip() for cell in stripped.split("|")]
    markdown = all(_MARKDOWN_RULE.fullmatch(cell) for cell in cells)
    return markdown or any(drawn.fullmatch(stripped) for drawn in (_DRAWN_RULE, _DRAWN_CELLS))


def undrawn(text: str) -> str:
    """Take out the rules that a line draws beside cells which go on: ``| 产出 +-----+-----+``."""
    return _DRAWN_CELLS.sub("", text)


def opens_drawn_table(text: str) -> bool:
    """Tell whether a line may be the upper edge of a table that characters draw."""
    stripped = text.strip()
    return len(stripped) > 2 and stripped[0] in JOINTS and stripped[1] in LEVELS and stripped[-1] in JOINTS  # noqa: PLR2004


def delimiter_of(lines: Sequence[str]) -> str:
    """Return ``,`` where the lines with commas are all rows of one width, as a spreadsheet writes them; else a tab.

    Where more lines have wide gaps, blanks lay the table out, and the commas are its texts' own.
    """
    if any("\t" in text or _is_piped(text) for text in lines):
        return "\t"
    widths: list[int] = []
    index = 0
    while index < len(lines):
        cells, taken = split_row(lines, index, ",")
        widths += [len(cells)] if cells else []
        index += taken
    laid_out = sum(map(has_wide_gaps, lines))
    return "," if len(widths) > max(1, laid_out) and widths[0] > 1 and len(set(widths)) == 1 else "\t"


def has_wide_gaps(text: str) -> bool:
    """Tell whether blanks part a line into three cells or more."""
    return bool(_GAP.search(text))


def _is_piped(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 1 and stripped[0] in PIPES and not is_rule(text)


def _without_outer_pipes(text: str) -> str:
    return text[1:-1] if text[-1] in PIPES else text[1:]


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _quoted(lines: Sequence[str], index: int, delimiter: str) -> tuple[tuple[str, ...], int] | None:
    """Read a row with quoted cells; None where the quotes are only a text's own (``"双随机"抽查``)."""
    reader = csv.reader(
        (text + "\n" for text in islice(lines, index, index + _MOST_LINES_OF_A_CELL)), delimiter=delimiter, strict=True
    )
    try:
        cells = next(reader)
    except csv.Error:
        return None
    return (_stripped(cells), reader.line_num) if len(cells) > 1 else None
