"""What would explain a total that fails: the simplest slip, where exactly one fits."""

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
    cut,
    drops,
    is_scaled,
    pick_simplest,
    plain,
    rounded,
    swaps,
    value_places,
)
from extract import Message, message


@dataclass(frozen=True, slots=True)
class Part:
    """One of the figures that a total adds up.

    ``is_execution`` marks the score of the budget's execution (预算执行). ``earlier`` is what the figure may
    have been before the form was changed, ``most`` what it cannot exceed and ``least`` what it cannot be
    below, where they are known. ``by_rate`` are (rate, score) pairs that the execution's score would be by
    the rates on the form.
    """

    name: str | Message
    value: Decimal
    is_execution: bool = False
    earlier: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    by_rate: tuple[tuple[str, Decimal], ...] = ()

    def exceeds_limit(self, value: Decimal) -> bool:
        """Tell whether a value is more than the figure can be."""
        return self.most is not None and value > self.most

    def falls_short(self, value: Decimal) -> bool:
        """Tell whether a value is less than the figure can be."""
        return self.least is not None and value < self.least

    def may_be(self, value: Decimal) -> bool:
        """Tell whether the figure could be another one: more than 0 and within its limits."""
        if value <= 0 or self.exceeds_limit(value):
            return False
        return not self.falls_short(value)


@dataclass(frozen=True, slots=True)
class UnequalTotal:
    """A stated total that is not the sum of its parts.

    It must not count ``repeated`` figures of sub-rows (其中).
    """

    stated: Decimal
    computed: Decimal
    parts: Sequence[Part]
    repeated: Sequence[Decimal] = ()

    @property
    def difference(self) -> Decimal:
        """What the total says too much."""
        return self.stated - self.computed


def explain_total(total: UnequalTotal, earlier: str, more: Sequence[Slip] = ()) -> Message | None:
    """Return the simplest slip that turns the sum of points into the stated total, or None.

    ``earlier`` is the sentence for a part that was changed while the total was not, ``more`` are slips of the
    caller's own.
    """
    if total.stated == total.computed:
        return None
    slips = (
        *_of_any_sum(total),
        *_sub_rows(total),
        *_earlier(total, earlier),
        *_by_rate(total),
        *_percent(total),
        *more,
    )
    return pick_simplest(slips)


def explain_line(total: UnequalTotal, earlier: str, more: Sequence[Slip] = ()) -> Message | None:
    """Return the simplest slip in one of the points, where their total is known to be right, or None."""
    return pick_simplest(
        (*_of_a_line(total), *_earlier(total, earlier), *_by_rate(total), *_percent_of_a_line(total), *more)
    )


def explain_money(total: UnequalTotal, *, wrong: str | None = None) -> Message | None:
    """Return the simplest slip that turns a sum of amounts into the stated one, or None.

    Amounts are in the form's money unit.
    ``wrong`` is ``total`` or ``line`` where something else on the form says which of the two it is.
    """
    if total.stated == total.computed:
        return None
    slips: list[Slip] = []
    if wrong != "line":
        slips += [*_of_the_total(total), *_sub_rows(total), *_unit_of_the_total(total)]
    if wrong != "total":
        slips += [*_of_a_line(total), *_unit_of_a_line(total)]
    return pick_simplest(slips)


def _of_any_sum(total: UnequalTotal) -> Iterator[Slip]:
    yield from _of_the_total(total)
    yield from _of_a_line(total)


def _of_the_total(total: UnequalTotal) -> Iterator[Slip]:
    yield from _counting(total)
    yield from _digits_of_the_total(total)
    yield from _rounding(total)


def _of_a_line(total: UnequalTotal) -> Iterator[Slip]:
    yield from _digits_of_a_line(total)
    yield from _rounding_of_a_line(total)


