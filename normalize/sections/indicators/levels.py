"""The indicator tree: which 一级 and 二级 name each line stands under, put right by a list of passes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from msgspec import structs

from extract import with_doubt
from normalize.columns.points import LEVEL_WEIGHTS
from normalize.form import Level
from normalize.rows.alignment import Column, Placed
from normalize.sections.indicators.centred_names import NamedRows, groups_of, place_names
from normalize.sections.indicators.level_tree import LevelTree
from normalize.sections.indicators.lines import LEVELS, IndicatorLine
from normalize.sections.indicators.sum_rows import SumRow, find_name, is_sum_name
from normalize.sections.settings import LINES
from normalize.vocabulary.labels import find_depths, is_usually_under

VALUES = ("target", "actual")
_BETWEEN = re.compile(r"[-—–_/\\|→>·:：、\s]*")
_DEPTHS = (1, 2)

Chain = tuple[int | None, int | None]
"""The numbers, from 0, of the levels that a line stands under; None where it has none."""


@dataclass(frozen=True, slots=True)
class LevelTable:
    """The indicator table while its levels are found.

    ``sum_rows`` are the rows that print sums, taken out of the lines. ``levels`` are the names in
    their order, ``chains`` those of each line. ``openings`` gives for each depth the line that first prints a
    level. ``is_placed`` tells that the rows of each name are known, ``is_sure`` that nothing is only likely.
    """

    columns: tuple[Column, ...]
    lines: tuple[IndicatorLine, ...]
    sum_rows: tuple[SumRow, ...] = ()
    levels: tuple[Level, ...] = ()
    chains: tuple[Chain, ...] = ()
    openings: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    is_placed: bool = False
    is_sure: bool = True

    def number_of(self, name: str) -> int | None:
        """Return the number of a field's first column."""
        return next((n for n, column in enumerate(self.columns) if column.field == name), None)

    def number_weight(self, depth: int) -> tuple[int, int | None]:
        """Return a depth and the number of the column that prints the weights of its levels."""
        return depth, self.number_of(LEVEL_WEIGHTS[depth])


LevelPass = Callable[[LevelTable], LevelTable]


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
    """Give each line the levels that its own cells name, or those still open.

    Rows of sums are taken out; a level in a row of its own that has no lines below is a line itself.
    """
    read = _read_names(table)
    without_lines = [row.line for row in read.sum_rows if row.is_level and not _has_lines(row, read.chains)]
    if not without_lines:
        return read
    lines = [replace(line, is_sum=False) if line in without_lines else line for line in table.lines]
    return _read_names(replace(table, lines=tuple(lines)))


def _has_lines(row: SumRow, chains: Sequence[Chain]) -> bool:
    return any(chain[depth - 1] == level for depth, level in row.entered.items() for chain in chains)


def _read_names(table: LevelTable) -> LevelTable:
    tree = LevelTree()
    numbers = _find_level_columns(table.columns)
    weights = [(depth, n) for depth, n in map(table.number_weight, _DEPTHS) if n is not None]
    openings: dict[int, dict[int, int]] = {depth: {} for depth in _DEPTHS}
    lines: list[IndicatorLine] = []
    sum_rows: list[SumRow] = []
    chains: list[Chain] = []
    part = 0
    for line in table.lines:
        if line.part != part:
            tree.close()
            part = line.part
        entered: dict[int, int] = {}
        for depth, number in numbers:
            if number in line.placed and not (line.is_sum and is_sum_name(line.placed[number])):
                entered[depth] = tree.enter(depth, line.placed[number], begins_page=line.begins_page)
                openings[depth].setdefault(entered[depth], len(lines))
        for depth, number in weights:
            tree.weigh(depth, line.placed.get(number))
        if line.is_sum:
            sum_rows.append(_make_sum_row(line, len(lines), table.columns, entered))
        else:
            lines.append(line)
            chains.append((tree.open[1], tree.open[2]))
    return replace(
        table,
        lines=tuple(lines),
        sum_rows=tuple(sum_rows),
        levels=tuple(tree.levels),
        chains=tuple(chains),
        openings={depth: _drop_late(of, len(lines)) for depth, of in openings.items()},
    )


