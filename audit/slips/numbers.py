"""Exact numbers: their decimals, whether two agree, and what slips make of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext
from itertools import pairwise
from typing import Literal

from extract import Message

STORED_PLACES = 6
"""Decimals that the database keeps of a ratio."""

HUNDREDTH = Decimal("0.01")
"""A difference that systems make which round before they print (observed)."""

YUAN_IN_WAN = Decimal(10000)
PERCENT_IN_ONE = Decimal(100)

LONGEST_NUMBER = 12
"""Characters of the longest number in which a lost digit is looked for at every place."""

WHOLE_FIGURE, ONE_PLACE, ONE_DIGIT_OF_A_LINE = 0, 1, 2
"""How many places a slip could have happened in: the fewer, the simpler it is."""


def value_places(value: Decimal) -> int:
    """Return how many decimals a value carries."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return 0
    return max(0, -exponent)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up to ``places`` decimals."""
    return _quantize(value, places, ROUND_HALF_UP)


def rounded_up(value: Decimal, places: int) -> Decimal:
    """Round towards the greater number at ``places`` decimals."""
    return _quantize(value, places, ROUND_CEILING)


def cut(value: Decimal, places: int) -> Decimal:
    """Cut after ``places`` decimals without rounding."""
    return _quantize(value, places, ROUND_DOWN)


def _quantize(value: Decimal, places: int, rounding: str) -> Decimal:
    """Quantize, but leave a number that fills the context's digits before its decimals as it is."""
    fits = value.adjusted() + places < getcontext().prec - 1
    if not fits:
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding)


def plain(value: Decimal) -> str:
    """Return a value without exponent and without zeros at its end: ``100`` for 1.0E+2."""
    text = f"{value:f}"
    if "." not in text:
        return text
    return text.rstrip("0").rstrip(".")


def percent(rate: Decimal, step: Decimal) -> str:
    """Return a ratio as a percentage with the decimals of ``step``: ``103.89%``."""
    return f"{rounded(rate * 100, max(0, value_places(step) - 2)):f}%"


def compare(
    stated: Decimal, computed: Decimal, tolerance: Decimal = HUNDREDTH
) -> Literal["agrees", "close", "differs"]:
    """Compare exactly; ``close`` is a difference within ``tolerance``."""
    if stated == computed:
        return "agrees"
    if abs(stated - computed) <= tolerance:
        return "close"
    return "differs"


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that would explain a difference, and how many ``places`` it could have happened in."""

    places: int
    sentence: Message


def pick_simplest(slips: Iterable[Slip]) -> Message | None:
    """Return the simplest slip, or None where there is none or where another one is as simple."""
    found = tuple(slips)
    fewest = min((slip.places for slip in found), default=0)
    distinct = {slip.sentence for slip in found if slip.places == fewest}
    if len(distinct) != 1:
        return None
    return distinct.pop()


def swaps(value: Decimal) -> Iterator[Decimal]:
    """Yield what a number becomes when two neighbouring digits change places."""
    text = plain(value)
    places = [n for n, char in enumerate(text) if char.isdigit()]
    for left, right in pairwise(places):
        if text[left] == text[right]:
            continue
        chars = list(text)
        chars[left], chars[right] = chars[right], chars[left]
        leads_with_zero = chars[places[0]] == "0" != text[places[0]]
        if not leads_with_zero:
            yield Decimal("".join(chars))


def drops(value: Decimal) -> Iterator[Decimal]:
    """Yield what a number becomes without one of its digits, as far as people write such a number."""
    text = plain(abs(value))
    for place, char in enumerate(text):
        if not char.isdigit():
            continue
        rest = text[:place] + text[place + 1 :]
        if _is_plain(rest):
            yield Decimal(rest).copy_sign(value)


def add_digit(value: Decimal) -> Iterator[Decimal]:
    """Yield the numbers that become this one without one of their digits; none for a very long one."""
    text = plain(abs(value))
    if len(text) > LONGEST_NUMBER:
        return
    for place in range(len(text) + 1):
        for digit in "0123456789":
            longer = text[:place] + digit + text[place:]
            if _is_plain(longer):
                yield Decimal(longer).copy_sign(value)


def _is_plain(text: str) -> bool:
    """Tell whether people write a number so: no zero too much at either end."""
    if not text[:1].isdigit():
        return False
    return text == plain(Decimal(text))


def is_scaled(one: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Tell whether one number is the other a ``factor`` times up or down."""
    if one == other:
        return False
    return one == other * factor or one * factor == other
