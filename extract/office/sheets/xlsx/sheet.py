"""The XML of one sheet of an Excel package, read as a stream: far and blank cells cost no memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from extract.office.sheets.collecting import PLAIN_STYLE, CellStyle, SheetCollector
from extract.office.sheets.running_text import read_running_text
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import LAST_COL, read_area, read_reference
from extract.office.sheets.xlsx.strings import Text, read_string, unescape
from extract.office.sheets.xlsx.styles import pick_style
from extract.office.sheets.xml_stream import forget, refuse_broken, stream_elements
from extract.office.xml_tree import local_name, read_attribute

_TAGS = (
    "{*}row",
    "{*}c",
    "{*}col",
    "{*}sheetView",
    "{*}mergeCell",
    "{*}drawing",
    "{*}oddHeader",
    "{*}oddFooter",
)
_DAYS_TO_1904 = 1462
_ON = {"1", "true", "on"}
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets of a package share.

    ``is_uncalculated`` tells that Excel is to work out all formulas when it opens the file: a zero may be no
    value.
    """

    styles: Sequence[CellStyle]
    strings: Sequence[Text]
    is_uncalculated: bool = False


@dataclass(slots=True)
class _Position:
    """Where the next cell stands whose name the file leaves out."""

    row: int = -1
    col: int = -1
    hidden_cols: set[int] = field(default_factory=set)
    cols_left: int = SHEETS.hidden_cols
    drawing: str | None = None
    is_of_sheet: bool = True
    """Whether the row is the sheet's and none of an extension's."""


def read_sheet_xml(data: bytes, part: str, shared: Shared, into: SheetCollector) -> str | None:
    """Hand all that the sheet shows to ``into``; return the id of its drawing. Raises ``BrokenPart``."""
    place = _Position()
    with refuse_broken(part):
        for event, element in stream_elements(data, _TAGS):
            name = local_name(element)
            if name == "row" and event == "start":
                _start_row(element, place, into)
            elif event == "end":
                _take(name, element, place, shared, into)
    into.hidden_cols = place.hidden_cols
    return place.drawing


def _take(name: str, element: etree._Element, place: _Position, shared: Shared, into: SheetCollector) -> None:
    """Take an element that is complete."""
    if name == "c":
        if place.is_of_sheet and not into.is_full:
            _read_cell(element, place, shared, into)
        elif place.is_of_sheet and len(element):
            into.note_cut(place.row)
    if name in {"c", "row"}:
        forget(element)
    elif name == "drawing":
        place.drawing = read_attribute(element, "id")
    elif name == "oddHeader":
        into.header = read_running_text(element.text or "")
    elif name == "oddFooter":
        into.footer = read_running_text(element.text or "")
    else:
        _read_frame(name, element, place, into)


def _start_row(row: etree._Element, place: _Position, into: SheetCollector) -> None:
    parent = row.getparent()
    place.is_of_sheet = parent is not None and local_name(parent) == "sheetData"
    if not place.is_of_sheet:
        return
    number = row.get("r")
    place.row = int(number) - 1 if number else place.row + 1
    place.col = -1
    height = _read_float(row.get("ht") or "")
    is_flat = height is not None and height < SHEETS.lowest_row_pt
    if row.get("hidden") in _ON or is_flat:
        into.hidden_rows.add(place.row)


def _read_frame(name: str, element: etree._Element, place: _Position, into: SheetCollector) -> None:
    if name == "col" and _is_hidden_column(element):
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        cols = range(first - 1, min(last, LAST_COL + 1))
        place.cols_left -= len(cols)
        if place.cols_left > 0:
            place.hidden_cols.update(cols)
    elif name == "sheetView" and element.get("showZeros") in {"0", "false"}:
        into.hides_zeros = True
    elif name == "mergeCell" and len(into.merged) < SHEETS.merged_areas:
        area = read_area(element.get("ref", ""))
        if area is not None:
            into.merged.append(area)


def _is_hidden_column(column: etree._Element) -> bool:
    width = _read_float(column.get("width") or "")
    return column.get("hidden") in _ON or (width is not None and width < SHEETS.narrowest_column_chars)


def _read_cell(cell: etree._Element, place: _Position, shared: Shared, into: SheetCollector) -> None:
    found = read_reference(cell.get("r", ""))
    row, col = found if found is not None else (None, None)
    place.col = place.col + 1 if col is None else col
    at = place.row if row is None else row, place.col
    style = pick_style(shared.styles, cell.get("s")) if shared.styles else PLAIN_STYLE
    value: str | None = None
    inline: Text | None = None
    is_formula = False
    for part in cell:
        name = local_name(part)
        if name == "v":
            value = part.text
        elif name == "is":
            inline = read_string(part)
        elif name == "f":
            is_formula = True
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        into.add_text(*at, inline if inline is not None else unescape(value or ""), style)
    elif value is None or not value.strip():
        _add_empty(at, style, into, is_missing=is_formula and kind != "str")
    elif is_formula and shared.is_uncalculated and value.strip() in {"0", "0.0"} and kind == "n":
        into.add_missing(*at, style)
    else:
        _add_value(kind, _Value(value, *at, style), shared, into)


def _add_empty(at: tuple[int, int], style: CellStyle, into: SheetCollector, *, is_missing: bool) -> None:
    """Take a cell without a value; that of a formula is missing, but where it is an empty text."""
    if is_missing:
        into.add_missing(*at, style)
    else:
        into.add_blank(*at, style)


class _Value(NamedTuple):
    """A value as the file writes it, with its place and style."""

    text: str
    row: int
    col: int
    style: CellStyle


def _add_value(kind: str, value: _Value, shared: Shared, into: SheetCollector) -> None:
    text, row, col, style = value
    if kind == "s":
        index = int(text)
        string = shared.strings[index] if 0 <= index < len(shared.strings) else ""
        into.add_text(row, col, string, style)
    elif kind == "b":
        into.add_truth(row, col, style, is_true=text.strip() in _ON)
    elif kind in {"str", "e"}:
        into.add_text(row, col, unescape(text), style)
    else:
        number = _read_date(text, into) if kind == "d" else _read_float(text)
        if number is None:
            into.add_text(row, col, unescape(text), style)
        else:
            into.add_number(row, col, number, style)


def _read_float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _read_date(text: str, into: SheetCollector) -> float | None:
    """Return the number of a date that is written as such."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    days = (moment - _DAY_0).total_seconds() / 86_400
    return days if into.epoch == 1900 else days - _DAYS_TO_1904  # noqa: PLR2004
