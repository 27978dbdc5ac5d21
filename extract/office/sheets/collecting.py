"""What a reader meets in a sheet, cell by cell, to what the sheet shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.grid import Doubt
from extract.messages import Message, message
from extract.office.settings import LIMITS
from extract.office.sheets.formats.format_dates import Epoch
from extract.office.sheets.formats.number_formats import Shown, show_number, show_text, show_truth
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import Area, Sheet, SheetCell, TextBox, name_cell


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell is shown: its number format's code, and whether its text is unseen, struck out or centred.

    ``is_ruled`` tells that borders close it.
    """

    code: str = "General"
    is_unseen: bool = False
    is_struck: bool = False
    is_ruled: bool = False
    is_centred: bool = False


PLAIN_STYLE = CellStyle()


class Run(NamedTuple):
    """A stretch of a cell's text in one font."""

    text: str
    is_struck: bool = False
    is_raised: bool = False
    is_unseen: bool = False


@dataclass(slots=True)
class Budget:
    """How many cells of a workbook may still be read."""

    cells: int = SHEETS.most_cells


@dataclass(slots=True)
class _ToldCells:
    """The cells that a message tells of: the first, the last and how many."""

    first: tuple[int, int]
    last: tuple[int, int] | None = None
    count: int = 0


@dataclass(slots=True)
class SheetCollector:
    """Takes a sheet's cells in the order of its rows, and tells of those whose value is not sure or not seen."""

    name: str
    budget: Budget
    epoch: Epoch = 1900
    hides_zeros: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: Collection[int] = frozenset()
    boxes: Sequence[TextBox] = ()
    header: Sequence[str] = ()
    footer: Sequence[str] = ()
    printed: Sequence[Area] = ()
    pictures: int = 0
    _cells: list[SheetCell] = field(default_factory=list)
    _ruled_cols: set[int] = field(default_factory=set)
    _centred_blanks: set[tuple[int, int]] = field(default_factory=set)
    _found: dict[str, _ToldCells] = field(default_factory=dict)
    _rows: int = 0
    _last_row: int = -1

    @property
    def is_full(self) -> bool:
        """Whether no more cells of the sheet are read; those that come are told."""
        return self._rows > LIMITS.rows or self.budget.cells <= 0

    def add_number(self, row: int, col: int, value: float, style: CellStyle) -> None:
        """Take a number as its format shows it."""
        if value == 0 and self.hides_zeros:
            self.add_blank(row, col, style)
            return
        self._add_shown(row, col, show_number(value, style.code, self.epoch), style)

    def add_truth(self, row: int, col: int, style: CellStyle, *, is_true: bool) -> None:
        """Take a truth value."""
        self._add(row, col, show_truth(is_true=is_true), style)

    def add_text(self, row: int, col: int, text: str | Sequence[Run], style: CellStyle) -> None:
        """Take a text, or its runs where their fonts differ: what is struck out or unseen is left out."""
        if isinstance(text, str):
            self._add_shown(row, col, show_text(text, style.code), style)
            return
        kept, doubt = self._join_runs(row, col, text)
        self._add_shown(row, col, show_text(kept, style.code), style, doubt)

    def add_missing(self, row: int, col: int, style: CellStyle) -> None:
        """Take a formula whose value the file does not hold."""
        self._note("sheet-formulas-without-value", row, col)
        self._append(SheetCell(row, col, "", "broken", style.is_ruled))

    def add_blank(self, row: int, col: int, style: CellStyle) -> None:
        """Take a blank cell with a style of its own."""
        if style.is_ruled:
            self._ruled_cols.add(col)
        if style.is_centred and len(self._centred_blanks) < SHEETS.blank_styled:
            self._centred_blanks.add((row, col))

    def note_cut(self, row: int) -> None:
        """Tell of a cell that comes when the sheet is full."""
        self._note("sheet-cut", row, 0)

    def finish(self) -> Sheet:
        """Return the sheet."""
        return Sheet(
            name=self.name,
            cells=self._cells,
            merged=self.merged,
            hidden_rows=self.hidden_rows,
            hidden_cols=self.hidden_cols,
            ruled_cols=self._ruled_cols,
            centred_blanks=self._centred_blanks,
            boxes=self.boxes,
            header=self.header,
            footer=self.footer,
            printed=self.printed,
            told=list(self._tell()),
        )

    def _join_runs(self, row: int, col: int, runs: Sequence[Run]) -> tuple[str, Doubt | None]:
        kept = ""
        doubt: Doubt | None = None
        for run in runs:
            if run.is_struck and run.text.strip():
                self._note("sheet-struck", row, col)
                doubt = "struck"
            elif run.is_unseen and run.text.strip():
                self._note("sheet-unseen", row, col)
                doubt = doubt or "covered"
            elif run.is_raised and kept[-1:].isdigit():
                doubt = doubt or "mended"  # the mark of a note behind a number
            else:
                kept += run.text
        return kept, doubt

    def _add_shown(
        self, row: int, col: int, shown: Shown, style: CellStyle, doubt: Doubt | None = None
    ) -> None:
        if shown.is_hidden:
            self._note("sheet-unseen", row, col)
            self.add_blank(row, col, style)
            return
        if not shown.is_sure:
            self._note("sheet-formats-unknown", row, col)
            doubt = doubt or "mended"
        self._add(row, col, shown.text, style, doubt)

    def _add(self, row: int, col: int, text: str, style: CellStyle, doubt: Doubt | None = None) -> None:
        text = text.strip()
        is_filled = bool(text)
        if is_filled and style.is_unseen:
            self._note("sheet-unseen", row, col)
            self.add_blank(row, col, style)
        elif is_filled and style.is_struck:
            self._note("sheet-struck", row, col)
            self._append(SheetCell(row, col, "", "struck", style.is_ruled))
        elif is_filled or doubt:
            self._append(SheetCell(row, col, text, doubt, style.is_ruled, style.is_centred))
        else:
            self.add_blank(row, col, style)

    def _append(self, cell: SheetCell) -> None:
        if cell.row != self._last_row:
            self._rows += 1
            self._last_row = cell.row
        if self.is_full:
            self._note("sheet-cut", cell.row, cell.col)
            return
        self.budget.cells -= 1
        self._cells.append(cell)

    def _note(self, code: str, row: int, col: int) -> None:
        """Count a cell of which the message is told, once though more of its runs are left out."""
        found = self._found.setdefault(code, _ToldCells((row, col)))
        found.count += found.last != (row, col) or code == "sheet-cut"
        found.last = row, col

    def _tell(self) -> Iterator[Message]:
        for code, found in self._found.items():
            yield message(code, count=found.count, place=name_cell(self.name, *found.first))
        if self.boxes:
            yield message("sheet-text-boxes", count=len(self.boxes), sheet=self.name)
        if self.pictures:
            yield message("sheet-pictures", count=self.pictures, sheet=self.name)
