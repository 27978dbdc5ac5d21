"""Grids that a line of text parts, in common columns: a table that goes on below a text has other numbers for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from msgspec import structs

from extract.grid import Grid
from normalize.apart import NEAR, is_apart

Edges = Mapping[int, float]  # where the columns' edges stand on the page, in points


def in_common_columns(grids: Sequence[Grid]) -> list[Grid]:
    """Give the grids, those that share most edges with the one before renumbered together with it."""
    runs: list[list[Grid]] = []
    for grid in grids:
        if runs and not grid.ragged and not runs[-1][-1].ragged and not is_apart(grid, runs[-1][-1]):
            runs[-1].append(grid)
        else:
            runs.append([grid])
    return [grid for run in runs for grid in _renumbered(run)]


def _renumbered(run: Sequence[Grid]) -> Iterator[Grid]:
    edges = [_edges(grid) for grid in run]
    if len(run) == 1 or not all(len(of) == grid.cols + 1 for of, grid in zip(edges, run, strict=True)):
        yield from run
        return
    common = _clustered(x for of in edges for x in of.values())
    if any(min(b - a for a, b in pairwise(sorted(of.values()))) <= NEAR for of in edges):
        yield from run
        return
    for grid, of in zip(run, edges, strict=True):
        number = {at: min(range(len(common)), key=lambda n, x=x: abs(common[n] - x)) for at, x in of.items()}  # type: ignore[misc]
        cells = tuple(structs.replace(c, col=number[c.col], colspan=number[c.col + c.colspan] - number[c.col]) for c in grid.cells)
        yield replace(grid, cols=len(common) - 1, cells=cells)


def _edges(grid: Grid) -> Edges:
    """Find where each edge between columns stands; none where a cell stands on no page."""
    found: dict[int, list[float]] = defaultdict(list)
    for cell in grid.cells:
        for box in cell.boxes[:1]:
            if box.x0 is not None and box.x1 is not None:
                found[cell.col].append(box.x0)
                found[cell.col + cell.colspan].append(box.x1)
    return {at: median(xs) for at, xs in found.items()}


def _clustered(xs: Iterator[float]) -> list[float]:
    common: list[float] = []
    for x in sorted(xs):
        if not common or x - common[-1] > NEAR:
            common.append(x)
    return common
