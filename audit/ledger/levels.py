"""Levels that print a weight in their name, as 产出指标(50分), and what their indicators weigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.lines import find_extra
from normalize import Form, Indicator, Level


@dataclass(frozen=True, slots=True)
class LevelSum:
    """A level's printed weight and the sum of its indicators' weights, None where one is not printed.

    ``indicator`` is the ordinal of the first of ``below``.
    """

    name: str
    depth: int
    stated: Decimal
    computed: Decimal | None
    indicator: int | None
    below: tuple[Indicator, ...] = ()


def find_level_sums(form: Form) -> Iterator[LevelSum]:
    """Yield each level that prints a weight, in the form's order.

    A level that is printed again with the same weight counts as one with all its indicators, unless each
    print already has its weight's worth below it (as where the table repeats for a second goal).
    """
    for level in _distinct(form):
        prints = [other for other in form.levels if _is_same(form, level, other)]
        each = [_sum_level(form, [one]) for one in prints]
        if len(prints) > 1 and all(one.computed == one.stated for one in each):
            yield from each
        else:
            yield _sum_level(form, prints)


def _distinct(form: Form) -> list[Level]:
    distinct: list[Level] = []
    for level in form.levels:
        if level.weight is None:
            continue
        if not any(_is_same(form, level, one) for one in distinct):
            distinct.append(level)
    return distinct


def _is_same(form: Form, one: Level, other: Level) -> bool:
    if (one.depth, one.name, one.weight) != (other.depth, other.name, other.weight):
        return False
    return _name_above(form, one) == _name_above(form, other)


def _name_above(form: Form, level: Level) -> str | None:
    """Return the name of the level-1 that a level-2 stands in."""
    if level.depth == 1:
        return None
    return next((i.level1 for i in form.indicators if level.ordinal in i.levels), None)


def _sum_level(form: Form, prints: Sequence[Level]) -> LevelSum:
    first = prints[0]
    assert first.weight is not None
    below = tuple(_indicators_below(form, {level.ordinal for level in prints}))
    return LevelSum(
        name=first.name,
        depth=first.depth,
        stated=first.weight,
        computed=_sum_weights(below),
        indicator=next((indicator.ordinal for indicator in below), None),
        below=below,
    )


def _indicators_below(form: Form, levels: set[int]) -> Iterator[Indicator]:
    for indicator in form.indicators:
        if indicator.sub or levels.isdisjoint(indicator.levels):
            continue
        if not _weighs_nothing(indicator):
            yield indicator


def _weighs_nothing(indicator: Indicator) -> bool:
    """Tell whether a row beside the hundred points prints no weight, as such rows need none."""
    if indicator.weight is not None:
        return False
    return find_extra(indicator) is not None


def _sum_weights(indicators: Sequence[Indicator]) -> Decimal | None:
    weights = [i.weight for i in indicators if i.weight is not None]
    if not weights or len(weights) < len(indicators):
        return None
    return sum(weights, Decimal())
