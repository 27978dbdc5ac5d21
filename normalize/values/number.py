"""Cells that hold one number, in digits or Chinese numerals: exact values, or None for anything else."""

from __future__ import annotations

import re
from decimal import Decimal

from normalize.values.settings import SETTINGS
from normalize.values.text import HALF_WIDTH, clean_text

_ROWS = ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS: dict[str, int] = {}
for _value, _row in enumerate(_ROWS):
    _DIGITS |= dict.fromkeys(_row, _value)
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TENS = {"廿": 2, "卅": 3}
_SHARES = {"百分之": -2, "千分之": -3}

DIGITS = "".join(_DIGITS)
CHARACTERS = "".join((*_DIGITS, *_SMALL, *_LARGE, "廿", "卅"))
ARABIC = r"(?:(?<![0-9],)[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+)(?:\.[0-9]+)?"
MULTIPLIERS = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
MULTIPLIERS |= {"十万": 10**5, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_LOOSE_BLANK = re.compile(r"(?<![\d,])\s+|\s+(?!\d)")
_SIGNS = HALF_WIDTH | str.maketrans("−–﹣﹪", "---%")
_MULTIPLIER = "|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))
_ARABIC = re.compile(rf"(?P<number>[+-]?(?:{ARABIC}|\.[0-9]+))(?P<multiplier>{_MULTIPLIER})?(?P<percent>%)?")
_STEP = rf"({ARABIC})([亿万千百])"  # one of 1亿3000万, 13万2千
_STEPS = re.compile(rf"(?:{_STEP}){{2,}}")
_POINTS = re.compile(r"\((?P<bracketed>.+?)分?\)|(?P<plain>.+?)(?:分|%)?")


def parse_numeral(text: str) -> Decimal | None:
    """Read a Chinese numeral, as 一百二十万, 壹佰贰拾, 三点五万, 二〇二〇, 廿五; None where the text is not exactly one."""
    is_numeral = set(text) <= {*CHARACTERS, "点"}
    if not text or len(text) > SETTINGS.numeral_characters or not is_numeral:
        return None
    whole, point, rest = text.partition("点")
    if point:
        return _read_fraction(whole, rest)
    value = _spelt_out(text) if set(text) <= _DIGITS.keys() else _whole(text)
    return None if value is None else Decimal(value)


def _read_fraction(whole: str, rest: str) -> Decimal | None:
    """Read 三点五万: a whole number, digits behind the point, and large multipliers."""
    fraction = rest.rstrip("".join(_LARGE))
    value = _whole(whole) if whole else None
    has_digits = fraction and set(fraction) <= _DIGITS.keys()
    if value is None or not has_digits:
        return None
    decimals = "".join(str(_DIGITS[character]) for character in fraction)
    return Decimal(f"{value}.{decimals}") * _product(rest[len(fraction) :])


def parse_share(text: str) -> Decimal | None:
    """Read a share in words as a ratio: 百分之九十五 is 0.95, 千分之三 0.003, 八成五 0.85; None where the text is none."""
    places = _SHARES.get(text[:3])
    if places is None:
        return _read_tenths(text)
    value = Decimal(100) if text[3:] == "百" else parse_numeral(text[3:])
    return None if value is None else value.scaleb(places)


def _read_tenths(text: str) -> Decimal | None:
    tenths, word, hundredths = text.partition("成")
    is_one_digit = len(tenths) == 1 and tenths in f"{DIGITS}十"
    if not word or not is_one_digit:
        return None
    if hundredths and hundredths not in _DIGITS:
        return None
    value = (parse_numeral(tenths) or Decimal(0)).scaleb(-1)
    if hundredths:
        value += Decimal(_DIGITS[hundredths]).scaleb(-2)
    return value


def _spelt_out(text: str) -> int | None:
    """Read 二〇二〇; two digits alone, as 二三, mean one or the other."""
    if len(text) == 1 or len(text) >= SETTINGS.spelt_out_digits:
        return int("".join(str(_DIGITS[character]) for character in text))
    return None


def _product(multipliers: str) -> int:
    value = 1
    for character in multipliers:
        value *= _LARGE[character]
    return value


def _whole(text: str) -> int | None:
    """Read a whole number; a last digit after 百 or more is of the next unit below, as in 三千二."""
    total = section = 0
    digit: int | None = None
    below, last_small, last_large = 1, 10**4, 1
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            below = below if digit else 1
        elif character in _LARGE:
            large = _LARGE[character]
            section += digit or 0
            if not total + section:
                return None
            total = (total + section) * large if large > last_large else total + section * large
            section, digit, below, last_small, last_large = 0, None, large // 10, 10**4, large
        else:
            small = _SMALL.get(character, 10)
            lacks_digit = not digit and small > _SMALL["十"]  # 十 alone is ten, 百 alone no number
            if small >= last_small or lacks_digit:
                return None
            section += small * (_TENS.get(character) or digit or 1)
            digit, below, last_small = None, small // 10, small
    return total + section + (digit or 0) * below


def parse_number(text: str) -> Decimal | None:
    """Return the value of a cell that is one number.

    ``1,234.5``, ``95 .61``, ``￥12``, ``820万``, ``95%``, 壹佰贰拾万元整 and 八成五 are.
    A sign of percent makes a ratio. None where the cell holds no number or more than one.
    """
    return parse_plain(make_plain(text))


def parse_plain(printed: str) -> Decimal | None:
    """Return what ``parse_number`` does for a text that ``make_plain`` gave."""
    plain = printed.strip().removeprefix("￥").removeprefix("¥")
    match = _ARABIC.fullmatch(plain)
    if match is None:
        words = re.sub(r"[元圆][整正]?$", "", plain)
        return first_known(parse_numeral(words), parse_share(plain), _read_steps(plain))
    if sum(character.isdigit() for character in match["number"]) > SETTINGS.number_digits:
        return None
    value = parse_digits(match["number"]) * MULTIPLIERS[match["multiplier"] or ""]
    return value.scaleb(-2) if match["percent"] else value


def first_known(*values: Decimal | None) -> Decimal | None:
    """Return the first value that is known."""
    return next((value for value in values if value is not None), None)


def _read_steps(plain: str) -> Decimal | None:
    """Read 13万2千 or 1亿3000万: each step is less than one of the step before."""
    if not _STEPS.fullmatch(plain):
        return None
    value, before = Decimal(0), Decimal("Infinity")
    for digits, word in re.findall(_STEP, plain):
        step = parse_digits(digits) * MULTIPLIERS[word]
        if step >= before or step < MULTIPLIERS[word]:
            return None
        value, before = value + step, Decimal(MULTIPLIERS[word])
    return value


def parse_points(text: str) -> Decimal | None:
    """Return the points of a weight (分值) or score (得分) cell, as ``99.3分``, ``(50分)``, ``10%``.

    None for no points.
    """
    return _parse_plain_points(make_plain(text))


def parse_both(text: str) -> tuple[Decimal | None, Decimal | None]:
    """Return what ``parse_number`` and ``parse_points`` do for one text."""
    plain = make_plain(text)
    return parse_plain(plain), _parse_plain_points(plain)


def _parse_plain_points(plain: str) -> Decimal | None:
    match = _POINTS.fullmatch(plain)
    if match is None:
        return None
    return parse_plain(match["bracketed"] or match["plain"])


def parse_ratio(text: str, *, percent: bool = False) -> Decimal | None:
    """Return a rate (执行率) as a ratio at the precision that it prints: ``104.00%`` is 1.0400.

    ``percent``: the column's head says %, so that a bare ``97.6`` is 0.976. Without it a bare number above 2
    is taken for percent too, and others for ratios.
    """
    plain = make_plain(text)
    value = parse_plain(plain)
    if value is None or not re.fullmatch(r"[-+.\d,]+", plain):
        return value
    is_percent = percent or abs(value) > SETTINGS.largest_ratio
    return value.scaleb(-2) if is_percent else value


def parse_digits(digits: str) -> Decimal:
    """Return the value of arabic digits, thousands separators taken out."""
    return Decimal(digits.replace(",", ""))


def make_plain(text: str) -> str:
    """Return a cell in half-width signs, without blanks that part no numbers."""
    return _LOOSE_BLANK.sub("", clean_text(text).translate(_SIGNS)).strip()
