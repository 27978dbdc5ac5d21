"""HTML tables to grids with spans, and the text around them to lines.

Scripts, styles and the page's title are not printed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain, groupby

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


def strip_marks(text: str) -> str:
    """Return what HTML shows, by taking its marks away: the count to hold the tables against."""
    return html.unescape(_UNPRINTED.sub("", text))


def read_html(text: str) -> Sequence[Grid | Line]:
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
class _OpenTable:
    rows: list[list[_Slot]] = field(default_factory=list)
    in_cell: bool = False


class _Reader(HTMLParser):
    """Sorts text into the cells of the innermost open table, or into lines.

    End tags may be missing, as HTML allows.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Grid | Line] = []
        self._open: list[_OpenTable] = []
        self._outside: list[str | Sequence[Grid | Line]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._end_line()
            self._open.append(_OpenTable())
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
            self._put(_read_table(self._open.pop()))
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
        if self._open and self._open[-1].in_cell:
            return self._open[-1].rows[-1][-1].parts
        return self._outside

    def _break(self) -> None:
        self._text().append("\n")
        if not self._open:
            self._end_line()

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        rowspan, colspan = _read_span(attrs.get("rowspan")), _read_span(attrs.get("colspan")) or 1
        table.rows[-1].append(_Slot(self.getpos()[0], rowspan, colspan))
        table.in_cell = True

    def _end_cell(self) -> None:
        self._end_line()
        if self._open:
            self._open[-1].in_cell = False

    def _end_line(self) -> None:
        texts = _join_texts(self._outside).split("\n")
        self.pieces += [Line(text, Box(line=self.getpos()[0])) for text in texts if text]
        self._outside.clear()


def _read_span(value: str | None) -> int:
    """Read a span as browsers do: nonsense is 1, and a rowspan of 0 goes to the table's end."""
    digits = re.match(r"\s*(\d{1,6})", value or "")
    if not digits:
        return 1
    return min(int(digits[1]), _MOST_COLUMNS_SPANNED)


def _join_texts(parts: Sequence[str | Sequence[Grid | Line]]) -> str:
    text = "".join(part for part in parts if isinstance(part, str))
    return _LINE_END.sub("\n", text).strip()


def _read_table(table: _OpenTable) -> Sequence[Grid | Line]:
    """Return the rows of a table as one grid, but those with a table inside as that table and lines.

    They come in order. Where no row has two filled cells the table only lays out the page, and its text is
    lines.
    """
    pieces: list[Grid | Line] = []
    rows: list[Sequence[_Slot]] = []
    for row in table.rows:
        if all(map(_is_text, row)):
            rows.append(row)
            continue
        pieces += _make_grid_or_lines(rows)
        rows = []
        for slot in row:
            pieces += _read_slot(slot)
    return [*pieces, *_make_grid_or_lines(rows)]


def _is_text(slot: _Slot) -> bool:
    return all(isinstance(part, str) for part in slot.parts)


def _read_slot(slot: _Slot) -> Iterator[Grid | Line]:
    for is_text, parts in groupby(slot.parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield from _make_lines(_Slot(slot.line, 1, 1, list(parts)))
        else:
            pieces = chain.from_iterable(parts)
            yield from (piece for piece in pieces if not isinstance(piece, str))


def _make_grid_or_lines(rows: Sequence[Sequence[_Slot]]) -> Sequence[Grid | Line]:
    if any(map(_has_columns, rows)):
        return [_make_grid(rows)]
    slots = chain.from_iterable(rows)
    return list(chain.from_iterable(map(_make_lines, slots)))


def _has_columns(row: Sequence[_Slot]) -> bool:
    return sum(bool(_join_texts(slot.parts)) for slot in row) > 1


def _make_lines(slot: _Slot) -> Iterator[Line]:
    return (Line(text, Box(line=slot.line)) for text in _join_texts(slot.parts).split("\n") if text)


def _make_grid(rows: Sequence[Sequence[_Slot]]) -> Grid:
    cells: list[Cell] = []
    free_from: list[int] = []
    for index, row in enumerate(rows):
        col = 0
        for slot in row:
            while col < len(free_from) and free_from[col] > index:
                col += 1
            rowspan = min(slot.rowspan or len(rows), len(rows) - index)
            colspan = _count_free(free_from[col : col + slot.colspan], index, slot.colspan)
            free_from += [0] * (col + colspan - len(free_from))
            free_from[col : col + colspan] = [index + rowspan] * colspan
            text, boxes = _join_texts(slot.parts), (Box(line=slot.line),)
            cells.append(Cell(index, col, text, boxes, rowspan, colspan))
            col += colspan
    return Grid(len(rows), len(free_from), tuple(cells))


def _count_free(free_from: Sequence[int], row: int, wanted: int) -> int:
    """Return how many of the columns wanted are free.

    A cell never covers one that a row above reaches down to.
    """
    taken = (col for col, first_free in enumerate(free_from) if first_free > row)
    return next(taken, wanted)
