"""HTML tables to grids with spans, and the text around them to lines.

Scripts, styles and the page's title are not printed, nor is what nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from lxml import etree

from extract.errors import TooDeep
from extract.grid import Box, Cell, Doubt, Grid, Line, doubt_box
from extract.messages import Message, message
from extract.pieces import Piece, name_paragraph_place, name_table_place
from extract.text.html_looks import PLAIN, UNPRINTED, HtmlLook, Looks

_BLOCKS = (
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section ul"
)
_BREAKS = frozenset(_BLOCKS.split())
_MOST_COLUMNS_SPANNED = 1000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"\s*\n\s*")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BEGIN = re.compile(r"<html\b", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_MARK = re.compile(r"\d|[①-⑳*※†‡]|\[\d+\]")


def is_html(text: str) -> bool:
    """Tell whether a text is a web page or a table of one; ``<p>`` marks alone are not enough."""
    return text.lstrip().startswith("<") and re.search(r"<(?:html|table)\b", text, re.IGNORECASE) is not None


def is_cut_short(text: str) -> bool:
    """Tell whether a whole page ends before its end: fragments of pages have none."""
    return _BEGIN.search(text) is not None and _END.search(text) is None


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page's tables and the lines outside them in order, all that it shows, and what was left out.

    ``tables`` and ``lines`` count them, those of the pages before it too.
    """

    pieces: Sequence[Piece] = ()
    shown: str = ""
    warnings: Sequence[Message] = ()
    tables: int = 0
    lines: int = 0


