"""OpenDocument sheets (.ods, .fods) to a document: their cells hold the text as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from extract.errors import PartTooLarge
from extract.grid import Document
from extract.office.package import Package
from extract.office.settings import LIMITS
from extract.office.sheets.collecting import PLAIN_STYLE, Budget, CellStyle, Run, SheetCollector
from extract.office.sheets.formats.number_formats import UNKNOWN
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import LAST_COL, LAST_ROW, Area, Sheet, TextBox, read_area
from extract.office.sheets.workbook import make_workbook_document
from extract.office.sheets.xml_stream import forget, refuse_broken, stream_elements
from extract.office.xml_tree import local_name, read_attribute

_PART = "content.xml"
_STYLES = "styles.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TAGS = (
    "{*}style",
    f"{_TABLE}table",
    f"{_TABLE}table-column",
    f"{_TABLE}table-row",
    f"{_TABLE}table-cell",
    f"{_TABLE}covered-table-cell",
    f"{_TABLE}shapes",
)
_FLAT_MARK = b"<?xml"
_HIDDEN = {"collapse", "filter"}
_WHITE = "#ffffff"
_LEFT_OUT = {"annotation", "ruby-text", "frame", "custom-shape"}


def read_ods(data: bytes) -> Document:
    """Return what an OpenDocument workbook shows; raises ``OfficeRefused`` and ``PartTooLarge``."""
    if data.lstrip().startswith((_FLAT_MARK, b"\xef\xbb\xbf<")):
        if len(data) > LIMITS.part_bytes:
            raise PartTooLarge(part=_PART, size=f"{LIMITS.part_bytes / 1024 / 1024:.0f}")
        parts = [data]
    else:
        package = Package(data)
        parts = [package.read(name) for name in (_STYLES, _PART) if name == _PART or name in package]
    reader = _OdsReader()
    with refuse_broken(_PART):
        for part in parts:
            reader.read(part)
    return make_workbook_document(reader.sheets, format="ods", hidden=reader.hidden)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says, of a cell or of a stretch of text; ``is_hidden`` is a sheet's."""

    cell: CellStyle = PLAIN_STYLE
    is_raised: bool = False
    is_hidden: bool = False
    colour: str = ""
    paper: str = _WHITE


_NO_STYLE = _Style()


