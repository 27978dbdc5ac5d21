"""What would explain a stated rate (执行率) that its formula does not give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from audit.explain.slips import PERCENT_IN_ONE, YUAN_IN_WAN, Slip, drops, swaps, the_simplest
from audit.ledger.formula import Formula, Ratio, column, formulas, ratio
from audit.ledger.lines import Line
from audit.ledger.printed import (
    amount,
    cut,
    plain,
    printed_places,
    rate_step,
    rounded,
    unit_yuan,
    value_places,
)
from audit.messages.words import COLUMNS, decimals
from extract import Message, message
from normalize.form import Fund


def explain_score(
    stated: Decimal, rates: Iterable[Decimal], meant: Iterable[Decimal], total: Decimal | None
) -> Message | None:
    """Return the simplest slip that turns one of the scores that rules give (``meant``, as printed) into the stated one."""
    return the_simplest((*_other_cell(stated, rates, total), *_digits(stated, meant)))


def explain_excess(
    line: Line,
    printed_sum: Decimal,
    stated_sum: Decimal | None,
    uncapped: Iterable[Decimal],
    too_much: Decimal | None = None,
) -> Message | None:
    """Return the simplest slip that makes a score exceed its weight; None where there is none or several.

    ``printed_sum`` is what the printed weights add up to, ``stated_sum`` what they should; ``uncapped`` are
    scores that the execution rate earns without a cap, ``too_much`` is what the scores exceed their total by,
    where one is printed.
    """
    assert line.score is not None
    assert line.weight is not None
    weights_fail = stated_sum is not None and printed_sum != stated_sum
    digits = () if weights_fail and too_much == 0 else _digits_within(line, too_much)
    changed = _changed_weight(line, line.weight + stated_sum - printed_sum) if stated_sum is not None else ()
    return the_simplest((*_uncapped(line.score, uncapped), *digits, *changed))


def _other_cell(stated: Decimal, rates: Iterable[Decimal], total: Decimal | None) -> Iterator[Slip]:
    known = tuple(rates)
    if any(
        stated in (rounded(r, value_places(stated)), rounded(r * 100, value_places(stated)))
        for r in known
        if r
    ):
        yield Slip(0, message("score-is-rate"))
    if stated == total:
        yield Slip(0, message("score-is-total"))


def _digits(stated: Decimal, meant: Iterable[Decimal]) -> Iterator[Slip]:
    scores = tuple(meant)
    if padded := next((found for computed in scores if (found := _shorter(stated, computed))), None):
        yield Slip(0, padded)
    if swapped := next((computed for computed in scores if computed in swaps(stated)), None):
        yield Slip(1, message("figure-swapped", computed=plain(swapped)))
    if whole := next((computed for computed in scores if stated in drops(computed)), None):
        yield Slip(1, message("figure-dropped", computed=plain(whole)))


def _shorter(stated: Decimal, computed: Decimal) -> Message | None:
    places = next(
        (n for n in range(value_places(computed)) if stated in (rounded(computed, n), cut(computed, n))), None
    )
    return (
        None
        if places is None
        else message("figure-rounded", computed=plain(computed), places=decimals(places))
    )


def _uncapped(score: Decimal, uncapped: Iterable[Decimal]) -> Iterator[Slip]:
    if score in uncapped:
        yield Slip(0, message("score-uncapped"))


def _digits_within(line: Line, too_much: Decimal | None) -> Iterator[Slip]:
    assert line.score is not None
    assert line.weight is not None
    fitting = [
        s for s in swaps(line.score) if s <= line.weight and too_much in (None, Decimal(), line.score - s)
    ]
    yield from (Slip(2, message("figure-swapped", computed=plain(s))) for s in fitting)


def _changed_weight(line: Line, meant: Decimal) -> Iterator[Slip]:
    """Try whether the weight that the total asks for was changed, or lost a digit."""
    assert line.score is not None
    assert line.weight is not None
    if meant == line.score:
        yield Slip(
            1, message("earlier-weight", name=line.name, before=plain(line.score), value=plain(line.weight))
        )
    elif meant > line.score and line.weight in drops(meant):
        yield Slip(2, message("dropped-weight", whole=plain(meant)))


_SCALES = (("rate-percent-sign", PERCENT_IN_ONE), ("rate-unit", YUAN_IN_WAN))
_LONGEST = 12
_FAR_OVER = 2


@dataclass(frozen=True, slots=True)
class Rated:
    """A fund row's stated rate and what ``formula`` gives over the column ``below``; ``unit`` is the form's money unit."""

    fund: Fund
    stated: Decimal
    computed: Decimal
    formula: Formula
    below: str
    unit: str | None

    @property
    def step(self) -> Decimal:
        """The rate's last printed place, as a ratio."""
        return rate_step(self.fund)

    def answers(self, rate: Decimal) -> bool:
        """Tell whether a rate would be printed as the stated one."""
        return abs(rate - self.stated) <= self.step / 2


