"""一级 names in rows of their own, over the rows that they are of, where no column prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Cell
from normalize.align import Column
from normalize.entries import Entry, entries_of
from normalize.labels import level_depths, side_label, without_numbering
from normalize.rows import Row

_LABELLED = re.compile(r"^一级指标\s*[:：]\s*")


def band_of(row: Row) -> Cell | None:
    """Give the 一级 name that is all that a row prints, without a number or 一级指标: before it; None where it is another row."""
    cells = [c for c in row.filled if not side_label(c.text)]
    name = without_numbering(_LABELLED.sub("", cells[0].text)) if len(cells) == 1 else ""
    return structs.replace(cells[0], text=name) if 1 in level_depths(name) else None


def banded_entries(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[list[Entry], list[Cell], tuple[Column, ...]]:
    """Give the lines of the indicator table, the cells that fitted nowhere, and the columns, with one for the names in bands."""
    bands = [] if any(c.field == "level1" for c in columns) else [band for row in rows if (band := band_of(row))]
    if not any(level_depths(band.text) == {1} for band in bands):
        return (*entries_of(rows, columns), tuple(columns))
    found: list[Entry] = []
    lost: list[Cell] = []
    for band, below in _parted(rows):
        entries, left_over = entries_of(below, columns)
        if band and entries:
            entries[0].placed[len(columns)] = band
        found += entries
        lost += left_over
    return found, lost, (*columns, replace(columns[0], field="level1", label="", cells=()))


def _parted(rows: Sequence[Row]) -> Iterator[tuple[Cell | None, list[Row]]]:
    band: Cell | None = None
    below: list[Row] = []
    for row in rows:
        if name := band_of(row):
            yield band, below
            band, below = name, []
        else:
            below.append(row)
    yield band, below