@dataclass(slots=True)
class _OdsReader:
    """Takes the elements of a workbook in order."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _budget: Budget = field(default_factory=Budget)
    _into: SheetCollector | None = None
    _boxes: list[TextBox] = field(default_factory=list)
    _row: int = 0
    _rows: int = 1
    _col: int = 0
    _next_col: int = 0
    _column_styles: list[tuple[int, str]] = field(default_factory=list)
    _depth: int = 0
    _is_row_hidden: bool = False

    def read(self, data: bytes) -> None:
        """Take a part of the package."""
        for event, element in stream_elements(data, _TAGS):
            name = local_name(element)
            if event == "start":
                self._start(name, element)
            else:
                self._end(name, element)

    def _start(self, name: str, element: etree._Element) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._start_sheet(element)
        elif name == "table-row" and self._depth == 1:
            self._col = 0
            self._rows = _read_count(read_attribute(element, "number-rows-repeated"), LAST_ROW + 1)
            self._is_row_hidden = read_attribute(element, "visibility") in _HIDDEN

    def _end(self, name: str, element: etree._Element) -> None:
        if name == "style":
            self._read_style(element)
        if self._into is None or self._depth > 1:
            self._depth -= name == "table"
            return
        if name == "table":
            self._depth -= 1
            self._end_sheet(element, self._into)
        elif name == "table-column":
            self._read_column(element, self._into)
        elif name == "table-row":
            self._end_row(self._into)
        elif name == "shapes":
            self._read_shapes(element, 0, 0, self._into)
        elif name in {"table-cell", "covered-table-cell"}:
            self._read_cell(element, self._into)
        if name in {"table-row", "table-cell", "covered-table-cell"}:
            forget(element)

    def _start_sheet(self, table: etree._Element) -> None:
        self._into = SheetCollector(read_attribute(table, "name") or "", self._budget)
        self._boxes, self._column_styles = [], []
        self._row, self._next_col = 0, 0
        ranges = (read_attribute(table, "print-ranges") or "").split()
        areas = [read_area(":".join(end.rpartition(".")[2] for end in one.split(":"))) for one in ranges]
        self._into.printed = [area for area in areas if area is not None]

    def _end_sheet(self, table: etree._Element, into: SheetCollector) -> None:
        self._into = None
        if self._find_style(read_attribute(table, "style-name")).is_hidden:
            self.hidden.append(into.name)
            return
        into.boxes = self._boxes
        self.sheets.append(into.finish())
        forget(table)

    def _read_column(self, column: etree._Element, into: SheetCollector) -> None:
        count = _read_count(read_attribute(column, "number-columns-repeated"), LAST_COL + 1)
        if read_attribute(column, "visibility") in _HIDDEN:
            into.hidden_cols = {*into.hidden_cols, *range(self._next_col, self._next_col + count)}
        self._next_col += count
        self._column_styles.append((self._next_col, read_attribute(column, "default-cell-style-name") or ""))

    def _end_row(self, into: SheetCollector) -> None:
        if self._is_row_hidden:
            into.hidden_rows.update(range(self._row, self._row + min(self._rows, LIMITS.rows)))
        self._row += self._rows

    def _read_cell(self, cell: etree._Element, into: SheetCollector) -> None:
        count = _read_count(read_attribute(cell, "number-columns-repeated"), LAST_COL + 1)
        col, self._col = self._col, self._col + count
        down = _read_count(read_attribute(cell, "number-rows-spanned"), LAST_ROW)
        across = _read_count(read_attribute(cell, "number-columns-spanned"), LAST_COL)
        if (down > 1 or across > 1) and len(into.merged) < SHEETS.merged_areas:
            into.merged.append(Area(self._row, col, self._row + down - 1, col + across - 1))
        if len(cell):
            self._read_shapes(cell, self._row, col, into)
        runs = list(self._read_runs(cell))
        is_plain = not any(run.is_struck or run.is_raised or run.is_unseen for run in runs)
        text = "".join(run.text for run in runs) if is_plain else runs
        style = self._find_style(read_attribute(cell, "style-name") or self._find_column_style(col)).cell
        number = _read_float(read_attribute(cell, "value") or "")
        if not (runs or number is not None or style.is_ruled):
            return
        for row in range(self._row, self._row + min(self._rows, LIMITS.rows)):
            if into.is_full and row > self._row:
                break
            for at in range(col, col + min(count, LIMITS.columns)):
                if runs:
                    into.add_text(row, at, text, style)
                elif number is not None:
                    into.add_number(row, at, number, replace(style, code=UNKNOWN))
                else:
                    into.add_blank(row, at, style)

    def _read_runs(self, cell: etree._Element) -> Iterator[Run]:
        """Yield the stretches of a cell's paragraphs, line ends between them."""
        is_first = True
        for paragraph in cell:
            if local_name(paragraph) not in {"p", "h", "list"}:
                continue
            if not is_first:
                yield Run("\n")
            is_first = False
            yield from self._walk(paragraph, Run(""))

    def _walk(self, element: etree._Element, font: Run) -> Iterator[Run]:
        name = local_name(element)
        if name in _LEFT_OUT:
            return
        style = self._find_style(read_attribute(element, "style-name")) if name == "span" else _NO_STYLE
        here = Run(
            "",
            font.is_struck or style.cell.is_struck,
            font.is_raised or style.is_raised,
            font.is_unseen or style.cell.is_unseen,
        )
        text = {
            "s": " " * _read_count(read_attribute(element, "c"), 100),
            "tab": " ",
            "line-break": "\n",
        }.get(name)
        yield here._replace(text=element.text or "" if text is None else text)
        for child in element:
            yield from self._walk(child, here)
            if child.tail:
                yield here._replace(text=child.tail)

    def _read_shapes(self, parent: etree._Element, row: int, col: int, into: SheetCollector) -> None:
        for shape in parent.iter("{*}frame", "{*}custom-shape"):
            if next(shape.iter("{*}image"), None) is not None:
                into.pictures += 1
                continue
            text = "\n".join(
                "".join(run.text for run in self._walk(one, Run(""))) for one in shape.iter("{*}p")
            )
            if text.strip():
                self._boxes.append(TextBox(text.strip(), Area(row, col, row, col)))

    def _read_style(self, style: etree._Element) -> None:
        parent = self._find_style(read_attribute(style, "parent-style-name"))
        found: dict[str, str] = {}
        for part in style:
            prefix = local_name(part).removesuffix("-properties")
            found |= {f"{prefix}.{key.rpartition('}')[2]}": value for key, value in part.items()}
        self._styles[read_attribute(style, "name") or ""] = _make_style(found, parent)

    def _find_style(self, name: str | None) -> _Style:
        return self._styles.get(name or "", _NO_STYLE)

    def _find_column_style(self, col: int) -> str:
        return next((style for end, style in self._column_styles if col < end), "")


def _make_style(found: Mapping[str, str], parent: _Style) -> _Style:
    colour = found.get("text.color", parent.colour).lower()
    paper = found.get("table-cell.background-color", parent.paper).lower()
    paper = _WHITE if paper == "transparent" else paper
    size = found.get("text.font-size", "")
    points = _read_float(size.removesuffix("pt")) if size.endswith("pt") else None
    is_tiny = points is not None and points <= SHEETS.smallest_font_pt
    struck = found.get("text.text-line-through-style") or found.get("text.text-line-through-type")
    return _Style(
        cell=CellStyle(
            is_unseen=is_tiny or (bool(colour) and colour == paper) or found.get("text.display") == "none",
            is_struck=parent.cell.is_struck if struck is None else struck != "none",
            is_ruled=_is_ruled(found) if _has_borders(found) else parent.cell.is_ruled,
        ),
        is_raised=found.get("text.text-position", "").startswith(("super", "33%")),
        is_hidden=found.get("table.display") == "false",
        colour=colour,
        paper=paper,
    )


def _has_borders(found: Mapping[str, str]) -> bool:
    return any(key.startswith("table-cell.border") for key in found)


def _is_ruled(found: Mapping[str, str]) -> bool:
    def is_drawn(side: str) -> bool:
        line = found.get(f"table-cell.border-{side}") or found.get("table-cell.border") or "none"
        return not line.startswith("none")

    return (is_drawn("left") or is_drawn("right")) and (is_drawn("top") or is_drawn("bottom"))


def _read_count(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isdigit() and text != "0" else 1


def _read_float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
