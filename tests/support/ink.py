"""Runs of ink for tables that no ruling draws, and the cells that a lattice makes of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.geometry.lattice import Lattice, find_spans
from extract.layout.borderless.ink_runs import InkLines, InkRun, goes_on, is_figure, is_rest
from extract.layout.borderless.tables import find_borderless_tables

NO_RULES = np.empty((0, 4))
PITCH = 12.0
EM = 10.0

Drawn = tuple[float, float, str]  # x, y, text
Cells = dict[tuple[int, int], tuple[str, int, int]]  # by row and column: text, rows, columns


def ink_run(x0: float, y: float, text: str) -> InkRun:
    return InkRun(x0, y, x0 + EM * len(text), y + EM, is_figure(text), EM, is_rest(text), goes_on(text))


def ink_lines(*drawn: Drawn) -> InkLines:
    """Set texts in lines."""
    heights = sorted({y for _, y, _ in drawn})
    return InkLines(tuple(_line_at(height, drawn) for height in heights), EM)


def _line_at(height: float, drawn: Sequence[Drawn]) -> tuple[InkRun, ...]:
    return tuple(ink_run(*one) for one in sorted(drawn) if one[1] == height)


def cells_of(drawn: Sequence[Drawn], lattice: Lattice) -> Cells:
    """Give what a lattice's cells hold."""
    found, owner = find_spans(lattice)
    texts = dict.fromkeys(found, "")
    for x, y, text in sorted(drawn, key=lambda one: (one[1], one[0])):
        row = int(np.searchsorted(lattice.ys, y + EM / 2, "right")) - 1
        col = int(np.searchsorted(lattice.xs, x + EM / 4, "right")) - 1
        texts[found[owner[row][col]]] += text
    return {(row, col): (text, down, across) for (row, col, down, across), text in texts.items() if text}


def read_table(*drawn: Drawn) -> Cells:
    """Read the one table that texts make."""
    (lattice,) = find_borderless_tables(ink_lines(*drawn), NO_RULES)
    return cells_of(drawn, lattice)
