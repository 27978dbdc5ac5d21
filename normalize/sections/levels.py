"""The indicator tree: which 一级 and 二级 name each line stands under, put right by a list of passes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from msgspec import structs

from normalize.form import Level
from normalize.rows.alignment import POINTS, Column, Placed
from normalize.rows.row import LabelledCell
from normalize.sections.centred_names import NamedRows, groups_of, place_names
from normalize.sections.lines import LEVELS, IndicatorLine
from normalize.sections.settings import LINES
from normalize.vocabulary.labels import find_depths, is_usually_under, split_weight
from normalize.vocabulary.lists import load_words

VALUES = ("target", "actual")
_SUMS = frozenset(load_words("sums"))
_GROUP_SUMS = load_words("group_sum_endings")
_LAST_SUMS = load_words("last_sum_endings")
_BETWEEN = re.compile(r"[-—–_/\\|→>·:：、\s]*")
_DEPTHS = (1, 2)

Chain = tuple[int | None, int | None]
"""The numbers, from 0, of the levels that a line stands under; None where it has none."""


@dataclass(frozen=True, slots=True)
class LevelTable:
    """The indicator table while its levels are found.

    ``sums`` are the figures that a column of weights or scores may add up to. ``levels`` are the names in
    their order, ``chains`` those of each line. ``openings`` gives for each depth the line that first prints a
    level. ``is_placed`` tells that the rows of each name are known, ``is_sure`` that nothing is only likely.
    """

    columns: tuple[Column, ...]
    lines: tuple[IndicatorLine, ...]
    sums: frozenset[Decimal] = frozenset()
    levels: tuple[Level, ...] = ()
    chains: tuple[Chain, ...] = ()
    openings: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    is_placed: bool = False
    is_sure: bool = True

    def number_of(self, name: str) -> int | None:
        """Return the number of a field's first column."""
        return next((n for n, column in enumerate(self.columns) if column.field == name), None)


LevelPass = Callable[[LevelTable], LevelTable]


def drop_group_sums(table: LevelTable) -> LevelTable:
    """Leave out the rows that are the sum of a group, as 小计: they are no lines."""
    return replace(table, lines=tuple(line for line in table.lines if not _is_group_sum(line, table.columns)))


def _is_group_sum(line: IndicatorLine, columns: Sequence[Column]) -> bool:
    """Tell whether a row is the sum of a group (小计, 产出指标合计); a line that ends so, as 收入合计, has a target."""
    named = [c.labels.folded.rstrip(":") for n, c in line.placed.items() if _is_name_column(columns[n])]
    sums = [text for text in named if text.endswith(_GROUP_SUMS)]
    if named and named[-1].endswith(_LAST_SUMS):
        sums.append(named[-1])
    if not sums:
        return False
    values = [c for n, c in line.placed.items() if columns[n].field in VALUES]
    has_value = not all(cell.labels.is_blank for cell in values)
    if not has_value:
        return True
    return any(text in _SUMS or find_depths(text[:-2]) for text in sums)


def _is_name_column(column: Column) -> bool:
    if column.field in LEVELS:
        return True
    return column.field == "level3"


def keep_one_column_of_points(table: LevelTable) -> LevelTable:
    """Keep one of several columns of weights or scores.

    It is the one that most lines fill and that adds up to the total.
    """
    columns = list(table.columns)
    for name in POINTS:
        same = [n for n, column in enumerate(table.columns) if column.field == name]
        chosen = max(same, key=lambda n: _rank_points(table, n), default=None)
        for n in same:
            if n != chosen:
                columns[n] = replace(columns[n], field="other")
    return replace(table, columns=tuple(columns))


def _rank_points(table: LevelTable, number: int) -> tuple[int, bool]:
    cells = [line.placed[number] for line in table.lines if number in line.placed]
    points = [cell.labels.points for cell in cells if cell.labels.points is not None]
    return len(points), sum(points, Decimal(0)) in table.sums


def part_joined_levels(table: LevelTable) -> LevelTable:
    """Part the names of a column that prints both levels, as 产出指标-数量指标, where no column prints the second."""
    if table.number_of("level2") is not None:
        return table
    for n, column in enumerate(table.columns):
        if column.field in ("level1", "other") and _prints_both_levels(table.lines, n):
            first = replace(column, field="level1")
            second = replace(column, field="level2")
            columns = (*table.columns[:n], first, *table.columns[n + 1 :], second)
            lines = tuple(_part_cell(line, n, len(table.columns)) for line in table.lines)
            return replace(table, columns=columns, lines=lines)
    return table


def _prints_both_levels(lines: Sequence[IndicatorLine], number: int) -> bool:
    texts = [line.placed[number].text for line in lines if number in line.placed]
    parted = sum(_part_names(text) is not None for text in texts)
    if not texts:
        return False
    return parted >= LINES.joined_levels_share * len(texts)


def _part_cell(line: IndicatorLine, first: int, second: int) -> IndicatorLine:
    cell = line.placed.get(first)
    if cell is None:
        return line
    names = _part_names(cell.text)
    if names is None:
        return line
    parts: Placed = {
        n: structs.replace(cell, text=name) for n, name in zip((first, second), names, strict=True)
    }
    return replace(line, placed=line.placed | parts)


