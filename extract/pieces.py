"""What readers of texts and Office files find, tables and the lines between them, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Conservation, Document, Grid, Line, with_doubt
from extract.messages import Message, message

Piece = Grid | Line


def make_document(
    pieces: Iterable[Piece],
    shown: str,
    *,
    format: str,  # noqa: A002 - the document's own word
    separators: str = "",
    left_out: int = 0,
    warnings: Iterable[Message] = (),
    is_cut: bool = False,
) -> Document:
    """Put each table's lines before it, and count where the characters of ``shown`` went.

    ``shown`` is all that the file prints, taken from it another way than the pieces. Blanks and
    ``separators`` do not count, and ``left_out`` of its characters are told to be in no piece. A file that
    ``is_cut`` short may have had more rows and columns: all its values are in doubt.
    """
    grids: list[Grid] = []
    pending: list[Line] = []
    outside = in_cells = 0
    for piece in pieces:
        if isinstance(piece, Line):
            pending.append(piece)
            outside += _count_visible(piece.text, separators)
        else:
            grids.append(replace(_doubt_all(piece) if is_cut else piece, before=tuple(pending)))
            pending = []
            in_cells += sum(_count_visible(cell.text, separators) for cell in piece.cells)
    conservation = Conservation(_count_visible(shown, separators) - left_out, in_cells, outside)
    told = list(warnings)
    if is_cut:
        told.append(message("file-cut"))
    if not conservation.holds:
        total, found = conservation.total, conservation.in_cells + conservation.outside
        told.append(message("text-not-conserved", total=total, found=found))
    return Document(
        format=format,
        engine=format,
        pages=1,
        grids=tuple(grids),
        tail=tuple(pending),
        conservation=conservation,
        warnings=tuple(told),
    )


def _doubt_all(grid: Grid) -> Grid:
    cells = (structs.replace(cell, boxes=with_doubt(cell.boxes, "broken")) for cell in grid.cells)
    return replace(grid, cells=tuple(cells))


def _count_visible(text: str, separators: str) -> int:
    return sum(not char.isspace() and char not in separators for char in text)


def name_table_place(table: Sequence[int], row: int, col: int) -> str:
    """Name a cell's place, as 表2/行5/列3; a nested table's number is its outer table's and its own, 1.2."""
    number = ".".join(map(str, table))
    return f"表{number}/行{row + 1}/列{col + 1}"


def name_paragraph_place(number: int) -> str:
    """Name the place of a line outside all tables by its paragraph, from 1."""
    return f"段{number}"
