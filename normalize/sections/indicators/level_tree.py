"""The levels of the indicator table as its lines go by: opened, completed and weighed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from normalize.form import Level
from normalize.rows.row import LabelledCell
from normalize.vocabulary.labels import find_depths, split_weight


class LevelTree:
    """The levels met so far while the lines go by, and the one that is open at each depth (None for none)."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.open: dict[int, int | None] = {1: None, 2: None}

    def close(self) -> None:
        """Close the levels that are open: another part of the form begins."""
        self.open = {1: None, 2: None}

    def weigh(self, depth: int, cell: LabelledCell | None) -> None:
        """Give the open level the weight that a column of its own prints, where its name prints none."""
        at = self.open[depth]
        if at is None or cell is None or cell.labels.points is None:
            return
        level = self.levels[at]
        if level.weight is None:
            where = {**level.where, "weight": cell.boxes}
            self.levels[at] = replace(level, weight=cell.labels.points, where=where)

    def enter(self, depth: int, cell: LabelledCell, *, begins_page: bool) -> int:
        """Open the level that a cell names; return its number.

        A cell may name the open level again, or complete its name that a page end cut.
        """
        at = self.open[depth]
        if at is not None:
            whole = _complete_level(self.levels[at], cell, begins_page=begins_page)
            if whole is not None:
                self.levels[at] = whole
                return at
        self.levels.append(_read_level(len(self.levels) + 1, depth, cell))
        self.open[depth] = len(self.levels) - 1
        if depth == 1:
            self.open[2] = None
        return len(self.levels) - 1


def _read_level(ordinal: int, depth: int, cell: LabelledCell) -> Level:
    weight = cell.labels.level_weight
    return Level(
        ordinal=ordinal,
        depth=depth,
        name=cell.labels.level_name,
        weight=Decimal(weight) if weight else None,
        where={"name": cell.boxes},
    )


def _complete_level(level: Level, cell: LabelledCell, *, begins_page: bool) -> Level | None:
    """Return the open level as this cell completes it, or None where the cell names another."""
    labels = cell.labels
    if labels.level_name == level.name:
        if level.weight is not None or not labels.level_weight:
            return level
        return replace(level, weight=Decimal(labels.level_weight))
    printed = f"({level.weight}分)" if level.weight is not None else ""
    whole, points = split_weight(level.name + printed + labels.folded)
    is_cut_name = bool(find_depths(whole)) and not find_depths(level.name)
    is_cut_weight = begins_page and not labels.depths and bool(points) and not labels.level_weight
    if not is_cut_name and not is_cut_weight:
        return None
    weight = Decimal(points) if points else level.weight
    return replace(level, name=whole, weight=weight, where={"name": level.where["name"] + cell.boxes})
