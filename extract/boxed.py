"""Pages from the cells that another engine found: its boxes in rows and columns, and its glyphs in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from msgspec import structs

from extract.grid import Box, Cell, Line
from extract.lines import OUTSIDE, TextLine, count_visible, join_wrapped, slanted_lines, text_lines
from extract.marks import SLANTED, Flags, Floats, Ints, Marks
from extract.page import Page, PageTable
from extract.rules import cluster

Edges = tuple[float, float, float, float]

_NEAR = 3.0  # points


def boxed_page(marks: Marks, tables: Sequence[Sequence[Edges]], points: Floats) -> Page:
    """Set a page's text in the cells (x0, top, x1, bottom) of ``tables``.

    ``points`` (n, 2) tell by which point each glyph belongs to a cell; ``marks.rules`` are the level rules that the page draws,
    which tell whether a table is closed above and below.
    """
    found = sorted((_table(cells, marks) for cells in tables if cells), key=lambda table: (table.ys[0], table.xs[0]))
    owner = _owners(found, points)
    upright = marks.glyphs.turns != SLANTED
    lines = list(text_lines(marks.glyphs.where(upright), owner[upright]))
    outside = [line for line in lines if line.place == OUTSIDE]
    overlay = list(slanted_lines(marks.glyphs.where(~upright)))
    set_in = list(_filled(found, lines))
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tuple(set_in),
        lines=tuple(_line(line, marks.number) for line in sorted(outside, key=lambda line: (line.top, line.x0))),
        glyphs=count_visible("".join(map(chr, marks.glyphs.codes.tolist()))),
        in_cells=sum(count_visible(cell.text) for table in set_in for cell in table.cells),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_line(line, marks.number) for line in overlay),
    )


def _table(cells: Sequence[Edges], marks: Marks) -> PageTable:
    """Lay boxes in rows and columns; where the engine left a hole, empty cells stand, so that the table is covered."""
    boxes = np.array(cells, np.float64)
    xs, col = cluster(boxes[:, [0, 2]].ravel(), _NEAR)
    ys, row = cluster(boxes[:, [1, 3]].ravel(), _NEAR)
    at = np.stack((row[::2], col[::2], row[1::2] - row[::2], col[1::2] - col[::2]), axis=1).tolist()
    taken = {unit for r, c, down, right in at for unit in product(range(r, r + down), range(c, c + right))}
    holes = [(r, c, 1, 1) for r, c in product(range(len(ys) - 1), range(len(xs) - 1)) if (r, c) not in taken]
    top, bottom = _ruled(marks.rules, xs, ys[0]), _ruled(marks.rules, xs, ys[-1])
    placed = sorted((*((r, c, down, right) for r, c, down, right in at), *holes))
    return PageTable(
        xs=tuple(xs.tolist()),
        ys=tuple(ys.tolist()),
        cells=tuple(_cell(place, xs, ys, marks.number) for place in placed if min(place[2:]) > 0),
        open_top=not any(top),
        open_bottom=not any(bottom),
        ruled_top=top,
        ruled_bottom=bottom,
    )


def _cell(place: tuple[int, ...], xs: Floats, ys: Floats, page: int) -> Cell:
    row, col, rowspan, colspan = place
    x0, top, x1, bottom = (float(edge) for edge in (xs[col], ys[row], xs[col + colspan], ys[row + rowspan]))
    return Cell(row, col, "", (Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom),), rowspan, colspan)


def _ruled(rules: Floats, xs: Floats, y: float) -> tuple[bool, ...]:
    """Tell column by column whether a level rule is drawn at ``y``."""
    level = rules[np.abs((rules[:, 1] + rules[:, 3]) / 2 - y) <= _NEAR]
    middles = (xs[1:] + xs[:-1]) / 2
    drawn = (level[:, :1] - _NEAR <= middles) & (middles <= level[:, 2:3] + _NEAR)
    return tuple(np.asarray(drawn.any(axis=0)).tolist())


def _owners(tables: Sequence[PageTable], points: Floats) -> Ints:
    """Tell for each point which cell holds it, the cells of all tables counted in one row; of two the later, inner one."""
    owner = np.full(len(points), OUTSIDE, np.int64)
    for number, cell in enumerate(cell for table in tables for cell in table.cells):
        owner[_held(points, cell.boxes[0])] = number
    return owner


def _held(points: Floats, box: Box) -> Flags:
    x, y = points.T
    held: Flags = (x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom)
    return held


def _filled(tables: Sequence[PageTable], lines: Sequence[TextLine]) -> Iterator[PageTable]:
    texts: dict[int, list[str]] = {}
    for line in lines:
        texts.setdefault(line.place, []).append(line.text)
    first = 0
    for table in tables:
        cells = (_with_text(cell, texts.get(number, [])) for number, cell in enumerate(table.cells, first))
        yield replace(table, cells=tuple(cells))
        first += len(table.cells)


def _with_text(cell: Cell, lines: list[str]) -> Cell:
    return structs.replace(cell, text=join_wrapped(lines), lines=len(lines))


def _line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))
