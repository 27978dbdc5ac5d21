"""Whether an indicator's actual meets its target, told only where both can be read and compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalize.bare import answering
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


def steps(targets: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Give the steps of a target (确保8000亩、力争10000亩), the one that is met first at the front; a plain target has one.

    Empty where several numbers are no steps of one target: where they are bare, compare in other ways, or count another thing.
    """
    alike = [q for q in targets if q.base_unit == targets[0].base_unit and q.base_value is not None]
    counts_another = any(q.what not in (None, targets[0].what) for q in alike)
    bare = len(alike) > 1 and alike[0].comparator not in (*FLOOR, *CEILING)
    if not alike or counts_another or bare or len({q.comparator for q in targets}) > 1:
        return ()
    return tuple(sorted(alike, key=lambda q: q.base_value or Decimal(), reverse=alike[0].comparator in CEILING))


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
    met = _first_compared(line, targets, actuals)
    others = [q for q in targets if q.base_unit != targets[0].base_unit]
    return None if met and any(_first_compared(line, [other], actuals) is False for other in others) else met


def _first_compared(line: Indicator, targets: list[Quantity], actuals: list[Quantity]) -> bool | None:
    """Compare the first number of the target, with what answers it, of several numbers (2期100人) one after the other."""
    actual = _answer(line.actual, targets, actuals)
    if actual is None or not targets:
        return None
    if any(q.value_high is not None for q in (targets[0], actual)):
        return None
    first = next(iter(steps(targets)), None)
    return _meets(first, actual, line) if first else None


def _answer(text: str, targets: list[Quantity], actuals: list[Quantity]) -> Quantity | None:
    """Give the number that answers the target: the one the text begins with, or the only one of the target's unit."""
    alike = [q for q in actuals if targets and q.base_unit == targets[0].base_unit and q.base_value is not None]
    if len(alike) == 1 or (alike and fold(text).startswith(fold(alike[0].text))):
        return answering(alike[0], targets[0])
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
