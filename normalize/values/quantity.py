"""One grammar for every number in a text: comparator, number or range, unit, base value, what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from normalize.parts import Quantity
from normalize.values import comparator
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
from normalize.values.settings import SETTINGS
from normalize.values.text import cache_short_texts, make_half_width
from normalize.values.units import (
    Measure,
    apply_scope,
    read_range,
    read_unit_beside,
    read_whole_unit,
)

MASK = "\0"

_TO = "[-~—–至到、]"
_MONTH = rf"(?:1[0-2]|0?[1-9])(?:{_TO}(?:1[0-2]|0?[1-9]))?月(?:份|初|底|末|[上中下]旬)?"
_DAY = rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?日"
_LABELS = "目标|指标|附件|附表|任务|措施|问题|项目|编号|代码"
_KINDS = (
    rf"(?:19|20)\d\d(?:{_TO}(?:(?:19|20)\d\d|\d\d)){{0,9}}年(?:度|初|底|末)?(?:{_MONTH}(?:{_DAY})?)?",
    r"(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\d)",  # 2020.12.31
    r"(?:19|20)\d\d[./-](?:1[0-2]|0[1-9])(?=[-~—–至到]+(?:19|20)\d\d[./-])",
    r"(?<=[-~—–至到])(?:19|20)\d\d[./-](?:1[0-2]|0[1-9])(?!\d)",
    rf"(?<![\d.≥≤≧≦<>=]){_MONTH}(?:{_DAY})?",  # 12月底前
    r"(?<!\d)\d{1,2}日(?=前|底|之前|以前|起)",
    r"(?<!\d)\d{1,4}(?:年代|世纪)",
    r"[(\[〔【](?:19|20)\d\d[)\]〕】]第?\d*号?",  # 湘人社函(2020)107号
    rf"第(?:\d+|[{CHARACTERS}]+)[\u4e00-\u9fff]?",
    r"(?<!\d)\d{1,20}(?:-\d{1,20}){0,3}(?:号|热线)",
    r"(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d)",
    r"(?<![\d.,])\d{11,}(?![\d.,元万亿%])",
    r"(?!RMB)[A-Za-z]+-?\d+(?:\.\d+)?|(?<!\d)\d+(?:[A-Za-z]+\d+)+[A-Za-z]*-?",  # PM2.5, 51000021R0001
    rf"(?:{_LABELS})[:第]?\d{{1,2}}(?=[:、)\s]|\.(?!\d)|$)",
    r"\(\d{1,2}\)|(?<![\d.:])\d{1,2}:(?!\d)",
    r"(?:^|(?<=[。;,:、\s]))\d{1,2}[.、)](?!\d)",  # 1.依法
    r"(?<!\d)\d+(?:[:/]\d+)+",  # 8:30, 1:1, 1/3
    r"(?<!\d)\d+(?:\+[\dN]+)+",  # 1+6+N
    rf"十[一二三四五]五|[一二三四]季度|[{CHARACTERS}]{{1,3}}月|二[〇零一二三四五六七八九]{{3}}年",
)
_NO_QUANTITY = re.compile("|".join(_KINDS), re.ASCII)
_MAYBE = re.compile(f"[0-9０-９百千{DIGITS}十]")
_LOOSE_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_NUMBER = re.compile(
    rf"(?P<parts>(?<![0-9A-Za-z.,])(?:[0-9]+亿)[0-9]{{1,4}}万)"
    rf"|(?P<arabic>(?:(?<![0-9A-Za-z)%])[-+−])?(?<![A-Za-z.]){ARABIC})"
    rf"|(?P<share>[百千]分之[{CHARACTERS}]+(?:点[{DIGITS}]+)?"
    rf"|[{DIGITS}]成[{DIGITS}]?(?:(?![\u4e00-\u9fff])|(?=以|左右)))"
    rf"|(?P<numeral>(?:[{DIGITS}][{CHARACTERS}]*|十[{CHARACTERS}]*)(?:点[{DIGITS}]+[万亿]*)?)"
)
_IN_TIME = "内"
_MONEY_SIGNS = ("￥", "¥")
_END = re.compile(r"[。；;，,、)!?”\s]|$")
_PART_OF_A_NAME = re.compile(r"[A-Za-z0-9+*/×&.\-]")
_GOES_ON = re.compile("[、,，](?:力争|争取|确保|其中)?")


def mask_others(text: str) -> str:
    """Return the text with every run of digits that is no quantity overwritten, each place kept."""
    return _NO_QUANTITY.sub(lambda match: MASK * len(match[0]), text)


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


def compact_text(text: str) -> str:
    """Return a text in half-width signs, without the blanks that part no two digits."""
    return make_half_width(_LOOSE_BLANK.sub("", text))


def scan_quantities(plain: str, field: str, unit: str | None = None) -> Iterator[Found]:
    """Find the quantities of a compact text, each with its place."""
    text = _Text(plain, mask_others(plain), field, unit)
    last: Found | None = None
    place = 0
    while match := _NUMBER.search(text.masked, place):
        number = _number(match)
        found = _read(text, number, last) if number else None
        place = match.end()
        if found:
            yield found
            last, place = found, found.end


def _number(match: re.Match[str]) -> _Number | None:
    start, end = match.span()
    if match["parts"]:
        above, below = match["parts"].removesuffix("万").split("亿")
        return _Number(Decimal(above) * MULTIPLIERS["亿"] + Decimal(below) * MULTIPLIERS["万"], start, end)
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


def _in_unit(ratio: Decimal, name: str) -> Decimal:
    return ratio.scaleb(1 if name == "成" else 2)


def _read(text: _Text, number: _Number, last: Found | None) -> Found | None:
    """Read a number's comparator, unit and noun; None where it is no quantity."""
    plain, floor = text.plain, last.end if last else 0
    money = _has_money_sign(plain, number.start)
    sign, start = comparator.find_before(plain, number.start - money)
    start = max(start, floor)
    printed = number.unit or read_unit_beside(
        plain, start, number.end, money=money, compared=bool(sign), words=number.words
    )
    high, measure = read_range(text.masked, plain, number.value, printed or Measure(end=number.end))
    trailing, end = _after(plain, measure)
    if not _counts(plain, number, measure, compared=bool(sign or trailing)):
        return None
    measure = apply_scope(plain, measure, text.scope, floor, number.start)
    what = name_by_clause(text.masked, start, end, floor)
    quantity = Quantity(
        field=text.field,
        ordinal=last.quantity.ordinal + 1 if last else 1,
        text=plain[start:end],
        comparator=comparator.settle_comparator(sign, trailing, text.field, over=measure.over),
        value=number.value,
        value_high=high,
        unit=measure.printed,
        base_value=number.value * measure.factor,
        base_unit=measure.base,
        what=what or _inherited(plain, start, measure, last),
    )
    return Found(quantity, floor, start, end)


def _has_money_sign(plain: str, start: int) -> bool:
    if start <= 0:
        return False
    return plain.startswith(_MONEY_SIGNS, start - 1)


def _after(plain: str, measure: Measure) -> tuple[str, int]:
    sign, end = comparator.find_after(plain, measure.end)
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
