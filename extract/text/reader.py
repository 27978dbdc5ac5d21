"""Text files to grids, with line numbers for boxes: tabs, pipes, Markdown, commas, HTML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.errors import NoText
from extract.grid import Conservation, Document, Grid, Line
from extract.messages import Message, message
from extract.text.html import html_tables_and_lines, is_html, printed
from extract.text.rows import PIPES, delimiter_of, has_wide_gaps, is_rule, tables_and_lines, undrawn

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
    encodings = next(((name,) for mark, name in _MARKED if data.startswith(mark)), _UNMARKED)
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
    return any(
        (char < " " or "\x7f" <= char < "\xa0") and char not in _PRINTED_CONTROLS for char in set(text)
    )


_LINE_END = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"


def read_text(data: bytes) -> Document:
    """Return the tables and lines of a text file's bytes; ``Unreadable`` where they are no text."""
    text = decode(data)
    if is_html(text):
        return _document(html_tables_and_lines(text), printed(text), separators="")
    lines = _LINE_END.split(text.removesuffix(_END_OF_FILE))
    delimiter = delimiter_of(lines)
    pieces = list(tables_and_lines(lines, delimiter))
    shown = _shown(lines, [piece for piece in pieces if isinstance(piece, Grid) and not piece.ragged])
    if not any(isinstance(piece, Grid) for piece in pieces) and any(map(has_wide_gaps, lines)):
        # needed for no other text, and takes long to import
        from extract.text.blank_columns import blank_tables_and_lines  # noqa: PLC0415

        pieces = list(blank_tables_and_lines(lines))
    return _document(pieces, shown, separators=f'{PIPES}"{delimiter}')


def _shown(lines: Sequence[str], drawn: Iterable[Grid]) -> str:
    """Return what the lines print, less what only draws.

    Rules, and in ``drawn`` tables rules beside a cell that goes on.
    """
    numbers = {box.line for grid in drawn for cell in grid.cells for box in cell.boxes}
    return "".join(
        undrawn(line) if n in numbers else line for n, line in enumerate(lines, 1) if not is_rule(line)
    )


def _document(pieces: Iterable[Grid | Line], shown: str, *, separators: str) -> Document:
    """Put each table's lines before it, and count the characters ``shown``: all but blanks and separators."""
    grids: list[Grid] = []
    pending: list[Line] = []
    outside = in_cells = 0
    for piece in pieces:
        if isinstance(piece, Line):
            pending.append(piece)
            outside += _visible(piece.text, separators)
        else:
            grids.append(replace(piece, before=tuple(pending)))
            pending = []
            in_cells += sum(_visible(cell.text, separators) for cell in piece.cells)
    conservation = Conservation(_visible(shown, separators), in_cells, outside)
    warnings = (*_warnings(conservation), *_inferred(grids))
    return Document("text", "text", 1, tuple(grids), tuple(pending), conservation, warnings)


def _inferred(grids: Iterable[Grid]) -> tuple[Message, ...]:
    """Tell of columns that are made with blanks."""
    doubted = (box.confidence < 1 for grid in grids for cell in grid.cells for box in cell.boxes)
    return (message("columns-of-blanks"),) if any(doubted) else ()


def _visible(text: str, separators: str) -> int:
    return sum(not char.isspace() and char not in separators for char in text)


def _warnings(conservation: Conservation) -> tuple[Message, ...]:
    if conservation.holds:
        return ()
    found = conservation.in_cells + conservation.outside
    return (message("text-not-conserved", total=conservation.total, found=found),)
