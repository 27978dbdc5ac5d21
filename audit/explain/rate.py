"""What would explain a stated rate (执行率) that its formula does not give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from audit.explain.cells import FormCell
from audit.explain.settings import EXPLAIN
from audit.explain.trials import Trials
from audit.finding import About
from audit.ledger.formula import Formula, Ratio, count_amount, find_divided, known_formulas
from audit.ledger.printed import amount, printed_places, rate_step, unit_yuan
from audit.messages.words import COLUMNS, decimals
from audit.slips.numbers import (
    LONGEST_NUMBER,
    ONE_DIGIT_OF_A_LINE,
    ONE_PLACE,
    PERCENT_IN_ONE,
    WHOLE_FIGURE,
    YUAN_IN_WAN,
    Slip,
    add_digit,
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


def explain_rate(rate: StatedRate, key: About, trials: Trials) -> Message | None:
    """Return the simplest slip that turns the computed ratio into the stated one, or None.

    ``key`` is the rate's finding; an amount is blamed only where nothing else fails with its other value.
    """
    slips = (
        *_shortened(rate),
        *_capped(rate),
        *_of_exact_amounts(rate),
        *_digits_of_the_rate(rate),
        *_other_formula(rate, key, trials),
        *_scaled(rate),
        *_digits_of_an_amount(rate, key, trials),
    )
    return pick_simplest(slips)


def _is_by_chance(rate: StatedRate, reached: int) -> bool:
    """Tell whether so many values of the rate in reach make one of them fit by chance."""
    off = abs(rate.stated - rate.computed)
    near = max(2 * off, EXPLAIN.near_share, EXPLAIN.near_steps * rate.step)
    return reached * rate.step > 2 * near * EXPLAIN.highest_chance


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
    swapped = {swap / 100 for swap in swaps(rounded(rate.computed * 100, rate.printed_places))}
    dropped: set[Decimal] = set()
    for more in (0, 1):
        dropped.update(
            whole / 100 for whole in drops(rounded(rate.computed * 100, rate.printed_places + more))
        )
    if _is_by_chance(rate, len(swapped | dropped)):
        return
    if rate.stated in swapped:
        yield Slip(ONE_PLACE, message("rate-swapped"))
    if rate.stated in dropped:
        yield Slip(ONE_PLACE, message("rate-dropped"))


def _other_formula(rate: StatedRate, key: About, trials: Trials) -> Iterator[Slip]:
    for formula in known_formulas():
        for base in formula.over:
            amounts = find_divided(formula, rate.fund, base)
            if amounts is None or not rate.is_printed_of(amounts.value):
                continue
            meant = {FormCell("fund", rate.fund.ordinal, f"{rate.base}_yuan"): amounts.below}
            if key not in trials.find_mended(meant):
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


def _digits_of_an_amount(rate: StatedRate, key: About, trials: Trials) -> Iterator[Slip]:
    """Try each amount with two digits swapped, or with one more digit."""
    tried: list[tuple[str, Decimal, Message]] = []
    for name in (*rate.formula.plus, rate.base):
        tried += [(name, yuan, told) for yuan, told in _other_amounts(rate, name)]
    if len(tried) * rate.step > EXPLAIN.highest_chance:
        return
    for name, yuan, told in tried:
        if not _gives_the_rate(rate, name, yuan):
            continue
        if key in trials.find_mended({FormCell("fund", rate.fund.ordinal, f"{name}_yuan"): yuan}):
            yield Slip(ONE_DIGIT_OF_A_LINE, told)


def _other_amounts(rate: StatedRate, name: str) -> Iterator[tuple[Decimal, Message]]:
    """Yield what an amount may be instead, in yuan, with what would have happened to it."""
    printed, unit = count_amount(rate.fund, name), unit_yuan(rate.unit)
    shown: dict[str, str | Message] = {
        "column": COLUMNS[f"{name}_yuan"],
        "value": amount(printed, rate.unit),
    }
    number = printed / unit
    if number <= 0 or len(f"{number:f}") > LONGEST_NUMBER:
        return
    for swap in dict.fromkeys(swaps(number)):
        yield swap * unit, message("rate-amount-swapped", **shown, swap=plain(swap))
    for longer in dict.fromkeys(add_digit(number)):
        yield longer * unit, message("rate-amount-dropped", **shown)


def _gives_the_rate(rate: StatedRate, name: str, yuan: Decimal) -> bool:
    """Tell whether another amount in a column gives the stated rate."""
    amounts = find_divided(rate.formula, with_amount(rate.fund, name, yuan), rate.base)
    if amounts is None:
        return False
    return rate.is_printed_of(amounts.value)


def with_amount(fund: Fund, name: str, yuan: Decimal) -> Fund:
    """Return a fund row with another amount in a column."""
    changed: dict[str, Any] = {f"{name}_yuan": yuan}
    return replace(fund, **changed)
