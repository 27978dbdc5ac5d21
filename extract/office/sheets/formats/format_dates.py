"""Dates and times as a number format shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

from extract.office.sheets.formats.format_codes import NAMES, Section, Token
from extract.office.sheets.formats.numerals import round_half_up, write_day, write_digits

Epoch = Literal[1900, 1904]

_FIRST_DAY = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}  # noqa: DTZ001 - sheets know no zones
_FIRST_SURE = 61  # 60 is the 29th of February 1900, which never was
_LAST = {1900: 2_958_465, 1904: 2_957_003}  # of the year 9999, which rounded seconds may leave
_SECONDS_A_DAY = 86_400
_NAMED = 3  # letters from which a month or day is named
_INITIAL = 5  # letters: a month's first


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date with its time of day; ``elapsed`` are all seconds since day 0, ``fraction`` what follows them."""

    at: datetime
    elapsed: int
    fraction: Decimal


def show_date(value: Decimal, section: Section, epoch: Epoch) -> str | None:
    """Return a date by its serial number as the section shows it; None where no date has the number."""
    tokens = _tell_minutes(section.tokens)
    is_dated = any(token.kind == "date" and token.text[0].lower() in "ymdae" for token in tokens)
    first = _FIRST_SURE if is_dated and epoch == 1900 else 0  # noqa: PLR2004
    if value < first or value >= _LAST[epoch]:
        return None
    moment = _find_moment(value, epoch, _count_decimals(tokens))
    return "".join(_show_parts(tokens, moment, section))


def _find_moment(value: Decimal, epoch: Epoch, decimals: int) -> _Moment:
    seconds = round_half_up(value * _SECONDS_A_DAY, decimals)
    whole = int(seconds)
    return _Moment(_FIRST_DAY[epoch] + timedelta(seconds=whole), whole, seconds - whole)


def _count_decimals(tokens: Sequence[Token]) -> int:
    """Count the places of the fraction of a second that is shown."""
    return sum(token.kind == "digit" for token in tokens)


def _tell_minutes(tokens: Sequence[Token]) -> list[Token]:
    """Mark with ``n`` the m that stands for minutes: behind an hour or before a second."""
    told = list(tokens)
    parts = [at for at, token in enumerate(tokens) if token.kind in {"date", "elapsed"}]
    for index, at in enumerate(parts):
        letter = tokens[at].text[0].lower()
        before = tokens[parts[index - 1]].text[0].lower() if index else ""
        after = tokens[parts[index + 1]].text[0].lower() if index + 1 < len(parts) else ""
        is_short = len(tokens[at].text) < _NAMED
        if letter == "m" and is_short and (before == "h" or after == "s"):
            told[at] = Token(tokens[at].kind, "n" * len(tokens[at].text))
    return told


def _show_parts(tokens: Sequence[Token], moment: _Moment, section: Section) -> Iterator[str]:
    has_halves = section.has("half")
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        run = list(group)
        if kind == "digit":
            yield format(moment.fraction, f".{len(run)}f").partition(".")[2]
            continue
        for token in run:
            if kind == "date":
                yield _show_part(token.text.lower(), moment, section, has_halves=has_halves)
            elif kind == "elapsed":
                yield _show_elapsed(token.text.lower(), moment)
            elif kind == "half":
                yield _show_half(token.text, moment, section)
            else:
                yield token.text


def _show_part(letters: str, moment: _Moment, section: Section, *, has_halves: bool) -> str:
    at, count = moment.at, len(letters)
    letter = letters[0]
    if letter in "ye":
        is_short = letter == "y" and count <= 2  # noqa: PLR2004
        year = f"{at.year % 100:02d}" if is_short else f"{at.year:04d}"
        return write_digits(year, section.script) if section.script else year
    if letter == "a":
        return _name_weekday(at, is_full=count > _NAMED)
    if letter == "d" and count >= _NAMED:
        return _name_day(at, section, is_full=count > _NAMED)
    if letter == "m" and count >= _NAMED:
        return _name_month(at, section, count)
    hour = (at.hour + 11) % 12 + 1 if has_halves else at.hour
    number = {"m": at.month, "d": at.day, "h": hour, "n": at.minute, "s": at.second}[letter]
    if section.script:
        return write_day(number, section.script)
    return f"{number:02d}" if count > 1 else str(number)


def _name_weekday(at: datetime, *, is_full: bool) -> str:
    return (NAMES["week"] if is_full else "") + str(NAMES["weekdays"][at.weekday()])


def _name_day(at: datetime, section: Section, *, is_full: bool) -> str:
    if section.language in NAMES["chinese"]:
        return _name_weekday(at, is_full=is_full)
    name: str = NAMES["days"][at.weekday()]
    return name if is_full else name[:3]


def _name_month(at: datetime, section: Section, count: int) -> str:
    if section.language in NAMES["chinese"]:
        return write_day(at.month, "1") + str(NAMES["month"])
    name: str = NAMES["months"][at.month - 1]
    if count == _NAMED:
        return name[:3]
    return name[:1] if count == _INITIAL else name


def _show_elapsed(letters: str, moment: _Moment) -> str:
    seconds = {"h": 3600, "m": 60, "n": 60, "s": 1}[letters[0]]
    return str(moment.elapsed // seconds).zfill(len(letters))


def _show_half(text: str, moment: _Moment, section: Section) -> str:
    is_afternoon = moment.at.hour >= 12  # noqa: PLR2004 - noon
    if not text.isascii() or section.language in NAMES["chinese"]:
        return str(NAMES["halves"][is_afternoon])
    return text.split("/")[is_afternoon].upper()
