"""A page as a picture, with what was read of it drawn over it: tables, cells, spans, and what a page end cut or parted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from extract.grid import Box, Cell, Document, Grid, Line

_SCALE = 2.0  # pixels a point
_LONGEST = 4000  # pixels
_DASH = 12
_BESIDE = 4.0  # points between a table's edge and the line that tells how the page end cuts it
_MARGIN = 16.0
_LEGEND = 44
_TEXT = 18

Colour = tuple[int, int, int, int]
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of thing is drawn, and what the legend calls it."""

    name: str
    line: Colour
    width: int
    fill: Colour | None = None
    dashed: bool = False


_OUTSIDE = Look("表外的文字", (120, 120, 120, 200), 1, (120, 120, 120, 30))
_CELL = Look("单元格", (20, 140, 70, 255), 2)
_SPAN = Look("合并的单元格", (130, 60, 180, 255), 3, (150, 80, 200, 45))
_GOES_ON = Look("跨页的单元格", (225, 110, 0, 255), 3, (255, 150, 30, 60))
_TABLE = Look("表格", (25, 80, 215, 255), 5)
_CUT = Look("被分页切断的行", (215, 20, 40, 255), 6, dashed=True)
_BREAK = Look("分页处两行之间", (0, 160, 150, 255), 6, dashed=True)
_ORDER = (_OUTSIDE, _CELL, _SPAN, _GOES_ON, _TABLE, _BREAK, _CUT)  # the last on top
LOOKS = (_TABLE, _CELL, _SPAN, _GOES_ON, _CUT, _BREAK, _OUTSIDE)


def draw_page(path: Path, document: Document, number: int) -> Image.Image:
    """Render page ``number`` (from 1) of a PDF and draw over it what ``document`` holds of it, with a legend below."""
    with pypdfium2.PdfDocument(path) as file:
        page = file[number - 1]
        scale = min(_SCALE, _LONGEST / max(page.get_size()))
        shown = page.render(scale=scale).to_pil().convert("RGBA")
    over = Image.new("RGBA", shown.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    for look, edges in sorted(_things(document, number), key=lambda thing: _ORDER.index(thing[0])):
        _draw(pen, look, tuple(edge * scale for edge in edges))
    return _with_legend(Image.alpha_composite(shown, over).convert("RGB"))


def legend_font() -> bytes:
    """Return the font that has the characters of the legend."""
    return files("extract").joinpath("legend.otf").read_bytes()


def _things(document: Document, number: int) -> Iterator[tuple[Look, Edges]]:
    for line in _lines(document):
        if line.box.page == number:
            yield _OUTSIDE, _edges(line.box)
    for grid in document.grids:
        yield from _of_grid(grid, number)


def _lines(document: Document) -> Iterator[Line]:
    for grid in document.grids:
        yield from grid.before
    yield from document.tail


def _of_grid(grid: Grid, number: int) -> Iterator[tuple[Look, Edges]]:
    here = [(cell, box) for cell in grid.cells for box in cell.boxes if box.page == number]
    if not here:
        return
    yield from ((_look(cell), _edges(box)) for cell, box in here)
    outline = _around([box for _, box in here])
    yield _TABLE, outline
    yield from _joins(grid, number, outline)


def _look(cell: Cell) -> Look:
    if len({box.page for box in cell.boxes}) > 1:
        return _GOES_ON
    return _SPAN if cell.rowspan > 1 or cell.colspan > 1 else _CELL


def _joins(grid: Grid, number: int, outline: Edges) -> Iterator[tuple[Look, Edges]]:
    """Return the edges at which the page before or the next one goes on: through a row, or between two."""
    x0, top, x1, bottom = outline
    pages = {box.page for cell in grid.cells for box in cell.boxes}
    for other, y in ((number - 1, top - _BESIDE), (number + 1, bottom + _BESIDE)):
        if other in pages:
            yield _BREAK if _is_parted(grid, max(number, other)) else _CUT, (x0, y, x1, y)


def _is_parted(grid: Grid, page: int) -> bool:
    """Tell whether a page begins with a row of its own."""
    begin = {seam.row for seam in grid.seams}
    return any(cell.row in begin and cell.boxes and cell.boxes[0].page == page for cell in grid.cells)


def _around(boxes: Sequence[Box]) -> Edges:
    edges = [_edges(box) for box in boxes]
    return (
        min(e[0] for e in edges),
        min(e[1] for e in edges),
        max(e[2] for e in edges),
        max(e[3] for e in edges),
    )


def _edges(box: Box) -> Edges:
    return box.x0 or 0.0, box.top or 0.0, box.x1 or 0.0, box.bottom or 0.0


def _draw(pen: ImageDraw.ImageDraw, look: Look, edges: tuple[float, ...]) -> None:
    x0, top, x1, bottom = edges
    if look.dashed:
        for x in range(round(x0), round(x1), 2 * _DASH):
            pen.line((x, top, min(x + _DASH, x1), top), look.line, look.width)
    else:
        pen.rectangle((x0, top, max(x0, x1), max(top, bottom)), look.fill, look.line, look.width)


def _with_legend(picture: Image.Image) -> Image.Image:
    """Put a strip below the picture that tells what is drawn how; as many lines as its width needs."""
    font = ImageFont.truetype(BytesIO(legend_font()), _TEXT)
    places: list[tuple[Look, float, int]] = []
    x, row = _MARGIN, 0
    for look in LOOKS:
        wide = 64 + font.getlength(look.name)
        if x + wide > picture.width and x > _MARGIN:
            x, row = _MARGIN, row + 1
        places.append((look, x, row))
        x += wide
    whole = Image.new("RGB", (picture.width, picture.height + _LEGEND * (row + 1)), "white")
    whole.paste(picture)
    pen = ImageDraw.Draw(whole, "RGBA")
    for look, left, line in places:
        top = picture.height + _LEGEND * line + 12
        _draw(
            pen,
            look,
            (left, top + 10, left + 28, top + 10) if look.dashed else (left, top, left + 28, top + 20),
        )
        pen.text((left + 36, top + 10), look.name, "black", font, "lm")
    return whole
