"""One grammar for every number in a text: comparator, number or range, unit, base value, and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize import comparator
from normalize.clean import half_width
from normalize.counted import what_by_clause
from normalize.form import Quantity
from normalize.number import ARABIC, MULTIPLIERS, decimal
from normalize.numeral import CHARACTERS, DIGITS, chinese, share
from normalize.quantity_mask import mask
from normalize.units import Measure, lexicon, read_unit, whole_unit

_MAYBE = re.compile(f"[0-9０-９百千{DIGITS}十]")
_LOOSE_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_NUMBER = re.compile(
    rf"(?P<parts>(?<![0-9A-Za-z.,])(?:[0-9]+亿)[0-9]{{1,4}}万)"
    rf"|(?P<arabic>(?:(?<![0-9A-Za-z)%])[-+−])?(?<![A-Za-z.]){ARABIC})"
    rf"|(?P<share>[百千]分之[{CHARACTERS}]+(?:点[{DIGITS}]+)?|[{DIGITS}]成[{DIGITS}]?(?:(?![\u4e00-\u9fff])|(?=以|左右)))"
    rf"|(?P<numeral>(?:[{DIGITS}][{CHARACTERS}]*|十[{CHARACTERS}]*)(?:点[{DIGITS}]+[万亿]*)?)"
)
_TO = re.compile(rf"[-~—–―−至到]+(?P<high>{ARABIC})")
_LONGEST = 20
_MONEY_SIGNS = ("￥", "¥")
_WORD = re.compile(r"([A-Za-z]{1,4}|[\u4e00-\u9fff]{1,2})[。;；]?")
_IN_TIME = "内"
_END = re.compile(r"[。；;，,、)!?”\s]|$")
_GOES_ON = re.compile("[、,，](?:力争|争取|确保|其中)?")
_PER = "每"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at ``start`` to ``end``, before its comparator and unit are read; ``unit`` where its own words say it."""

    value: Decimal
    start: int
    end: int
    words: bool = False
    unit: Measure | None = None


def quantities(text: str, field: str, unit: str | None = None) -> tuple[Quantity, ...]:
    """Read every number in a text as a quantity of ``field``, in order.

    ``unit`` is the unit of the nearest scope (a column's 度量单位, a row's), for numbers that print none. In a plan
    (``target``, ``expected``) 达到95%, 确保达 and 力争达 are floors; in what was done 达到95% is 95%. Dates, document numbers,
    telephones, codes, list markers and ordinals are no quantities. A Chinese numeral is one with a unit beside it.
    """
    if not _MAYBE.search(text):
        return ()
    plain = half_width(_LOOSE_BLANK.sub("", text))
    masked = mask(plain)
    found: list[Quantity] = []
    place = floor = 0
    while match := _NUMBER.search(masked, place):
        number = _number(match)
        reading = _reading(plain, masked, number, field, unit, floor, found) if number else None
        place = match.end()
        if reading:
            quantity, place = reading
            floor = place
            found.append(quantity)
    return tuple(found)


def _number(match: re.Match[str]) -> _Number | None:
    start, end = match.span()
    if match["parts"]:
        above, below = match["parts"].removesuffix("万").split("亿")
        return _Number(Decimal(above) * MULTIPLIERS["亿"] + Decimal(below) * MULTIPLIERS["万"], start, end)
    if match["arabic"]:
        digits = match["arabic"].replace("−", "-")
        return _Number(decimal(digits), start, end) if len(digits) <= _LONGEST else None
    if match["numeral"]:
        value = chinese(match["numeral"])
        return None if value is None else _Number(value, start, end, words=True)
    value = share(match["share"])
    if value is None:
        return None
    name = "成" if "成" in match["share"] else "%"
    measure = whole_unit(name)
    return _Number(_in_unit(value, name), start, end, words=True, unit=Measure(name, "", measure.factor, measure.dimension, end))


def _in_unit(ratio: Decimal, name: str) -> Decimal:
    return ratio.scaleb(1 if name == "成" else 2)


