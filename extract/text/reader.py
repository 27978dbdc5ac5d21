"""Text files to grids, with line numbers for boxes: tabs, pipes, Markdown, commas, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from msgspec import structs

from extract.grid import Box, Cell, Document, Grid, Line, with_doubt
from extract.messages import Message, message
from extract.pieces import Piece, make_document
from extract.text.delimiters import find_delimiter, read_named_delimiter
from extract.text.encodings import LOST, decode
from extract.text.html import HtmlPage, is_cut_short, is_html, read_html
from extract.text.markdown import (
    Block,
    has_escapes,
    has_html_tables,
    is_markdown,
    split_blocks,
    strip_markdown,
)
from extract.text.rows import (
    blank_first_cells,
    has_wide_gaps,
    is_rule,
    read_rows,
    strip_rules,
    unescape_pipes,
)
from extract.text.settings import PIPES

_LINE_END = re.compile(r"\r\n|\r|\n")
_END_OF_FILE = "\x1a"


def read_text(data: bytes) -> Document:
    """Return the tables and lines of a text file's bytes; ``Unreadable`` where they are no text.

    Cells with bytes that are lost are in doubt.
    """
    text = decode(data)
    document = _read_decoded(text)
    if LOST not in text:
        return document
    lines = _LINE_END.split(text[: text.index(LOST)])
    warning = message("bytes-lost", count=text.count(LOST), line=len(lines))
    grids = tuple(map(_doubt_lost, document.grids))
    return replace(document, grids=grids, warnings=(*document.warnings, warning))


def _doubt_lost(grid: Grid) -> Grid:
    cells: list[Cell] = []
    for cell in grid.cells:
        is_broken = LOST in cell.text
        cells.append(structs.replace(cell, boxes=with_doubt(cell.boxes, "broken")) if is_broken else cell)
    return replace(grid, cells=tuple(cells))


def _read_decoded(text: str) -> Document:
    if is_html(text):
        page = read_html(text)
        return make_document(
            page.pieces, page.shown, format="html", warnings=page.warnings, is_cut=is_cut_short(text)
        )
    lines = blank_first_cells(_LINE_END.split(text.removesuffix(_END_OF_FILE)))
    if has_html_tables(text):
        return _read_blocks(split_blocks("\n".join(lines)))
    if is_markdown(lines):
        lines = [strip_markdown(line) for line in lines]
    delimiter = find_delimiter(lines)
    if read_named_delimiter(lines):
        lines[0] = ""
    pieces = list(read_rows(lines, delimiter))
    shown = _find_shown(lines, pieces)
    if has_escapes(lines):
        # a table that characters draw is read with its marks, which keep its columns in their places
        pieces = [_strip_piece(piece) for piece in pieces]
        shown = strip_markdown(shown)
    if not any(map(_is_grid, pieces)) and any(map(has_wide_gaps, lines)):
        # needed for no other text, and takes long to import
        from extract.text.blank_columns import read_blank_columns  # noqa: PLC0415

        pieces = list(read_blank_columns(lines))
    return _make_document(pieces, shown, separators=f'{PIPES}"{delimiter}')


def _strip_piece(piece: Piece) -> Piece:
    if isinstance(piece, Line):
        return replace(piece, text=strip_markdown(piece.text))
    cells = (structs.replace(cell, text=strip_markdown(cell.text)) for cell in piece.cells)
    return replace(piece, cells=tuple(cells))


def _is_grid(piece: Piece) -> bool:
    return isinstance(piece, Grid)


def _read_blocks(blocks: Iterable[Block]) -> Document:
    """Read a text with tables in HTML between its lines."""
    pieces: list[Piece] = []
    shown: list[str] = []
    page = HtmlPage()
    warnings: list[Message] = []
    for block in blocks:
        if block.is_html:
            page = read_html(block.text, page)
            found, text = page.pieces, page.shown
            warnings += page.warnings
        else:
            lines = [strip_markdown(line) for line in block.text.split("\n")]
            found = list(read_rows(lines, "\t"))
            text = _find_shown(lines, found)
        shown.append(text)
        pieces += [_move_down(piece, block.first_line - 1) for piece in found]
    document = _make_document(pieces, "".join(shown), separators=f'{PIPES}"')
    return replace(document, warnings=(*document.warnings, *warnings))


def _move_down(piece: Piece, lines: int) -> Piece:
    """Count a piece's lines from the beginning of the file."""
    if isinstance(piece, Line):
        return replace(piece, box=_move_box(piece.box, lines))
    cells = (
        structs.replace(cell, boxes=tuple(_move_box(box, lines) for box in cell.boxes))
        for cell in piece.cells
    )
    return replace(piece, cells=tuple(cells))


def _move_box(box: Box, lines: int) -> Box:
    return structs.replace(box, line=(box.line or 0) + lines)


def _find_shown(lines: Sequence[str], pieces: Iterable[Piece]) -> str:
    """Return what the lines print, less what only draws.

    Rules, and in drawn tables rules beside a cell that goes on.
    """
    numbers: set[int] = set()
    for piece in pieces:
        if isinstance(piece, Grid) and not piece.ragged:
            held = [box.line for box in _list_boxes([piece]) if box.line is not None]
            numbers.update(range(min(held, default=0), max(held, default=0) + 1))
    shown: list[str] = []
    for number, line in enumerate(lines, 1):
        if not is_rule(line):
            shown.append(strip_rules(line) if number in numbers else unescape_pipes(line))
    return "".join(shown)


def _list_boxes(grids: Iterable[Grid]) -> Iterator[Box]:
    cells = chain.from_iterable(grid.cells for grid in grids)
    return chain.from_iterable(cell.boxes for cell in cells)


def _make_document(pieces: Iterable[Piece], shown: str, *, separators: str) -> Document:
    """Make the document, and tell of columns that are made with blanks."""
    document = make_document(pieces, shown, format="text", separators=separators)
    if any(box.doubt == "inferred" for box in _list_boxes(document.grids)):
        return replace(document, warnings=(*document.warnings, message("columns-of-blanks")))
    return document
