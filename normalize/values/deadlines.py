"""Dates by which something must be done, and whether what was done kept them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from normalize.values.text import fold_text

_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_PART = r"(?:" + _DAY + r"日?|(上旬|中旬|下旬|底|末|初))?"
_DATE = re.compile(
    rf"(?:((?:19|20)\d{{2}})年)?(?<!\d){_MONTH}月份?{_PART}(之?前|以前)?"
    rf"|((?:19|20)\d{{2}})[.\-/]{_MONTH}(?:[.\-/]{_DAY})?(?!\d)(之?前|以前)?"
)
_LAST_DAY = {"初": 5, "上旬": 10, "中旬": 20}
_LEAP_YEAR = 2000  # a date without a year may be the 29th of February


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
