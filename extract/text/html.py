"""HTML tables to grids with spans, and the text around them to lines.

Scripts, styles and the page's title are not printed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

from extract.grid import Box, Cell, Grid, Line

_HIDDEN = frozenset({"script", "style", "template", "title"})
_BREAKS = frozenset(
    {"br", "caption", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
)
_MOST_COLUMNS_SPANNED = 1000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"\s*\n\s*")
_UNPRINTED = re.compile(
    r"<!--.*?-->|<(script|style|template|title)\b.*?</\1\s*>|<[a-z/!?][^>]*>", re.IGNORECASE | re.DOTALL
)


def is_html(text: str) -> bool:
    """Tell whether a text is a web page or a table of one; ``<p>`` marks alone are not enough."""
    return text.lstrip().startswith("<") and re.search(r"<(?:html|table)\b", text, re.IGNORECASE) is not None


def printed(text: str) -> str:
    """Return what HTML shows, by taking its marks away: the count to hold the tables against."""
    return html.unescape(_UNPRINTED.sub("", text))


def html_tables_and_lines(text: str) -> Sequence[Grid | Line]:
    """Return the tables of an HTML text and the lines outside them, in order.

    A nested table that only lays out the page is text of its cell. Any other comes between the rows above its
    cell and those below.
    """
    reader = _Reader()
    reader.feed(text)
    reader.finish()
    return reader.pieces


@dataclass(slots=True)
class _Slot:
    line: int
    rowspan: int
    colspan: int
    parts: list[str | Sequence[Grid | Line]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: list[list[_Slot]] = field(default_factory=list)
    in_cell: bool = False


class _Reader(HTMLParser):
    """Sorts text into the cells of the innermost open table, or into lines.

    End tags may be missing, as HTML allows.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Grid | Line] = []
        self._open: list[_Table] = []
        self._outside: list[str | Sequence[Grid | Line]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._end_line()
            self._open.append(_Table())
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            self._start_cell(dict(attrs))
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._open:
            self._end_line()
            self._put(_pieces(self._open.pop()))
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text().append(_BLANKS.sub(" ", data))

    def finish(self) -> None:
        """Close what the file leaves open."""
        self.close()
        while self._open:
            self.handle_endtag("table")
        self._end_line()

    def _put(self, pieces: Sequence[Grid | Line]) -> None:
        """Put a table's pieces into the cell around it, those that are text as text."""
        if not (self._open and self._open[-1].in_cell):
            self.pieces += pieces
        elif any(isinstance(piece, Grid) for piece in pieces):
            self._text().append(pieces)
        else:
            self._text().extend(f"\n{piece.text}\n" for piece in pieces if isinstance(piece, Line))

    def _text(self) -> list[str | Sequence[Grid | Line]]:
        table = self._open[-1] if self._open else None
        return table.rows[-1][-1].parts if table and table.in_cell else self._outside

    def _break(self) -> None:
        self._text().append("\n")
        if not self._open:
            self._end_line()

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(
            _Slot(self.getpos()[0], _span(attrs.get("rowspan")), _span(attrs.get("colspan")) or 1)
        )
        table.in_cell = True

    def _end_cell(self) -> None:
        self._end_line()
        if self._open:
            self._open[-1].in_cell = False

    def _end_line(self) -> None:
        texts = _joined(self._outside).split("\n")
        self.pieces += [Line(text, Box(line=self.getpos()[0])) for text in texts if text]
        self._outside.clear()


def _span(value: str | None) -> int:
    """Read a span as browsers do: nonsense is 1, and a rowspan of 0 goes to the table's end."""
    digits = re.match(r"\s*(\d{1,6})", value or "")
    return min(int(digits[1]), _MOST_COLUMNS_SPANNED) if digits else 1


def _joined(parts: Sequence[str | Sequence[Grid | Line]]) -> str:
    return _LINE_END.sub("\n", "".join(part for part in parts if isinstance(part, str))).strip()


def _pieces(table: _Table) -> Sequence[Grid | Line]:
    """Return the rows of a table as one grid, but those with a table of their own inside in order as that table and lines.

    Where no row has two filled cells the table only lays out the page, and its text is lines.
    """
    pieces: list[Grid | Line] = []
    rows: list[Sequence[_Slot]] = []
    for row in table.rows:
        if all(isinstance(part, str) for slot in row for part in slot.parts):
            rows.append(row)
        else:
            pieces += _grid_or_lines(rows)
            pieces += [piece for slot in row for piece in _in_order(slot)]
            rows = []
    return [*pieces, *_grid_or_lines(rows)]


def _in_order(slot: _Slot) -> Iterator[Grid | Line]:
    for is_text, parts in groupby(slot.parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield from _lines(_Slot(slot.line, 1, 1, list(parts)))
        else:
            yield from (piece for part in parts for piece in part if not isinstance(piece, str))


def _grid_or_lines(rows: Sequence[Sequence[_Slot]]) -> Sequence[Grid | Line]:
    if any(sum(bool(_joined(slot.parts)) for slot in row) > 1 for row in rows):
        return [_grid(rows)]
    return [line for row in rows for slot in row for line in _lines(slot)]


def _lines(slot: _Slot) -> Iterator[Line]:
    return (Line(text, Box(line=slot.line)) for text in _joined(slot.parts).split("\n") if text)


def _grid(rows: Sequence[Sequence[_Slot]]) -> Grid:
    cells: list[Cell] = []
    free_from: list[int] = []
    for index, row in enumerate(rows):
        col = 0
        for slot in row:
            while col < len(free_from) and free_from[col] > index:
                col += 1
            rowspan = min(slot.rowspan or len(rows), len(rows) - index)
            colspan = _free_columns(free_from[col : col + slot.colspan], index, slot.colspan)
            free_from += [0] * (col + colspan - len(free_from))
            free_from[col : col + colspan] = [index + rowspan] * colspan
            cells.append(Cell(index, col, _joined(slot.parts), (Box(line=slot.line),), rowspan, colspan))
            col += colspan
    return Grid(len(rows), len(free_from), tuple(cells))


def _free_columns(free_from: Sequence[int], row: int, wanted: int) -> int:
    """Return how many of the columns wanted are free.

    A cell never covers one that a row above reaches down to.
    """
    return next((col for col, first_free in enumerate(free_from) if first_free > row), wanted)
