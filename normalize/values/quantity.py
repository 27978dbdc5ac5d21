"""One grammar for every number in a text: comparator, number or range, unit, base value, what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.parts import Quantity
from normalize.values import comparator
from normalize.values.broken import find_broken_runs, is_lost, is_unknown_sign, may_be_broken
from normalize.values.clause import name_by_clause
from normalize.values.number import (
    ARABIC,
    CHARACTERS,
    DIGITS,
    MULTIPLIERS,
    parse_digits,
    parse_numeral,
    parse_share,
)
from normalize.values.others import MASK, mask_codes, mask_dates
from normalize.values.settings import SETTINGS
from normalize.values.text import cache_short_texts, make_half_width
from normalize.values.units import (
    Measure,
    apply_scope,
    read_range,
    read_unit_beside,
    read_whole_unit,
)

_MINUS = re.compile("(?<![担自抱辜胜肩欺背])负$|零下$")
_MORE_DIGITS = re.compile(r"\d+(?!\d|[.,]\d)")
_MAYBE = re.compile(f"[0-9０-９百千{DIGITS}十]")
_LOOSE_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])|\\(?=[^\w\s])")  # and Markdown's \\>
_MULTIPLIER = "(?:[百千]?[万亿]|[百千])"
_PART = re.compile(r"([0-9.]+)([百千]?)([万亿]?)")
_COIN = f"[0-9{DIGITS}]"
_COINS = re.compile(
    rf"零?(?P<jiao>{_COIN})角(?:零?(?P<fen>{_COIN})分)?[整正]?|零(?P<only_fen>{_COIN})分[整正]?"
)
_BRACKETED = re.compile(rf"\((?P<number>{ARABIC})\)(?P<unit>(?:[百千]?[万亿]|[百千])?元)?[。;]?")
_FLIPPED = {"≤": ">=", "<=": ">=", "<": ">", "≥": "<=", ">=": "<=", ">": "<"}
_SIGN_AFTER = re.compile(r"(≤|≥|<=|>=|<|>)(?=[^\d≤≥<>=])")
_NUMBER = re.compile(
    rf"(?P<parts>(?<![0-9A-Za-z.,])[0-9]+(?:\.[0-9]+)?{_MULTIPLIER}(?:[0-9]{{1,4}}{_MULTIPLIER})+)"
    rf"|(?P<arabic>(?:(?<![0-9A-Za-z)%])[-+−])?(?:(?<=RMB)|(?<![A-Za-z.])){ARABIC})"
    rf"|(?P<share>[百千]分之[{CHARACTERS}]+(?:点[{DIGITS}]+)?"
    rf"|[{DIGITS}]成[{DIGITS}]?(?:(?![\u4e00-\u9fff])|(?=以|左右)))"
    rf"|(?P<numeral>(?:[{DIGITS}][{CHARACTERS}]*|十[{CHARACTERS}]*)(?:点[{DIGITS}]+[万亿]*)?)"
)
_IN_TIME = "内"
_MONEY_SIGNS = ("￥", "¥")
_END = re.compile(r"[。；;，,、)!?”\s]|$")
_PART_OF_A_NAME = re.compile(r"[A-Za-z0-9+*/×&.\-]")
_GOES_ON = re.compile("[、,，](?:力争|争取|确保|其中)?")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in half-width signs without blanks, and the same with what is no quantity masked."""

    plain: str
    masked: str
    field: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at ``start`` to ``end``, and its ``unit`` where its own words say it, without comparator."""

    value: Decimal
    start: int
    end: int
    words: bool = False
    unit: Measure | None = None


@dataclass(frozen=True, slots=True)
class _Broken:
    """A number that touches what nobody can account for, at ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity, where it starts and ends in the compact text, and ``floor``, the end of the one before."""

    quantity: Quantity
    floor: int
    start: int
    end: int


def find_quantities(text: str, field: str, unit: str | None = None) -> tuple[Quantity, ...]:
    """Read every number in a text as a quantity of ``field``, in order.

    ``unit`` is the unit of the nearest scope (a column's 度量单位, a row's), for numbers that print none. In
    a plan (``target``, ``expected``) 达到95%, 确保达 and 力争达 are floors; in what was done 达到95% is 95%.
    Dates, document numbers, telephones, codes, list markers and ordinals are no quantities. A Chinese numeral
    is one with a unit beside it.
    """
    return _read_all(text, field, unit) if _MAYBE.search(text) else ()


@cache_short_texts
def _read_all(text: str, field: str, unit: str | None) -> tuple[Quantity, ...]:
    return tuple(found.quantity for found in scan_quantities(compact_text(text), field, unit))


def find_broken_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text that touch a character nobody can account for, as printed.

    None of them is a quantity: of 9�5% neither 9 nor 5 is what the form prints.
    """
    return _list_broken(text) if may_be_broken(text) else ()


