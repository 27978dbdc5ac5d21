"""一级 and 二级 in one column: ``产出指标-数量指标``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Cell
from normalize.align import Column
from normalize.entries import Entry
from normalize.labels import level_depths

MOSTLY = 0.6
_BETWEEN = re.compile(r"[-—–_/\\|→>·:：、\s]*")


def with_levels_apart(columns: Sequence[Column], entries: Sequence[Entry]) -> tuple[Column, ...]:
    """Part the names of a column that prints both levels, where no column prints the second; gives the columns with one for it."""
    if any(column.field == "level2" for column in columns):
        return tuple(columns)
    for n, column in enumerate(columns):
        texts = [entry.placed[n].text for entry in entries if n in entry.placed] if column.field in ("level1", "other") else []
        if texts and sum(_parted(text) is not None for text in texts) >= MOSTLY * len(texts):
            _part(entries, n, len(columns))
            told = replace(column, field="level1")
            return (*columns[:n], told, *columns[n + 1 :], replace(told, field="level2"))
    return tuple(columns)


def _part(entries: Sequence[Entry], first: int, second: int) -> None:
    for entry in entries:
        cell: Cell | None = entry.placed.get(first)
        if cell and (names := _parted(cell.text)):
            entry.placed[first] = structs.replace(cell, text=names[0])
            entry.placed[second] = structs.replace(cell, text=names[1])


def _parted(text: str) -> tuple[str, str] | None:
    """Give both names of a text that is a 一级 and a 二级 and nothing else."""
    if level_depths(text):
        return None
    for at in range(1, len(text)):
        first, second = text[:at], _BETWEEN.sub("", text[at:], count=1)
        if 1 in level_depths(first) and 2 in level_depths(second):  # noqa: PLR2004
            return first, second
    return None
