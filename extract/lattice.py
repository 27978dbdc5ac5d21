"""Tables from ruled lines: each glyph lands in one cell, or in the text outside the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.borderless import INFERRED, borderless
from extract.borderless_runs import runs_of
from extract.cells import Lattice, Span, lattice, spans
from extract.crossing import cuts_in_numbers
from extract.grid import Box, Cell, Line
from extract.lines import OUTSIDE, TextLine, count_visible, join_wrapped, slanted_lines, text_lines
from extract.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks, no_glyphs
from extract.page import Page, PageTable
from extract.rules import frames

_INTO_GLYPH = 0.25  # of its width: punctuation may hang past the right edge of its cell


@dataclass(frozen=True, slots=True)
class _Table:
    """A table before its text: its lattice, its cells, and which cell owns each unit."""

    grid: Lattice
    spans: list[Span]
    owner: Ints
    inferred: bool = False
    known: tuple[float, ...] = ()


def read_page(marks: Marks, before: Page | None = None) -> Page:
    """Find the tables of a page and set its text; a table without upright rules may go on from the page ``before``."""
    tables = _tables(marks.rules) or _inferred(marks, before)
    upright = marks.glyphs.turns != SLANTED
    glyphs, slanted = (marks.glyphs, no_glyphs()) if upright.all() else (marks.glyphs.where(upright), marks.glyphs.where(~upright))
    first, owner = _assign(tables, _points(glyphs))
    lines = text_lines(glyphs, owner)
    texts = _cell_texts(lines, first[-1])
    outside = [line for line in lines if line.place == OUTSIDE]
    overlay = slanted_lines(slanted)
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tuple(_page_table(table, texts[start:], marks.number) for table, start in zip(tables, first, strict=False)),
        lines=tuple(_line(line, marks.number) for line in sorted(outside, key=lambda line: (line.top, line.x0))),
        glyphs=count_visible(_drawn(marks.glyphs)),
        in_cells=count_visible("".join(line for lines in texts for line in lines)),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        overlay=tuple(_line(line, marks.number) for line in overlay),
        cut_numbers=cuts_in_numbers(glyphs, owner),
        warnings=(f"第{marks.number}页的表格没有竖线，列按文字对齐推断",) if any(table.inferred for table in tables) else (),
    )


def _tables(rules: Floats) -> list[_Table]:
    """Build the tables from top to bottom; a single box is none, nor is a frame around another table."""
    grids = [grid for frame in frames(rules) if (grid := lattice(frame)) is not None]
    kept = [grid for grid in grids if not (grid.shape[1] == 1 and any(_within(other, grid) for other in grids))]
    kept.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return [_Table(grid, *spans(grid)) for grid in kept]


def _inferred(marks: Marks, before: Page | None) -> list[_Table]:
    """Build the tables that no upright rule draws."""
    last = before.tables[-1] if before and before.tables else None
    known = last.xs if last and last.inferred else ()
    grids = borderless(runs_of(marks.glyphs), marks.rules, known)
    return [_Table(grid, *spans(grid), inferred=True, known=known if _go_on(grid, known) else ()) for grid in grids]


def _go_on(grid: Lattice, known: tuple[float, ...]) -> bool:
    """Tell whether the columns are those of the page before, were some of their edges found elsewhere in the same white."""
    return len(grid.xs) == len(known) and bool(grid.xs[0] == known[0] and grid.xs[-1] == known[-1])


def _within(inner: Lattice, outer: Lattice) -> bool:
    return inner is not outer and bool(
        inner.xs[0] >= outer.xs[0] and inner.xs[-1] <= outer.xs[-1] and inner.ys[0] >= outer.ys[0] and inner.ys[-1] <= outer.ys[-1]
    )


def _points(glyphs: Glyphs) -> Floats:
    """Give the point (n, 2) by which a glyph belongs to a cell: a quarter into it along its line, in its middle across."""
    x0, top, x1, bottom = glyphs.boxes.T
    if not glyphs.turns.any():
        return np.stack((x0 + (x1 - x0) * _INTO_GLYPH, (top + bottom) / 2), axis=1)
    into_x = np.choose(glyphs.turns % 4, [_INTO_GLYPH, 0.5, 1 - _INTO_GLYPH, 0.5])
    into_y = np.choose(glyphs.turns % 4, [0.5, _INTO_GLYPH, 0.5, 1 - _INTO_GLYPH])
    return np.stack((x0 + (x1 - x0) * into_x, top + (bottom - top) * into_y), axis=1)


def _assign(tables: list[_Table], points: Floats) -> tuple[list[int], Ints]:
    """Give each table's first cell number and the end, the cells of all tables numbered in one row, and the cell of each point.

    Of two tables that hold a point the smaller, inner one gets it.
    """
    first = np.cumsum([0, *(len(table.spans) for table in tables)]).tolist()
    owner = np.full(len(points), OUTSIDE, np.int64)
    for table, start in sorted(zip(tables, first, strict=False), key=lambda pair: -_area(pair[0].grid)):
        held = _held(table.grid, points)
        col = np.searchsorted(table.grid.xs, points[held, 0], "right") - 1
        row = np.searchsorted(table.grid.ys, points[held, 1], "right") - 1
        owner[held] = table.owner[row, col] + start
    return first, owner


def _held(grid: Lattice, points: Floats) -> Flags:
    x, y = points.T
    held: Flags = (x >= grid.xs[0]) & (x < grid.xs[-1]) & (y >= grid.ys[0]) & (y < grid.ys[-1])
    return held


def _area(grid: Lattice) -> float:
    return float((grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def _cell_texts(lines: list[TextLine], cells: int) -> list[list[str]]:
    texts: list[list[str]] = [[] for _ in range(cells)]
    for place, text, *_ in lines:
        if place != OUTSIDE:
            texts[place].append(text)
    return texts


def _page_table(table: _Table, texts: list[list[str]], page: int) -> PageTable:
    xs, ys = table.grid.xs.tolist(), table.grid.ys.tolist()
    top, bottom = table.grid.level[0], table.grid.level[-1]
    return PageTable(
        xs=table.known or tuple(xs),
        ys=tuple(ys),
        cells=tuple(
            _cell(span, lines, (xs, ys), page, INFERRED if table.inferred else 1.0)
            for span, lines in zip(table.spans, texts, strict=False)
        ),
        open_top=not top.any(),
        open_bottom=not bottom.any(),
        ruled_top=tuple(top.tolist()),
        ruled_bottom=tuple(bottom.tolist()),
        inferred=table.inferred,
    )


def _cell(span: Span, lines: list[str], edges: tuple[list[float], list[float]], page: int, confidence: float) -> Cell:
    xs, ys = edges
    row, col, rowspan, colspan = span
    box = Box(page, xs[col], ys[row], xs[col + colspan], ys[row + rowspan], confidence=confidence)
    return Cell(row, col, join_wrapped(lines), (box,), rowspan, colspan, len(lines))


def _line(line: TextLine, page: int) -> Line:
    return Line(line.text, Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom))


def _drawn(glyphs: Glyphs) -> str:
    return glyphs.codes.astype(np.uint32).tobytes().decode("utf-32-le", "replace")
