"""Rows of a grid as the blocks read them: the labelled cells that begin there, their texts as one line."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_high
from typing import TypeVar

from msgspec import structs

from extract import Box, Cell, Grid, Line
from normalize.rows.settings import WRAPPING
from normalize.values.text import clean_text
from normalize.vocabulary.text_labels import TextLabels, label_text

_MARKED_UP = re.compile(r"^#{1,6}\s+|^\*\*|\*\*$")  # a heading or bold in Markdown
_UNLABELLED = label_text("")
AnyCell = TypeVar("AnyCell", bound=Cell)
_PAIRS = re.compile(
    r"^[^:：\s]{1,20}[:：].*\S\s{2,}[^:：\s]{1,20}[:：]"
)  # 填表人:林晓    填报日期:2024年3月1日


class LabelledCell(Cell, frozen=True, gc=False):
    """A cell and what its text may be; with another text, by ``structs.replace``, it is labelled anew."""

    labels: TextLabels = _UNLABELLED

    def __post_init__(self) -> None:
        """Label the text."""
        if self.labels.text != self.text:
            structs.force_setattr(self, "labels", label_text(self.text))


def label_cell(cell: Cell) -> LabelledCell:
    """Return the cell with what its text may be."""
    if isinstance(cell, LabelledCell):
        return cell
    return LabelledCell(cell.row, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan, cell.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from left to right, texts cleaned and labelled.

    ``filled`` are the cells that print something, ``texts`` what they print.

    - ``begins_page``: a page begins with it, and only the meaning tells whether it goes on;
    - ``ragged``: its cells' columns need not be its header's;
    - ``line``: it is a line of text outside the tables;
    - ``has_new_columns``: it begins a table whose columns are not those of the table before;
    - ``opens``: it heads that block, though nobody knows its labels.
    """

    at: int
    cells: tuple[LabelledCell, ...]
    begins_page: bool = False
    ragged: bool = False
    line: bool = False
    has_new_columns: bool = False
    opens: str = ""
    filled: tuple[LabelledCell, ...] = field(init=False, repr=False, compare=False)
    texts: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the cells that print something."""
        object.__setattr__(self, "filled", tuple(cell for cell in self.cells if cell.text))
        object.__setattr__(self, "texts", tuple(cell.text for cell in self.filled))


@dataclass(frozen=True, slots=True)
class Table:
    """A grid and its rows, as the passes over the rows change them."""

    grid: Grid
    rows: tuple[Row, ...]


def label_row(at: int, cells: Iterable[Cell], *, begins_page: bool = False, ragged: bool = False) -> Row:
    """Return a row of cells, each with what its text may be."""
    return Row(at, tuple(map(label_cell, cells)), begins_page=begins_page, ragged=ragged)


def read_grid_rows(grid: Grid) -> Iterator[Row]:
    """Return a grid's rows from top to bottom, each with the cells that begin in it, their texts cleaned."""
    by_row: dict[int, list[Cell]] = defaultdict(list)
    clean_cell = clean_ragged_text if grid.ragged else clean_text
    for cell in (_on_its_line(cell, grid) for cell in grid.cells):
        text = clean_cell(cell.text)
        by_row[cell.row].append(structs.replace(cell, text=text))
    begin_pages = {seam.row for seam in grid.seams}
    for at in range(grid.rows):
        cells = sorted(by_row[at], key=lambda cell: cell.col)
        yield label_row(at, cells, begins_page=at in begin_pages, ragged=grid.ragged)


def _on_its_line(cell: Cell, grid: Grid) -> Cell:
    """Return the label of a total in a text in the row that its line prints.

    It never stands beside several rows.
    """
    if not grid.ragged or cell.rowspan == 1 or "total" not in label_text(cell.text).names:
        return cell
    lines = {box.line for box in cell.boxes}
    inside = (c for c in grid.cells if c.rowspan == 1 and cell.row <= c.row < cell.row + cell.rowspan)
    beside = (c for c in inside if not lines.isdisjoint(_lines_of(c)))
    row = next((c.row for c in beside), cell.row)
    return structs.replace(cell, row=row, rowspan=1)


def _lines_of(cell: Cell) -> list[int | None]:
    return [box.line for box in cell.boxes]


def read_text_line(line: Line) -> Row:
    """Return a line of text as a row of one cell.

    Its runs of blanks stay: they part one label from the next.
    """
    cell = Cell(0, 0, _MARKED_UP.sub("", line.text.strip()), (line.box,))
    return replace(label_row(0, (cell,)), line=True)


def join_halves_of_cell(first: AnyCell, second: Cell) -> AnyCell:
    """Return the cell that a page end cut in two."""
    ends_in_word = first.text[-1:].isascii() and first.text[-1:].isalpha()
    between = " " if ends_in_word and second.text[:1].isalpha() else ""
    text = clean_text(first.text + between + second.text)
    return structs.replace(first, text=text, boxes=first.boxes + second.boxes)


def join_halves_of_row(first: Row, second: Row) -> Row:
    """Return the row that a page end cut in two, column by column; a cell that only one half prints stays."""
    rest = {c.col: c for c in second.filled}
    for cell in first.filled:
        lower = rest.get(cell.col)
        rest[cell.col] = join_halves_of_cell(cell, lower) if lower else cell
    return replace(first, cells=tuple(sorted(rest.values(), key=lambda cell: cell.col)))


def collect_boxes(cells: Iterable[Cell]) -> tuple[Box, ...]:
    """Return the places of all cells, in order."""
    boxes: list[Box] = []
    for cell in cells:
        boxes += cell.boxes
    return tuple(boxes)


def clean_ragged_text(text: str) -> str:
    """Return the text of a cell of a text file as the form prints it.

    Runs of blanks that part labels stay.
    """
    if _PAIRS.search(text):
        return text.strip()
    return clean_text(join_wrapped_lines(text.strip()))


def join_wrapped_lines(text: str) -> str:
    """Take out the blanks that stand where lines ended: 完成基础 设施维修改造 37处,验收.

    Blanks that part a text into lines of one length (in characters, give or take one, or in width, give or
    take one Chinese character), the last but shorter, are line ends, also inside a number. A blank inside a
    line stays, as do other texts.
    """
    pieces = text.split(" ")
    if len(pieces) < WRAPPING.fewest_lines:
        return text
    for measure, slack in ((len, WRAPPING.slack_characters), (_width, WRAPPING.slack_width)):
        lines = _fill_lines(pieces, measure, slack)
        if len(lines) >= WRAPPING.fewest_lines and _are_even([measure(line) for line in lines], slack):
            return "".join(lines)
    return text


def _fill_lines(pieces: Sequence[str], measure: Callable[[str], int], slack: int) -> list[str]:
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


def _are_even(lengths: Sequence[int], slack: int) -> bool:
    """Tell whether all lines but the last are of one length, and none is too short to be a line.

    The last is no longer than the others.
    """
    *full, last = lengths
    is_even = max(full) - min(full) <= slack
    if not is_even:
        return False
    if min(full) < WRAPPING.shortest_line:
        return False
    return last <= max(full)


def _width(line: str) -> int:
    """Return the width on a page: a Chinese character is as wide as two of the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
