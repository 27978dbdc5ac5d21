"""The unit after a number: as printed, its base unit, and the exact factor between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalize.values.number import MULTIPLIERS
from normalize.values.settings import SETTINGS
from normalize.values.unit_lexicon import Unit, load_lexicon

_MULTIPLIERS = "|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))
_MULTIPLIER = re.compile(f"({_MULTIPLIERS})?([余多])?")
_UNDER = re.compile("[/每]")
_TIMES = re.compile("[·.•・∙⋅*×/]")


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


def read_unit(text: str, start: int) -> Measure | None:
    """Read the unit that stands at ``start`` in a text of half-width signs without blanks; None where none does."""
    measure = _read_name(text, start, 1, over=False)
    if measure is not None:
        return measure
    match = _MULTIPLIER.match(text, start)
    if match is None or not match[0]:
        return None
    multiplier, over = match[1] or "", match[2] is not None
    factor = MULTIPLIERS[multiplier]
    named = _read_name(text, match.end(), factor, over=over)
    if named is not None:
        return Measure(multiplier + named.printed, named.base, named.factor, named.dimension, named.end, over)
    return Measure(multiplier, "", Decimal(factor), "", match.end(), over) if multiplier else None


def read_whole_unit(text: str) -> Measure:
    """Read a unit that is all of a text, as a column's 度量单位; a word that is no known unit is its own base."""
    measure = read_unit(text, 0)
    if measure and measure.end == len(text):
        return measure
    return Measure(text, text, end=len(text))


def _read_name(text: str, start: int, multiplier: int, *, over: bool) -> Measure | None:
    """Read a unit's name and the units under its stroke, as 元/人·月."""
    unit = _find_longest(text, start)
    if unit is None:
        return None
    place = start + len(unit.name)
    bases: list[str] = []
    while sign := (_TIMES if bases else _UNDER).match(text, place):
        name = _find_under(text, sign.end())
        if name is None:
            break
        known = load_lexicon().units.get(name)
        is_plain = known is not None and known.factor == 1
        bases.append(known.base if known and is_plain else name)
        place = sign.end() + len(name)
    base = "/".join(filter(None, (unit.base, "·".join(bases))))
    dimension = f"{unit.dimension} per" if bases else unit.dimension
    return Measure(text[start:place], base, unit.factor * multiplier, dimension, place, over)


def _find_longest(text: str, start: int) -> Unit | None:
    units = load_lexicon().units
    for length in range(min(SETTINGS.unit_characters, len(text) - start), 0, -1):
        unit = units.get(text[start : start + length])
        if unit and not _starts_longer_word(text, start + length, unit):
            return unit
    return None


def _starts_longer_word(text: str, end: int, unit: Unit) -> bool:
    """Tell whether the unit's name is but the start of a longer word, as 年 of 年级 and m of mg."""
    following = text[end : end + 1]
    if not following:
        return False
    if following in unit.not_before:
        return True
    last = unit.name[-1]
    is_latin = last.isascii() and last.isalpha()
    return is_latin and following.isascii() and following.isalnum()


def _find_under(text: str, start: int) -> str | None:
    """Return the longest unit that may stand under a stroke at ``start``."""
    under = load_lexicon().under
    for length in range(SETTINGS.unit_characters, 0, -1):
        name = text[start : start + length]
        if name in under:
            return name
    unit = _find_longest(text, start)
    return unit.name if unit else None
