"""Grids drawn as rules and glyphs, whole or cut into pages, without any file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from extract.geometry.marks import Glyphs, Marks
from extract.grid import Cell

WIDTH, HEIGHT, LINE, GLYPH = 44.0, 24.0, 12.0, 10.0
LEFT, TOP = 50.0, 60.0
_MARGINS = 11.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell with its lines of text, at most one for each 12 points of its height."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[str, ...]

    @property
    def edges(self) -> tuple[float, float, float, float]:
        return (
            self.col * WIDTH,
            self.row * HEIGHT,
            (self.col + self.colspan) * WIDTH,
            (self.row + self.rowspan) * HEIGHT,
        )


def marks_of(
    cells: Sequence[Drawn], start: float, end: float, *, number: int = 1, pieces: bool = False
) -> Marks:
    """Draw what stands between two heights of the grid as a page; no rule closes a row that they cut.

    ``pieces`` draws each cell's four sides on their own, as Word does, and not whole lines.
    """
    rules = [rule for cell in cells for rule in _sides(cell, start, end)]
    glyphs = [glyph for cell in cells for glyph in _glyphs(cell, start, end)]
    rules = rules if pieces else list(dict.fromkeys(rules))
    return Marks(number, 600.0, 800.0, glyphs_of(glyphs), np.array(rules, np.float64).reshape(-1, 4))


def glyphs_of(glyphs: Sequence[tuple[str, float, float]], turn: int = 0) -> Glyphs:
    """Make upright glyphs of ten points at x0, top."""
    boxes = np.array([(x, y, x + GLYPH, y + GLYPH) for _, x, y in glyphs], np.float64).reshape(-1, 4)
    codes = np.array([ord(char) for char, _, _ in glyphs], np.int64)
    return Glyphs(codes, boxes, np.full(len(codes), turn, np.int64), boxes[:, [0, 3]])


def as_cell(cell: Drawn) -> Cell:
    """Return the cell as it is read: a blank parts two numbers that its width would have held in one line."""
    text = "".join(cell.lines[:1])
    for above, line in pairwise(cell.lines):
        number = len(line) - len(line.lstrip("0123456789.,%"))
        fits = (len(above) + number) * GLYPH <= cell.colspan * WIDTH - _MARGINS
        is_parted = number > 0 and line[0].isdecimal() and above[-1].isdecimal() and fits
        text += f" {line}" if is_parted else line
    return Cell(cell.row, cell.col, text, (), cell.rowspan, cell.colspan)


def _sides(cell: Drawn, start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    left, top, right, bottom = cell.edges
    for y in (top, bottom):
        if (
            start <= y <= end
            and top <= end
            and bottom >= start
            and not (y == end == top)
            and not (y == start == bottom)
        ):
            yield left + LEFT, y - start + TOP, right + LEFT, y - start + TOP + 0.5
    upper, lower = max(top, start), min(bottom, end)
    if upper < lower:
        for x in (left, right):
            yield x + LEFT, upper - start + TOP, x + LEFT + 0.5, lower - start + TOP


def _glyphs(cell: Drawn, start: float, end: float) -> Iterator[tuple[str, float, float]]:
    left, top, _, _ = cell.edges
    for number, line in enumerate(cell.lines):
        y = top + number * LINE + 1
        if start <= y < end:
            yield from (
                (char, left + LEFT + 2 + place * GLYPH, y - start + TOP) for place, char in enumerate(line)
            )


@st.composite
def grids(draw: st.DrawFn, *, side_labels: bool = False) -> tuple[int, int, tuple[Drawn, ...]]:
    """Draw rows, columns and cells with random spans; each row and column edge is some cell's edge.

    ``side_labels`` keeps the first column to itself, so that all rows share its edge.
    """
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in owner:
                widest = 1 if side_labels and col == 0 else min(3, cols - col)
                span = (row, col, draw(st.integers(1, min(3, rows - row))), draw(st.integers(1, widest)))
                units = [(r, c) for r in range(row, row + span[2]) for c in range(col, col + span[3])]
                free = not any(unit in owner for unit in units)
                owner |= dict.fromkeys(units, span) if free else {(row, col): (row, col, 1, 1)}
    cells = tuple(Drawn(*span, draw(_lines(span[2], span[3]))) for span in dict.fromkeys(owner.values()))
    return _without_idle_edges(cells)


def _lines(rowspan: int, colspan: int) -> st.SearchStrategy[tuple[str, ...]]:
    line = st.text("预算执行率得分产出指标，。0123456789.%", min_size=1, max_size=4 * colspan)
    return st.lists(line, max_size=2 * rowspan).map(tuple)


def _without_idle_edges(cells: Sequence[Drawn]) -> tuple[int, int, tuple[Drawn, ...]]:
    ys = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.rowspan)})
    xs = sorted({edge for cell in cells for edge in (cell.col, cell.col + cell.colspan)})
    kept = tuple(
        Drawn(
            ys.index(cell.row),
            xs.index(cell.col),
            ys.index(cell.row + cell.rowspan) - ys.index(cell.row),
            xs.index(cell.col + cell.colspan) - xs.index(cell.col),
            (),
        )
        for cell in cells
    )
    texts = [cell.lines for cell in cells]
    fitting = (
        Drawn(c.row, c.col, c.rowspan, c.colspan, tuple(line[: 4 * c.colspan] for line in t[: 2 * c.rowspan]))
        for c, t in zip(kept, texts, strict=True)
    )
    return len(ys) - 1, len(xs) - 1, tuple(fitting)
