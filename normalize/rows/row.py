"""Rows of a grid as the blocks read them: the cells that begin there, and whether a page begins with them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median_high

from msgspec import structs

from extract.grid import Box, Cell, Grid, Line
from normalize.values.text import clean
from normalize.vocabulary.labels import names

LINES = 3
SHORTEST = 3


def unwrapped(text: str) -> str:
    """Take out the blanks that stand where lines ended: 完成基础 设施维修改造 37处,验收.

    Blanks that part a text into lines of one length (in characters, give or take one, or in width, give or
    take one Chinese character), the last but shorter, are line ends, also inside a number. A blank inside a
    line stays, as do other texts.
    """
    pieces = text.split(" ")
    if len(pieces) < LINES:
        return text
    for measure, slack in ((len, 1), (_width, 2)):
        lines = _lines(pieces, measure, slack)
        if len(lines) >= LINES and _even([measure(line) for line in lines], slack):
            return "".join(lines)
    return text


def _lines(pieces: Sequence[str], measure: Callable[[str], int], slack: int) -> list[str]:
    """Put pieces that together fill a line into one, the blank between them kept."""
    full = median_high(map(measure, pieces))
    lines = [pieces[0]]
    for piece in pieces[1:]:
        together = f"{lines[-1]} {piece}"
        if measure(lines[-1]) < full - slack and measure(together) <= full + slack:
            lines[-1] = together
        else:
            lines.append(piece)
    return lines


def _even(lengths: Sequence[int], slack: int) -> bool:
    """Tell whether all lines but the last are of one length, none too short to be a line, and the last no longer."""
    *full, last = lengths
    return min(full) >= SHORTEST and max(full) - min(full) <= slack and last <= max(full)


def _width(line: str) -> int:
    """Give the width on a page: a Chinese character is as wide as two of the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


_PAIRS = re.compile(
    r"^[^:：\s]{1,20}[:：].*\S\s{2,}[^:：\s]{1,20}[:：]"
)  # 填表人:林晓    填报日期:2024年3月1日
_MARKED_UP = re.compile(r"^#{1,6}\s+|^\*\*|\*\*$")  # a heading or bold in Markdown


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from left to right, texts cleaned.

    ``fresh``: a page begins with it, and only the meaning tells whether it goes on from the row before.
    ``ragged``: its cells' columns need not be its header's. ``line``: it is a line of text outside the
    tables. ``apart``: it begins a table whose columns are not those of the table before. ``opens``: it heads
    that block, though its labels are not known.
    """

    at: int
    cells: tuple[Cell, ...]
    fresh: bool = False
    ragged: bool = False
    line: bool = False
    apart: bool = False
    opens: str = ""

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that print something."""
        return tuple(c for c in self.cells if c.text)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the cells print, the empty ones left out."""
        return tuple(c.text for c in self.cells if c.text)


def grid_rows(grid: Grid) -> Iterator[Row]:
    """Give a grid's rows from top to bottom, each with the cells that begin in it."""
    by_row: dict[int, list[Cell]] = defaultdict(list)
    for cell in (_on_its_line(cell, grid) for cell in grid.cells):
        by_row[cell.row].append(structs.replace(cell, text=_printed(cell.text, ragged=grid.ragged)))
    begin_pages = {seam.row for seam in grid.seams}
    for at in range(grid.rows):
        cells = tuple(sorted(by_row[at], key=lambda c: c.col))
        yield Row(at, cells, fresh=at in begin_pages, ragged=grid.ragged)


def _on_its_line(cell: Cell, grid: Grid) -> Cell:
    """Give the label of a total in a text the row that its line prints: it never stands beside several rows."""
    if not grid.ragged or cell.rowspan == 1 or not names("total", cell.text):
        return cell
    lines = {box.line for box in cell.boxes}
    inside = (c for c in grid.cells if c.rowspan == 1 and cell.row <= c.row < cell.row + cell.rowspan)
    row = next((c.row for c in inside if not lines.isdisjoint(box.line for box in c.boxes)), cell.row)
    return structs.replace(cell, row=row, rowspan=1)


def _printed(text: str, *, ragged: bool) -> str:
    if ragged and _PAIRS.search(text):
        return text.strip()
    return clean(unwrapped(text.strip()) if ragged else text)


def line_row(line: Line) -> Row:
    """Give a line of text as a row of one cell, its runs of blanks kept: they part one label from the next."""
    return Row(0, (Cell(0, 0, _MARKED_UP.sub("", line.text.strip()), (line.box,)),), line=True)


def joined(first: Cell, second: Cell) -> Cell:
    """Give the cell that a page end cut in two."""
    between = (
        " " if first.text[-1:].isascii() and first.text[-1:].isalpha() and second.text[:1].isalpha() else ""
    )
    return structs.replace(
        first, text=clean(first.text + between + second.text), boxes=first.boxes + second.boxes
    )


def joined_rows(first: Row, second: Row) -> Row:
    """Give the row that a page end cut in two, column by column; a cell that only one half prints stays."""
    rest = {c.col: c for c in second.filled}
    upper = {c.col: joined(c, rest[c.col]) if c.col in rest else c for c in first.filled}
    return replace(first, cells=tuple(sorted((rest | upper).values(), key=lambda c: c.col)))


def boxes_of(cells: Iterable[Cell]) -> tuple[Box, ...]:
    """Give the places of all cells, in order."""
    return tuple(box for cell in cells for box in cell.boxes)
