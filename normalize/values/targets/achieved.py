"""Whether an indicator's actual meets its target, told only where both can be read and compared.

Where the target prints a date, that is a deadline; else its numbers are compared with the actual's, and
words are held against words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from normalize.parts import Indicator, Quantity
from normalize.values.comparator import CEILING, FLOOR
from normalize.values.quantity import compact_text, find_broken_numbers
from normalize.values.settings import SETTINGS
from normalize.values.targets.answers import (
    answer_in_words,
    counts_mishap,
    denies_completion,
    tells_difference,
    tells_nothing_happened,
)
from normalize.values.targets.change import LESS, MORE, find_change_before, read_change, read_change_in_name
from normalize.values.targets.deadline import (
    Deadline,
    keeps_deadline,
    read_answer,
    read_deadline,
    tells_late,
    tells_on_time,
)
from normalize.values.targets.direction import find_wanted
from normalize.values.text import fold_all, fold_text

_WHOLE = Decimal(100)
_AT_ITS_WORD = ("=", ">=", "<=")


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
    if find_broken_numbers(line.target) or find_broken_numbers(line.actual):
        return None
    if target.is_blank or actual.is_blank:
        return _meets_with_nothing(line, is_targetless=target.is_blank)
    if target.folded == actual.folded:
        return True
    deadline = read_deadline(line.target)
    if deadline is not None:
        return _keeps(line, deadline)
    is_met = _compare_numbers(line)
    if is_met is None:
        return None if _conflict(line) else answer_in_words(line)
    return None if is_met and denies_completion(line.actual) and not _is_number_first(line) else is_met


def _meets_with_nothing(line: Indicator, *, is_targetless: bool) -> bool | None:
    """Hold 无 against a target that nothing happen; where 无 is the target it may be none."""
    if is_targetless or not tells_nothing_happened(line.actual):
        return None
    return answer_in_words(line)


def _keeps(line: Indicator, deadline: Deadline) -> bool | None:
    """Tell whether a deadline was kept, by the date of the answer and by what it says of it."""
    done = read_answer(line.actual)
    by_date = keeps_deadline(deadline, done) if done else None
    if tells_late(line.actual):
        return None if by_date else False
    if done is None and tells_on_time(line.actual):
        return True
    return by_date


def _is_number_first(line: Indicator) -> bool:
    """Tell whether a denial only compares, as 未达到96%."""
    actuals = [q for q in line.quantities if q.field == "actual"]
    return bool(actuals) and fold_text(line.actual).startswith(fold_text(actuals[0].text))


def _conflict(line: Indicator) -> bool:
    """Tell whether target and actual print numbers that nobody can compare."""
    targets = [q for q in line.quantities if q.field == "target" and q.value]
    actuals = [q for q in line.quantities if q.field == "actual" and q.value]
    return bool(targets) and any(not _is_difference(line.actual, q) for q in actuals)


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
    actual = find_answer(line.actual, targets[0], actuals)
    if actual is None or actual.value_high is not None:
        return None
    if targets[0].value_high is not None:
        return _compare_range(targets[0], actual, line)
    in_order = order_steps(targets)
    if not in_order:
        return None
    change = find_changes(line, in_order[0], actual)
    if change == (0, 0):
        return _compare(in_order[0], actual, line)
    return _compare_changes(in_order[0], actual, line, change)


def _compare_range(target: Quantity, actual: Quantity, line: Indicator) -> bool | None:
    """Hold an actual against 3-5天: in it is met, and outside only what is measured tells."""
    low, got, high = target.base_value, actual.base_value, target.value_high
    if not low or got is None or high is None or actual.comparator != "=":
        return None
    if low <= got <= high * (low / target.value):
        return True
    wanted = find_wanted(line, target)
    if wanted is None:
        return None
    is_better = (got > low) == (wanted.direction == "more")
    return None if is_better else False


def find_answer(text: str, target: Quantity, actuals: list[Quantity]) -> Quantity | None:
    """Return what answers the target: the number that begins the text, or the only one of its unit."""
    alike = [q for q in actuals if q.base_unit == target.base_unit and q.base_value is not None]
    alike = [q for q in alike if not _is_difference(text, q)]
    if not alike:
        return None
    begins_with_it = fold_text(text).startswith(fold_text(alike[0].text))
    return scale_answer(alike[0], target) if len(alike) == 1 or begins_with_it else None


def _is_difference(text: str, quantity: Quantity) -> bool:
    plain = compact_text(text)
    return tells_difference(plain[: max(0, plain.find(quantity.text))])


def find_changes(line: Indicator, target: Quantity, actual: Quantity) -> tuple[int, int]:
    """Return whether target and actual are changes: 1 of growth, -1 of a fall, 0 of a value.

    A bare number of a 增长率 or 降幅 is one as its name says, and the other way below 0. 增加52人 answers 50人.
    """
    named = read_change_in_name(f"{line.level3}{line.content}")
    wanted = _read_change(line.target, target) or named
    answered = _read_change(line.actual, actual)
    is_count = bool(actual.base_unit) and not wanted
    if is_count and answered == MORE:
        answered = 0
    if not answered and named:
        answered = -named if actual.value < 0 else named
    return wanted, answered


def _read_change(text: str, quantity: Quantity) -> int:
    plain = compact_text(text)
    start = plain.find(quantity.text)
    if start < 0:
        return 0
    return read_change(plain[find_change_before(plain, start) : start])


def _compare_changes(
    target: Quantity, actual: Quantity, line: Indicator, changes: tuple[int, int]
) -> bool | None:
    """Compare two changes by their size; a fall is the contrary of a growth, and no value is either."""
    wanted, answered = changes
    if not wanted or not answered:
        return None
    want, got = target.base_value, actual.base_value
    if want is None or got is None:
        return None
    bare = _which_change(line, target, wanted)
    if wanted != answered:
        is_growth_capped = target.comparator in CEILING and wanted == MORE
        if is_growth_capped or (target.comparator == "=" and bare == LESS):
            return True
        return None if target.comparator in CEILING else False
    if target.comparator != "=":
        return _compare(target, replace(actual, base_value=abs(got)), line)
    return abs(got) >= want if bare == MORE else abs(got) <= want


def _which_change(line: Indicator, target: Quantity, wanted: int) -> int:
    """Return 1 where more of the change is better, -1 where less is, as of a cost's growth."""
    found = find_wanted(line, target)
    if found is None or found.by == "group" or read_change_in_name(f"{line.level3}{line.content}"):
        return MORE
    is_unwanted = (found.direction == "less") == (wanted == MORE)
    return LESS if is_unwanted else MORE


