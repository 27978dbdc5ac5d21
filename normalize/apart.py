"""Tables in columns of their own: below a form, what else a report prints there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extract.grid import Cell, Grid
from normalize.rows import Row

NEAR = 3.0  # points


def parted(rows: Sequence[Row], grid: Grid, before: Grid | None) -> list[Row]:
    """Give a grid's rows, the first that prints something marked where few edges are those of the table before."""
    first = next((at for at, row in enumerate(rows) if row.filled), None)
    if first is None or before is None or not is_apart(grid, before):
        return list(rows)
    return [*rows[:first], replace(rows[first], apart=True), *rows[first + 1 :]]


def is_apart(grid: Grid, before: Grid) -> bool:
    """Tell whether most edges between a grid's columns are none of the grid before; what stands on no page is never apart."""
    inner, others = sorted(_edges(grid))[1:-1], _edges(before)
    shared = sum(any(abs(x - other) <= NEAR for other in others) for x in inner)
    return bool(inner and others) and 2 * shared < len(inner)


def _edges(grid: Grid) -> set[float]:
    return {round(x, 1) for x in chain.from_iterable(map(_sides, grid.cells))}


def _sides(cell: Cell) -> Iterator[float]:
    return (x for box in cell.boxes[:1] for x in (box.x0, box.x1) if x is not None)
