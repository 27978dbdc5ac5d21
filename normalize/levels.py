"""The indicator tree: which 一级 and 二级 name each line stands under."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from extract.grid import Box, Cell
from normalize.clean import fold
from normalize.form import Level
from normalize.labels import level_depths, named_weight


@dataclass(slots=True)
class LevelTree:
    """The levels met so far while the rows go by, and the one that is open at each depth (as an index, None for none)."""

    levels: list[Level] = field(default_factory=list)
    open: dict[int, int | None] = field(default_factory=lambda: {1: None, 2: None})

    def enter(self, depth: int, cell: Cell, *, fresh: bool) -> int:
        """Open the level that a cell names, unless it is the open one, named again or cut by a page end; give its index."""
        at = self.open[depth]
        if at is not None and (whole := _same_level(self.levels[at], cell, fresh=fresh)):
            self.levels[at] = whole
            return at
        self.levels.append(_level(len(self.levels) + 1, depth, cell))
        self.open[depth] = len(self.levels) - 1
        if depth == 1:
            self.open[2] = None
        return len(self.levels) - 1


def _level(ordinal: int, depth: int, cell: Cell) -> Level:
    name, weight = named_weight(cell.text)
    return Level(ordinal, depth, name, Decimal(weight) if weight else None, {"name": cell.boxes})


def _same_level(level: Level, cell: Cell, *, fresh: bool) -> Level | None:
    """Give the open level as this cell completes it, or None where the cell names another."""
    name, weight = named_weight(cell.text)
    if name == level.name:
        return level if level.weight is not None or not weight else replace(level, weight=Decimal(weight))
    printed = f"({level.weight}分)" if level.weight is not None else ""
    whole, points = named_weight(level.name + printed + fold(cell.text))
    cut = bool(level_depths(whole)) and not level_depths(level.name)
    if not cut and (not fresh or level_depths(cell.text) or not (points and not weight)):
        return None
    boxes: tuple[Box, ...] = level.where["name"] + cell.boxes
    return Level(level.ordinal, level.depth, whole, Decimal(points) if points else level.weight, {"name": boxes})


@cache
def _under() -> dict[str, list[str]]:
    under: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["under"]
    return under


def usually_under(first: str, second: str) -> bool:
    """Tell whether a 二级 of such a name usually stands under such a 一级: 数量指标 under 产出指标."""
    return any(word in first and any(name in second for name in names) for word, names in _under().items())


def backfilled(open_levels: Sequence[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
    """Give rows that precede their level's name (printed in the middle of its group) that name.

    Takes and gives, for each row, the indices of its levels. A row takes the next name below the same 一级.
    """
    filled = list(open_levels)
    for n in range(len(filled) - 2, -1, -1):
        first, second = filled[n]
        after_first, after_second = filled[n + 1]
        if first is None:
            first, second = after_first, second if second is not None else after_second
        elif second is None and first == after_first:
            second = after_second
        filled[n] = (first, second)
    return filled
