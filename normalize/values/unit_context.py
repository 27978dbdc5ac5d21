"""The unit of a number by what stands around it: brackets, signs of money, ranges, 每, and the unit of its scope."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from normalize.values import comparator
from normalize.values.number import ARABIC, MULTIPLIERS, parse_digits
from normalize.values.text import make_half_width
from normalize.values.unit_lexicon import load_lexicon
from normalize.values.units import Measure, read_unit, read_whole_unit

_MONEY_SIGNS = ("￥", "¥")
_WORD = re.compile(r"([A-Za-z]{1,4}|[\u4e00-\u9fff]{1,2})[。;；]?")
_TO = re.compile(rf"[-~—–―−至到]+(?P<high>{ARABIC})")
_PER = re.compile(r"每([\u4e00-\u9fff]{1,3})$")


def has_money_sign(text: str, start: int) -> bool:
    """Tell whether a sign of money stands right before ``start``."""
    return start > 0 and text.startswith(_MONEY_SIGNS, start - 1)


def read_other_unit(plain: str, start: int, end: int, *, money: bool, compared: bool) -> Measure | None:
    """Read a unit in brackets, of a sign of money before the number, or the only word beside the number.

    Letters are a unit after a comparator only: ≥80M, but 5G.
    """
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


def add_counted_word(plain: str, start: int, measure: Measure | None) -> Measure | None:
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
    return load_lexicon().money.search(text, floor, start) is not None or (scope or "").endswith("元")


def _unit_of_each(text: str, floor: int, start: int) -> Measure | None:
    """Read the unit of 每 that ends right before a number, as 亩 of 每亩300元."""
    per = _PER.search(text, floor, start)
    if per is None:
        return None
    under = read_unit(text, per.start(1))
    return under if under and under.end == start else None
