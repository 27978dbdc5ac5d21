"""Finds the place of a unit in its name, by the administrative divisions (行政区划)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Literal

from normalize.divisions.register import Division, full_names, short_names, town_names
from normalize.values.text import fold_text

GovernmentLevel = Literal["省", "市", "县", "乡"]
Candidates = tuple[Division, ...]

_LONGEST_NAME = 16  # characters: 双江拉祜族佤族布朗族傣族自治县 has 15
_LONGEST_SHORT_NAME = 6
_LONGEST_TOWN = 12
_COUNTY_KINDS = "市县区旗"


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Where a unit is: full names from the province down, None where the name does not tell.

    ``level`` is the lowest level that its name names; None where it goes on with one that the data do not
    know.
    """

    province: str
    city: str | None
    county: str | None
    level: GovernmentLevel | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text may begin with, and how it goes on."""

    candidates: Candidates
    rest: str


def find_unit_place(
    units: Iterable[str | None], title: str | None = None, project: str | None = None, year: int | None = None
) -> UnitPlace | None:
    """Return the place that the names of ``units`` and a title tell; None where none does or they disagree.

    The first text that begins with a place decides, the others tell which of several of one name is meant.
    Where nothing else tells, the name of a ``project`` does. Names of ``year`` go before older and newer
    ones, without a year those of today.
    """
    told = [_find_unit(unit) for unit in units if unit]
    told.append(_find_title(title or ""))
    is_told = any(one.candidates for one in told)
    if not is_told and project and not _words().elsewhere.search(fold_text(project)):
        told.append(_find_title(project))
    told = [one for one in told if one.candidates]
    if not told:
        return None
    first, *others = told
    candidates = first.candidates
    for other in others:
        fitting = (one for one in candidates if any(_go_together(one, theirs) for theirs in other.candidates))
        candidates = tuple(fitting)
    in_force = tuple(one for one in candidates if one.holds_in(year))
    return _common_place(in_force or candidates, first.rest)


def _go_together(one: Division, other: Division) -> bool:
    """Tell whether one may lie in the other, as far as both tell."""
    pairs = zip(one.path, other.path, strict=True)
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _common_place(candidates: Candidates, rest: str) -> UnitPlace | None:
    """Return what all candidates share, from the province down; None where not even that."""
    if not candidates or len({one.province for one in candidates}) > 1:
        return None
    first = candidates[0]
    if all(one.path == first.path for one in candidates):
        return UnitPlace(first.province, first.city, first.county, _name_level(first, rest))
    if len({one.city for one in candidates}) > 1:
        return UnitPlace(first.province, None, None, None)
    is_one_county = len({one.county for one in candidates}) == 1
    return UnitPlace(first.province, first.city, first.county if is_one_county else None, None)


def _name_level(division: Division, rest: str) -> GovernmentLevel | None:
    if division.town is not None:
        return "乡"
    if _words().below_unknown.match(rest):
        return None
    if division.county is not None:
        return "县"
    if division.city is not None:
        return "市"
    return "省"


def _find_unit(text: str) -> _Told:
    """Find the divisions that the name of a unit may begin with."""
    found, rest = _read_chain(_strip_before(fold_text(text)))
    return _Told(_find_town(rest, found) or found, rest)


def _find_title(text: str) -> _Told:
    """Find the divisions that a title may begin with, by full names."""
    return _Told(*_read_chain(_strip_before(fold_text(text)), short=False))


def _strip_before(text: str) -> str:
    """Drop what may stand before the place: a year, a code, a bracket."""
    while True:
        found = _words().before.match(text)
        if found is None or not found.end():
            return text
        text = text[found.end() :]


def _read_chain(text: str, *, short: bool = True) -> tuple[Candidates, str]:
    """Read 四川省成都市青羊区 from the front of a text: what the last name may be, and the text behind it."""
    found: Candidates = ()
    while True:
        lower, size = _read_full_name(text, found)
        if short and not lower:
            lower, size = _read_short_name(text, found)
        if not lower:
            return found, text
        found, text = lower, text[size:]


def _read_full_name(text: str, above: Candidates) -> tuple[Candidates, int]:
    """Read the longest full name in front of a text, below one of the divisions above, with its length."""
    words = _words()
    for size in range(min(_LONGEST_NAME, len(text)), 1, -1):
        found = _lie_below(full_names().get(text[:size], ()), above)
        is_word = words.other_after_name.match(text, size) or (
            not above and words.needs_above.fullmatch(text[:size])
        )
        if found and not is_word:
            return found, size
    return (), 0


def _read_short_name(text: str, above: Candidates) -> tuple[Candidates, int]:
    """Read a short name: a province's (四川) of no road, a city's (长沙) before its district or some units."""
    for size in range(min(_LONGEST_SHORT_NAME, len(text)), 1, -1):
        found = _lie_below(short_names().get(text[:size], ()), above)
        if not found:
            continue
        provinces = tuple(one for one in found if one.city is None)
        rest = text[size:]
        if _names_below(rest, found):
            return found, size
        if provinces and not _words().other_after_short.match(rest):
            return provinces, size
        if _words().unit_after_short.match(rest) and not _has_namesake(text[:size], found):
            return found, size
    return (), 0


def _names_below(text: str, above: Candidates) -> bool:
    full, _ = _read_full_name(text, above)
    short, _ = _read_short_name(text, above)
    return bool(full or short)


def _has_namesake(stem: str, cities: Candidates) -> bool:
    """Tell whether a county of another province has the short name of a city."""
    provinces = {one.province for one in cities}
    namesakes = chain.from_iterable(full_names().get(stem + kind, ()) for kind in _COUNTY_KINDS)
    return any(one.province not in provinces for one in namesakes)


def _lie_below(divisions: Candidates, above: Candidates) -> Candidates:
    """Return the divisions that lie below one of those above; all where there is none above."""
    if not above:
        return divisions
    return tuple(one for one in divisions if any(one.lies_below(upper) for upper in above))


def _find_town(text: str, above: Candidates) -> Candidates:
    """Return the towns that a text behind ``above`` may begin with.

    Behind one county a town need not be in the data, where it is followed by its government.
    """
    words = _words()
    counties = [one for one in above if one.county is not None]
    if len(counties) == len(above) == 1:
        found = words.town.match(text)
        return (replace(above[0], town=found[1]),) if found else ()
    for end in words.town_end.finditer(text, 1, _LONGEST_TOWN):
        name = text[: end.end()]
        is_word = not above and words.needs_above.fullmatch(name)
        towns = _lie_below(town_names().get(name, ()), above)
        if towns and not is_word:
            return towns
    return ()


@dataclass(frozen=True, slots=True)
class _NameWords:
    """What stands around names, from ``words.toml``."""

    before: re.Pattern[str]
    other_after_short: re.Pattern[str]
    unit_after_short: re.Pattern[str]
    other_after_name: re.Pattern[str]
    needs_above: re.Pattern[str]
    below_unknown: re.Pattern[str]
    elsewhere: re.Pattern[str]
    town_end: re.Pattern[str]
    town: re.Pattern[str]


@cache
def _words() -> _NameWords:
    text = files("normalize.divisions").joinpath("words.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    before = "|".join(words.pop("before"))
    government = words.pop("town_government")
    town = f"(.{{1,{_LONGEST_TOWN}}}?(?:{words['town_end']}))(?:{government})"
    patterns = {name: re.compile(pattern) for name, pattern in words.items()}
    return _NameWords(before=re.compile(before), town=re.compile(town), **patterns)