def _reading(
    plain: str, masked: str, number: _Number, field: str, scope: str | None, floor: int, found: list[Quantity]
) -> tuple[Quantity, int] | None:
    """Give the quantity and the place after it, or None where the number is none."""
    money = plain.startswith(_MONEY_SIGNS, number.start - 1) if number.start else False
    sign, start = comparator.before(plain, number.start - money)
    start = max(start, floor)
    printed = number.unit or read_unit(plain, number.end) or _other_unit(plain, start, number.end, money=money)
    measure = printed or Measure(end=number.end)
    high, measure = _range(masked, plain, number.value, measure)
    trailing, end = _after(plain, measure)
    if not _counts(plain, number, measure, printed=printed is not None, compared=bool(sign or trailing)):
        return None
    measure = _scoped(plain, measure, scope, floor, number.start)
    base_value = number.value * measure.factor
    what = what_by_clause(masked, start, end, floor)
    quantity = Quantity(
        field=field,
        ordinal=len(found) + 1,
        text=plain[start:end],
        comparator=comparator.settle(sign, trailing, field, over=measure.over),
        value=number.value,
        value_high=high,
        unit=measure.printed,
        base_value=base_value,
        base_unit=measure.base,
        what=what or _inherited(plain, floor, start, measure, found),
    )
    return quantity, end


def _other_unit(plain: str, start: int, end: int, *, money: bool) -> Measure | None:
    """Read a unit in brackets, a sign of money before the number, or the word that is all the cell holds beside its number."""
    bracketed = read_unit(plain, end + 1) if plain.startswith("(", end) else None
    if bracketed and plain.startswith(")", bracketed.end):
        return replace(bracketed, end=bracketed.end + 1)
    if money:
        return Measure("￥", "元", dimension="money", end=end)
    word = _WORD.fullmatch(plain, end)
    if start == 0 and word and not comparator.after(plain, end)[0]:
        return Measure(word[1], word[1], end=word.end(1))
    return None


def _range(masked: str, plain: str, low: Decimal, measure: Measure) -> tuple[Decimal | None, Measure]:
    """Read the upper end of a range, as in 3-5个, 80%-90%, 1万至2万元: its unit is the range's."""
    match = _TO.match(masked, measure.end)
    if match is None:
        return None, measure
    high = decimal(match["high"])
    upper = read_unit(plain, match.end()) or Measure(end=match.end())
    if high <= low or (measure.printed and not upper.printed.startswith(measure.printed)):
        return None, measure
    return high, upper


def _after(plain: str, measure: Measure) -> tuple[str, int]:
    sign, end = comparator.after(plain, measure.end)
    if not sign and measure.dimension == "time" and plain.startswith(_IN_TIME, measure.end):
        return "<=", measure.end + 1
    return sign, end


def _counts(plain: str, number: _Number, measure: Measure, *, printed: bool, compared: bool) -> bool:
    """Whether a number is a quantity: it has a unit, is compared, or stands at the end of a clause."""
    whole = number.start == 0 and measure.end >= len(plain.rstrip("。;；,，"))
    if number.words and number.unit is None:
        return whole or (printed and (compared or number.end - number.start > 1))
    if printed or compared or whole:
        return True
    neighbours = plain[number.start - 1 : number.start] + plain[measure.end : measure.end + 1]
    return _END.match(plain, measure.end) is not None and not re.search(r"[A-Za-z0-9+*/×&.\-]", neighbours)


def _scoped(plain: str, measure: Measure, scope: str | None, floor: int, start: int) -> Measure:
    """Give the measure its base unit from the scope's unit, from a word of money, or from 每 before the number (每亩300元)."""
    if not measure.printed and scope:
        given = whole_unit(half_width("".join(scope.split())))
        return replace(given, end=measure.end, over=measure.over)
    base = measure.base
    if measure.printed and not base and not measure.dimension:
        base = "元" if lexicon().money.search(plain, floor, start) or (scope or "").endswith("元") else ""
    clause = plain[floor:start]
    per = clause.rpartition(_PER)[2] if _PER in clause[-4:] else ""
    if per and base and "/" not in base and (under := read_unit(per, 0)) and under.end == len(per):
        base = f"{base}/{under.base}"
    return replace(measure, base=base)


def _inherited(plain: str, floor: int, start: int, measure: Measure, found: list[Quantity]) -> str | None:
    """What the number before counts, where this one only goes on in the same sentence: 腾地达8000亩、力争达10000亩."""
    same = found and found[-1].base_unit == measure.base and _GOES_ON.fullmatch(plain, floor, start)
    return found[-1].what if same else None
