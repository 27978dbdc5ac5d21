"""A sheet as its reader finds it, whatever the file: what its cells show, what is merged, hidden and ruled."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from msgspec import Struct

from extract.grid import Doubt
from extract.messages import Message


class Area(NamedTuple):
    """A rectangle of cells, from 0; the last row and column are part of it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, col: int) -> bool:
        """Tell whether a cell stands in the rectangle."""
        return self.top <= row <= self.bottom and self.left <= col <= self.right


class SheetCell(Struct, frozen=True, gc=False):
    """A cell that shows something, or is in doubt, at ``row`` and ``col`` from 0.

    ``is_ruled`` tells that borders close it. ``is_centred`` tells that its text is centred over the blank cells
    behind it that are so too.
    """

    row: int
    col: int
    text: str
    doubt: Doubt | None = None
    is_ruled: bool = False
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text that lies over the sheet, with the cells under it, and whether it hides them."""

    text: str
    over: Area
    is_opaque: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a sheet shows, in the order of its rows.

    ``ruled_cols`` are the columns of blank cells with borders, ``centred_blanks`` the blank cells over which the
    text of the cell before is centred. ``header`` and ``footer`` are the lines on each page. ``printed`` are the
    print areas, where the file names some, and the rows and columns repeated on each page. ``told`` says what
    of the sheet is not read.
    """

    name: str
    cells: Sequence[SheetCell]
    merged: Sequence[Area] = ()
    hidden_rows: Collection[int] = frozenset()
    hidden_cols: Collection[int] = frozenset()
    ruled_cols: Collection[int] = frozenset()
    centred_blanks: Collection[tuple[int, int]] = frozenset()
    boxes: Sequence[TextBox] = ()
    header: Sequence[str] = ()
    footer: Sequence[str] = ()
    printed: Sequence[Area] = ()
    told: Sequence[Message] = ()


_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_CELL_NAME = re.compile(r"[A-Z]{1,3}\d{1,7}|R\d*C?\d*|C\d*", re.IGNORECASE)


def name_cell(sheet: str, row: int, col: int) -> str:
    """Name a cell as formulas do: 自评表!D7, '2023 自评'!D7."""
    return f"{quote_sheet(sheet)}!{name_column(col)}{row + 1}"


def quote_sheet(sheet: str) -> str:
    """Name a sheet as formulas do, in quotes where it is no plain word."""
    is_plain = _PLAIN_NAME.fullmatch(sheet) and not _CELL_NAME.fullmatch(sheet)
    return sheet if is_plain else "'{}'".format(sheet.replace("'", "''"))


def name_column(col: int) -> str:
    """Name a column, from 0, by its letters."""
    letters = ""
    number = col + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


_REFERENCE = re.compile(r"\$?([A-Z]{1,3})?\$?(\d{1,7})?", re.IGNORECASE)
LAST_ROW, LAST_COL = 1_048_575, 16_383


def read_reference(text: str) -> tuple[int | None, int | None] | None:
    """Return a cell's row and column, from 0, by its name; what the name leaves out is None, as in ``$A``."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is None or not text.strip():
        return None
    row = int(found[2]) - 1 if found[2] else None
    return row, _read_column(found[1])


def _read_column(letters: str | None) -> int | None:
    if not letters:
        return None
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def read_area(text: str) -> Area | None:
    """Return the rectangle of ``A1:C3``, ``$1:$2`` or ``A1``; None where it names none."""
    first, _, last = text.rpartition("!")[2].partition(":")
    start, end = read_reference(first), read_reference(last or first)
    if start is None or end is None:
        return None
    rows = sorted((_or_else(start[0], 0), _or_else(end[0], LAST_ROW)))
    cols = sorted((_or_else(start[1], 0), _or_else(end[1], LAST_COL)))
    return Area(rows[0], cols[0], rows[1], cols[1])


def _or_else(number: int | None, other: int) -> int:
    return other if number is None else number
