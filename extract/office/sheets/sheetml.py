"""Excel's XML of 2003, which systems still write under .xls, to a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from extract.errors import PartTooLarge
from extract.grid import Document
from extract.office.settings import LIMITS
from extract.office.sheets.collecting import Budget, CellStyle, Run, SheetCollector
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import LAST_COL, LAST_ROW, Area, Sheet
from extract.office.sheets.workbook import make_workbook_document
from extract.office.sheets.xml_stream import forget, refuse_broken, stream_elements
from extract.office.xml_tree import local_name, read_attribute

_TAGS = ("{*}Worksheet", "{*}Style", "{*}Column", "{*}Row", "{*}Cell", "{*}NamedRange", "{*}Visible")
_NAME = "xml"
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones
_AREA = re.compile(r"R(\d+)?(?:C(\d+))?(?::R(\d+)?(?:C(\d+))?)?|C(\d+):C(\d+)")
_WHITE = "#FFFFFF"

Properties = Mapping[str, str]


def read_sheetml(data: bytes) -> Document:
    """Return what a workbook in XML shows; raises ``BrokenPart`` and ``PartTooLarge``."""
    if len(data) > LIMITS.part_bytes:
        raise PartTooLarge(part=_NAME, size=f"{LIMITS.part_bytes / 1024 / 1024:.0f}")
    reader = _SheetmlReader()
    with refuse_broken(_NAME):
        for event, element in stream_elements(data, _TAGS):
            reader.take(event, local_name(element), element)
    return make_workbook_document(reader.sheets, format="sheetml", hidden=reader.hidden)


@dataclass(slots=True)
class _SheetmlReader:
    """Takes the elements of a workbook in order."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    _styles: dict[str, Properties] = field(default_factory=dict)
    _known: dict[str, CellStyle] = field(default_factory=dict)
    _budget: Budget = field(default_factory=Budget)
    _into: SheetCollector | None = None
    _is_hidden: bool = False
    _hidden_cols: set[int] = field(default_factory=set)
    _row: int = -1
    _col: int = -1
    _next_col: int = 0
    _rows_spanned: int = 0
    _printed: list[tuple[str, Area]] = field(default_factory=list)

    def take(self, event: str, name: str, element: etree._Element) -> None:
        if event == "start":
            if name == "Worksheet":
                self._start_sheet(element)
            elif name == "Row" and self._into is not None:
                self._start_row(element, self._into)
            return
        if name == "Style":
            self._read_style(element)
        elif self._into is not None:
            self._take_end(name, element, self._into)
        if name in {"Row", "Cell", "Worksheet"}:
            forget(element)

    def _take_end(self, name: str, element: etree._Element, into: SheetCollector) -> None:
        if name == "Cell":
            self._read_cell(element, into)
        elif name == "Column":
            self._read_column(element)
        elif name == "Visible":
            self._is_hidden = (element.text or "").strip() in {"SheetHidden", "SheetVeryHidden"}
        elif name == "NamedRange":
            kind = (read_attribute(element, "Name") or "").lower().replace("_xlnm.", "")
            self._printed += [(kind, area) for area in _read_areas(read_attribute(element, "RefersTo") or "")]
        elif name == "Worksheet":
            self._end_sheet(into)

    def _start_sheet(self, element: etree._Element) -> None:
        self._into = SheetCollector(read_attribute(element, "Name") or "", self._budget)
        self._is_hidden = False
        self._hidden_cols, self._printed = set(), []
        self._row, self._next_col, self._rows_spanned = -1, 0, 0

    def _end_sheet(self, into: SheetCollector) -> None:
        self._into = None
        if self._is_hidden:
            self.hidden.append(into.name)
            return
        into.hidden_cols = self._hidden_cols
        if any(kind == "print_area" for kind, _ in self._printed):
            into.printed = [area for kind, area in self._printed if kind in {"print_area", "print_titles"}]
        self.sheets.append(into.finish())

    def _start_row(self, row: etree._Element, into: SheetCollector) -> None:
        index = _read_number(read_attribute(row, "Index"))
        self._row = index - 1 if index else self._row + 1 + self._rows_spanned
        self._rows_spanned = _read_number(read_attribute(row, "Span"))
        self._col = -1
        if read_attribute(row, "Hidden") == "1" or read_attribute(row, "Height") == "0":
            last = min(self._row + self._rows_spanned, self._row + LIMITS.rows)
            into.hidden_rows.update(range(self._row, last + 1))

    def _read_column(self, column: etree._Element) -> None:
        index = _read_number(read_attribute(column, "Index"))
        start = index - 1 if index else self._next_col
        end = start + _read_number(read_attribute(column, "Span")) + 1
        self._next_col = end
        if read_attribute(column, "Hidden") == "1" or read_attribute(column, "Width") == "0":
            self._hidden_cols.update(range(start, min(end, LAST_COL + 1)))

    def _read_cell(self, cell: etree._Element, into: SheetCollector) -> None:
        index = _read_number(read_attribute(cell, "Index"))
        row, col = self._row, index - 1 if index else self._col + 1
        across, down = (
            _read_number(read_attribute(cell, "MergeAcross")),
            _read_number(read_attribute(cell, "MergeDown")),
        )
        self._col = col + across
        if (across or down) and len(into.merged) < SHEETS.merged_areas:
            into.merged.append(Area(row, col, min(row + down, LAST_ROW), min(col + across, LAST_COL)))
        style = self._find_style(
            read_attribute(cell, "StyleID") or read_attribute(cell.getparent(), "StyleID") or "Default"
        )
        data = next((part for part in cell if local_name(part) == "Data"), None)
        if data is not None:
            _add_value(data, row, col, style, into)
        elif read_attribute(cell, "Formula"):
            into.add_missing(row, col, style)
        else:
            into.add_blank(row, col, style)

    def _read_style(self, style: etree._Element) -> None:
        parent = read_attribute(style, "Parent") or "Default"
        found = dict(self._styles.get(parent, {}))
        for part in style.iter():
            name = local_name(part)
            key = f"{name}.{read_attribute(part, 'Position')}" if name == "Border" else name
            found |= {f"{key}.{attribute.rpartition('}')[2]}": value for attribute, value in part.items()}
        self._styles[read_attribute(style, "ID") or ""] = found

    def _find_style(self, name: str) -> CellStyle:
        if name not in self._known:
            self._known[name] = _make_style(self._styles.get(name, {}))
        return self._known[name]


