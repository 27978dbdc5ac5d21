"""Whether an indicator's actual meets its target, told only where both can be read and compared.

Where the target prints a date, that is a deadline; else its numbers are compared with the actual's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.parts import Indicator, Quantity
from normalize.values.settings import SETTINGS
from normalize.values.text import fold_all, fold_text

_WHOLE = Decimal(100)

FLOOR = (">=", ">")
CEILING = ("<=", "<")
_AT_ITS_WORD = ("=", ">=", "<=")
MORE_IS_BETTER = ("数量指标", "质量指标", "产出数量", "产出质量")
LESS_IS_BETTER = ("成本指标", "经济成本指标", "产出成本")
_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_PART = r"(?:" + _DAY + r"日?|(上旬|中旬|下旬|底|末|初))?"
_DATE = re.compile(
    rf"(?:((?:19|20)\d{{2}})年)?(?<!\d){_MONTH}月份?{_PART}(之?前|以前)?"
    rf"|((?:19|20)\d{{2}})[.\-/]{_MONTH}(?:[.\-/]{_DAY})?(?!\d)(之?前|以前)?"
)
_LAST_DAY = {"初": 5, "上旬": 10, "中旬": 20}
_LEAP_YEAR = 2000  # a date without a year may be the 29th of February


def judge_achieved(line: Indicator) -> int | None:
    """Return 1 where the actual meets the target, 0 where it misses it, None where that cannot be told."""
    is_met = _meets_target(line)
    return None if is_met is None else int(is_met)


def scale_answer(actual: Quantity, target: Quantity) -> Quantity | None:
    """Return the actual on its target's scale where one leaves its percent sign out; None where unsure."""
    own, other = _scale_of(actual), _scale_of(target)
    if not actual.base_value or not target.base_value or (own is None) == (other is None):
        return actual
    if _is_near(actual.base_value, target.base_value, SETTINGS.ratio_times):
        return actual
    if other is not None:
        return _rescale(actual, 1 / other, target.base_value, SETTINGS.without_sign_times)
    is_all_of_it = actual.base_value == 1 and target.base_value > _WHOLE
    return (
        None
        if is_all_of_it
        else _rescale(actual, own or Decimal(1), target.base_value, SETTINGS.bare_target_times)
    )


def _rescale(actual: Quantity, factor: Decimal, target: Decimal, times: Decimal) -> Quantity | None:
    value = (actual.base_value or Decimal()) * factor
    return replace(actual, base_value=value) if _is_near(value, target, times) else None


def _scale_of(quantity: Quantity) -> Decimal | None:
    """Return what a share is divided by, 100 or 1000; None for a number of no unit, or of another."""
    is_share = quantity.unit and not quantity.base_unit
    if not is_share or not quantity.base_value:
        return None
    return quantity.value / quantity.base_value


def _is_near(one: Decimal, other: Decimal, times: Decimal) -> bool:
    return 0 < other / times <= one <= other * times


