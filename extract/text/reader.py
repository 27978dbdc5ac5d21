"""Text files to grids, with line numbers for boxes: tabs, pipes, Markdown, commas, HTML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extract.errors import NoText
from extract.grid import Box, Conservation, Document, Grid, Line
from extract.messages import Message, message
from extract.text.html import is_html, read_html, strip_marks
from extract.text.rows import (
    find_delimiter,
    has_wide_gaps,
    is_rule,
    read_rows,
    strip_rules,
)
from extract.text.settings import PIPES

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-8", "gb18030")
_PRINTED_CONTROLS = frozenset("\t\n\r\v\f\x1a\x85")


def decode(data: bytes) -> str:
    """Return the text of ``data`` in UTF-8, UTF-16 with its mark, or GB18030.

    Anything else is ``Unreadable``.
    """
    marked = tuple(name for mark, name in _MARKED if data.startswith(mark))
    encodings = marked or _UNMARKED
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text
    raise NoText


def _is_binary(text: str) -> bool:
    return any(map(_is_control, set(text) - _PRINTED_CONTROLS))


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0"


_LINE_END = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"


def read_text(data: bytes) -> Document:
    """Return the tables and lines of a text file's bytes; ``Unreadable`` where they are no text."""
    text = decode(data)
    if is_html(text):
        return _make_document(read_html(text), strip_marks(text), separators="")
    lines = _LINE_END.split(text.removesuffix(_END_OF_FILE))
    delimiter = find_delimiter(lines)
    pieces = list(read_rows(lines, delimiter))
    grids = [piece for piece in pieces if isinstance(piece, Grid)]
    shown = _find_shown(lines, [grid for grid in grids if not grid.ragged])
    if not grids and any(map(has_wide_gaps, lines)):
        # needed for no other text, and takes long to import
        from extract.text.blank_columns import read_blank_columns  # noqa: PLC0415

        pieces = list(read_blank_columns(lines))
    return _make_document(pieces, shown, separators=f'{PIPES}"{delimiter}')


def _find_shown(lines: Sequence[str], drawn: Iterable[Grid]) -> str:
    """Return what the lines print, less what only draws.

    Rules, and in ``drawn`` tables rules beside a cell that goes on.
    """
    numbers = {box.line for box in _list_boxes(drawn)}
    shown: list[str] = []
    for number, line in enumerate(lines, 1):
        if not is_rule(line):
            shown.append(strip_rules(line) if number in numbers else line)
    return "".join(shown)


def _list_boxes(grids: Iterable[Grid]) -> Iterator[Box]:
    cells = chain.from_iterable(grid.cells for grid in grids)
    return chain.from_iterable(cell.boxes for cell in cells)


def _make_document(pieces: Iterable[Grid | Line], shown: str, *, separators: str) -> Document:
    """Put each table's lines before it, and count the characters ``shown``: all but blanks and separators."""
    grids: list[Grid] = []
    pending: list[Line] = []
    outside = in_cells = 0
    for piece in pieces:
        if isinstance(piece, Line):
            pending.append(piece)
            outside += _count_visible(piece.text, separators)
        else:
            grids.append(replace(piece, before=tuple(pending)))
            pending = []
            in_cells += sum(_count_visible(cell.text, separators) for cell in piece.cells)
    conservation = Conservation(_count_visible(shown, separators), in_cells, outside)
    warnings = _find_warnings(conservation, grids)
    return Document("text", "text", 1, tuple(grids), tuple(pending), conservation, warnings)


def _count_visible(text: str, separators: str) -> int:
    return sum(not char.isspace() and char not in separators for char in text)


def _find_warnings(conservation: Conservation, grids: Iterable[Grid]) -> tuple[Message, ...]:
    """Tell of characters that are lost or doubled, and of columns that are made with blanks."""
    warnings: list[Message] = []
    if not conservation.holds:
        found = conservation.in_cells + conservation.outside
        warnings.append(message("text-not-conserved", total=conservation.total, found=found))
    if any(box.confidence < 1 for box in _list_boxes(grids)):
        warnings.append(message("columns-of-blanks"))
    return tuple(warnings)
