"""What would explain a total that fails: the slips that people really make, named where exactly one of them fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from audit.catalogue import places_name, say
from audit.printed import cut, plain, rounded, value_places

_YUAN_IN_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the figures that a total adds up; ``execution`` marks the score of the budget's execution (预算执行)."""

    name: str
    value: Decimal
    execution: bool = False


def explain_total(stated: Decimal, computed: Decimal, parts: Sequence[Part], repeated: Sequence[Decimal] = ()) -> str | None:
    """Return the one slip that turns ``computed`` into ``stated``, in Chinese, or None where none fits or several do.

    ``repeated`` are figures of sub-rows (其中) that the total must not count.
    """
    if stated == computed:
        return None
    return the_one(
        (
            *_counting(stated - computed, parts),
            *_sub_rows(stated - computed, repeated),
            *_swapped(stated, computed, parts),
            *_rounding(stated, computed),
        )
    )


def explain_money(stated: Decimal, computed: Decimal, parts: Sequence[Part]) -> str | None:
    """Return the one slip that turns a sum of amounts into the stated one; amounts are in the form's money unit."""
    if stated == computed:
        return None
    return the_one(
        (
            *_counting(stated - computed, parts),
            *_swapped(stated, computed, parts),
            *_rounding(stated, computed),
            *_units(stated, computed, parts),
        )
    )


def the_one(candidates: Iterable[str]) -> str | None:
    """Return the candidate when there is exactly one."""
    distinct = set(candidates)
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


def _counting(difference: Decimal, parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        kind = "execution" if part.execution else "line"
        if difference == -part.value:
            yield say(f"left-out-{kind}", name=part.name, value=plain(part.value))
        if difference == part.value:
            yield say(f"twice-{kind}", name=part.name, value=plain(part.value))


def _sub_rows(difference: Decimal, repeated: Sequence[Decimal]) -> Iterator[str]:
    if repeated and difference == sum(repeated):
        yield say("sub-rows", value=plain(difference))


def _swapped(stated: Decimal, computed: Decimal, parts: Sequence[Part]) -> Iterator[str]:
    if computed in swaps(stated):
        yield say("swapped-total", stated=plain(stated), computed=plain(computed))
    for part in parts:
        for swap in swaps(part.value):
            if stated - computed == swap - part.value:
                yield say("swapped-line", name=part.name, value=plain(part.value), swap=plain(swap))


def _rounding(stated: Decimal, computed: Decimal) -> Iterator[str]:
    places = next((n for n in range(value_places(computed)) if stated in (rounded(computed, n), cut(computed, n))), None)
    if places is not None:
        key = "rounded-to" if stated == rounded(computed, places) else "cut-to"
        yield say(key, places=places_name(places))


def _units(stated: Decimal, computed: Decimal, parts: Sequence[Part]) -> Iterator[str]:
    if computed in (stated * _YUAN_IN_WAN, stated / _YUAN_IN_WAN):
        yield say("unit-total")
    for part in parts:
        if stated - computed in (part.value * _YUAN_IN_WAN - part.value, part.value / _YUAN_IN_WAN - part.value):
            yield say("unit-line", name=part.name)
