"""Text files to grids: rows of cells parted by tabs or pipes, with line numbers for boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extract.grid import Conservation, Document, Grid, Line
from extract.text_decode import decode
from extract.text_rows import is_rule, tables_and_lines

_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_PRINTED = re.compile(r"[\s|│┃\x1a]")


def read_text(data: bytes) -> Document:
    """Return the tables and lines of a text file's bytes; ``Unreadable`` where they are no text."""
    lines = _LINE_END.split(decode(data))
    total = sum(_visible(line) for line in lines if not is_rule(line))
    return _document(tables_and_lines(lines), total)


def _document(pieces: Iterable[Grid | Line], total: int) -> Document:
    grids: list[Grid] = []
    pending: list[Line] = []
    outside = in_cells = 0
    for piece in pieces:
        if isinstance(piece, Line):
            pending.append(piece)
            outside += _visible(piece.text)
        else:
            grids.append(replace(piece, before=tuple(pending)))
            pending = []
            in_cells += sum(_visible(cell.text) for cell in piece.cells)
    conservation = Conservation(total, in_cells, outside)
    return Document("text", "text", 1, tuple(grids), tuple(pending), conservation)


def _visible(text: str) -> int:
    return len(_NOT_PRINTED.sub("", text))
