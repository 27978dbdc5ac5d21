"""The unit after a number: as printed, its base unit, and the exact factor between them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from normalize.values import comparator
from normalize.values.number import ARABIC, MULTIPLIERS, decimal
from normalize.values.text import half_width

_LONGEST = 8
_MULTIPLIER = re.compile(
    "({})?([余多])?".format("|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True)))
)
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
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("normalize.values").joinpath("units.toml").read_text("utf-8"))


@cache
def form_money_units() -> tuple[str, ...]:
    """Return the units that a form may print its amounts in, the most usual first."""
    return tuple(_data()["form_money"]["names"])


@cache
def lexicon() -> Lexicon:
    """Give the lexicon of ``units.toml``."""
    data = _data()
    return Lexicon(
        units_of(data), frozenset(data["under"]["names"]), re.compile("|".join(data["money"]["words"]))
    )


def units_of(data: Mapping[str, Any]) -> dict[str, Unit]:
    """Give the units of a lexicon's data by name.

    Raises ``ValueError`` where a name stands twice, and where a base is counted in yet another base (in a
    circle, too).
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
    units += [
        Unit(name, "count", name, not_before=not_before.get(name, "")) for name in data["counts"]["names"]
    ]
    by_name: dict[str, Unit] = {}
    for unit in units:
        if unit.name in by_name:
            raise ValueError(f"单位“{unit.name}”重复")
        by_name[unit.name] = unit
    for unit in units:
        if unit.base in by_name and by_name[unit.base].base != unit.base:
            raise ValueError(
                f"单位“{unit.name}”以“{unit.base}”计,而“{unit.base}”又以“{by_name[unit.base].base}”计"
            )
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


_MONEY_SIGNS = ("￥", "¥")
_WORD = re.compile(r"([A-Za-z]{1,4}|[\u4e00-\u9fff]{1,2})[。;；]?")
_TO = re.compile(rf"[-~—–―−至到]+(?P<high>{ARABIC})")
_PER = re.compile(r"每([\u4e00-\u9fff]{1,3})$")


def has_money_sign(text: str, start: int) -> bool:
    """Whether a sign of money stands right before ``start``."""
    return start > 0 and text.startswith(_MONEY_SIGNS, start - 1)


def other_unit(plain: str, start: int, end: int, *, money: bool, compared: bool) -> Measure | None:
    """Read a unit in brackets, a sign of money before the number, or the word that is all the cell holds beside its number.

    Letters are a unit after a comparator only: ≥80M, but 5G.
    """
    bracketed = read_unit(plain, end + 1) if plain.startswith("(", end) else None
    if bracketed and plain.startswith(")", bracketed.end):
        return replace(bracketed, end=bracketed.end + 1)
    if money:
        return Measure("￥", "元", dimension="money", end=end)
    word = _WORD.fullmatch(plain, end)
    if start == 0 and word and (compared or not word[1].isascii()) and not comparator.after(plain, end)[0]:
        return Measure(word[1], word[1], end=word.end(1))
    return None


def with_counted_word(plain: str, start: int, measure: Measure | None) -> Measure | None:
    """Add the word that is all the cell holds after a bare multiplier: 120万盆 counts 盆."""
    if (
        measure is None
        or measure.printed not in MULTIPLIERS
        or start > 0
        or comparator.after(plain, measure.end)[0]
    ):
        return measure
    word = _WORD.fullmatch(plain, measure.end)
    return (
        replace(measure, printed=measure.printed + word[1], base=word[1], end=word.end(1))
        if word
        else measure
    )


def read_range(masked: str, plain: str, low: Decimal, measure: Measure) -> tuple[Decimal | None, Measure]:
    """Read the upper end of a range, as in 3-5个, 80%-90%, 1万至2万元: its unit is the range's."""
    match = _TO.match(masked, measure.end)
    if match is None:
        return None, measure
    high = decimal(match["high"])
    upper = read_unit(plain, match.end()) or Measure(end=match.end())
    if high <= low or (measure.printed and not upper.printed.startswith(measure.printed)):
        return None, measure
    return high, upper


def in_scope(text: str, measure: Measure, scope: str | None, floor: int, start: int) -> Measure:
    """Give the measure of a number at ``start`` its base unit from its surroundings back to ``floor``.

    One that prints none has the scope's unit. A bare 万 or 亿 is money where a word before it or the scope
    says so. 每亩300元 is in 元/亩.
    """
    if not measure.printed:
        return (
            replace(whole_unit(half_width("".join(scope.split()))), end=measure.end, over=measure.over)
            if scope
            else measure
        )
    base = measure.base
    if (
        not base
        and not measure.dimension
        and (lexicon().money.search(text, floor, start) or (scope or "").endswith("元"))
    ):
        base = "元"
    per = _PER.search(text, floor, start)
    under = read_unit(text, per.start(1)) if per else None
    if base and "/" not in base and under and under.end == start:
        base = f"{base}/{under.base.replace('/', '·')}"
    return replace(measure, base=base)