@cache_short_texts
def _list_broken(text: str) -> tuple[str, ...]:
    plain = compact_text(text)
    return tuple(
        plain[found.start : found.end] for found in _scan(plain, "", None) if isinstance(found, _Broken)
    )


def compact_text(text: str) -> str:
    """Return a text in half-width signs, without the blanks that part no two digits."""
    return make_half_width(_LOOSE_BLANK.sub("", text))


def scan_quantities(plain: str, field: str, unit: str | None = None) -> Iterator[Found]:
    """Find the quantities of a compact text, each with its place."""
    for found in _scan(plain, field, unit):
        if isinstance(found, Found):
            yield found


def _scan(plain: str, field: str, unit: str | None) -> Iterator[Found | _Broken]:
    in_brackets = _BRACKETED.fullmatch(plain)
    if in_brackets is not None and not mask_dates(in_brackets[0]).startswith(MASK):
        yield from _read_bracketed(in_brackets, field, unit)
        return
    broken = find_broken_runs(plain)
    for start, end in broken:
        yield _Broken(start, end)
    text = _Text(plain, _mask_all(plain, broken), field, unit)
    last: Found | None = None
    place = 0
    while match := _NUMBER.search(text.masked, place):
        number = _number(match)
        found = _read(text, number, last) if number else None
        place = match.end()
        if found is None:
            continue
        yield found
        place = found.end
        if isinstance(found, Found):
            last = found


def _mask_all(plain: str, broken: list[tuple[int, int]]) -> str:
    masked = mask_dates(plain)
    pieces: list[str] = []
    place = 0
    for start, end in broken:
        pieces += (masked[place:start], MASK * (end - start))
        place = end
    return mask_codes("".join((*pieces, masked[place:])))


def _read_bracketed(match: re.Match[str], field: str, unit: str | None) -> Iterator[Found | _Broken]:
    """Read a number in brackets that is the whole text: of money it is below 0, of all else nobody knows."""
    measure = read_whole_unit(match["unit"]) if match["unit"] else Measure()
    measure = apply_scope(match[0], measure, unit, 0, 0)
    if measure.dimension != "money":
        yield _Broken(match.start(), match.end())
        return
    value = -parse_digits(match["number"])
    quantity = Quantity(
        field=field,
        ordinal=1,
        text=match[0].rstrip("。;"),
        comparator="=",
        value=value,
        unit=measure.printed,
        base_value=value * measure.factor,
        base_unit=measure.base,
    )
    yield Found(quantity, 0, 0, match.end())


def _number(match: re.Match[str]) -> _Number | None:
    start, end = match.span()
    if match["parts"]:
        value = _add_parts(match["parts"])
        return None if value is None else _Number(value, start, end)
    if match["arabic"]:
        digits = match["arabic"].replace("−", "-")
        return _Number(parse_digits(digits), start, end) if len(digits) <= SETTINGS.number_digits else None
    if match["numeral"]:
        value = parse_numeral(match["numeral"])
        return None if value is None else _Number(value, start, end, words=True)
    value = parse_share(match["share"])
    if value is None:
        return None
    name = "成" if "成" in match["share"] else "%"
    measure = read_whole_unit(name)
    return _Number(
        _in_unit(value, name),
        start,
        end,
        words=True,
        unit=Measure(name, "", measure.factor, measure.dimension, end),
    )


def _add_parts(text: str) -> Decimal | None:
    """Add up 13万2千, 2亿3千万 and 3千5百万; None where a part is not below the one before it."""
    total = section = Decimal()
    last_large, last_small = Decimal(MULTIPLIERS["万亿"]), Decimal(MULTIPLIERS["万"])
    for digits, small, large in _PART.findall(text):
        step = Decimal(MULTIPLIERS[small])
        value = Decimal(digits) * step
        if value >= last_small:
            return None
        section, last_small = section + value, step
        if not large:
            continue
        size = Decimal(MULTIPLIERS[large])
        if size >= last_large:
            return None
        total, section = total + section * size, Decimal()
        last_large, last_small = size, min(size, Decimal(MULTIPLIERS["万"]))
    return total + section


def _in_unit(ratio: Decimal, name: str) -> Decimal:
    return ratio.scaleb(1 if name == "成" else 2)


