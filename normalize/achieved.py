"""Whether an indicator's actual meets its target, told only where both can be read and compared."""

from __future__ import annotations

from decimal import Decimal

from normalize.clean import fold, is_blank
from normalize.deadline import deadline, kept
from normalize.form import Indicator, Quantity

FLOOR = (">=", ">")
CEILING = ("<=", "<")
MORE_IS_BETTER = ("数量指标", "质量指标", "产出数量", "产出质量")
LESS_IS_BETTER = ("成本指标", "经济成本指标", "产出成本")
FIRST_WORDS = 40


def achieved(line: Indicator) -> int | None:
    """Give 1 where the actual meets the target, 0 where it misses it, None where that cannot be told."""
    met = _met(line)
    return None if met is None else int(met)


def _met(line: Indicator) -> bool | None:
    if is_blank(line.target) or is_blank(line.actual):
        return None
    if fold(line.target) == fold(line.actual):
        return True
    by_date, done = deadline(line.target), deadline(line.actual[:FIRST_WORDS])
    if by_date:
        return kept(by_date, done) if done else None
    return _compared(line)


def _compared(line: Indicator) -> bool | None:
    targets = [q for q in line.quantities if q.field == "target"]
    actuals = [q for q in line.quantities if q.field == "actual"]
    actual = _answer(line.actual, targets, actuals)
    if actual is None or not targets:
        return None
    target = targets[0]
    if len({q.comparator for q in targets}) > 1 or target.value_high is not None or actual.value_high is not None:
        return None
    return _meets(target, actual, line)


def _answer(text: str, targets: list[Quantity], actuals: list[Quantity]) -> Quantity | None:
    """Give the number that answers the target: the one the text begins with, or the only one of the target's unit."""
    alike = [q for q in actuals if targets and q.base_unit == targets[0].base_unit and q.base_value is not None]
    if len(alike) == 1 or (alike and fold(text).startswith(fold(alike[0].text))):
        return alike[0]
    return None


def _meets(target: Quantity, actual: Quantity, line: Indicator) -> bool | None:
    want, got = target.base_value, actual.base_value
    if want is None or got is None:
        return None
    if target.comparator in FLOOR:
        return _above(want, got, actual.comparator, strict=target.comparator == ">")
    if target.comparator in CEILING:
        return _below(want, got, actual.comparator, strict=target.comparator == "<")
    return _equals(want, got, line) if target.comparator == "=" and actual.comparator in ("=", ">=", "<=") else None


def _equals(want: Decimal, got: Decimal, line: Indicator) -> bool | None:
    """Compare with a bare target: beside it, only the group's name tells which side is the better."""
    if got == want:
        return True
    if line.level2 in LESS_IS_BETTER:
        return got < want
    return False if line.level2 in MORE_IS_BETTER and got < want else None


def _above(want: Decimal, got: Decimal, comparator: str, *, strict: bool) -> bool | None:
    if comparator in CEILING:
        return False if got < want or (got == want and comparator == "<") else None
    return (got > want if strict else got >= want) if comparator in ("=", *FLOOR) else None


def _below(want: Decimal, got: Decimal, comparator: str, *, strict: bool) -> bool | None:
    if comparator in FLOOR:
        return False if got > want or (got == want and comparator == ">") else None
    return (got < want if strict else got <= want) if comparator in ("=", *CEILING) else None
