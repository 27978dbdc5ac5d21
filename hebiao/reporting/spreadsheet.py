"""Tables as Excel's sheets: what Excel holds exactly is a number, and every text is text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

EXACT_DIGITS = 15
"""As many digits of a number Excel keeps."""
ROWS_IN_SHEET = 1_048_576
"""As many rows a sheet of Excel has, the head among them."""

_PAPER_A4 = 9
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TEXT_TOO_LONG = -2  # what XlsxWriter answers where it cut a text


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its head, its width in characters, and how Excel shows its numbers."""

    head: str
    width: int = 14
    number_format: str = ""


@dataclass(slots=True)
class Book:
    """An open workbook, the tables that were split in it, and how many texts were cut."""

    file: Workbook
    rows_in_sheet: int = ROWS_IN_SHEET
    split: list[str] = field(default_factory=list)
    cut: int = 0

    def write(self, name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]]) -> int:
        """Write a table to a sheet, or to several where it is longer than Excel's.

        Return the number of its rows.
        """
        formats = [self._make_format(column) for column in columns]
        sheet = self._add_sheet(name, columns)
        place = count = 0
        for row in rows:
            if place + 1 == self.rows_in_sheet:
                if count == place:
                    self.split.append(name)
                sheet = self._add_sheet(f"{name} {count // (self.rows_in_sheet - 1) + 1}", columns)
                place = 0
            place += 1
            count += 1
            self.cut += _put_row(sheet, place, row, formats)
        return count

    def _make_format(self, column: SheetColumn) -> Format | None:
        if column.number_format:
            return self.file.add_format({"num_format": column.number_format})
        return None

    def _add_sheet(self, name: str, columns: Sequence[SheetColumn]) -> Worksheet:
        sheet = self.file.add_worksheet(name)
        bold = self.file.add_format({"bold": True, "bottom": 1})
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        for number, column in enumerate(columns):
            put(sheet, 0, number, column.head, bold)
        sheet.freeze_panes(1, 0)
        _set_up_print(sheet)
        return sheet


def open_book(path: Path, rows_in_sheet: int = ROWS_IN_SHEET) -> Book:
    """Open a new workbook that holds one row in memory at a time.

    What it keeps till its end lies beside it.
    """
    from xlsxwriter import Workbook

    return Book(Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}), rows_in_sheet)


def put(sheet: Worksheet, row: int, column: int, value: object, form: Format | None = None) -> bool:
    """Write a value into a cell.

    Return False where a text is longer than Excel's 32,767 characters and was cut.
    """
    if value is None:
        return True
    if isinstance(value, int | float | Decimal) and _is_exact(value):
        return bool(sheet.write_number(row, column, value, form) == 0)
    return bool(sheet.write_string(row, column, _show_value(value), form) != _TEXT_TOO_LONG)


def _set_up_print(sheet: Worksheet) -> None:
    """Let a sheet print on A4 paper laid across, as wide as one page, the head on each."""
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _put_row(sheet: Worksheet, number: int, row: Sequence[object], formats: Sequence[Format | None]) -> int:
    """Write a row; return the number of texts that were cut."""
    cut = 0
    for column, (value, form) in enumerate(zip(row, formats, strict=True)):
        cut += not put(sheet, number, column, value, form)
    return cut


def _is_exact(value: float | Decimal) -> bool:
    """Return whether Excel holds a number exactly; a measure that is a float is as exact as it will be."""
    number = Decimal(value)
    if not number.is_finite():
        return False
    return isinstance(value, float) or len(number.normalize().as_tuple().digits) <= EXACT_DIGITS


def _show_value(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    text = _NO_XML.sub("", text)
    if text.startswith("<r>") and text.endswith("</r>"):
        return _as_one_run(text)
    return text


def _as_one_run(text: str) -> str:
    """Return a text as Excel's rich text.

    XlsxWriter takes what stands in ``<r>`` for that, and would not escape it.
    """
    return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