def order_steps(targets: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the steps of a target (确保8000亩、力争10000亩), the first to be met in front; a plain target has one.

    Empty where several numbers are no steps of one target: where they are bare, compare in other ways, or
    count another thing.
    """
    first = targets[0]
    alike = [q for q in targets if q.base_unit == first.base_unit and q.base_value is not None]
    if not alike:
        return ()
    counts_another = any(q.what not in (None, first.what) for q in alike)
    are_bare = len(alike) > 1 and alike[0].comparator not in (*FLOOR, *CEILING)
    compare_alike = len({q.comparator for q in targets}) == 1
    if counts_another or are_bare or not compare_alike:
        return ()
    is_ceiling = alike[0].comparator in CEILING
    return tuple(sorted(alike, key=lambda q: q.base_value or Decimal(), reverse=is_ceiling))


def _meets_target(line: Indicator) -> bool | None:
    target, actual = fold_all(line.target), fold_all(line.actual)
    if target.is_blank or actual.is_blank:
        return None
    if target.folded == actual.folded:
        return True
    deadline = read_deadline(line.target)
    if deadline is None:
        return _compare_numbers(line)
    done = read_deadline(line.actual[: SETTINGS.dated_characters])
    return keeps_deadline(deadline, done) if done else None


def _compare_numbers(line: Indicator) -> bool | None:
    targets = [q for q in line.quantities if q.field == "target"]
    actuals = [q for q in line.quantities if q.field == "actual"]
    is_met = _compare_first(line, targets, actuals)
    if not is_met:
        return is_met
    others = [q for q in targets if q.base_unit != targets[0].base_unit]
    misses_other = any(_compare_first(line, [other], actuals) is False for other in others)
    return None if misses_other else is_met


def _compare_first(line: Indicator, targets: list[Quantity], actuals: list[Quantity]) -> bool | None:
    """Compare the first number of the target with what answers it."""
    if not targets:
        return None
    actual = _find_answer(line.actual, targets[0], actuals)
    if actual is None:
        return None
    if targets[0].value_high is not None or actual.value_high is not None:
        return None
    in_order = order_steps(targets)
    return _compare(in_order[0], actual, line) if in_order else None


def _find_answer(text: str, target: Quantity, actuals: list[Quantity]) -> Quantity | None:
    """Return what answers the target: the number that begins the text, or the only one of its unit."""
    alike = [q for q in actuals if q.base_unit == target.base_unit and q.base_value is not None]
    if not alike:
        return None
    begins_with_it = fold_text(text).startswith(fold_text(alike[0].text))
    return scale_answer(alike[0], target) if len(alike) == 1 or begins_with_it else None


def _compare(target: Quantity, actual: Quantity, line: Indicator) -> bool | None:
    want, got = target.base_value, actual.base_value
    if want is None or got is None:
        return None
    if target.comparator in FLOOR:
        return _is_above(want, got, actual.comparator, strict=target.comparator == ">")
    if target.comparator in CEILING:
        return _is_below(want, got, actual.comparator, strict=target.comparator == "<")
    if target.comparator == "=" and actual.comparator in _AT_ITS_WORD:
        return _equals(want, got, line)
    return None


def _equals(want: Decimal, got: Decimal, line: Indicator) -> bool | None:
    """Compare with a bare target: beside it, only the group's name tells which side is the better."""
    if got == want:
        return True
    if line.level2 in LESS_IS_BETTER:
        return got < want
    falls_short = line.level2 in MORE_IS_BETTER and got < want
    return False if falls_short else None


def _is_above(want: Decimal, got: Decimal, comparator: str, *, strict: bool) -> bool | None:
    if comparator in CEILING:
        stays_below = got < want or (got == want and comparator == "<")
        return False if stays_below else None
    if comparator not in ("=", *FLOOR):
        return None
    return got > want if strict else got >= want


def _is_below(want: Decimal, got: Decimal, comparator: str, *, strict: bool) -> bool | None:
    if comparator in FLOOR:
        stays_above = got > want or (got == want and comparator == ">")
        return False if stays_above else None
    if comparator not in ("=", *CEILING):
        return None
    return got < want if strict else got <= want


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that a text allows or tells; ``year`` is None where it prints none."""

    year: int | None
    month: int
    day: int


def read_deadline(text: str) -> Deadline | None:
    """Read the only date of a text; None where it has none or more than one."""
    found = list(_DATE.finditer(fold_text(text)))
    if len(found) != 1:
        return None
    year, month, day, part, _, figure_year, figure_month, figure_day, _ = found[0].groups()
    year, month, day = year or figure_year, int(month or figure_month), day or figure_day
    last = monthrange(int(year or _LEAP_YEAR), month)[1]
    return Deadline(
        year=int(year) if year else None,
        month=month,
        day=int(day) if day else _LAST_DAY.get(part or "", last),
    )


def keeps_deadline(target: Deadline, actual: Deadline) -> bool | None:
    """Tell whether what was done by ``actual`` kept ``target``; None where only one of them prints a year.

    A target by the month, as 9月前, is kept in that month only where the text allows its last day.
    """
    if (target.year is None) != (actual.year is None):
        return None
    if target.year != actual.year:
        return (actual.year or 0) < (target.year or 0)
    return (actual.month, actual.day) <= (target.month, target.day)
