"""Tables that stand on no page, those of Word, Excel, web and text files, laid out on one to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from msgspec import structs

from extract.grid import Box, Cell, Document, Grid, Line
from extract.pdf_writer import GlyphNumbers, PdfPage, measure_sign, write_pdf

_SIZE_PT = 9.0
_LEADING_PT = 12.0
_PADDING_PT = 3.0
_MARGIN_PT = 30.0
_GAP_PT = 14.0
_NARROWEST_EM, _WIDEST_EM = 3.0, 16.0  # columns
_MOST_LINES = 60  # of a cell
_MOST_ROWS = 1000  # on the page, which is as long as they need
_EM = 1000
_LINE_EM = 80.0  # outside tables


@dataclass(slots=True)
class _LaidOutPage:
    """What is placed so far, downwards from the top, in points."""

    glyphs: GlyphNumbers
    bottom: float = _MARGIN_PT
    right: float = 0.0
    texts: list[tuple[float, float, str]] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    rows_left: int = _MOST_ROWS

    def place_line(self, line: Line) -> Line:
        """Place a line outside the tables below what is there."""
        top = self.bottom
        for piece in _wrap(line.text, _LINE_EM):
            self.bottom += _LEADING_PT
            self.texts.append((_MARGIN_PT, self.bottom, piece))
        return replace(
            line, box=_on_page(line.box, (_MARGIN_PT, top, self.right or _MARGIN_PT + 1, self.bottom + 2))
        )

    def place_grid(self, grid: Grid) -> Grid:
        """Place a table below what is there; rows that the page has no room for stay where they are."""
        before = tuple(map(self.place_line, grid.before))
        shown = [cell for cell in grid.cells if cell.row + cell.rowspan <= self.rows_left]
        self.rows_left -= min(grid.rows, self.rows_left)
        widths = _find_widths(grid.cols, shown)
        heights = _find_heights(shown, widths)
        xs = [_MARGIN_PT + x for x in accumulate(widths, initial=0.0)]
        ys = [self.bottom + _GAP_PT / 2 + y for y in accumulate(heights, initial=0.0)]
        placed = {id(cell): self._place_cell(cell, xs, ys) for cell in shown}
        self.right = max(self.right, xs[-1])
        self.bottom = ys[-1] + _GAP_PT
        return replace(grid, cells=tuple(placed.get(id(cell), cell) for cell in grid.cells), before=before)

    def _place_cell(self, cell: Cell, xs: Sequence[float], ys: Sequence[float]) -> Cell:
        edges = xs[cell.col], ys[cell.row], xs[cell.col + cell.colspan], ys[cell.row + cell.rowspan]
        self.frames.append(edges)
        width_em = (edges[2] - edges[0] - 2 * _PADDING_PT) / _SIZE_PT
        for at, piece in enumerate(_wrap(cell.text, width_em)):
            self.texts.append((edges[0] + _PADDING_PT, edges[1] + (at + 1) * _LEADING_PT, piece))
        box = cell.boxes[0] if cell.boxes else Box()
        return structs.replace(cell, boxes=(_on_page(box, edges),))

    def draw(self) -> bytes:
        """Return the page as a PDF."""
        page = PdfPage(self.right + _MARGIN_PT, self.bottom + _MARGIN_PT)
        page.content.append("0.5 w 0.6 G")
        for x0, top, x1, bottom in self.frames:
            page.content.append(f"{x0:.2f} {page.height - bottom:.2f} {x1 - x0:.2f} {bottom - top:.2f} re S")
        page.content.append("BT")
        for x, base, text in self.texts:
            numbers = "".join(
                f"{self.glyphs.number(sign, round(measure_sign(sign) * _EM)):04X}" for sign in text
            )
            page.content.append(
                f"/F {_SIZE_PT} Tf 1 0 0 1 {x:.2f} {page.height - base:.2f} Tm <{numbers}> Tj"
            )
        page.content.append("ET")
        return write_pdf([page], self.glyphs)


def lay_out(document: Document) -> tuple[bytes, Document]:
    """Return a PDF of one page with a document's tables and lines, and the document with its places there."""
    sheet = _LaidOutPage(GlyphNumbers())
    sheet.right = _MARGIN_PT + _LINE_EM * _SIZE_PT
    grids = tuple(map(sheet.place_grid, document.grids))
    tail = tuple(map(sheet.place_line, document.tail))
    return sheet.draw(), replace(document, grids=grids, tail=tail)


def _on_page(box: Box, edges: tuple[float, float, float, float]) -> Box:
    x0, top, x1, bottom = edges
    return structs.replace(box, page=1, x0=x0, top=top, x1=x1, bottom=bottom)


def _find_widths(cols: int, cells: Sequence[Cell]) -> list[float]:
    """Return the columns' widths: what their own texts take, and a share of those that reach over several."""
    widths = [_NARROWEST_EM] * cols
    for cell in sorted(cells, key=lambda one: one.colspan):
        wanted = max((sum(map(measure_sign, line)) for line in cell.text.split("\n")), default=0.0)
        own = slice(cell.col, cell.col + cell.colspan)
        missing = min(wanted, _WIDEST_EM) - sum(widths[own])
        if missing > 0:
            widths[own] = [width + missing / cell.colspan for width in widths[own]]
    return [width * _SIZE_PT + 2 * _PADDING_PT for width in widths]


def _find_heights(cells: Sequence[Cell], widths: Sequence[float]) -> list[float]:
    """Return the rows' heights; what a cell over several rows lacks is added to its last."""
    rows = max((cell.row + cell.rowspan for cell in cells), default=0)
    heights = [_LEADING_PT + 2 * _PADDING_PT] * rows
    for cell in sorted(cells, key=lambda one: (one.row + one.rowspan, one.rowspan)):
        width_em = (sum(widths[cell.col : cell.col + cell.colspan]) - 2 * _PADDING_PT) / _SIZE_PT
        wanted = len(list(_wrap(cell.text, width_em))) * _LEADING_PT + 2 * _PADDING_PT
        last = cell.row + cell.rowspan - 1
        heights[last] += max(0.0, wanted - sum(heights[cell.row : last + 1]))
    return heights


def _wrap(text: str, width_em: float) -> Iterator[str]:
    """Yield the lines that a text takes in a width."""
    count = 0
    for line in text.split("\n"):
        piece, used = "", 0.0
        for sign in line:
            wide = measure_sign(sign)
            if piece and used + wide > width_em:
                yield piece
                count += 1
                piece, used = "", 0.0
            if count >= _MOST_LINES:
                return
            piece, used = piece + sign, used + wide
        if piece:
            yield piece
            count += 1
