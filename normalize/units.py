"""The unit after a number: as printed, its base unit, and the exact factor between them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from normalize.number import MULTIPLIERS

_LONGEST = 8
_MULTIPLIER = re.compile("({})?([余多])?".format("|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))))
_UNDER = re.compile("[/每]")
_TIMES = re.compile("[·.•・∙⋅*×/]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by name. One of it is ``factor`` of ``base``; it is another word's start before a character of ``not_before``."""

    name: str
    dimension: str
    base: str
    factor: Decimal = Decimal(1)
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit read in a text. ``printed`` has its multiplier, as 万元/人; ``end`` is the place after it.

    ``over`` tells of 余 or 多 (300余人).
    """

    printed: str = ""
    base: str = ""
    factor: Decimal = Decimal(1)
    dimension: str = ""
    end: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Units by their printed names, those that stand only under a stroke (元/生), and the words that speak of money."""

    units: dict[str, Unit]
    under: frozenset[str]
    money: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """Give the lexicon of ``units.toml``."""
    data = tomllib.loads(resources.files("normalize").joinpath("units.toml").read_text("utf-8"))
    return Lexicon(units_of(data), frozenset(data["under"]["names"]), re.compile("|".join(data["money"]["words"])))


def units_of(data: Mapping[str, Any]) -> dict[str, Unit]:
    """Give the units of a lexicon's data by name.

    Raises ``ValueError`` where a name stands twice, and where a base is counted in yet another base (in a circle, too).
    """
    not_before = data["counts"]["not_before"]
    units = [
        Unit(
            name,
            entry["dimension"],
            entry.get("base", entry["names"][0]),
            Decimal(entry.get("factor", 1)),
            entry.get("not_before", ""),
        )
        for entry in data["unit"]
        for name in entry["names"]
    ]
    units += [Unit(name, "count", name, not_before=not_before.get(name, "")) for name in data["counts"]["names"]]
    by_name: dict[str, Unit] = {}
    for unit in units:
        if unit.name in by_name:
            raise ValueError(f"单位“{unit.name}”重复")
        by_name[unit.name] = unit
    for unit in units:
        if unit.base in by_name and by_name[unit.base].base != unit.base:
            raise ValueError(f"单位“{unit.name}”以“{unit.base}”计,而“{unit.base}”又以“{by_name[unit.base].base}”计")
    return by_name


def read_unit(text: str, start: int) -> Measure | None:
    """Read the unit that stands at ``start`` in a text of half-width signs without blanks; None where none does."""
    measure = _named(text, start, 1, over=False)
    if measure is not None:
        return measure
    match = _MULTIPLIER.match(text, start)
    multiplier, over = (match[1] or "", match[2] is not None) if match else ("", False)
    if match is None or not (multiplier or over):
        return None
    factor = MULTIPLIERS[multiplier]
    named = _named(text, match.end(), factor, over=over)
    if named is not None:
        return Measure(multiplier + named.printed, named.base, named.factor, named.dimension, named.end, over)
    return Measure(multiplier, "", Decimal(factor), "", match.end(), over) if multiplier else None


def whole_unit(text: str) -> Measure:
    """Read a unit that is all of a text, as a column's 度量单位; a word that is no known unit is its own base."""
    measure = read_unit(text, 0)
    return measure if measure and measure.end == len(text) else Measure(text, text, end=len(text))


def _named(text: str, start: int, multiplier: int, *, over: bool) -> Measure | None:
    unit = _longest(text, start)
    if unit is None:
        return None
    end = start + len(unit.name)
    bases: list[str] = []
    place = end
    while (sign := (_TIMES if bases else _UNDER).match(text, place)) and (name := _under(text, sign.end())):
        known = lexicon().units.get(name)
        bases.append(known.base if known and known.factor == 1 else name)
        place = sign.end() + len(name)
    base = "/".join(filter(None, (unit.base, "·".join(bases))))
    dimension = f"{unit.dimension} per" if bases else unit.dimension
    return Measure(text[start:place], base, unit.factor * multiplier, dimension, place, over)


def _longest(text: str, start: int) -> Unit | None:
    units = lexicon().units
    for length in range(min(_LONGEST, len(text) - start), 0, -1):
        unit = units.get(text[start : start + length])
        if unit and not _goes_on(text, start + length, unit):
            return unit
    return None


def _goes_on(text: str, end: int, unit: Unit) -> bool:
    """Whether the unit's name is but the start of a longer word."""
    following = text[end : end + 1]
    if not following:
        return False
    return following in unit.not_before or (
        following.isascii() and following.isalnum() and unit.name[-1].isascii() and unit.name[-1].isalpha()
    )


def _under(text: str, start: int) -> str | None:
    """Give the longest unit that may stand under a stroke at ``start``."""
    under = lexicon().under
    for length in range(_LONGEST, 0, -1):
        name = text[start : start + length]
        if name in under:
            return name
    unit = _longest(text, start)
    return unit.name if unit else None
