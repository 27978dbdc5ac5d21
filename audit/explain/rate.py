"""What would explain a stated rate (执行率) that its formula does not give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.explain.amounts import with_amount
from audit.ledger.formula import Formula, Ratio, count_amount, find_divided, known_formulas
from audit.ledger.printed import amount, printed_places, rate_step, unit_yuan
from audit.messages.words import COLUMNS, decimals
from audit.slips.numbers import (
    ONE_DIGIT_OF_A_LINE,
    ONE_PLACE,
    PERCENT_IN_ONE,
    WHOLE_FIGURE,
    YUAN_IN_WAN,
    Slip,
    cut,
    drops,
    pick_simplest,
    plain,
    rounded,
    swaps,
    value_places,
)
from extract import Message, message
from normalize import Fund

_SCALES = (("rate-percent-sign", PERCENT_IN_ONE), ("rate-unit", YUAN_IN_WAN))
_LONGEST_AMOUNT = 12  # characters: a digit is not tried at every place of a longer one
_HIGHEST_CAPPED = 2  # a rate of 200% and more was not simply written as 100%


@dataclass(frozen=True, slots=True)
class StatedRate:
    """A fund row's stated rate and what ``formula`` gives over the column ``base``."""

    fund: Fund
    stated: Decimal
    computed: Decimal
    formula: Formula
    base: str
    unit: str | None

    @property
    def step(self) -> Decimal:
        """The rate's last printed place, as a ratio."""
        return rate_step(self.fund)

    @property
    def printed_places(self) -> int:
        """How many decimals the percentage prints."""
        return max(0, value_places(self.step) - 2)

    def is_printed_of(self, rate: Decimal) -> bool:
        """Tell whether a rate would be printed as the stated one."""
        return abs(rate - self.stated) <= self.step / 2


def explain_rate(rate: StatedRate) -> Message | None:
    """Return the simplest slip that turns the computed ratio into the stated one, or None."""
    slips = (
        *_shortened(rate),
        *_capped(rate),
        *_of_exact_amounts(rate),
        *_digits_of_the_rate(rate),
        *_other_formula(rate),
        *_scaled(rate),
        *_digits_of_an_amount(rate),
    )
    return pick_simplest(slips)


def _shortened(rate: StatedRate) -> Iterator[Slip]:
    """Try fewer places than are printed, from the longest: rounded there and padded with zeros, or cut."""
    for places in range(rate.printed_places, -1, -1):
        if rounded(rate.computed * 100, places) == rate.stated * 100:
            yield Slip(WHOLE_FIGURE, _padded(places, rate.printed_places))
            return
        if cut(rate.computed * 100, places) == rate.stated * 100:
            yield Slip(WHOLE_FIGURE, message("rate-cut", places=decimals(places)))
            return


def _padded(places: int, printed: int) -> Message:
    if not places:
        return message("rate-padded-whole", printed=decimals(printed))
    return message("rate-padded", printed=decimals(printed), places=decimals(places))


def _capped(rate: StatedRate) -> Iterator[Slip]:
    if rate.stated == 1 < rate.computed < _HIGHEST_CAPPED:
        yield Slip(ONE_DIGIT_OF_A_LINE, message("rate-capped"))


def _of_exact_amounts(rate: StatedRate) -> Iterator[Slip]:
    """Try whether amounts that round to the printed ones give the rate; one without decimals is exact."""
    above = [_half_step(rate, name) for name in (*rate.formula.plus, *rate.formula.minus)]
    below, half = count_amount(rate.fund, rate.base), _half_step(rate, rate.base)
    is_rounded = any((half, *above))
    if below <= half or not is_rounded:
        return
    middle, either_way = rate.computed * below, sum(above, Decimal())
    lowest = (middle - either_way) / (below + half)
    highest = (middle + either_way) / (below - half)
    if lowest - rate.step / 2 <= rate.stated <= highest + rate.step / 2:
        yield Slip(ONE_PLACE, message("rate-exact-amounts"))