def _counting(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        if total.difference == -part.value:
            yield Slip(ONE_PLACE, _counted("left-out-execution", "left-out-line", part))
        if total.difference == part.value:
            yield Slip(ONE_PLACE, _counted("twice-execution", "twice-line", part))


def _counted(execution: str, line: str, part: Part) -> Message:
    value = plain(part.value)
    if part.is_execution:
        return message(execution, value=value)
    return message(line, name=part.name, value=value)


def _sub_rows(total: UnequalTotal) -> Iterator[Slip]:
    if not total.repeated:
        return
    if total.difference == sum(total.repeated):
        yield Slip(WHOLE_FIGURE, message("sub-rows", value=plain(total.difference)))


def _digits_of_the_total(total: UnequalTotal) -> Iterator[Slip]:
    said = {"stated": plain(total.stated), "computed": plain(total.computed)}
    if total.computed in swaps(total.stated):
        yield Slip(ONE_PLACE, message("swapped-total", **said))
    if total.stated in drops(total.computed):
        yield Slip(ONE_PLACE, message("dropped-total", **said))


def _digits_of_a_line(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        meant = part.value + total.difference
        if not part.value or not part.may_be(meant):
            continue
        was_cut = part.value == cut(meant, value_places(part.value))
        shown = {"name": part.name, "value": plain(part.value)}
        if meant in swaps(part.value):
            yield Slip(ONE_DIGIT_OF_A_LINE, message("swapped-line", **shown, swap=plain(meant)))
        elif part.value in drops(meant) and not was_cut:
            yield Slip(ONE_DIGIT_OF_A_LINE, message("dropped-line", **shown, whole=plain(meant)))


def _rounding(total: UnequalTotal) -> Iterator[Slip]:
    for places in range(value_places(total.computed)):
        if total.stated == rounded(total.computed, places):
            yield Slip(WHOLE_FIGURE, message("rounded-to", places=decimals(places)))
            return
        if total.stated == cut(total.computed, places):
            yield Slip(WHOLE_FIGURE, message("cut-to", places=decimals(places)))
            return


def _rounding_of_a_line(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        meant = part.value + total.difference
        if not part.may_be(meant):
            continue
        if _is_shortened(part.value, meant):
            rounded_line = message(
                "rounded-line",
                name=part.name,
                value=plain(part.value),
                whole=plain(meant),
                places=decimals(_count_printed_decimals(part.value)),
            )
            yield Slip(ONE_DIGIT_OF_A_LINE, rounded_line)


def _is_shortened(value: Decimal, whole: Decimal) -> bool:
    """Tell whether a value is another one with fewer decimals, rounded or cut."""
    places = _count_printed_decimals(value)
    if _count_printed_decimals(whole) <= places:
        return False
    return value in (rounded(whole, places), cut(whole, places))


def _count_printed_decimals(value: Decimal) -> int:
    """Return how many decimals a value has without zeros at its end."""
    return value_places(Decimal(plain(value)))


def _earlier(total: UnequalTotal, sentence: str) -> Iterator[Slip]:
    for part in total.parts:
        if part.earlier is None:
            continue
        if part.earlier - part.value == total.difference:
            changed = message(sentence, name=part.name, before=plain(part.earlier), value=plain(part.value))
            yield Slip(ONE_PLACE, changed)


def _by_rate(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        for rate, score in part.by_rate:
            if score - part.value == total.difference:
                by_rate = message("by-rate-total", rate=rate, before=plain(score), value=plain(part.value))
                yield Slip(WHOLE_FIGURE, by_rate)
                return


def _percent(total: UnequalTotal) -> Iterator[Slip]:
    if is_scaled(total.stated, total.computed, PERCENT_IN_ONE):
        yield Slip(WHOLE_FIGURE, message("percent-total"))
    yield from _percent_of_a_line(total)


def _percent_of_a_line(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        if is_scaled(part.value + total.difference, part.value, PERCENT_IN_ONE):
            yield Slip(ONE_PLACE, message("percent-line", name=part.name, value=plain(part.value)))


def _unit_of_the_total(total: UnequalTotal) -> Iterator[Slip]:
    if is_scaled(total.stated, total.computed, YUAN_IN_WAN):
        yield Slip(WHOLE_FIGURE, message("unit-total"))


def _unit_of_a_line(total: UnequalTotal) -> Iterator[Slip]:
    for part in total.parts:
        if is_scaled(part.value + total.difference, part.value, YUAN_IN_WAN):
            yield Slip(ONE_PLACE, message("unit-line", name=part.name))
