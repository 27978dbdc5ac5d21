"""Pages from the cells that another engine found: its boxes in rows and columns, and its glyphs in them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import numpy as np
from msgspec import structs

from extract.engines.settings import ENGINES
from extract.geometry.marks import (
    SLANTED,
    Flags,
    Floats,
    Glyphs,
    Ints,
    Marks,
    fold_radicals,
    make_no_glyphs,
)
from extract.geometry.rulings import cluster_values
from extract.geometry.text_lines import (
    OUTSIDE,
    TextLine,
    count_visible,
    set_slanted_lines,
    set_text_lines,
)
from extract.grid import Box, Cell, Line, Page, PageTable, join_wrapped

Rectangle = tuple[float, float, float, float]

_NO_CHARACTER = re.compile(r"\(cid:\d+\)")
_UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class EngineGlyph:
    """A glyph as another engine gives it: its text and its box, and how its baseline runs.

    ``origin`` is the point on the baseline where it begins, ``direction`` how far that runs right and up.
    ``word`` is the box of the word that it is a part of, where the engine sets words.
    """

    text: str
    box: Rectangle
    origin: tuple[float, float]
    direction: tuple[float, float]
    word: Rectangle | None = None

    @property
    def point(self) -> tuple[float, float]:
        """The middle of its word, or its own."""
        x0, top, x1, bottom = self.word or self.box
        return (x0 + x1) / 2, (top + bottom) / 2


def move_boxes(boxes: Iterable[Rectangle], left: float, top: float) -> list[Rectangle]:
    """Return boxes by their distance from a point at the ``left`` and ``top``."""
    return [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in boxes]


def keep_on_page(drawn: Iterable[EngineGlyph], width: float, height: float) -> list[EngineGlyph]:
    """Keep the glyphs that stand on a page of that size, and no control characters.

    One that stands for several characters is cut into as many; one that the font names by a number only is
    U+FFFD.
    """
    kept: list[EngineGlyph] = []
    for glyph in drawn:
        if _is_on_page(glyph, width, height):
            kept += (part for part in _cut_glyph(glyph) if part.text >= " ")
    return kept


def gather_glyphs(kept: Sequence[EngineGlyph]) -> Glyphs:
    """Gather what is drawn into glyphs, in that order."""
    if not kept:
        return make_no_glyphs()
    return Glyphs(
        fold_radicals(np.array([ord(part.text) for part in kept], np.int64)),
        np.array([part.box for part in kept], np.float64),
        np.array([quarter_turns(*part.direction) for part in kept], np.int64),
        np.array([part.origin for part in kept], np.float64),
    )


def _is_on_page(glyph: EngineGlyph, width: float, height: float) -> bool:
    x0, top, x1, bottom = glyph.box
    return 0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height


def _cut_glyph(glyph: EngineGlyph) -> Iterator[EngineGlyph]:
    text = _NO_CHARACTER.sub(_UNKNOWN, glyph.text)
    if len(text) == 1:
        yield replace(glyph, text=text)
        return
    x0, top, x1, bottom = glyph.box
    for place, char in enumerate(text):
        left, right = (x0 + (x1 - x0) * step / len(text) for step in (place, place + 1))
        yield replace(
            glyph,
            text=char,
            box=(left, top, right, bottom),
            origin=(glyph.origin[0] + left - x0, glyph.origin[1]),
        )


def quarter_turns(right: float, up: float) -> int:
    """Return the clockwise quarter turns of a baseline that runs so far right and up.

    ``SLANTED`` at an odd angle.
    """
    turns = -math.atan2(up, right) / (math.pi / 2)
    if abs(turns - round(turns)) > ENGINES.upright_turns:
        return SLANTED
    return round(turns) % 4


Edges = Rectangle


def set_in_cells(marks: Marks, tables: Sequence[Sequence[Edges]], points: Floats) -> Page:
    """Set a page's text in the cells (x0, top, x1, bottom) of ``tables``.

    ``points`` (n, 2) tell by which point each glyph belongs to a cell; ``marks.rules`` are the level rules
    that the page draws, which tell whether a table is closed above and below.
    """
    found = [_make_table(cells, marks) for cells in tables if cells]
    found.sort(key=lambda table: (table.ys[0], table.xs[0]))
    owner = find_owners(found, points)
    upright = marks.glyphs.turns != SLANTED
    lines = list(set_text_lines(marks.glyphs.where(upright), owner[upright]))
    outside = [line for line in lines if line.place == OUTSIDE]
    outside.sort(key=lambda line: (line.top, line.x0))
    overlay = list(set_slanted_lines(marks.glyphs.where(~upright)))
    set_in = list(_fill_tables(found, lines))
    in_cells = 0
    for table in set_in:
        in_cells += sum(count_visible(cell.text) for cell in table.cells)
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tuple(set_in),
        lines=tuple(_make_line(line, marks.number) for line in outside),
        glyphs=count_visible("".join(map(chr, marks.glyphs.codes.tolist()))),
        in_cells=in_cells,
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_make_line(line, marks.number) for line in overlay),
    )


def _make_table(cells: Sequence[Edges], marks: Marks) -> PageTable:
    """Lay boxes in rows and columns.

    Where the engine left a hole, empty cells stand, so that the table is covered.
    """
    boxes = np.array(cells, np.float64)
    xs, col = cluster_values(boxes[:, [0, 2]].ravel(), ENGINES.edge_pt)
    ys, row = cluster_values(boxes[:, [1, 3]].ravel(), ENGINES.edge_pt)
    at = np.stack((row[::2], col[::2], row[1::2] - row[::2], col[1::2] - col[::2]), axis=1).tolist()
    taken: set[tuple[int, int]] = set()
    for r, c, down, right in at:
        taken.update(product(range(r, r + down), range(c, c + right)))
    units = product(range(len(ys) - 1), range(len(xs) - 1))
    holes = [(*unit, 1, 1) for unit in units if unit not in taken]
    top, bottom = _are_ruled(marks.rules, xs, ys[0]), _are_ruled(marks.rules, xs, ys[-1])
    placed = sorted((*map(tuple, at), *holes))
    return PageTable(
        xs=tuple(xs.tolist()),
        ys=tuple(ys.tolist()),
        cells=tuple(_make_cell(place, xs, ys, marks.number) for place in placed if min(place[2:]) > 0),
        open_top=not any(top),
        open_bottom=not any(bottom),
        ruled_top=top,
        ruled_bottom=bottom,
    )


def _make_cell(place: tuple[int, ...], xs: Floats, ys: Floats, page: int) -> Cell:
    row, col, rowspan, colspan = place
    x0, top, x1, bottom = (float(edge) for edge in (xs[col], ys[row], xs[col + colspan], ys[row + rowspan]))
    return Cell(row, col, "", (Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom),), rowspan, colspan)


def _are_ruled(rules: Floats, xs: Floats, y: float) -> tuple[bool, ...]:
    """Tell column by column whether a level rule is drawn at ``y``."""
    level = rules[np.abs((rules[:, 1] + rules[:, 3]) / 2 - y) <= ENGINES.edge_pt]
    middles = (xs[1:] + xs[:-1]) / 2
    drawn = (level[:, :1] - ENGINES.edge_pt <= middles) & (middles <= level[:, 2:3] + ENGINES.edge_pt)
    return tuple(np.asarray(drawn.any(axis=0)).tolist())


def find_owners(tables: Sequence[PageTable], points: Floats) -> Ints:
    """Tell for each point which cell holds it, the cells of all tables counted in one row.

    Of two the later, inner one.
    """
    owner = np.full(len(points), OUTSIDE, np.int64)
    cells = chain.from_iterable(table.cells for table in tables)
    for number, cell in enumerate(cells):
        owner[_are_held(points, cell.boxes[0])] = number
    return owner


def _are_held(points: Floats, box: Box) -> Flags:
    x, y = points.T
    held: Flags = (x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom)
    return held


def _fill_tables(tables: Sequence[PageTable], lines: Sequence[TextLine]) -> Iterator[PageTable]:
    texts: dict[int, list[str]] = {}
    for line in lines:
        texts.setdefault(line.place, []).append(line.text)
    first = 0
    for table in tables:
        numbered = enumerate(table.cells, first)
        cells = tuple(_with_text(cell, texts.get(number, [])) for number, cell in numbered)
        yield replace(table, cells=cells)
        first += len(table.cells)


def _with_text(cell: Cell, lines: list[str]) -> Cell:
    return structs.replace(cell, text=join_wrapped(lines), lines=len(lines))


def _make_line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))
