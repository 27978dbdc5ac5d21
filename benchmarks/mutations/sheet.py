"""A form as a sheet of cells that know which numbers they print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple


class Key(NamedTuple):
    """What a number is called: ``indicator``, ``fund`` or ``form``, the row's name, and the column."""

    entity: str
    name: str
    column: str


Numbers = Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A text over ``cols`` by ``rows`` places, and the key of the number that it prints, if one."""

    text: str
    cols: int = 1
    rows: int = 1
    key: Key | None = None


SheetRow = tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines above, one table, lines below. ``widths`` are the columns' shares; ``numbers`` is what it prints."""

    name: str
    above: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    below: tuple[str, ...]
    widths: tuple[float, ...]
    numbers: Numbers = field(default_factory=dict)

    def with_cell(self, row: int, at: int, cell: SheetCell) -> Sheet:
        """Return the sheet with one cell changed."""
        cells = (*self.rows[row][:at], cell, *self.rows[row][at + 1 :])
        return replace(self, rows=(*self.rows[:row], cells, *self.rows[row + 1 :]))

    def spots(self) -> Iterator[tuple[int, int, SheetCell]]:
        """Give the row, the place in the row and the cell of every number."""
        for number, row in enumerate(self.rows):
            for at, cell in enumerate(row):
                if cell.key is not None:
                    yield number, at, cell


class Placed(NamedTuple):
    """A cell on the grid of its sheet: its left upper place, and where it stands in the sheet's rows."""

    row: int
    col: int
    at: int
    cell: SheetCell


def place_cells(sheet: Sheet) -> list[Placed]:
    """Return the cells with their places, as a browser lays out a table."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for number, row in enumerate(sheet.rows):
        col = 0
        for at, cell in enumerate(row):
            while (number, col) in taken:
                col += 1
            placed.append(Placed(number, col, at, cell))
            taken |= {
                (number + down, col + across) for down in range(cell.rows) for across in range(cell.cols)
            }
    return placed


def tabbed_rows(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """Return the table's rows with a text for every column; a merged cell's text stands in its upper left place."""
    grid = [[""] * len(sheet.widths) for _ in sheet.rows]
    for placed in place_cells(sheet):
        grid[placed.row][placed.col] = placed.cell.text
    return tuple(tuple(row) for row in grid)


def text_of(sheet: Sheet) -> str:
    """Return the sheet as a text with tabs between the columns."""
    lines = [*sheet.above, *("\t".join(row) for row in tabbed_rows(sheet)), *sheet.below]
    return "\n".join(lines) + "\n"
