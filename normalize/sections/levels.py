"""The indicator tree: which 一级 and 二级 name each line stands under."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from operator import eq
from pathlib import Path

from msgspec import structs

from extract.grid import Box, Cell
from normalize.form import Level
from normalize.rows.alignment import Column
from normalize.rows.row import Row
from normalize.sections.indicator_rows import Entry, entries_of
from normalize.values.text import fold
from normalize.vocabulary.labels import level_depths, named_weight, side_label, without_numbering


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
    return Level(
        level.ordinal, level.depth, whole, Decimal(points) if points else level.weight, {"name": boxes}
    )


@cache
def _under() -> dict[str, list[str]]:
    under: dict[str, list[str]] = tomllib.loads(
        Path(__file__).parents[1].joinpath("vocabulary", "levels.toml").read_text("utf-8")
    )["under"]
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


_LABELLED = re.compile(r"^一级指标\s*[:：]\s*")


def band_of(row: Row) -> Cell | None:
    """Give the 一级 name that is all that a row prints, without a number or 一级指标: before it; None where it is another row."""
    cells = [c for c in row.filled if not side_label(c.text)]
    name = without_numbering(_LABELLED.sub("", cells[0].text)) if len(cells) == 1 else ""
    return structs.replace(cells[0], text=name) if 1 in level_depths(name) else None


def banded_entries(
    rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[list[Entry], list[Cell], tuple[Column, ...]]:
    """Give the lines of the indicator table, the cells that fitted nowhere, and the columns, with one for the names in bands."""
    bands = (
        [] if any(c.field == "level1" for c in columns) else [band for row in rows if (band := band_of(row))]
    )
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


_MOST_NAMES = 40
_MOST_WAYS = 200

Ends = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the groups end, None where each begins with its name; and whether that is told and not only likely."""

    ends: tuple[Ends, Ends] | None
    sure: bool = True


def placed(
    firsts: Sequence[int],
    seconds: Sequence[int],
    weights: Sequence[Decimal],
    printed: Sequence[Decimal | None],
    under: Collection[tuple[int, int]] = (),
) -> Placing:
    """Tell where the groups of rows end, for 一级 and 二级: names stand in the middle, last or first row of their groups.

    ``firsts`` and ``seconds`` are the rows that print a name, ``weights`` those of all rows, and ``printed``
    the weights in the names of 一级. In the middle of an even number of rows all names stand on the upper, or
    all on the lower. A group of 一级 holds whole groups of 二级. Of several ways to read them the one is told
    in which most names of 二级 are ``under`` the 一级 that they usually are, most printed weights are those
    of their rows, and whose rows have the names that they have in most others.
    """
    if not firsts or not seconds or max(len(firsts), len(seconds)) > _MOST_NAMES:
        return Placing(None, sure=False)
    rows = len(weights)
    middle = [way for lower in (False, True) for way in _both(firsts, seconds, rows, lower=lower)]
    first, last = ([tuple(ends(of, rows)) for of in (firsts, seconds)] for ends in (_ends_before, _ends_at))
    heading = [first] if firsts[0] == seconds[0] else []  # a 一级 begins with the first of its 二级
    others = [
        (outer, inner)
        for outer, inner in (*heading, last)
        if outer[-1] == inner[-1] == rows and set(outer) <= set(inner)
    ]
    votes = Counter(named for way in middle for named in _named(way))

    def told(way: tuple[Ends, Ends]) -> tuple[int, int]:
        sums = (sum(weights[first:end]) for first, end in pairwise((0, *way[0])))
        outer, inner = (groups_of(ends) for ends in way)
        return len({*zip(outer, inner, strict=True)} & set(under)), sum(map(eq, sums, printed))

    ways = list(dict.fromkeys([*middle, *others]))
    if not ways:
        return Placing(None, sure=False)
    most = max(map(told, ways))
    best = [way for way in ways if told(way) == most]
    chosen = max(best, key=lambda way: (way in middle, sum(votes[named] for named in _named(way))))
    return Placing(None if chosen == tuple(first) and chosen not in middle else chosen, sure=len(best) == 1)


def _ends_before(names: Sequence[int], rows: int) -> list[int]:
    return [*names[1:], rows]


def _ends_at(names: Sequence[int], _rows: int) -> list[int]:
    return [name + 1 for name in names]


def _named(way: tuple[Ends, Ends]) -> list[tuple[int, int, int]]:
    return [(row, *named) for row, named in enumerate(zip(*map(groups_of, way), strict=True))]


def _both(
    firsts: Sequence[int], seconds: Sequence[int], rows: int, *, lower: bool
) -> Iterator[tuple[Ends, Ends]]:
    outers = _ends(firsts, rows, lower=lower)
    for inner in _ends(seconds, rows, lower=lower):
        yield from ((outer, inner) for outer in outers if set(outer) <= set(inner))


def _ends(names: Sequence[int], rows: int, *, lower: bool) -> Sequence[Ends]:
    """Give the ways to share the rows among names, each in the middle of its group; not all where there are very many."""
    ways: dict[int, list[Ends]] = {0: [()]}
    for name, following in pairwise((*names, rows)):
        longer: dict[int, list[Ends]] = defaultdict(list)
        for start, before in ways.items():
            above = name - start
            sizes = (2 * above, 2 * above + 1) if lower else (2 * above + 1, 2 * above + 2)
            for end in (start + size for size in sizes if 0 <= above < size <= following - start):
                longer[end] += [(*way, end) for way in before[: _MOST_WAYS - len(longer[end])]]
        ways = longer
    return ways.get(rows, [])


def groups_of(ends: Ends) -> list[int]:
    """Give for each row the number of its group."""
    return [n for n, (first, end) in enumerate(pairwise((0, *ends))) for _ in range(first, end)]
