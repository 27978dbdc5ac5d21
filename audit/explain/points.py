"""What would explain a score (得分) that no rule gives or above its weight, and weights (分值) that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from audit.ledger import WHOLE, Ledger, add_printed
from audit.ledger.execution import Scored, was_weighed
from audit.ledger.lines import LedgerLine
from audit.ledger.printed import words
from audit.messages.words import decimals
from audit.packs import Pack, binding, in_force
from audit.slips.numbers import (
    ONE_DIGIT_OF_A_LINE,
    ONE_PLACE,
    PERCENT_IN_ONE,
    WHOLE_FIGURE,
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
from audit.slips.totals import Part
from extract import Message, message


def explain_execution_score(
    scored: Scored, meant: Iterable[Decimal], total: Decimal | None
) -> Message | None:
    """Return the simplest slip that turns a score that rules give (``meant``) into the stated, or None."""
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


def explain_excess(ledger: Ledger, line: LedgerLine) -> Message | None:
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


def find_weight_slips(
    ledger: Ledger, pack: Pack, difference: Decimal, light: Sequence[Part]
) -> Iterator[Slip]:
    """Yield what would explain weights that are ``difference`` too much, beside slips of any sum."""
    if not light:
        yield from _find_departing_level(ledger, pack, difference)
    execution = ledger.execution
    if execution is None or execution.weight is None or ledger.scored is None:
        return
    weight, before = execution.weight, execution.weight - difference
    slips = {*drops(before), *swaps(before)}
    if weight in slips or is_scaled(before, weight, PERCENT_IN_ONE):
        return
    if was_weighed(ledger.scored, before, binding(pack, "score", ledger.form.year)):
        changed = message("earlier-weight", name=execution.name, before=plain(before), value=plain(weight))
        yield Slip(ONE_PLACE, changed)


def _find_departing_level(ledger: Ledger, pack: Pack, difference: Decimal) -> Iterator[Slip]:
    """Yield the only level that departs from the pack's weights, if that makes the whole ``difference``."""
    for clause in in_force(pack, "weights", ledger.form.year):
        levels: dict[str, int] = clause.terms["levels"]
        weighed = _weigh_levels(ledger, levels)
        if weighed.keys() != levels.keys():
            continue
        departing = [name for name, weight in levels.items() if weighed.get(name) != weight]
        if len(departing) != 1:
            continue
        value, usual = weighed[departing[0]], levels[departing[0]]
        if value - usual == difference:
            departs = message(
                "level-departs", level=departing[0], value=plain(value), place=clause.place, usual=usual
            )
            yield Slip(ONE_DIGIT_OF_A_LINE, departs)


def _weigh_levels(ledger: Ledger, levels: dict[str, int]) -> dict[str, Decimal]:
    """Return what the form's levels weigh, by the names that a clause uses for its ``levels``."""
    weighed: dict[str, Decimal] = {}
    for line in ledger.lines:
        if line.weight is None:
            continue
        name = _name_level(ledger, line, levels)
        weighed[name] = weighed.get(name, Decimal()) + line.weight
    return weighed


def _name_level(ledger: Ledger, line: LedgerLine, levels: dict[str, int]) -> str:
    """Return the level that a line is weighed with: the execution, all indicators together, or its own."""
    blocks: dict[str, str] = words("blocks")
    if line.is_execution:
        return blocks["execution"]
    if blocks["indicators"] in levels:
        return blocks["indicators"]
    own = next(indicator for indicator in ledger.form.indicators if indicator.ordinal == line.indicator)
    return own.level1 or ""
