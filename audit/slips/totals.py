"""The slips that make a total fail: each with the difference that it makes, whatever the total's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.messages.words import decimals
from audit.slips.numbers import (
    ONE_DIGIT_OF_A_LINE,
    ONE_PLACE,
    PERCENT_IN_ONE,
    WHOLE_FIGURE,
    YUAN_IN_WAN,
    Slip,
    add_digit,
    cut,
    drops,
    plain,
    rounded,
    swaps,
    value_places,
)
from extract import Message, message


@dataclass(frozen=True, slots=True)
class TotalPart:
    """One of the figures that a total adds up.

    ``is_execution`` marks the budget's execution (预算执行). ``earlier`` is what the figure may have been
    before the form was changed, told by the code ``changed``. ``by_rate`` are (rate, score) pairs that the
    execution's score would be by the rates on the form.
    """

    name: str | Message
    value: Decimal
    is_execution: bool = False
    earlier: tuple[Decimal, ...] = ()
    changed: str = ""
    by_rate: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class UnequalTotal:
    """A stated total that is not the sum of its parts.

    It must not count ``repeated`` figures: those of sub-rows (其中), and ``subtotals``, by name. ``scale``
    is what slips of a unit multiply by: 10,000 for amounts, 100 for points.
    """

    stated: Decimal
    computed: Decimal
    parts: Sequence[TotalPart]
    repeated: Sequence[Decimal] = ()
    subtotals: Sequence[tuple[str, Decimal]] = ()
    scale: Decimal = PERCENT_IN_ONE

    @property
    def difference(self) -> Decimal:
        """What the total says too much."""
        return self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Way:
    """A slip and the ``difference`` that it makes; ``part`` is the number of the part, None for the total.

    ``is_loose`` marks a slip that makes any small difference, so that the difference tells nothing of it.
    """

    difference: Decimal
    slip: Slip
    part: int | None = None
    is_loose: bool = False


def ways_of_total(total: UnequalTotal) -> Iterator[Way]:
    """Yield what may have happened to the total itself: it counts a part not at all or twice, its digits."""
    for part in total.parts:
        if part.value:
            rank = WHOLE_FIGURE if part.is_execution else ONE_PLACE
            yield Way(-part.value, Slip(rank, _counted("left-out-execution", "left-out-line", part)))
            yield Way(part.value, Slip(rank, _counted("twice-execution", "twice-line", part)))
    if sum(total.repeated):
        sub_rows = sum(total.repeated, Decimal())
        yield Way(sub_rows, Slip(WHOLE_FIGURE, message("sub-rows", value=plain(sub_rows))))
    for name, value in total.subtotals:
        counted = message("counted-subtotal", name=name, value=plain(value))
        yield Way(value, Slip(WHOLE_FIGURE, counted))
    for stated, rank, code in _miswritten(total):
        told = message(code, stated=plain(stated), computed=plain(total.computed))
        yield Way(stated - total.computed, Slip(rank, told))
    yield from _shortened_total(total)
    code = "unit-total" if total.scale == YUAN_IN_WAN else "percent-total"
    for other in (total.computed * total.scale, total.computed / total.scale):
        yield Way(other - total.computed, Slip(WHOLE_FIGURE, message(code)))


def _miswritten(total: UnequalTotal) -> Iterator[tuple[Decimal, int, str]]:
    for stated in swaps(total.computed):
        yield stated, ONE_PLACE, "swapped-total"
    for stated in drops(total.computed):
        yield stated, ONE_PLACE, "dropped-total"


def _shortened_total(total: UnequalTotal) -> Iterator[Way]:
    for places in range(value_places(total.computed)):
        for shorten, code in ((rounded, "rounded-to"), (cut, "cut-to")):
            difference = shorten(total.computed, places) - total.computed
            yield Way(difference, Slip(WHOLE_FIGURE, message(code, places=decimals(places))))


def _counted(execution: str, line: str, part: TotalPart) -> Message:
    value = plain(part.value)
    if part.is_execution:
        return message(execution, value=value)
    return message(line, name=part.name, value=value)


def ways_of_part(total: UnequalTotal, number: int) -> Iterator[Way]:
    """Yield what may have happened to one of the parts while the total is right."""
    part = total.parts[number]
    for meant, slip in _earlier(part):
        yield Way(meant - part.value, slip, number)
    if not part.value:
        return
    for rank, ways in ((ONE_PLACE, _scaled), (ONE_DIGIT_OF_A_LINE, _of_digits)):
        for meant, told in ways(total, part):
            yield Way(meant - part.value, Slip(rank, told), number)
    meant = part.value + total.difference
    if _is_shortened(part.value, meant):
        yield Way(
            total.difference, Slip(ONE_DIGIT_OF_A_LINE, _say_shortened(part, meant)), number, is_loose=True
        )


def _earlier(part: TotalPart) -> Iterator[tuple[Decimal, Slip]]:
    for before in part.earlier:
        told = message(part.changed, name=part.name, before=plain(before), value=plain(part.value))
        yield before, Slip(ONE_PLACE, told)
    for rate, score in part.by_rate:
        told = message("by-rate-total", rate=rate, before=plain(score), value=plain(part.value))
        yield score, Slip(WHOLE_FIGURE, told)


def _scaled(total: UnequalTotal, part: TotalPart) -> Iterator[tuple[Decimal, Message]]:
    if total.scale == YUAN_IN_WAN:
        told = message("unit-line", name=part.name)
    else:
        told = message("percent-line", name=part.name, value=plain(part.value))
    yield part.value * total.scale, told
    yield part.value / total.scale, told


def _of_digits(_: UnequalTotal, part: TotalPart) -> Iterator[tuple[Decimal, Message]]:
    shown = {"name": part.name, "value": plain(part.value)}
    for meant in dict.fromkeys(swaps(part.value)):
        yield meant, message("swapped-line", **shown, swap=plain(meant))
    for meant in dict.fromkeys(add_digit(part.value)):
        if part.value != cut(meant, value_places(part.value)):
            yield meant, message("dropped-line", **shown, whole=plain(meant))


def _say_shortened(part: TotalPart, meant: Decimal) -> Message:
    return message(
        "rounded-line",
        name=part.name,
        value=plain(part.value),
        whole=plain(meant),
        places=decimals(_count_printed_decimals(part.value)),
    )


def _is_shortened(value: Decimal, whole: Decimal) -> bool:
    """Tell whether a value is another one with fewer decimals, rounded or cut."""
    places = _count_printed_decimals(value)
    if _count_printed_decimals(whole) <= places:
        return False
    return value in (rounded(whole, places), cut(whole, places))


def _count_printed_decimals(value: Decimal) -> int:
    """Return how many decimals a value has without zeros at its end."""
    return value_places(Decimal(plain(value)))


def is_slip_of_a_part(total: UnequalTotal) -> bool:
    """Tell whether one slip in one of the parts alone makes the sum the stated total."""
    fitting: set[tuple[int, Message]] = set()
    simplest = ONE_DIGIT_OF_A_LINE
    for number, part in enumerate(total.parts):
        if part.value + total.difference <= 0:
            continue
        for way in ways_of_part(total, number):
            if way.difference == total.difference:
                fitting.add((way.slip.places, way.slip.sentence))
                simplest = min(simplest, way.slip.places)
    return len([one for one in fitting if one[0] == simplest]) == 1
