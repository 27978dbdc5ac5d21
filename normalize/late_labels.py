"""Level names that only the next page prints, on the later part of a label that the page end cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract.grid import Cell
from normalize.labels import level_depths
from normalize.rows import Row


def with_late_labels(rows: Iterable[Row]) -> list[Row]:
    """Give the last row of a page the level name that the next page prints first, where its own cell for it is blank.

    Only in columns whose names stand in cells over several rows: there a blank cell of its own is no part of the name above it, but
    at the top of a page it may be.
    """
    found = list(rows)
    merged = {_columns(c) for row in found for c in row.cells if c.rowspan > 1 and level_depths(c.text)}
    for at, (above, row) in enumerate(pairwise(found)):
        if row.fresh and not above.fresh and not row.ragged:
            names = {_columns(c): c for c in row.cells if level_depths(c.text) and _columns(c) in merged}
            found[at] = replace(above, cells=tuple(_named(c, names.get(_columns(c))) for c in above.cells))
    return found


def _columns(cell: Cell) -> tuple[int, int]:
    return cell.col, cell.colspan


def _named(cell: Cell, name: Cell | None) -> Cell:
    blank = name is not None and not cell.text and cell.rowspan == 1
    return structs.replace(cell, text=name.text, boxes=name.boxes) if blank and name else cell