def _make_style(found: Properties) -> CellStyle:
    drawn = {side for side in ("Left", "Right", "Top", "Bottom") if _is_drawn(found, side)}
    paper = found.get("Interior.Color", _WHITE) if found.get("Interior.Pattern", "None") != "None" else _WHITE
    size = found.get("Font.Size", "11")
    is_tiny = size.replace(".", "", 1).isdigit() and float(size) <= SHEETS.smallest_font_pt
    return CellStyle(
        code=found.get("NumberFormat.Format") or "General",
        is_unseen=is_tiny or found.get("Font.Color", "").upper() == paper.upper(),
        is_struck=found.get("Font.StrikeThrough") == "1",
        is_ruled=bool(drawn & {"Left", "Right"}) and bool(drawn & {"Top", "Bottom"}),
        is_centred=found.get("Alignment.Horizontal") == "CenterAcrossSelection",
    )


def _is_drawn(found: Properties, side: str) -> bool:
    style = found.get(f"Border.{side}.LineStyle", "None")
    return style != "None" and found.get(f"Border.{side}.Weight") != "0"


def _add_value(data: etree._Element, row: int, col: int, style: CellStyle, into: SheetCollector) -> None:
    kind = read_attribute(data, "Type") or "String"
    text = "".join(data.itertext())
    if kind == "Boolean":
        into.add_truth(row, col, style, is_true=text.strip() == "1")
        return
    number = _read_value(kind, text.strip())
    if number is not None:
        into.add_number(row, col, number, style)
    else:
        into.add_text(row, col, _read_runs(data) if len(data) else text, style)


def _read_value(kind: str, text: str) -> float | None:
    """Return the number of a value that is one, or a date's; None for texts."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return (datetime.fromisoformat(text).replace(tzinfo=None) - _DAY_0).total_seconds() / 86_400
    except ValueError:
        pass
    return None


def _read_runs(data: etree._Element) -> Sequence[Run]:
    return list(_walk_runs(data, Run("")))


def _walk_runs(element: etree._Element, font: Run) -> Iterator[Run]:
    name = local_name(element)
    is_white = (read_attribute(element, "Color") or "").upper() == _WHITE
    here = Run("", font.is_struck or name == "S", font.is_raised or name == "Sup", font.is_unseen or is_white)
    if element.text:
        yield here._replace(text=element.text)
    for child in element:
        yield from _walk_runs(child, here)
        if child.tail:
            yield here._replace(text=child.tail)


def _read_areas(text: str) -> Iterator[Area]:
    for part in text.lstrip("=").split(","):
        found = _AREA.fullmatch(part.rpartition("!")[2])
        if found is None:
            continue
        top, left, bottom, right = (int(group) - 1 if group else None for group in found.groups()[:4])
        if found[5]:
            top, left, bottom, right = None, int(found[5]) - 1, None, int(found[6]) - 1
        last_row = top if bottom is None and found[3] is None and ":" not in part else bottom
        last_col = left if right is None and found[4] is None and ":" not in part else right
        yield Area(
            top or 0,
            left or 0,
            LAST_ROW if last_row is None else last_row,
            LAST_COL if last_col is None else last_col,
        )


def _read_number(text: str | None) -> int:
    return min(int(text), LAST_ROW) if text and text.isdigit() else 0
