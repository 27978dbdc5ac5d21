"""Chinese numerals and shares in words."""

from __future__ import annotations

from decimal import Decimal

from normalize.values.settings import SETTINGS

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