def _half_step(rate: StatedRate, name: str) -> Decimal:
    """Return half of an amount's last printed decimal, in yuan."""
    places = printed_places(rate.fund.texts.get(name, ""), Decimal())
    if not places:
        return Decimal()
    return unit_yuan(rate.unit) * Decimal(1).scaleb(-places) / 2


def _digits_of_the_rate(rate: StatedRate) -> Iterator[Slip]:
    stated = rate.stated * 100
    if any(abs(swap / 100 - rate.computed) <= rate.step / 2 for swap in swaps(stated)):
        yield Slip(ONE_PLACE, message("rate-swapped"))
    meant = (rounded(rate.computed * 100, rate.printed_places + more) for more in (0, 1))
    if any(stated in drops(whole) for whole in meant):
        yield Slip(ONE_PLACE, message("rate-dropped"))


def _other_formula(rate: StatedRate) -> Iterator[Slip]:
    for formula in known_formulas():
        for base in formula.over:
            amounts = find_divided(formula, rate.fund, base)
            if amounts is None:
                continue
            if rate.is_printed_of(amounts.value):
                above, below = _above(formula, amounts), COLUMNS[f"{base}_yuan"]
                yield Slip(ONE_PLACE, message("rate-formula", above=above, below=below))


def _above(formula: Formula, amounts: Ratio) -> Message:
    added = COLUMNS[f"{formula.plus[0]}_yuan"]
    if not amounts.taken:
        return added
    return message("one-less-other", one=added, other=COLUMNS[f"{formula.minus[0]}_yuan"])


def _scaled(rate: StatedRate) -> Iterator[Slip]:
    if 0 in (rate.stated, rate.computed):
        return
    for code, scale in _SCALES:
        nearness = rate.step / 2 * scale
        from_above = abs(rate.stated - rate.computed * scale)
        from_below = abs(rate.stated * scale - rate.computed)
        if min(from_above, from_below) <= nearness:
            yield Slip(WHOLE_FIGURE, message(code))


def _digits_of_an_amount(rate: StatedRate) -> Iterator[Slip]:
    """Try each amount with two digits swapped, or with one more digit."""
    unit = unit_yuan(rate.unit)
    for name in (*rate.formula.plus, rate.base):
        printed = count_amount(rate.fund, name)
        shown: dict[str, str | Message] = {
            "column": COLUMNS[f"{name}_yuan"],
            "value": amount(printed, rate.unit),
        }
        for swap in _swapped(printed / unit):
            if _gives_the_rate(rate, name, swap * unit):
                swapped = message("rate-amount-swapped", **shown, swap=plain(swap))
                yield Slip(ONE_DIGIT_OF_A_LINE, swapped)
        for longer in _longer(printed / unit):
            if _gives_the_rate(rate, name, longer * unit):
                yield Slip(ONE_DIGIT_OF_A_LINE, message("rate-amount-dropped", **shown))


def _gives_the_rate(rate: StatedRate, name: str, yuan: Decimal) -> bool:
    """Tell whether another amount in a column gives the stated rate."""
    amounts = find_divided(rate.formula, with_amount(rate.fund, name, yuan), rate.base)
    if amounts is None:
        return False
    return rate.is_printed_of(amounts.value)


def _swapped(printed: Decimal) -> Iterator[Decimal]:
    if _is_tried(printed):
        yield from swaps(printed)


def _longer(printed: Decimal) -> Iterator[Decimal]:
    """Yield a number with one more digit at every place before its decimals."""
    if not _is_tried(printed):
        return
    text = f"{printed:f}"
    for place in range(len(text.partition(".")[0]) + 1):
        for digit in "0123456789":
            yield Decimal(text[:place] + digit + text[place:])


def _is_tried(printed: Decimal) -> bool:
    if printed <= 0:
        return False
    return len(f"{printed:f}") <= _LONGEST_AMOUNT