def _read(text: _Text, number: _Number, last: Found | None) -> Found | _Broken | None:
    """Read a number's comparator, unit and noun; None where it is no quantity."""
    plain, floor = text.plain, last.end if last else 0
    money = _has_money_sign(plain, number.start)
    minus = _MINUS.search(plain[max(0, number.start - 2) : number.start])
    if minus is not None:
        number = replace(number, value=-number.value)
    first = number.start - (len(minus[0]) if minus else money)
    sign, start = comparator.find_before(plain, first)
    start = max(start, floor)
    printed = number.unit or read_unit_beside(
        plain, start, number.end, money=money, compared=bool(sign), words=number.words
    )
    high, measure = read_range(text.masked, plain, number.value, printed or Measure(end=number.end))
    trailing, end = _after(plain, measure)
    broken = _find_break(plain, number, measure)
    if broken is not None:
        return broken
    if not _counts(plain, number, measure, compared=bool(sign or trailing)):
        return None
    coins, end = _read_coins(plain, measure, end)
    measure = apply_scope(plain, measure, text.scope, floor, number.start)
    what = name_by_clause(text.masked, start, end, floor) if text.field else None
    quantity = Quantity(
        field=text.field,
        ordinal=last.quantity.ordinal + 1 if last else 1,
        text=plain[start:end],
        comparator=comparator.settle_comparator(sign, trailing, text.field, over=measure.over),
        value=number.value + coins,
        value_high=high,
        unit=measure.printed,
        base_value=(number.value + coins) * measure.factor,
        base_unit=measure.base,
        what=what or _inherited(plain, start, measure, last),
    )
    return Found(quantity, floor, start, end)


def _find_break(plain: str, number: _Number, measure: Measure) -> _Broken | None:
    """Tell whether a lost glyph stands beside the quantity, or digits right behind its 万, as in 3万5."""
    before, after = plain[max(0, number.start - 1) : number.start], plain[measure.end : measure.end + 1]
    if any(is_lost(character) for character in before + after):
        return _Broken(number.start, min(len(plain), measure.end + 1))
    is_bare = measure.printed in MULTIPLIERS and measure.printed != ""
    if not measure.printed and is_unknown_sign(after):
        return _Broken(number.start, measure.end + 1)
    more = _MORE_DIGITS.match(plain, measure.end) if is_bare else None
    if more is None:
        return None
    return _Broken(number.start, more.end())


def _read_coins(plain: str, measure: Measure, end: int) -> tuple[Decimal, int]:
    """Read the 角 and 分 behind an amount in 元, as of 9665圆壹角捌分."""
    is_yuan = measure.dimension == "money" and measure.factor == 1 and "/" not in measure.base
    match = _COINS.match(plain, measure.end) if is_yuan else None
    if match is None:
        return Decimal(), end
    tenths = _read_coin(match["jiao"]).scaleb(-1)
    hundredths = _read_coin(match["fen"] or match["only_fen"]).scaleb(-2)
    return tenths + hundredths, match.end()


def _read_coin(digit: str | None) -> Decimal:
    if digit is None:
        return Decimal()
    return Decimal(digit) if digit.isdigit() and digit.isascii() else parse_numeral(digit) or Decimal()


def _has_money_sign(plain: str, start: int) -> bool:
    if start <= 0:
        return False
    return plain.startswith(_MONEY_SIGNS, start - 1)


def _after(plain: str, measure: Measure) -> tuple[str, int]:
    sign, end = comparator.find_after(plain, measure.end)
    flipped = _SIGN_AFTER.match(plain, measure.end)
    if flipped is not None:
        return _FLIPPED[flipped[1]], measure.end
    if not sign and measure.dimension == "time" and plain.startswith(_IN_TIME, measure.end):
        return "<=", measure.end + 1
    return sign, end


def _counts(plain: str, number: _Number, measure: Measure, *, compared: bool) -> bool:
    """Tell whether a number is a quantity: it has a unit, is compared, is the text, or ends a clause."""
    is_whole = number.start == 0 and measure.end >= len(plain.rstrip("。;；,，"))
    has_unit = bool(measure.printed)
    if number.words and number.unit is None:
        is_long = number.end - number.start > 1
        is_told = compared or is_long
        return is_whole or (has_unit and is_told)
    if has_unit or is_whole:
        return True
    following = plain[measure.end : measure.end + 1]
    if compared:
        is_latin = following.isascii() and following.isalpha()
        return not is_latin
    neighbours = plain[max(0, number.start - 1) : number.start] + following
    if _END.match(plain, measure.end) is None:
        return False
    return not _PART_OF_A_NAME.search(neighbours)


def _inherited(plain: str, start: int, measure: Measure, last: Found | None) -> str | None:
    """Return what the number before counts, where this one only goes on: 腾地达8000亩、力争达10000亩."""
    if last is None or last.quantity.base_unit != measure.base:
        return None
    goes_on = _GOES_ON.fullmatch(plain, last.end, start)
    return last.quantity.what if goes_on else None
