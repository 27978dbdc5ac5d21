"""Levels that print a weight in their name, as 产出指标(50分), and what their indicators weigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.lines import aside, prints_weights
from normalize.form import Form, Indicator, Level


@dataclass(frozen=True, slots=True)
class LevelSum:
    """A level's printed weight and the sum of its indicators' weights, None where one is not printed."""

    name: str
    depth: int
    stated: Decimal
    computed: Decimal | None
    indicator: int | None
    below: tuple[Indicator, ...] = ()


def prints_level_weights(form: Form) -> bool:
    """Tell whether the form prints weights in level names and on indicators."""
    return prints_weights(form) and any(level.weight is not None for level in form.levels)


def level_sums(form: Form) -> Iterator[LevelSum]:
    """Yield each level that prints a weight, in the form's order.

    A level that is printed again with the same weight counts as one with all its indicators, unless each
    print already has its weight's worth below it (as where the table repeats for a second goal).
    """
    for level in _distinct(form):
        printed = [other for other in form.levels if _same(form, level, other)]
        each = [_sum(form, [other]) for other in printed]
        if len(printed) > 1 and all(one.computed == one.stated for one in each):
            yield from each
        else:
            yield _sum(form, printed)


def _distinct(form: Form) -> list[Level]:
    weighed = [level for level in form.levels if level.weight is not None]
    return [
        level
        for n, level in enumerate(weighed)
        if not any(_same(form, level, other) for other in weighed[:n])
    ]


def _same(form: Form, one: Level, other: Level) -> bool:
    return (one.depth, one.name, one.weight, _above(form, one)) == (
        other.depth,
        other.name,
        other.weight,
        _above(form, other),
    )


def _above(form: Form, level: Level) -> str | None:
    """Return the name of the level-1 that a level-2 stands in."""
    if level.depth == 1:
        return None
    return next((i.level1 for i in form.indicators if level.ordinal in i.levels), None)


def _sum(form: Form, printed: Sequence[Level]) -> LevelSum:
    first = printed[0]
    assert first.weight is not None
    ordinals = {level.ordinal for level in printed}
    below = [
        i
        for i in form.indicators
        if not i.sub and ordinals & set(i.levels) and not (aside(i) and i.weight is None)
    ]
    return LevelSum(
        first.name,
        first.depth,
        first.weight,
        _weight(below),
        below[0].ordinal if below else None,
        tuple(below),
    )


def _weight(indicators: Sequence[Indicator]) -> Decimal | None:
    weights = [i.weight for i in indicators if i.weight is not None]
    complete = weights and len(weights) == len(indicators)
    return sum(weights, Decimal()) if complete else None