def _drop_late(openings: Mapping[int, int], lines: int) -> dict[int, int]:
    """Leave out the levels that no line below them opens."""
    return {level: at for level, at in openings.items() if at < lines}


def _make_sum_row(
    line: IndicatorLine, before: int, columns: Sequence[Column], entered: Mapping[int, int]
) -> SumRow:
    name, depth = find_name(line.placed, columns)
    return SumRow(
        line=line,
        name=name,
        depth=depth,
        before=before,
        entered=entered,
        is_level=not is_sum_name(name),
    )


def _find_level_columns(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return the columns of levels, each with its depth before it, those of 一级 first."""
    return sorted((LEVELS[column.field], n) for n, column in enumerate(columns) if column.field in LEVELS)


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
    closed = {at for at in range(1, len(table.lines)) if _is_closed_above(at, table)}
    if any(line.ragged for line in table.lines):
        return replace(table, chains=tuple(fill_from_below(table.chains, closed)))
    named = next((n for n, chain in enumerate(table.chains) if None not in chain), -1)
    upper, lower = table.chains[: named + 1], table.chains[named + 1 :]
    return replace(table, chains=(*fill_from_below(upper, closed), *lower))


def _is_closed_above(at: int, table: LevelTable) -> bool:
    """Tell whether no line above a row takes its names: it prints only those, or another part begins."""
    line = table.lines[at]
    printed = {table.columns[n].field for n, cell in line.placed.items() if not cell.labels.is_blank}
    return line.part != table.lines[at - 1].part or printed <= LEVELS.keys()


def fill_from_below(chains: Sequence[Chain], closed: Collection[int] = ()) -> list[Chain]:
    """Return the chains, each without a name with the next name below the same 一级.

    ``closed`` are the rows whose names belong to none above them.
    """
    filled = list(chains)
    for n in range(len(filled) - 2, -1, -1):
        first, second = filled[n]
        if n + 1 in closed:
            continue
        first_below, second_below = filled[n + 1]
        if first is None:
            first = first_below
            if second is None:
                second = second_below
        elif second is None and first == first_below:
            second = second_below
        filled[n] = (first, second)
    return filled


def doubt_blank_names(table: LevelTable) -> LevelTable:
    """Doubt the names of levels whose printed weight is not their lines', where a line has a blank cell.

    The blank cell may be a group whose name is lost.
    """
    levels = list(table.levels)
    for at, level in enumerate(levels):
        pairs = zip(table.lines, table.chains, strict=True)
        lines = [line for line, chain in pairs if chain[level.depth - 1] == at]
        is_blank = any(level.depth in line.blank_levels for line in lines)
        if level.weight is None or not is_blank or not _are_merged(table, level.depth):
            continue
        if sum((_sum_weights(line, table.columns) for line in lines), Decimal(0)) != level.weight:
            where = {**level.where, "name": with_doubt(level.where["name"], "inferred")}
            levels[at] = replace(level, where=where)
    return replace(table, levels=tuple(levels))


def _are_merged(table: LevelTable, depth: int) -> bool:
    """Tell whether names of a level stand in merged cells."""
    number = table.number_of(f"level{depth}")
    return any(number in line.placed and line.placed[number].rowspan > 1 for line in table.lines)


LEVEL_PASSES: tuple[LevelPass, ...] = (
    part_joined_levels,
    read_names,
    place_centred_names,
    fill_unnamed_lines,
    doubt_blank_names,
)
"""How the levels are found, in this order."""


def find_levels(table: LevelTable) -> LevelTable:
    """Run all passes over the table."""
    for level_pass in LEVEL_PASSES:
        table = level_pass(table)
    return table