def _compare(target: Quantity, actual: Quantity, line: Indicator) -> bool | None:
    want, got = target.base_value, actual.base_value
    if want is None or got is None:
        return None
    if target.comparator in FLOOR:
        return _is_above(want, got, actual.comparator, strict=target.comparator == ">")
    if target.comparator in CEILING:
        return _is_below(want, got, actual.comparator, strict=target.comparator == "<")
    if target.comparator == "=" and actual.comparator in _AT_ITS_WORD:
        return _equals(target, actual, line)
    return None


def _equals(target: Quantity, actual: Quantity, line: Indicator) -> bool | None:
    """Compare with a bare target: beside it, only what is measured tells which side is the better.

    Beside a printed = the better side is no more than that: nobody can tell whether it was wanted.
    """
    want, got = target.base_value or Decimal(), actual.base_value or Decimal()
    if got == want:
        return True
    wanted = find_wanted(line, target)
    if wanted is None:
        return False if not want and got > 0 and counts_mishap(actual, line) else None
    is_better = (got > want) == (wanted.direction == "more")
    if not is_better:
        return False
    is_sure = wanted.by != "group" or wanted.direction == "less"
    prints_equal = fold_text(target.text).startswith(("=", "等于"))
    return True if is_sure and not prints_equal else None


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