def read_html(text: str, before: HtmlPage | None = None) -> HtmlPage:
    """Return what an HTML text shows; its places are counted on from the page ``before``.

    A nested table that only lays out the page is text of its cell. Any other comes between the rows above its
    cell and those below. Raises ``TooDeep``, for what lies deeper is not read.
    """
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root: etree._Element | None = etree.fromstring(_DECLARATION.sub("", text).replace("\0", ""), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise TooDeep
    if root is None:
        return before or HtmlPage()
    return _PageReader(Looks(root), before or HtmlPage()).read(root)


@dataclass(frozen=True, slots=True)
class _HtmlText:
    """A piece of text with the line of the file that it stands in."""

    text: str
    line: int


_Part = _HtmlText | Sequence[Piece]
"""A text, or the pieces of a table in its place."""


@dataclass(slots=True)
class _Slot:
    """A cell of a table, or the text outside all cells."""

    line: int
    rowspan: int = 1
    colspan: int = 1
    parts: list[_Part] = field(default_factory=list)
    doubt: Doubt | None = None

    @property
    def last_sign(self) -> str:
        """The last sign of the text so far, or nothing."""
        last = self.parts[-1] if self.parts else None
        return last.text[-1:] if isinstance(last, _HtmlText) else ""


@dataclass(slots=True)
class _HtmlRow:
    number: int
    slots: list[_Slot] = field(default_factory=list)


@dataclass(slots=True)
class _HtmlTable:
    """A table's rows; ``path`` is its number in the file, or in the table around it; ``stray`` is in no cell."""

    path: tuple[int, ...]
    stray: _Slot
    rows: list[_HtmlRow] = field(default_factory=list)
    inner: int = 0

    @property
    def slot(self) -> _Slot:
        """Where text belongs that stands between two cells."""
        return self.rows[-1].slots[-1] if self.rows and self.rows[-1].slots else self.stray


class _PageReader:
    """Sorts a page's text into the cells of its tables, and into lines."""

    def __init__(self, looks: Looks, before: HtmlPage) -> None:
        self._looks = looks
        self._tables = before.tables
        self._lines = before.lines
        self._hidden = 0
        self._struck = 0
        self._marks: list[str] = []

    def read(self, root: etree._Element) -> HtmlPage:
        """Return all that the page shows."""
        outside = _Slot(1)
        self._add_element(root, outside, PLAIN, None)
        pieces = [self._number(piece) for piece in _list_pieces(outside)]
        shown = list(self._list_shown(root, PLAIN))
        for mark in self._marks:
            shown.remove(mark)
        counts = (
            ("hidden-text", self._hidden),
            ("struck-text", self._struck),
            ("note-marks", len(self._marks)),
        )
        warnings = [message(code, count=count) for code, count in counts if count]
        return HtmlPage(pieces, "".join(shown), warnings, self._tables, self._lines)

    def _number(self, piece: Piece) -> Piece:
        """Give a line outside the tables its place."""
        if not isinstance(piece, Line):
            return piece
        self._lines += 1
        return Line(piece.text, Box(line=piece.box.line, place=name_paragraph_place(self._lines)))

    def _list_shown(self, element: etree._Element, around: HtmlLook) -> Iterator[str]:
        """Yield all text that leaves ink and is not struck out, whatever element it stands in."""
        look = self._looks.find(element, around)
        if not look.is_shown:
            return
        yield from _read_field(element)
        if element.text and not look.is_struck:
            yield element.text
        for child in element:
            yield from self._list_shown(child, look)
            if child.tail and not look.is_struck:
                yield child.tail

    def _add_element(
        self, element: etree._Element, slot: _Slot, around: HtmlLook, table: _HtmlTable | None
    ) -> None:
        """Add what an element shows to a slot; tables are read with their own cells."""
        look = self._looks.find(element, around)
        if not look.is_shown:
            self._hidden += _hides_text(element)
            return
        if element.tag == "table":
            slot.parts.append(self._read_table(element, look, table))
            return
        line = _line_of(element)
        is_break = element.tag in _BREAKS
        if is_break:
            slot.parts.append(_HtmlText("\n", line))
        slot.parts.extend(_HtmlText(value, line) for value in _read_field(element))
        self._add_text(element.text, line, slot, look)
        for child in element:
            self._add_element(child, slot, look, table)
            self._add_text(child.tail, _line_of(child), slot, look)
        if is_break and element.tag != "br":
            slot.parts.append(_HtmlText("\n", line))

    def _add_text(self, text: str | None, line: int, slot: _Slot, look: HtmlLook) -> None:
        if not text:
            return
        if look.is_struck:
            if text.strip():
                self._struck += 1
                slot.doubt = slot.doubt or "struck"
        elif look.is_raised and _is_note_mark(text, slot.last_sign):
            self._marks.append(text)
            slot.doubt = slot.doubt or "mended"
        else:
            slot.parts.append(_HtmlText(_BLANKS.sub(" ", text), line))

    def _read_table(
        self, element: etree._Element, look: HtmlLook, around: _HtmlTable | None
    ) -> Sequence[Piece]:
        if around is None:
            self._tables += 1
            path: tuple[int, ...] = (self._tables,)
        else:
            around.inner += 1
            path = (*around.path, around.inner)
        table = _HtmlTable(path, _Slot(_line_of(element)))
        self._gather_rows(element, table, look)
        return [*_list_pieces(table.stray), *_read_rows(table)]

    def _gather_rows(self, parent: etree._Element, table: _HtmlTable, look: HtmlLook) -> None:
        """Find the rows and cells of a table in whatever stands between; its foot comes last."""
        self._add_text(parent.text, _line_of(parent), table.slot, look)
        for child in sorted(parent, key=lambda one: one.tag == "tfoot"):
            own = self._looks.find(child, look)
            if not own.is_shown:
                self._hidden += _hides_text(child)
            elif child.tag == "tr":
                table.rows.append(_HtmlRow(len(table.rows)))
                self._gather_rows(child, table, own)
            elif child.tag in _CELLS:
                self._add_cell(child, table, look)
            elif child.tag != "table" and any(child.find(f".//{tag}") is not None for tag in _CELLS):
                self._gather_rows(child, table, own)
            else:
                self._add_element(child, table.slot, look, table)
            self._add_text(child.tail, _line_of(child), table.slot, look)

    def _add_cell(self, element: etree._Element, table: _HtmlTable, around: HtmlLook) -> None:
        if not table.rows:
            table.rows.append(_HtmlRow(0))
        rowspan, colspan = _read_span(element.get("rowspan")), _read_span(element.get("colspan")) or 1
        slot = _Slot(_line_of(element), rowspan, colspan)
        table.rows[-1].slots.append(slot)
        self._add_element(element, slot, around, table)


_CELLS = ("td", "th")


def _is_note_mark(text: str, before: str) -> bool:
    """Tell a raised mark of a note from a power, which stands behind a letter as in m²."""
    is_power = before.isascii() and before.isalpha()
    return bool(_MARK.fullmatch(text.strip())) and not is_power


def _read_field(element: etree._Element) -> Iterator[str]:
    """Yield what a field of the page is filled with."""
    if element.tag == "input" and element.get("value"):
        yield element.get("value", "")


def _hides_text(element: etree._Element) -> bool:
    """Tell whether it is text that somebody hid, and no script or style."""
    return element.tag not in UNPRINTED and any(str(text).strip() for text in element.itertext())


def _line_of(element: etree._Element) -> int:
    return int(element.sourceline or 1)


def _read_span(value: str | None) -> int:
    """Read a span as browsers do: nonsense is 1, and a rowspan of 0 goes to the table's end."""
    digits = re.match(r"\s*(\d{1,6})", value or "")
    if not digits:
        return 1
    return min(int(digits[1]), _MOST_COLUMNS_SPANNED)


def _join_texts(parts: Sequence[_Part]) -> str:
    text = "".join(part.text for part in parts if isinstance(part, _HtmlText))
    return _LINE_END.sub("\n", text).strip()


def _list_pieces(slot: _Slot) -> Iterator[Piece]:
    """Yield the tables of a slot and the lines of its text, in order."""
    for is_text, parts in groupby(slot.parts, key=lambda part: isinstance(part, _HtmlText)):
        if is_text:
            yield from _make_lines([part for part in parts if isinstance(part, _HtmlText)])
        else:
            yield from chain.from_iterable(part for part in parts if not isinstance(part, _HtmlText))


def _make_lines(parts: Sequence[_HtmlText]) -> Iterator[Line]:
    """Yield the lines of a text, each at the first of its pieces that is no blank."""
    text, line = "", 0
    for part in parts:
        for at, piece in enumerate(part.text.split("\n")):
            if at:
                if text.strip():
                    yield Line(text.strip(), Box(line=line))
                text, line = "", 0
            if piece.strip() and not line:
                line = part.line
            text += piece
    if text.strip():
        yield Line(text.strip(), Box(line=line))


def _read_rows(table: _HtmlTable) -> Iterator[Piece]:
    """Yield the rows of a table as one grid, but those with a table inside as that table and lines.

    A table inside that is only text is text of its cell. Where no row has two filled cells the table only
    lays out the page, and its text is lines.
    """
    rows: list[_HtmlRow] = []
    for row in table.rows:
        for slot in row.slots:
            slot.parts = list(_open_layouts(slot.parts))
        if all(isinstance(part, _HtmlText) for slot in row.slots for part in slot.parts):
            rows.append(row)
            continue
        yield from _make_grid_or_lines(table, rows)
        rows = []
        for slot in row.slots:
            yield from _list_pieces(slot)
    yield from _make_grid_or_lines(table, rows)


def _open_layouts(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Yield the parts of a cell, a table that is only lines as its text."""
    for part in parts:
        if isinstance(part, _HtmlText) or any(isinstance(piece, Grid) for piece in part):
            yield part
        else:
            for piece in part:
                if isinstance(piece, Line):
                    yield _HtmlText(f"\n{piece.text}\n", piece.box.line or 1)


def _make_grid_or_lines(table: _HtmlTable, rows: Sequence[_HtmlRow]) -> Iterator[Piece]:
    if any(sum(bool(_join_texts(slot.parts)) for slot in row.slots) > 1 for row in rows):
        yield _make_grid(table, rows)
        return
    for slot in chain.from_iterable(row.slots for row in rows):
        yield from _list_pieces(slot)


def _make_grid(table: _HtmlTable, rows: Sequence[_HtmlRow]) -> Grid:
    cells: list[Cell] = []
    free_from: list[int] = []
    for index, row in enumerate(rows):
        col = 0
        for slot in row.slots:
            while col < len(free_from) and free_from[col] > index:
                col += 1
            rowspan = min(slot.rowspan or len(rows), len(rows) - index)
            colspan = _count_free(free_from[col : col + slot.colspan], index, slot.colspan)
            free_from += [0] * (col + colspan - len(free_from))
            free_from[col : col + colspan] = [index + rowspan] * colspan
            box = _make_box(slot, name_table_place(table.path, row.number, col))
            cells.append(Cell(index, col, _join_texts(slot.parts), (box,), rowspan, colspan))
            col += colspan
    return Grid(len(rows), len(free_from), tuple(cells))


def _make_box(slot: _Slot, place: str) -> Box:
    return doubt_box(Box(line=slot.line, place=place), slot.doubt)


def _count_free(free_from: Sequence[int], row: int, wanted: int) -> int:
    """Return how many of the columns wanted are free.

    A cell never covers one that a row above reaches down to.
    """
    return next((count for count, until in enumerate(free_from) if until > row), wanted)
