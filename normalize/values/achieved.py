"""Whether an indicator's actual meets its target, told only where both can be read and compared."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.form import Indicator, Quantity
from normalize.values.text import fold, is_blank

_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_PART = r"(?:" + _DAY + r"日?|(上旬|中旬|下旬|底|末|初))?"
_DATE = re.compile(
    rf"(?:((?:19|20)\d{{2}})年)?(?<!\d){_MONTH}月份?{_PART}(之?前|以前)?"
    rf"|((?:19|20)\d{{2}})[.\-/]{_MONTH}(?:[.\-/]{_DAY})?(?!\d)(之?前|以前)?"
)
_LAST_DAY = {"初": 5, "上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that a text allows or tells; ``year`` is None where it prints none. ``before`` is the 前 of a deadline."""

    year: int | None
    month: int
    day: int
    before: bool


def deadline(text: str) -> Deadline | None:
    """Read the only date of a text; None where it has none or more than one."""
    found = list(_DATE.finditer(fold(text)))
    if len(found) != 1:
        return None
    year, month, day, part, before, figure_year, figure_month, figure_day, figure_before = found[0].groups()
    year, month, day, before = (
        year or figure_year,
        month or figure_month,
        day or figure_day,
        before or figure_before,
    )
    last = monthrange(int(year) if year else 2000, int(month))[1]
    return Deadline(
        int(year) if year else None,
        int(month),
        int(day) if day else _LAST_DAY.get(part or "", last),
        bool(before),
    )


def kept(target: Deadline, actual: Deadline) -> bool | None:
    """Tell whether what was done by ``actual`` kept ``target``; None where one prints a year and the other none that fits.

    A target by the month, as 9月前, is kept in that month only where the text allows its last day.
    """
    if target.year is not None and actual.year is not None and target.year != actual.year:
        return actual.year < target.year
    if (target.year is None) != (actual.year is None):
        return None
    return (actual.month, actual.day) <= (target.month, target.day)


_WHOLE = Decimal(100)
# How far the two may be apart: a ratio is seldom written beside a percentage that it is far from, a
# percentage without its sign may
# well be; a percentage beside a bare target may as well be the share of it that was done (200 and 100%).
_AS_RATIO, _WITHOUT_SIGN, _BARE_TARGET = Decimal(3), Decimal(10), Decimal("1.5")


def answering(actual: Quantity, target: Quantity) -> Quantity | None:
    """Give the actual on the scale of its target where one of the two leaves its percent sign out; None where that is not sure."""
    mine, theirs = _scale(actual), _scale(target)
    if (mine is None) == (theirs is None) or not actual.base_value or not target.base_value:
        return actual
    if _is_near(actual.base_value, target.base_value, _AS_RATIO):
        return actual
    if theirs is not None:
        return _scaled(actual, 1 / theirs, target.base_value, _WITHOUT_SIGN)
    is_all_of_it = actual.base_value == 1 and target.base_value > _WHOLE
    return None if is_all_of_it else _scaled(actual, mine or Decimal(1), target.base_value, _BARE_TARGET)


def _scaled(actual: Quantity, factor: Decimal, target: Decimal, times: Decimal) -> Quantity | None:
    value = (actual.base_value or Decimal()) * factor
    return replace(actual, base_value=value) if _is_near(value, target, times) else None


def _scale(quantity: Quantity) -> Decimal | None:
    """Give what a percentage is divided by, 100 or 1000; None for a number without a unit, or of another."""
    is_share = bool(quantity.unit and not quantity.base_unit and quantity.base_value)
    return quantity.value / quantity.base_value if is_share and quantity.base_value else None


def _is_near(one: Decimal, other: Decimal, times: Decimal) -> bool:
    return 0 < other / times <= one <= other * times


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

    Empty where several numbers are no steps of one target: where they are bare, compare in other ways, or
    count another thing.
    """
    alike = [q for q in targets if q.base_unit == targets[0].base_unit and q.base_value is not None]
    counts_another = any(q.what not in (None, targets[0].what) for q in alike)
    bare = len(alike) > 1 and alike[0].comparator not in (*FLOOR, *CEILING)
    if not alike or counts_another or bare or len({q.comparator for q in targets}) > 1:
        return ()
    return tuple(
        sorted(alike, key=lambda q: q.base_value or Decimal(), reverse=alike[0].comparator in CEILING)
    )


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
    alike = [
        q for q in actuals if targets and q.base_unit == targets[0].base_unit and q.base_value is not None
    ]
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
    return (
        _equals(want, got, line)
        if target.comparator == "=" and actual.comparator in ("=", ">=", "<=")
        else None
    )


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
