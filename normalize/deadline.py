"""Dates and deadlines in targets and actuals: 2023年12月底前, 9月前, 2023年11月24日完成."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from normalize.clean import fold

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
    year, month, day, before = year or figure_year, month or figure_month, day or figure_day, before or figure_before
    last = monthrange(int(year) if year else 2000, int(month))[1]
    return Deadline(int(year) if year else None, int(month), int(day) if day else _LAST_DAY.get(part or "", last), bool(before))


def kept(target: Deadline, actual: Deadline) -> bool | None:
    """Tell whether what was done by ``actual`` kept ``target``; None where one prints a year and the other none that fits.

    A target by the month, as 9月前, is kept in that month only where the text allows its last day.
    """
    if target.year is not None and actual.year is not None and target.year != actual.year:
        return actual.year < target.year
    if (target.year is None) != (actual.year is None):
        return None
    return (actual.month, actual.day) <= (target.month, target.day)
