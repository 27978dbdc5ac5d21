"""What would explain a score (得分) that no rule gives, or that is above its weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from audit.ledger import WHOLE, Ledger, add_printed
from audit.ledger.execution import Scored
from audit.ledger.lines import Line
from audit.messages.words import decimals
from audit.slips.numbers import (
    ONE_DIGIT_OF_A_LINE,
    ONE_PLACE,
    WHOLE_FIGURE,
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


def explain_execution_score(
    scored: Scored, meant: Iterable[Decimal], total: Decimal | None
) -> Message | None:
    """Return the simplest slip that turns a score which rules give (``meant``) into the stated one, or None."""
    return pick_simplest((*_other_cell(scored, total), *_digits(scored.score, tuple(meant))))


def _other_cell(scored: Scored, total: Decimal | None) -> Iterator[Slip]:
    if any(_is_shown_as(scored.score, rate) for rate in scored.rates if rate):
        yield Slip(WHOLE_FIGURE, message("score-is-rate"))
    if scored.score == total:
        yield Slip(WHOLE_FIGURE, message("score-is-total"))


def _is_shown_as(score: Decimal, rate: Decimal) -> bool:
    places = value_places(score)
    return score in (rounded(rate, places), rounded(rate * 100, places))


def _digits(stated: Decimal, meant: tuple[Decimal, ...]) -> Iterator[Slip]:
    shorter = next((found for computed in meant if (found := _shorter(stated, computed))), None)
    if shorter:
        yield Slip(WHOLE_FIGURE, shorter)
    swapped = next((computed for computed in meant if computed in swaps(stated)), None)
    if swapped:
        yield Slip(ONE_PLACE, message("figure-swapped", computed=plain(swapped)))
    whole = next((computed for computed in meant if stated in drops(computed)), None)
    if whole:
        yield Slip(ONE_PLACE, message("figure-dropped", computed=plain(whole)))


def _shorter(stated: Decimal, computed: Decimal) -> Message | None:
    for places in range(value_places(computed)):
        if stated in (rounded(computed, places), cut(computed, places)):
            return message("figure-rounded", computed=plain(computed), places=decimals(places))
    return None


def explain_excess(ledger: Ledger, line: Line) -> Message | None:
    """Return the simplest slip that makes a line's score exceed its weight, or None."""
    assert line.score is not None
    assert line.weight is not None
    score, weight, total = line.score, line.weight, ledger.form.score_total
    printed = add_printed(one.weight for one in ledger.counted)
    whole = ledger.form.weight_total or WHOLE
    too_much = None
    if total is not None:
        too_much = add_printed(one.score for one in ledger.counted) - total
    slips: list[Slip] = []
    if line.is_execution and score in ledger.uncapped_scores:
        slips.append(Slip(WHOLE_FIGURE, message("score-uncapped")))
    if printed == whole or too_much != 0:
        slips += _digits_within(score, weight, too_much)
    slips += _changed_weight(line.name, score, weight, weight + whole - printed)
    return pick_simplest(slips)


def _digits_within(score: Decimal, weight: Decimal, too_much: Decimal | None) -> Iterator[Slip]:
    """Try two digits of the score swapped; ``too_much`` is what the scores exceed their total by."""
    for swap in swaps(score):
        if swap > weight:
            continue
        fits_the_total = too_much in (None, Decimal(), score - swap)
        if fits_the_total:
            yield Slip(ONE_DIGIT_OF_A_LINE, message("figure-swapped", computed=plain(swap)))


def _changed_weight(name: str | Message, score: Decimal, weight: Decimal, meant: Decimal) -> Iterator[Slip]:
    """Try whether the weight that the total asks for was changed, or lost a digit."""
    if meant == score:
        changed = message("earlier-weight", name=name, before=plain(score), value=plain(weight))
        yield Slip(ONE_PLACE, changed)
    elif meant > score and weight in drops(meant):
        yield Slip(ONE_DIGIT_OF_A_LINE, message("dropped-weight", whole=plain(meant)))
