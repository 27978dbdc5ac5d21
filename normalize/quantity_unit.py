"""The unit of a number in its surroundings: brackets, signs of money, ranges, the scope's unit, 每."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from normalize import comparator
from normalize.clean import half_width
from normalize.number import ARABIC, MULTIPLIERS, decimal
from normalize.units import Measure, lexicon, read_unit, whole_unit

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
    if measure is None or measure.printed not in MULTIPLIERS or start > 0 or comparator.after(plain, measure.end)[0]:
        return measure
    word = _WORD.fullmatch(plain, measure.end)
    return replace(measure, printed=measure.printed + word[1], base=word[1], end=word.end(1)) if word else measure


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

    One that prints none has the scope's unit. A bare 万 or 亿 is money where a word before it or the scope says so. 每亩300元
    is in 元/亩.
    """
    if not measure.printed:
        return replace(whole_unit(half_width("".join(scope.split()))), end=measure.end, over=measure.over) if scope else measure
    base = measure.base
    if not base and not measure.dimension and (lexicon().money.search(text, floor, start) or (scope or "").endswith("元")):
        base = "元"
    per = _PER.search(text, floor, start)
    under = read_unit(text, per.start(1)) if per else None
    if base and "/" not in base and under and under.end == start:
        base = f"{base}/{under.base.replace('/', '·')}"
    return replace(measure, base=base)
