"""An indicator's target (目标值) beside its actual (完成值), where both are numbers of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from normalize import Indicator, Quantity, find_answer, find_changes, find_wanted, order_steps

UP, DOWN, EXACT = "up", "down", "exact"
_DIRECTIONS = {">=": UP, ">": UP, "<=": DOWN, "<": DOWN, "=": EXACT}
_EXACT_ACTUALS = ("=", ">=", "<=")


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """A target and its actual in one base unit; ``direction`` is ``up``, ``down`` or ``exact``.

    Of a target in steps (确保8000亩、力争10000亩) ``target`` is the first, which has to be met, and
    ``furthest`` the last.
    """

    target: Decimal
    actual: Decimal
    direction: str
    furthest: Decimal

    @property
    def is_between_steps(self) -> bool:
        """Whether the first step is met and the last one is not: nobody can tell what the score should be."""
        if self.furthest == self.target or self.contradicts(1):
            return False
        if self.direction == DOWN:
            return self.actual > self.furthest
        return self.actual < self.furthest

    def contradicts(self, achieved: int | None) -> bool:
        """Tell whether the numbers say the opposite of ``achieved``; equal numbers contradict neither."""
        if achieved is None or self.actual == self.target:
            return False
        if self.direction == EXACT:
            return False
        is_above = self.actual > self.target
        is_better = is_above == (self.direction == UP)
        return is_better != bool(achieved)


def compare_to_target(line: Indicator) -> TargetComparison | None:
    """Return the two numbers that an indicator compares, or None where they are not told surely.

    A target of several comparators, a range, another unit, numbers that are no steps of one target, several
    numbers of the target's unit in the actual, or changes (下降5.6%) are not.
    """
    targets = [q for q in line.quantities if q.field == "target"]
    if not targets:
        return None
    in_steps = order_steps(targets)
    if not in_steps:
        return None
    if targets[0].comparator not in _DIRECTIONS or targets[0].value_high is not None:
        return None
    actual = _answer(line, targets[0])
    if actual is None or any(find_changes(line, in_steps[0], actual)):
        return None
    first, last, reached = in_steps[0].base_value, in_steps[-1].base_value, actual.base_value
    if first is None or last is None or reached is None:
        return None
    return TargetComparison(
        target=first, actual=reached, direction=find_direction(line, in_steps[0]), furthest=last
    )


def _answer(line: Indicator, target: Quantity) -> Quantity | None:
    """Return the number that answers the target at its word, as no range and no bound against it."""
    actuals = [q for q in line.quantities if q.field == "actual" and q.value_high is None]
    found = find_answer(line.actual, target, actuals)
    return found if found is not None and found.comparator in _EXACT_ACTUALS else None


def find_direction(line: Indicator, target: Quantity) -> str:
    """Return a target's direction, ``up``, ``down`` or ``exact``.

    That of its comparator; for a bare number that of the sign column, then of what the line measures.
    """
    if target.comparator != "=":
        return _DIRECTIONS.get(target.comparator, EXACT)
    wanted = find_wanted(line, target)
    if wanted is None:
        return EXACT
    return DOWN if wanted.direction == "less" else UP