def explain_rate(rate: Rated) -> Message | None:
    """Return the simplest slip that turns the computed ratio into the stated one; None where there is none or several."""
    return the_simplest(
        (
            *_shortened(rate.stated, rate.computed, rate.step),
            *_capped(rate),
            *_of_exact_amounts(rate),
            *_explain_rate_digits(rate),
            *_other_formula(rate),
            *_scaled(rate.stated, rate.computed, rate.step),
            *_digits_of_an_amount(rate),
        )
    )


def _shortened(stated: Decimal, computed: Decimal, step: Decimal) -> Iterator[Slip]:
    """Try fewer places than are printed, from the longest: rounded there and padded with zeros, or cut."""
    printed = max(0, value_places(step) - 2)
    for places in range(printed, -1, -1):
        if rounded(computed * 100, places) == stated * 100:
            yield Slip(0, _padded(places, printed))
            return
        if cut(computed * 100, places) == stated * 100:
            yield Slip(0, message("rate-cut", places=decimals(places)))
            return


def _padded(places: int, printed: int) -> Message:
    if not places:
        return message("rate-padded-whole", printed=decimals(printed))
    return message("rate-padded", printed=decimals(printed), places=decimals(places))


def _capped(rate: Rated) -> Iterator[Slip]:
    if rate.stated == 1 < rate.computed < _FAR_OVER:
        yield Slip(2, message("rate-capped"))


def _of_exact_amounts(rate: Rated) -> Iterator[Slip]:
    """Try whether amounts that are rounded to the printed ones give the rate; an amount without decimals is taken as exact."""
    above = [_half_step(rate, name) for name in (*rate.formula.plus, *rate.formula.minus)]
    below, half = column(rate.fund, rate.below) or Decimal(), _half_step(rate, rate.below)
    most, least = (rate.computed * below + way * sum(above, Decimal()) for way in (1, -1))
    if below > half and (half or any(above)):
        lowest, highest = least / (below + half), most / (below - half)
        if lowest - rate.step / 2 <= rate.stated <= highest + rate.step / 2:
            yield Slip(1, message("rate-exact-amounts"))


def _half_step(rate: Rated, name: str) -> Decimal:
    """Return half of an amount's last printed decimal, in yuan."""
    places = printed_places(rate.fund.texts.get(name, ""), Decimal())
    return unit_yuan(rate.unit) * Decimal(1).scaleb(-places) / 2 if places else Decimal()


def _explain_rate_digits(rate: Rated) -> Iterator[Slip]:
    if any(abs(swap / 100 - rate.computed) <= rate.step / 2 for swap in swaps(rate.stated * 100)):
        yield Slip(1, message("rate-swapped"))
    printed = max(0, value_places(rate.step) - 2)
    meant = (rounded(rate.computed * 100, places) for places in (printed, printed + 1))
    if any(rate.stated * 100 in drops(whole) for whole in meant):
        yield Slip(1, message("rate-dropped"))


def _other_formula(rate: Rated) -> Iterator[Slip]:
    for formula in formulas():
        for below in formula.over:
            amounts = ratio(formula, rate.fund, below)
            if amounts and amounts.below and rate.answers(amounts.value):
                yield Slip(
                    1, message("rate-formula", above=_above(formula, amounts), below=COLUMNS[f"{below}_yuan"])
                )


def _above(formula: Formula, amounts: Ratio) -> Message:
    added = COLUMNS[f"{formula.plus[0]}_yuan"]
    if not amounts.taken:
        return added
    return message("one-less-other", one=added, other=COLUMNS[f"{formula.minus[0]}_yuan"])


def _scaled(stated: Decimal, computed: Decimal, step: Decimal) -> Iterator[Slip]:
    for key, scale in _SCALES if stated and computed else ():
        near = (
            abs(stated - computed * scale) <= step / 2 * scale,
            abs(stated * scale - computed) <= step / 2 * scale,
        )
        if any(near):
            yield Slip(0, message(key))


def _digits_of_an_amount(rate: Rated) -> Iterator[Slip]:
    """Try each amount with two digits swapped, or with one more digit: the rate was computed before the slip."""
    for name in (*rate.formula.plus, rate.below):
        printed = column(rate.fund, name) or Decimal()
        for code, meant in _meant(printed / unit_yuan(rate.unit)):
            more = {"swap": plain(meant)} if code == "rate-amount-swapped" else {}
            if _answers_with(rate, name, meant * unit_yuan(rate.unit)):
                value = amount(printed, rate.unit)
                yield Slip(2, message(code, column=COLUMNS[f"{name}_yuan"], value=value, **more))


def _answers_with(rate: Rated, name: str, yuan: Decimal) -> bool:
    changed: dict[str, Any] = {f"{name}_yuan": yuan}
    amounts = ratio(rate.formula, replace(rate.fund, **changed), rate.below)
    return amounts is not None and amounts.below != 0 and rate.answers(amounts.value)


def _meant(printed: Decimal) -> Iterator[tuple[str, Decimal]]:
    text = f"{printed:f}"
    if len(text) > _LONGEST or printed <= 0:
        return
    yield from (("rate-amount-swapped", swap) for swap in swaps(printed))
    for place in range(len(text.partition(".")[0]) + 1):
        yield from (
            ("rate-amount-dropped", Decimal(text[:place] + digit + text[place:])) for digit in "0123456789"
        )