def _part_names(text: str) -> tuple[str, str] | None:
    """Return both names of a text that is a 一级 and a 二级 and nothing else."""
    if find_depths(text):
        return None
    for at in range(1, len(text)):
        if 1 not in find_depths(text[:at]):
            continue
        second = _BETWEEN.sub("", text[at:], count=1)
        if 2 in find_depths(second):  # noqa: PLR2004 - the depth of 二级
            return text[:at], second
    return None


def read_names(table: LevelTable) -> LevelTable:
    """Give each line the levels that its own cells name, or those still open."""
    tree = _LevelTree()
    numbers = _find_level_columns(table.columns)
    openings: dict[int, dict[int, int]] = {depth: {} for depth in _DEPTHS}
    chains: list[Chain] = []
    for at, line in enumerate(table.lines):
        for depth, number in numbers:
            if number in line.placed:
                index = tree.enter(depth, line.placed[number], begins_page=line.begins_page)
                openings[depth].setdefault(index, at)
        chains.append((tree.open[1], tree.open[2]))
    return replace(table, levels=tuple(tree.levels), chains=tuple(chains), openings=openings)


def _find_level_columns(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return the columns of levels, each with its depth before it, those of 一级 first."""
    return sorted((LEVELS[column.field], n) for n, column in enumerate(columns) if column.field in LEVELS)


class _LevelTree:
    """The levels met so far while the lines go by, and the one that is open at each depth (None for none)."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.open: dict[int, int | None] = {1: None, 2: None}

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


def place_centred_names(table: LevelTable) -> LevelTable:
    """Give lines the names that stand in the middle or in the last of their rows.

    That is told by a first row without its names. A name in a cell over several rows is of those rows.
    """
    firsts, seconds = (list(table.openings[depth].values()) for depth in _DEPTHS)
    is_headed = not firsts or not seconds or firsts[0] == seconds[0] == 0
    if is_headed or any(_has_tall_name(line, table.columns) for line in table.lines):
        return table
    weights = [_sum_weights(line, table.columns) for line in table.lines]
    first_levels = [table.levels[at] for at in table.openings[1]]
    second_levels = [table.levels[at] for at in table.openings[2]]
    printed = [level.weight for level in first_levels]
    names = NamedRows(firsts, seconds, weights, printed, _find_usual_pairs(first_levels, second_levels))
    placing = place_names(names)
    if placing.ends is None:
        return replace(table, is_sure=placing.sure)
    outer, inner = map(groups_of, placing.ends)
    numbers = {depth: list(table.openings[depth]) for depth in _DEPTHS}
    chains = [(numbers[1][a], numbers[2][b]) for a, b in zip(outer, inner, strict=True)]
    return replace(table, chains=tuple(chains), is_placed=True, is_sure=placing.sure)


def _has_tall_name(line: IndicatorLine, columns: Sequence[Column]) -> bool:
    return any(cell.rowspan > 1 for n, cell in line.placed.items() if columns[n].field in LEVELS)


def _sum_weights(line: IndicatorLine, columns: Sequence[Column]) -> Decimal:
    weights = [cell.labels.points for n, cell in line.placed.items() if columns[n].field == "weight"]
    return sum((weight for weight in weights if weight is not None), Decimal(0))


def _find_usual_pairs(firsts: Sequence[Level], seconds: Sequence[Level]) -> list[tuple[int, int]]:
    """Return the places of the names of 一级 and 二级 that usually stand under each other."""
    return [
        (a, b)
        for (a, first), (b, second) in product(enumerate(firsts), enumerate(seconds))
        if is_usually_under(first.name, second.name)
    ]


def fill_unnamed_lines(table: LevelTable) -> LevelTable:
    """Give lines that precede their level's name, printed in the middle of its group, that name.

    In a grid only up to the first line that has both names, which may stand on a later page.
    """
    if table.is_placed:
        return table
    if any(line.ragged for line in table.lines):
        return replace(table, chains=tuple(fill_from_below(table.chains)))
    named = next((n for n, chain in enumerate(table.chains) if None not in chain), -1)
    upper, lower = table.chains[: named + 1], table.chains[named + 1 :]
    return replace(table, chains=(*fill_from_below(upper), *lower))


def fill_from_below(chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains, each without a name with the next name below the same 一级."""
    filled = list(chains)
    for n in range(len(filled) - 2, -1, -1):
        first, second = filled[n]
        first_below, second_below = filled[n + 1]
        if first is None:
            first = first_below
            if second is None:
                second = second_below
        elif second is None and first == first_below:
            second = second_below
        filled[n] = (first, second)
    return filled


LEVEL_PASSES: tuple[LevelPass, ...] = (
    drop_group_sums,
    keep_one_column_of_points,
    part_joined_levels,
    read_names,
    place_centred_names,
    fill_unnamed_lines,
)
"""How the levels are found, in this order."""


def find_levels(table: LevelTable) -> LevelTable:
    """Run all passes over the table."""
    for level_pass in LEVEL_PASSES:
        table = level_pass(table)
    return table
