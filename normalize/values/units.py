"""The unit of a number: after it or by what stands around it, with its base unit and the exact factor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.values import comparator
from normalize.values.number import ARABIC, MULTIPLIERS, parse_digits
from normalize.values.settings import SETTINGS
from normalize.values.text import make_half_width
from normalize.values.unit_lexicon import Unit, load_lexicon

_MULTIPLIERS = "|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))
_MULTIPLIER = re.compile(f"({_MULTIPLIERS})?([余多])?")
_UNDER = re.compile("[/每]")
_TIMES = re.compile("[·.•・∙⋅*×/]")
_WORD = re.compile(r"([A-Za-z]{1,4}|[\u4e00-\u9fff]{1,2})[。;；]?")
_TO = re.compile(rf"[-~—–―−至到]+(?P<high>{ARABIC})")
_PER = re.compile(r"每([\u4e00-\u9fff]{1,3})$")
_MONEY = "money"
_NO_END = "的内外等均起计整"
_TRAILING = re.compile("(?:以内|以下|以上|左右|之内)$")
_UNLISTED = re.compile(rf"[\u4e00-\u9fff]{{1,{SETTINGS.noun_under_characters}}}(?![\u4e00-\u9fff])")


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
    """Read the unit that stands at ``start`` in a compact text, of half-width signs without blanks."""
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
        name = _find_under(text, sign.end(), unit)
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
    if not is_latin:
        return False
    if not following.isascii():
        return False
    return following.isalnum()


def _find_under(text: str, start: int, above: Unit) -> str | None:
    """Return the longest unit that may stand under a stroke at ``start``.

    Under money any noun may stand that is all there is: 元/席·月.
    """
    known = _find_listed_under(text, start)
    noun = _UNLISTED.match(text, start) if above.dimension == _MONEY else None
    if noun is None:
        return known
    is_longer_by_one = known is not None and len(noun[0]) == len(known) + 1
    if known is None or (is_longer_by_one and noun[0][-1] not in _NO_END):
        return _TRAILING.sub("", noun[0]) or None
    return known


def _find_listed_under(text: str, start: int) -> str | None:
    """Return the longest of the units and of what stands only under a stroke."""
    under = load_lexicon().under
    unit = _find_longest(text, start)
    shortest = len(unit.name) if unit else 0
    for length in range(SETTINGS.unit_characters, shortest, -1):
        name = text[start : start + length]
        if name in under:
            return name
    return unit.name if unit else None


def read_unit_beside(
    plain: str, start: int, end: int, *, money: bool, compared: bool, words: bool
) -> Measure | None:
    """Read the unit of a number that ends at ``end``, after it or else by what is beside it.

    ``start`` is that of its comparator. Beside it may be a unit in brackets, one of a sign of money before
    the number, or the only word; for a number in ``words`` none of these is read. Letters are a unit after a
    comparator only: ≥80M, but 5G.
    """
    measure = _add_counted_word(plain, start, read_unit(plain, end))
    if measure is not None or words:
        return measure
    bracketed = read_unit(plain, end + 1) if plain.startswith("(", end) else None
    if bracketed and plain.startswith(")", bracketed.end):
        return replace(bracketed, end=bracketed.end + 1)
    if money:
        return Measure("￥", "元", dimension="money", end=end)
    word = _only_word(plain, start, end)
    if word is None or (word[1].isascii() and not compared):
        return None
    return Measure(word[1], word[1], end=word.end(1))


def _only_word(plain: str, start: int, end: int) -> re.Match[str] | None:
    """Return the word that is all a text holds behind a number that begins it; None where it compares."""
    if start > 0 or comparator.find_after(plain, end)[0]:
        return None
    return _WORD.fullmatch(plain, end)


def _add_counted_word(plain: str, start: int, measure: Measure | None) -> Measure | None:
    """Add the word that is all the cell holds after a bare multiplier: 120万盆 counts 盆."""
    if measure is None or measure.printed not in MULTIPLIERS:
        return measure
    word = _only_word(plain, start, measure.end)
    if word is None:
        return measure
    return replace(measure, printed=measure.printed + word[1], base=word[1], end=word.end(1))


def read_range(masked: str, plain: str, low: Decimal, measure: Measure) -> tuple[Decimal | None, Measure]:
    """Read the upper end of a range, as in 3-5个, 80%-90%, 1万至2万元: its unit is the range's."""
    match = _TO.match(masked, measure.end)
    if match is None:
        return None, measure
    high = parse_digits(match["high"])
    upper = read_unit(plain, match.end()) or Measure(end=match.end())
    has_other_unit = measure.printed and not upper.printed.startswith(measure.printed)
    if high <= low or has_other_unit:
        return None, measure
    return high, upper


def apply_scope(text: str, measure: Measure, scope: str | None, floor: int, start: int) -> Measure:
    """Return the measure of a number at ``start`` its base unit from its surroundings back to ``floor``.

    One that prints none has the scope's unit. A bare 万 or 亿 is money where a word before it or the scope
    says so. 每亩300元 is in 元/亩.
    """
    if not measure.printed:
        return _in_unit_of_scope(measure, scope) if scope else measure
    base = measure.base
    is_bare = not base and not measure.dimension
    if is_bare and _speaks_of_money(text, scope, floor, start):
        base = "元"
    under = _unit_of_each(text, floor, start)
    if base and under and "/" not in base:
        base = f"{base}/{under.base.replace('/', '·')}"
    return replace(measure, base=base)


def _in_unit_of_scope(measure: Measure, scope: str) -> Measure:
    unit = read_whole_unit(make_half_width("".join(scope.split())))
    return replace(unit, end=measure.end, over=measure.over)


def _speaks_of_money(text: str, scope: str | None, floor: int, start: int) -> bool:
    if load_lexicon().money.search(text, floor, start) is not None:
        return True
    return (scope or "").endswith("元")


def _unit_of_each(text: str, floor: int, start: int) -> Measure | None:
    """Read the unit of 每 that ends right before a number, as 亩 of 每亩300元."""
    per = _PER.search(text, floor, start)
    if per is None:
        return None
    under = read_unit(text, per.start(1))
    return under if under and under.end == start else None
