"""An indicator's target (目标值) beside its actual (完成值), where both are numbers of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from normalize.form import Indicator, Quantity

UP, DOWN, EXACT = "up", "down", "exact"
_DIRECTIONS = {">=": UP, ">": UP, "<=": DOWN, "<": DOWN, "=": EXACT}
_EXACT_ACTUALS = ("=", ">=", "<=")
_POSITIVE, _REVERSE = ("正向", "正指标"), ("反向", "逆向", "负向", "逆指标")
_LESS_IS_BETTER = ("成本", "时效", "进度")


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and its actual in one base unit; ``direction`` is ``up`` (more is better), ``down`` or ``exact``.

    ``furthest`` is the highest of several targets (确保8000亩、力争10000亩), else the target.
    """

    target: Decimal
    actual: Decimal
    direction: str
    furthest: Decimal

    def contradicts(self, achieved: int | None) -> bool:
        """Tell whether the numbers say the opposite of ``achieved``; equal numbers contradict neither."""
        if self.direction == EXACT or self.actual == self.target:
            return False
        better = self.actual > self.target if self.direction == UP else self.actual < self.target
        return achieved is not None and better != bool(achieved)


def measured(line: Indicator) -> Measured | None:
    """Return the two numbers that an indicator compares, or None where they are not told surely.

    A target of several comparators, a range, another unit, or several numbers of the target's unit in the actual are not.
    """
    targets = [q for q in line.quantities if q.field == "target"]
    if not targets or len({q.comparator for q in targets}) > 1 or targets[0].comparator not in _DIRECTIONS:
        return None
    target, actual = targets[0], _answer(line, targets[0])
    if actual is None or target.base_value is None or actual.base_value is None or target.value_high is not None:
        return None
    furthest = max(q.base_value for q in targets if q.base_unit == target.base_unit and q.base_value is not None)
    return Measured(target.base_value, actual.base_value, _direction(line, target), furthest)


def _answer(line: Indicator, target: Quantity) -> Quantity | None:
    """Return the number that answers the target: the only one of its unit, or the one that the text begins with."""
    alike = [q for q in line.quantities if q.field == "actual" and q.base_unit == target.base_unit and q.value_high is None]
    text = "".join(line.actual.split())
    first = bool(alike) and text.startswith("".join(alike[0].text.split()))
    if not alike or not (len(alike) == 1 or first) or alike[0].comparator not in _EXACT_ACTUALS:
        return None
    return alike[0]


def _direction(line: Indicator, target: Quantity) -> str:
    """Return the direction: of the comparator; for a bare number of the sign column, then of the group's name."""
    if target.comparator != "=":
        return _DIRECTIONS[target.comparator]
    sign = line.sign or ""
    if any(word in sign for word in _REVERSE):
        return DOWN
    if any(word in sign for word in _POSITIVE):
        return UP
    return DOWN if any(word in f"{line.level1}{line.level2}" for word in _LESS_IS_BETTER) else EXACT
