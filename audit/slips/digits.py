"""What slips make of a number: digits swapped, a digit dropped, another unit; and which slip explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from audit.slips.numbers import plain
from extract import Message

YUAN_IN_WAN = Decimal(10000)
PERCENT_IN_ONE = Decimal(100)

WHOLE_FIGURE, ONE_PLACE, ONE_DIGIT_OF_A_LINE = 0, 1, 2
"""How many places a slip could have happened in: the fewer, the simpler it is."""


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
    return distinct.pop() if len(distinct) == 1 else None


def swaps(value: Decimal) -> Iterator[Decimal]:
    """Yield what a number becomes when two neighbouring digits change places."""
    text = plain(value)
    places = [n for n, char in enumerate(text) if char.isdigit()]
    for left, right in pairwise(places):
        chars = list(text)
        chars[left], chars[right] = chars[right], chars[left]
        leads_with_zero = chars[places[0]] == "0" != text[places[0]]
        if chars != list(text) and not leads_with_zero:
            yield Decimal("".join(chars))


def drops(value: Decimal) -> Iterator[Decimal]:
    """Yield what a number becomes without one of its digits, as far as people write such a number."""
    text = plain(abs(value))
    for place, char in enumerate(text):
        rest = text[:place] + text[place + 1 :]
        if char.isdigit() and rest[:1].isdigit() and rest == plain(Decimal(rest)):
            yield Decimal(rest).copy_sign(value)


def is_scaled(one: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Tell whether one number is the other a ``factor`` times up or down."""
    return one != other and (one == other * factor or one * factor == other)
