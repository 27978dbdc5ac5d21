"""Numbers in digits: as Excel shows them without a format, and in Chinese."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from extract.office.sheets.formats.format_codes import NAMES

_EXACT_DIGITS = 15  # Excel works with so many; the rest is the noise of binary fractions
_TYPED_DECIMALS = 4  # more come from a division
_WIDEST = 11  # characters that Excel shows of a number without a format, its minus left out
_LARGEST_PLAIN = 15
_SCIENTIFIC_DIGITS = 5  # decimals
_ENOUGH = Context(prec=2000, rounding=ROUND_HALF_UP)  # digits: a float has 309, a format's code 1000 places


def make_exact(value: float) -> Decimal:
    """Return the number that was meant: 0.3 for 0.30000000000000004; ``ValueError`` where it is not finite."""
    exact = Decimal(format(value, f".{_EXACT_DIGITS}g"))
    if not exact.is_finite():
        raise ValueError(value)
    return exact


def show_general(value: Decimal) -> str:
    """Return a number as Excel shows it without a format.

    What Excel would cut in a cell though somebody typed it, as the cents of 123456789.12, is kept whole, as it
    is in a wide cell of other programs.
    """
    plain = _strip_zeros(format(value, "f"))
    digits = plain.lstrip("-")
    decimals = len(digits.partition(".")[2])
    is_typed = decimals <= _TYPED_DECIMALS and len(digits.replace(".", "")) <= _LARGEST_PLAIN
    if is_typed or len(digits) <= _WIDEST:
        return plain
    is_small = abs(value) < Decimal("0.0001")
    whole = max(value.adjusted() + 1, 1)
    if is_small or whole > _WIDEST:
        return _show_scientific(value)
    rounded = round_half_up(value, max(_WIDEST - 1 - whole, 0))
    return _strip_zeros(format(rounded, "f"))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return the number rounded as people and Excel do it, not as floats do."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_ENOUGH)


def _show_scientific(value: Decimal) -> str:
    power = value.adjusted()
    mantissa = round_half_up(value.scaleb(-power), _SCIENTIFIC_DIGITS)
    if abs(mantissa) >= 10:  # noqa: PLR2004 - the rounding made 9.999996 ten
        mantissa, power = mantissa / 10, power + 1
    return f"{_strip_zeros(format(mantissa, 'f'))}E{'-' if power < 0 else '+'}{abs(power):02d}"


def _strip_zeros(text: str) -> str:
    stripped = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if stripped in {"-0", ""} else stripped


def write_digits(text: str, script: str) -> str:
    """Return the text with each digit in the script of a [DBNum]: 2023 is 二〇二三."""
    digits: str = NAMES["chinese_numbers"][script]["digits"]
    return text.translate(str.maketrans("0123456789", digits))


def write_number(text: str, script: str) -> str:
    """Return a number, as 1205.5, written out: 一千二百〇五.五."""
    signs = NAMES["chinese_numbers"][script]
    minus, digits = text[: text.startswith("-")], text.lstrip("-")
    whole, point, decimals = digits.partition(".")
    if not any(signs["places"]):
        return minus + write_digits(digits, script)
    shown = _write_whole(whole, signs)
    return f"{minus}{shown}{signs['point'] if point else ''}{write_digits(decimals, script)}"


def _write_whole(whole: str, signs: dict[str, Any]) -> str:
    """Write out a whole number in groups of four digits, with one zero for each row of zeros."""
    parts: list[str] = []
    is_gap = False
    for at, digit in enumerate(whole):
        group, place = divmod(len(whole) - 1 - at, 4)
        if group >= len(signs["groups"]):
            return whole
        if digit == "0":
            is_gap = True
        else:
            gap = signs["zero"] if is_gap and parts else ""
            parts.append(f"{gap}{signs['digits'][int(digit)]}{signs['places'][place]}")
            is_gap = False
        is_group_filled = whole[max(0, at - 3 + place) : at + 1].strip("0")
        if place == 0 and is_group_filled:
            parts.append(signs["groups"][group])
    return "".join(parts) or str(signs["zero"])


def write_day(number: int, script: str) -> str:
    """Return a day, a month or an hour written out: ten is 十, not 一十."""
    shown = write_number(str(number), script)
    is_teen = 10 <= number < 20 and len(NAMES["chinese_numbers"][script]["places"][1])  # noqa: PLR2004
    return shown[1:] if is_teen and script == "1" else shown
