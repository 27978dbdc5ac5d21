"""Level names of a text that stand in the middle of their rows, as a page prints them beside merged cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from operator import eq

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

    ``firsts`` and ``seconds`` are the rows that print a name, ``weights`` those of all rows, and ``printed`` the weights in the
    names of 一级. In the middle of an even number of rows all names stand on the upper, or all on the lower. A group of 一级 holds
    whole groups of 二级. Of several ways to read them the one is told in which most names of 二级 are ``under`` the 一级 that they
    usually are, most printed weights are those of their rows, and whose rows have the names that they have in most others.
    """
    if not firsts or not seconds or max(len(firsts), len(seconds)) > _MOST_NAMES:
        return Placing(None, sure=False)
    rows = len(weights)
    middle = [way for lower in (False, True) for way in _both(firsts, seconds, rows, lower=lower)]
    first, last = ([tuple(ends(of, rows)) for of in (firsts, seconds)] for ends in (_ends_before, _ends_at))
    heading = [first] if firsts[0] == seconds[0] else []  # a 一级 begins with the first of its 二级
    others = [(outer, inner) for outer, inner in (*heading, last) if outer[-1] == inner[-1] == rows and set(outer) <= set(inner)]
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


def _both(firsts: Sequence[int], seconds: Sequence[int], rows: int, *, lower: bool) -> Iterator[tuple[Ends, Ends]]:
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
