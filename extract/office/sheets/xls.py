"""Old Excel files (.xls, and .et of WPS) to a document, by xlrd."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from extract.errors import BrokenPackage, OtherFormat
from extract.grid import Document
from extract.messages import message
from extract.office.sheets.collecting import Budget, CellStyle, Run, SheetCollector
from extract.office.sheets.formats.number_formats import find_builtin
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import Area, Sheet
from extract.office.sheets.workbook import make_workbook_document

_CHINESE = "gb18030"  # of files before Excel 97 that do not name their code page
_ACROSS = 6  # the alignment that centres a text over the blank cells behind it
_SOLID = 1
_WHITE = (255, 255, 255)
_TWIPS_A_POINT = 20
_RAISED = 1
_BROKEN = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What xlrd raises on files that are broken: it checks few of the numbers that it takes from them."""


def read_xls(data: bytes) -> Document:
    """Return what an old Excel file shows; raises ``BrokenPackage``, and ``OtherFormat`` for a password."""
    try:
        book = _open(data)
        reader = _BookReader(book)
        sheets = [reader.read(sheet) for sheet in book.sheets() if not sheet.visibility]
        hidden = [sheet.name for sheet in book.sheets() if sheet.visibility]
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise OtherFormat(kind=message("format-locked-office")) from error
        raise BrokenPackage from error
    return make_workbook_document(sheets, format="xls", hidden=hidden)


def _open(data: bytes) -> Any:  # noqa: ANN401 - xlrd has no types
    def open_as(encoding: str | None) -> Any:  # noqa: ANN401
        return xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            ragged_rows=True,
            encoding_override=encoding,
            ignore_workbook_corruption=True,
        )

    try:
        return open_as(None)
    except UnicodeDecodeError:
        return open_as(_CHINESE)


class _BookReader:
    """Reads the sheets of one book."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlrd has no types
        self._book = book
        self._budget = Budget()
        self._codes: Mapping[int, str] = {entry.format_key: entry.format_str for entry in book.format_list}
        self._printed = dict(_read_printed(book))
        self._style = cache(self._read_style)

    def read(self, sheet: Any) -> Sheet:  # noqa: ANN401
        """Return what a sheet shows."""
        into = SheetCollector(
            sheet.name,
            self._budget,
            1904 if self._book.datemode else 1900,
            hides_zeros=not getattr(sheet, "show_zero_values", 1),
            printed=self._printed.get(sheet.number, ()),
        )
        into.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
        into.hidden_cols = {col for col, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
        areas = sheet.merged_cells[: SHEETS.merged_areas]
        into.merged = [Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in areas]
        for row in range(sheet.nrows):
            for col, cell in enumerate(sheet.row(row)):
                self._take(sheet, row, col, cell, into)
        return into.finish()

    def _take(self, sheet: Any, row: int, col: int, cell: Any, into: SheetCollector) -> None:  # noqa: ANN401
        style = self._style(cell.xf_index)
        if cell.ctype == xlrd.XL_CELL_TEXT:
            runs = sheet.rich_text_runlist_map.get((row, col))
            text = _unify_line_ends(cell.value)
            into.add_text(row, col, self._part_runs(cell, runs) if runs else text, style)
        elif cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            into.add_number(row, col, cell.value, style)
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            into.add_truth(row, col, style, is_true=bool(cell.value))
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            into.add_text(row, col, xlrd.error_text_from_code.get(cell.value, "#"), style)
        else:
            into.add_blank(row, col, style)

    def _part_runs(self, cell: Any, runs: Sequence[tuple[int, int]]) -> str | Sequence[Run]:  # noqa: ANN401
        """Part a text where its font changes; the first part has the cell's own."""
        own = self._book.xf_list[cell.xf_index].font_index
        starts = [(0, own), *runs]
        parts: list[Run] = []
        for at, (start, number) in enumerate(starts):
            end = starts[at + 1][0] if at + 1 < len(starts) else len(cell.value)
            font = self._book.font_list[number]
            text = _unify_line_ends(cell.value[start:end])
            unseen = _is_tiny(font) or self._find_colour(font.colour_index) == _WHITE
            parts.append(Run(text, bool(font.struck_out), font.escapement == _RAISED, unseen))
        if any(run.is_struck or run.is_raised or run.is_unseen for run in parts if run.text):
            return parts
        return "".join(run.text for run in parts)

    def _read_style(self, number: int) -> CellStyle:
        style = self._book.xf_list[number]
        font = self._book.font_list[style.font_index]
        border = style.border
        beside = border.left_line_style or border.right_line_style
        across = border.top_line_style or border.bottom_line_style
        return CellStyle(
            code=self._find_code(style.format_key),
            is_unseen=_is_tiny(font) or self._is_of_paper(font, style.background),
            is_struck=bool(font.struck_out),
            is_ruled=bool(beside and across),
            is_centred=style.alignment.hor_align == _ACROSS,
        )

    def _find_code(self, key: int) -> str:
        return self._codes.get(key) or find_builtin(key)

    def _find_colour(self, index: int) -> tuple[int, int, int] | None:
        colour: tuple[int, int, int] | None = self._book.colour_map.get(index)
        return colour

    def _is_of_paper(self, font: Any, background: Any) -> bool:  # noqa: ANN401
        """Tell whether a font has the colour of what lies behind it."""
        if background.fill_pattern == 0:
            return self._find_colour(font.colour_index) == _WHITE
        behind = self._find_colour(background.pattern_colour_index)
        is_plain = background.fill_pattern == _SOLID and behind is not None
        return is_plain and self._find_colour(font.colour_index) == behind


def _is_tiny(font: Any) -> bool:  # noqa: ANN401 - xlrd has no types
    is_tiny: bool = 0 < font.height <= SHEETS.smallest_font_pt * _TWIPS_A_POINT
    return is_tiny


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _read_printed(book: Any) -> Iterator[tuple[int, Sequence[Area]]]:  # noqa: ANN401
    """Yield each sheet's number with its print areas and the rows and columns repeated on each page."""
    titles = {name.scope: list(_read_areas(name)) for name in book.name_map.get("print_titles", ())}
    for name in book.name_map.get("print_area", ()):
        areas = list(_read_areas(name))
        if areas:
            yield name.scope, [*areas, *titles.get(name.scope, ())]


def _read_areas(name: Any) -> Iterator[Area]:  # noqa: ANN401
    for part in getattr(name.result, "value", None) or ():
        _, _, top, bottom, left, right = part.coords
        yield Area(top, left, bottom - 1, right - 1)
