"""A page as a picture, with what was read of it drawn over it.

Tables, cells, merged cells, and what a page break cut or parted are drawn; ``legend.toml`` names them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from extract.grid import DRAWN_FORMATS, Cell, Document, Grid, Line
from extract.reader import make_drawable
from extract.table_page import lay_out

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
    """How one kind of thing is drawn; ``code`` is its entry in the legend's names."""

    code: str
    line: Colour
    width: int
    fill: Colour | None = None
    dashed: bool = False


_OUTSIDE = Look("outside", (120, 120, 120, 200), 1, (120, 120, 120, 30))
_CELL = Look("cell", (20, 140, 70, 255), 2)
_SPAN = Look("merged-cell", (130, 60, 180, 255), 3, (150, 80, 200, 45))
_GOES_ON = Look("continued-cell", (225, 110, 0, 255), 3, (255, 150, 30, 60))
_TABLE = Look("table", (25, 80, 215, 255), 5)
_CUT = Look("cut-row", (215, 20, 40, 255), 6, dashed=True)
_BREAK = Look("page-break", (0, 160, 150, 255), 6, dashed=True)
_ORDER = (_OUTSIDE, _CELL, _SPAN, _GOES_ON, _TABLE, _BREAK, _CUT)  # the last on top
LOOKS = (_TABLE, _CELL, _SPAN, _GOES_ON, _CUT, _BREAK, _OUTSIDE)


