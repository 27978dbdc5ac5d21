"""Level names that stand in the middle, or in the last row, of the rows that they are of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from normalize.sections.settings import LINES

Ends = tuple[int, ...]
"""For each group of rows, the row after its last."""
_Way = tuple[Ends, Ends]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the groups end, None where each begins with its name.

    ``sure`` tells that this is certain and not only likely.
    """

    ends: _Way | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class NamedRows:
    """The rows that print a name of 一级 (``firsts``) and of 二级 (``seconds``).

    The rest tells whose rows they are.

    ``weights`` are those of all rows, ``printed`` the weights in the names of 一级, ``under`` the pairs of
    names, by their place in ``firsts`` and ``seconds``, that usually stand under each other.
    """

    firsts: Sequence[int]
    seconds: Sequence[int]
    weights: Sequence[Decimal]
    printed: Sequence[Decimal | None]
    under: Collection[tuple[int, int]] = ()


def place_names(names: NamedRows) -> Placing:
    """Find where the groups of rows end, for 一级 and 二级.

    Names stand in the middle, the last or the first row of their groups.

    In the middle of an even number of rows all names stand on the upper, or all on the lower. A group of 一级
    holds whole groups of 二级. Of several ways to read them the one is told in which most names of 二级 are
    ``under`` the 一级 that they usually are, most printed weights are those of their rows, and whose rows
    have the names that they have in most others.
    """
    most_names = max(len(names.firsts), len(names.seconds))
    if not names.firsts or not names.seconds or most_names > LINES.most_names:
        return Placing(None, sure=False)
    middle = [*_find_middle_ways(names, lower=False), *_find_middle_ways(names, lower=True)]
    ways = list(dict.fromkeys([*middle, *_find_other_ways(names)]))
    if not ways:
        return Placing(None, sure=False)
    told = [_count_told(way, names) for way in ways]
    best = [way for way, count in zip(ways, told, strict=True) if count == max(told)]
    chosen = _choose_commonest(best, middle)
    is_headed = chosen == _end_before_names(names) and chosen not in middle
    is_sure = len(best) == 1
    if is_headed:
        return Placing(None, is_sure)
    return Placing(chosen, is_sure)


def _find_middle_ways(names: NamedRows, *, lower: bool) -> Iterator[_Way]:
    """Return the ways in which all names stand in the middle of their groups."""
    rows = len(names.weights)
    outers = _share_rows(names.firsts, rows, lower=lower)
    for inner in _share_rows(names.seconds, rows, lower=lower):
        yield from ((outer, inner) for outer in outers if set(outer) <= set(inner))


def _find_other_ways(names: NamedRows) -> list[_Way]:
    """Return the ways in which all names stand in the first, or in the last rows of their groups."""
    rows = len(names.weights)
    ways = [(_end_with_names(names.firsts), _end_with_names(names.seconds))]
    if names.firsts[0] == names.seconds[0]:  # a 一级 begins with the first of its 二级
        ways.insert(0, _end_before_names(names))
    return [(outer, inner) for outer, inner in ways if _holds(outer, inner, rows)]


def _holds(outer: Ends, inner: Ends, rows: int) -> bool:
    return outer[-1] == inner[-1] == rows and set(outer) <= set(inner)


def _end_before_names(names: NamedRows) -> _Way:
    rows = len(names.weights)
    return (*names.firsts[1:], rows), (*names.seconds[1:], rows)


def _end_with_names(names: Sequence[int]) -> Ends:
    return tuple(name + 1 for name in names)


def _count_told(way: _Way, names: NamedRows) -> tuple[int, int]:
    """Count the names that stand where they usually do, and the sums that are the printed weights."""
    outer, inner = way
    pairs = set(zip(groups_of(outer), groups_of(inner), strict=True))
    sums = [sum(names.weights[first:end]) for first, end in pairwise((0, *outer))]
    right_sums = sum(total == printed for total, printed in zip(sums, names.printed, strict=False))
    return len(pairs & set(names.under)), right_sums


def _choose_commonest(best: Sequence[_Way], middle: Sequence[_Way]) -> _Way:
    """Return the way whose rows have the names that they have in most ways.

    Ways with names in the middle come before others.
    """
    votes: Counter[tuple[int, int, int]] = Counter()
    for way in middle:
        votes.update(_list_names(way))
    return max(best, key=lambda way: (way in middle, sum(votes[named] for named in _list_names(way))))


def _list_names(way: _Way) -> list[tuple[int, int, int]]:
    """Return for each row its number and those of its groups."""
    outer, inner = map(groups_of, way)
    return [(row, first, second) for row, (first, second) in enumerate(zip(outer, inner, strict=True))]


def _share_rows(names: Sequence[int], rows: int, *, lower: bool) -> Sequence[Ends]:
    """Return the ways to share the rows among names, each in the middle of its group.

    Not all are returned where there are very many.
    """
    ways: dict[int, list[Ends]] = {0: [()]}
    for name, following in pairwise((*names, rows)):
        longer: dict[int, list[Ends]] = defaultdict(list)
        for start, before in ways.items():
            for size in _find_sizes(name - start, following - start, lower=lower):
                end = start + size
                room = LINES.most_ways - len(longer[end])
                longer[end] += [(*way, end) for way in before[:room]]
        ways = longer
    return ways.get(rows, [])


def _find_sizes(above: int, most: int, *, lower: bool) -> list[int]:
    """Return the sizes of a group of ``most`` rows at most with ``above`` rows above its name."""
    sizes = (2 * above, 2 * above + 1) if lower else (2 * above + 1, 2 * above + 2)
    return [size for size in sizes if 0 <= above < size <= most]


def groups_of(ends: Ends) -> list[int]:
    """Return for each row the number of its group."""
    groups: list[int] = []
    for number, (first, end) in enumerate(pairwise((0, *ends))):
        groups += [number] * (end - first)
    return groups
