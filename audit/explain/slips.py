"""What people's slips make of a number: digits swapped, a digit dropped, rounded, cut, in another unit; and which slip explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from audit.ledger.printed import plain
from extract import Message

YUAN_IN_WAN = Decimal(10000)
PERCENT_IN_ONE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that would explain a difference; the fewer places it could have happened in, the simpler it is.

    ``simple`` is 0 for what happens to the whole figure, 1 for what happens to one line or digit, 2 for one
    digit of one line.
    """

    simple: int
    text: Message


def the_simplest(slips: Iterable[Slip]) -> Message | None:
    """Return the simplest slip, or None where there is none or where another one is as simple."""
    found = tuple(slips)
    least = min((slip.simple for slip in found), default=0)
    distinct = {slip.text for slip in found if slip.simple == least}
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
    """Yield what a number becomes when one of its digits is left out; what is left is a number as people write it."""
    text = plain(abs(value))
    for place, char in enumerate(text):
        rest = text[:place] + text[place + 1 :]
        if char.isdigit() and rest[:1].isdigit() and rest == plain(Decimal(rest)):
            yield Decimal(rest).copy_sign(value)


def scaled(one: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Tell whether one number is the other a ``factor`` times up or down."""
    return one != other and (one == other * factor or one * factor == other)