def draw_page(path: Path, document: Document, number: int, *, language: str = "zh") -> Image.Image:
    """Render page ``number`` (from 1) of a file, draw over it what ``document`` holds of it, a legend below.

    What stands on no page, as Word's and Excel's tables, is laid out on one. ``document`` is one whose page
    ends are decided; ``language`` of the legend is ``zh`` or ``en``.
    """
    if document.format in DRAWN_FORMATS:
        pdf = make_drawable(path.read_bytes(), {number})
    else:
        pdf, document = lay_out(document)
    with pypdfium2.PdfDocument(pdf) as file:
        page = file[number - 1]
        scale = min(_SCALE, _LONGEST / max(page.get_size()))
        shown = page.render(scale=scale).to_pil().convert("RGBA")
    over = Image.new("RGBA", shown.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    for look, edges in sorted(_find_things(document, number), key=lambda thing: _ORDER.index(thing[0])):
        _draw(pen, look, tuple(edge * scale for edge in edges))
    return _add_legend(Image.alpha_composite(shown, over).convert("RGB"), language)


@cache
def read_legend(language: str) -> Mapping[str, str]:
    """Return what the legend calls each kind of thing, by its code."""
    entries = tomllib.loads(files("extract").joinpath("legend.toml").read_text("utf-8"))
    return {code: names[language] for code, names in entries.items()}


def read_legend_font() -> bytes:
    """Return the font that has the Chinese characters of the legend."""
    return files("extract").joinpath("legend.otf").read_bytes()


def _load_font(language: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Load the font of the legend; Pillow brings one with Latin letters."""
    if language == "zh":
        return ImageFont.truetype(BytesIO(read_legend_font()), _TEXT)
    return ImageFont.load_default(_TEXT)


def _find_things(document: Document, number: int) -> Iterator[tuple[Look, Edges]]:
    for line in _list_lines(document):
        if line.box.page == number:
            yield _OUTSIDE, line.box.edges
    for grid in document.grids:
        yield from _find_in_grid(grid, number)


def _list_lines(document: Document) -> Iterator[Line]:
    for grid in document.grids:
        yield from grid.before
    yield from document.tail


def _find_in_grid(grid: Grid, number: int) -> Iterator[tuple[Look, Edges]]:
    here: list[tuple[int, Edges]] = []  # by the cell's place
    for at, cell in enumerate(grid.cells):
        boxes = [box.edges for box in cell.boxes if box.page == number]
        yield from ((_choose_look(cell), edges) for edges in boxes)
        here += ((at, edges) for edges in boxes)
    parts = _part_boxes(here)
    if not parts:
        return
    outlines = [_find_outline([edges for _, edges in part]) for part in parts]
    yield from ((_TABLE, outline) for outline in outlines)
    yield from _find_joins(grid, number, outlines)
    for (one, above), (other, below) in pairwise(zip(parts, outlines, strict=True)):
        shared = {at for at, _ in one} & {at for at, _ in other}
        is_cut = any(grid.cells[at].rowspan == 1 for at in shared)
        for outline, y in ((above, above[3] + _BESIDE), (below, below[1] - _BESIDE)):
            yield _CUT if is_cut else _BREAK, (outline[0], y, outline[2], y)


def _part_boxes(boxes: Sequence[tuple[int, Edges]]) -> list[list[tuple[int, Edges]]]:
    """Part the cells' boxes where a sheet of several pages has white between them, row by row."""
    parts: list[list[tuple[int, Edges]]] = []
    for item in boxes:
        touched = [part for part in parts if any(_touch(item[1], edges) for _, edges in part)]
        parts = [part for part in parts if part not in touched]
        parts.append([*chain.from_iterable(touched), item])
    return sorted(parts, key=lambda part: min(at for at, _ in part))


def _touch(one: Edges, other: Edges) -> bool:
    is_level = one[0] <= other[2] + _BESIDE and other[0] <= one[2] + _BESIDE
    is_beside = one[1] <= other[3] + _BESIDE and other[1] <= one[3] + _BESIDE
    return is_level and is_beside


def _choose_look(cell: Cell) -> Look:
    if len(cell.boxes) > 1:
        return _GOES_ON
    is_merged = cell.rowspan > 1 or cell.colspan > 1
    return _SPAN if is_merged else _CELL


def _find_joins(grid: Grid, number: int, outlines: Sequence[Edges]) -> Iterator[tuple[Look, Edges]]:
    """Return the edges at which the page before or the next one goes on: through a row, or between two."""
    first, last = outlines[0], outlines[-1]
    boxes = chain.from_iterable(cell.boxes for cell in grid.cells)
    pages = {box.page for box in boxes}
    for other, outline, y in ((number - 1, first, first[1] - _BESIDE), (number + 1, last, last[3] + _BESIDE)):
        if other in pages:
            look = _BREAK if _is_parted(grid, max(number, other)) else _CUT
            yield look, (outline[0], y, outline[2], y)


def _is_parted(grid: Grid, page: int) -> bool:
    """Tell whether a page begins with a row of its own."""
    begin = {seam.row for seam in grid.seams}
    beginning = (cell.boxes[0] for cell in grid.cells if cell.boxes and cell.row in begin)
    return any(box.page == page for box in beginning)


def _find_outline(boxes: Sequence[Edges]) -> Edges:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _draw(pen: ImageDraw.ImageDraw, look: Look, edges: tuple[float, ...]) -> None:
    x0, top, x1, bottom = edges
    if look.dashed:
        for x in range(round(x0), round(x1), 2 * _DASH):
            pen.line((x, top, min(x + _DASH, x1), top), look.line, look.width)
    else:
        pen.rectangle((x0, top, max(x0, x1), max(top, bottom)), look.fill, look.line, look.width)


def _add_legend(picture: Image.Image, language: str) -> Image.Image:
    """Put a strip below the picture that tells what is drawn how; as many lines as its width needs."""
    font, names = _load_font(language), read_legend(language)
    places: list[tuple[Look, float, int]] = []
    x, row = _MARGIN, 0
    for look in LOOKS:
        wide = 64 + font.getlength(names[look.code])
        if x + wide > picture.width and x > _MARGIN:
            x, row = _MARGIN, row + 1
        places.append((look, x, row))
        x += wide
    whole = Image.new("RGB", (picture.width, picture.height + _LEGEND * (row + 1)), "white")
    whole.paste(picture)
    pen = ImageDraw.Draw(whole, "RGBA")
    for look, left, line in places:
        top = picture.height + _LEGEND * line + 12
        if look.dashed:
            _draw(pen, look, (left, top + 10, left + 28, top + 10))
        else:
            _draw(pen, look, (left, top, left + 28, top + 20))
        pen.text((left + 36, top + 10), names[look.code], "black", font, "lm")
    return whole
