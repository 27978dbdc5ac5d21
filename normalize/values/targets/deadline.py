"""Deadlines and the dates that answer them: 2023年底前, 12月31日前, 9月前, 次年3月, 2021.12.31前."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from normalize.values.settings import SETTINGS
from normalize.values.text import fold_text

_YEAR = r"(?P<year>(?:19|20)\d{2})年度?"
_MONTH, _DAY = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_FIGURE_MONTH, _FIGURE_DAY = _MONTH.replace("month", "figure_month"), _DAY.replace("day", "figure_day")
_BEFORE = "(?P<before>之?前|以前)?"
_LEAP_YEAR = 2000  # a date without a year may be the 29th of February
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_DEADLINE_AT = {"初": 5, "上旬": 10, "中旬": 20}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_HALVES = {"上": 6, "下": 12}
_LAST_MONTH = 12
_LATE_MONTH = 7
"""A deadline from this month on is one of the form's own year, so that 次年 lies behind it."""
_RANGE = re.compile("[-~—–至到]+")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days that a text may mean, from ``first`` to ``last``, each as month and day.

    ``year`` is None where it prints none; ``years_on`` is 1 for 次年 and -1 for 上年.
    """

    year: int | None
    years_on: int | None
    first: tuple[int, int]
    last: tuple[int, int]


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values.targets").joinpath("answers.toml").read_text("utf-8")
    )
    words: dict[str, Any] = data["dates"]
    return words


@cache
def _pattern() -> re.Pattern[str]:
    relative = "|".join((*_words()["next_year"], *_words()["this_year"], *_words()["last_year"]))
    year = rf"(?:{_YEAR}|(?P<relative>{relative}))"
    part = "|".join(sorted(_PARTS, key=len, reverse=True))
    return re.compile(
        rf"{year}?(?<!\d){_MONTH}月份?(?:{_DAY}[日号]?|(?P<part>{part}))?{_BEFORE}"
        rf"|(?P<figure_year>(?:19|20)\d{{2}})[.\-/]{_FIGURE_MONTH}(?:[.\-/]{_FIGURE_DAY})?(?!\d)(?:之?前|以前)?"
    )


@cache
def _loose_pattern() -> re.Pattern[str]:
    """Return the pattern of a text that is a date without a month and little else."""
    relative = "|".join((*_words()["next_year"], *_words()["this_year"], *_words()["last_year"]))
    year = rf"(?:{_YEAR}|(?P<relative>{relative}))"
    span = r"第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|年?[底末内终]"
    done = "|".join(_words()["done"])
    return re.compile(rf"[于在]?{year}?(?P<span>{span})?[末底内]?(?:之?前|以前)?(?:{done})?[。;]?")


def read_deadline(text: str) -> Deadline | None:
    """Read the only date of a target, or the end of the only span; None where it has none or several."""
    return _read_date(text, is_plan=True)


def read_answer(text: str) -> Deadline | None:
    """Read the only date at the front of an actual, or the end of the only span."""
    return _read_date(text[: SETTINGS.dated_characters], is_plan=False)


def _read_date(text: str, *, is_plan: bool) -> Deadline | None:
    folded = fold_text(text)
    found = list(_pattern().finditer(folded))
    if len(found) > 1:
        between = folded[found[-2].end() : found[-1].start()]
        is_span = len(found) == len(("first", "last")) and _RANGE.fullmatch(between) is not None
        if not is_span:
            return None
    if found:
        return _of_month(found[-1], is_plan=is_plan)
    loose = _loose_pattern().fullmatch(folded)
    if loose is None or not (loose["year"] or loose["relative"] or loose["span"]):
        return None
    return _without_month(loose, is_plan=is_plan)


def _of_month(match: re.Match[str], *, is_plan: bool) -> Deadline:
    year_text = match["year"] or match["figure_year"]
    year = int(year_text) if year_text else None
    month = int(match["month"] or match["figure_month"])
    day_text, part = match["day"] or match["figure_day"], match["part"] or ""
    month_end = monthrange(year or _LEAP_YEAR, month)[1]
    if day_text:
        first = last = int(day_text)
    elif is_plan:
        first = last = _DEADLINE_AT.get(part, month_end)
    else:
        first, last = _PARTS.get(part, (1, month_end))
    is_open = is_plan and match["before"] is not None and not day_text and not part
    earliest = (month, 0) if is_open else (month, first)  # 9月前 ends before September or with it
    return Deadline(year, _years_on(match["relative"]), earliest, (month, min(last, month_end)))


def _without_month(match: re.Match[str], *, is_plan: bool) -> Deadline | None:
    month, months = _LAST_MONTH, _LAST_MONTH
    if match["quarter"]:
        month, months = _QUARTERS[match["quarter"]], 3
    elif match["half"]:
        month, months = _HALVES[match["half"]], 6
    year = int(match["year"]) if match["year"] else None
    is_end = any(word in match[0] for word in "底末终")
    first_month = month if is_end else month - months + 1
    end = (month, monthrange(year or _LEAP_YEAR, month)[1])
    is_open = "前" in match[0] and not is_end  # 第三季度前 ends before July or with September
    first = end
    if not is_plan or is_open:
        first = (first_month, 0 if is_open else 1)
    return Deadline(year, _years_on(match["relative"]), first, end)


def _years_on(word: str | None) -> int | None:
    if word is None:
        return None
    if word in _words()["next_year"]:
        return 1
    return 0 if word in _words()["this_year"] else -1


def keeps_deadline(target: Deadline, actual: Deadline) -> bool | None:
    """Tell whether ``actual`` kept ``target``; None where that hangs on a year or a day not told."""
    by_year = _compare_years(target, actual)
    if by_year is None:
        return None
    if by_year:
        return by_year < 0
    if actual.last <= target.first:
        return True
    return False if actual.first > target.last else None


def _compare_years(target: Deadline, actual: Deadline) -> int | None:
    """Return by how many years the actual lies behind the target's; None where that cannot be told."""
    if target.year is not None and actual.year is not None:
        return actual.year - target.year
    if target.year is None and actual.year is None:
        return (actual.years_on or 0) - (target.years_on or 0) if _are_in_one_frame(target, actual) else None
    is_year_after = target.year is not None and actual.years_on == 1
    if is_year_after and target.last[0] >= _LATE_MONTH:
        return 1
    return None


def _are_in_one_frame(target: Deadline, actual: Deadline) -> bool:
    """Tell whether both count from one year: 3月 beside 次年3月底前 may be of the one or the other."""
    return target.years_on in (None, 0) or actual.years_on is not None


def tells_late(text: str) -> bool:
    """Tell whether an answer says that something was late."""
    return any(word in fold_text(text) for word in _words()["late"])


def tells_on_time(text: str) -> bool:
    """Tell whether an answer is that something was on time, and nothing else."""
    pattern = "|".join(_words()["on_time"])
    done = "|".join(_words()["done"])
    return (
        re.fullmatch(f"(?:已|已经|均|均已|全部)?(?:{pattern})(?:{done})?[。;]?", fold_text(text)) is not None
    )
