"""What would explain a score (得分) that no rule gives or above its weight, and weights (分值) that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from audit.explain.settings import EXPLAIN
from audit.explain.sums import cells_of
from audit.explain.trials import Trials
from audit.finding import About
from audit.ledger import Ledger
from audit.ledger.execution import Scored
from audit.ledger.lines import LedgerLine
from audit.ledger.printed import words
from audit.messages.words import decimals
from audit.packs import Pack, in_force
from audit.slips.numbers import (
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
    swapped = {swap: computed for computed in meant for swap in swaps(computed)}
    dropped = {drop: computed for computed in meant for drop in drops(computed)}
    reached = len(swapped.keys() | dropped.keys())
    step = Decimal(1).scaleb(-value_places(stated))
    if reached * step > max(meant, default=Decimal()) * EXPLAIN.highest_chance:
        return
    if stated in swapped:
        yield Slip(ONE_PLACE, message("figure-swapped", computed=plain(swapped[stated])))
    if stated in dropped:
        yield Slip(ONE_PLACE, message("figure-dropped", computed=plain(dropped[stated])))


def _shorter(stated: Decimal, computed: Decimal) -> Message | None:
    for places in range(value_places(computed)):
        if stated in (rounded(computed, places), cut(computed, places)):
            return message("figure-rounded", computed=plain(computed), places=decimals(places))
    return None


def explain_excess(ledger: Ledger, line: LedgerLine, trials: Trials, key: About) -> Message | None:
    """Return what may make a line's score exceed its weight while all sums hold with it, or None.

    ``key`` is the line's finding.
    """
    assert line.score is not None
    assert line.weight is not None
    if line.is_execution and line.score in ledger.uncapped_scores:
        return message("score-uncapped")
    swapped = [swap for swap in dict.fromkeys(swaps(line.score)) if swap == line.weight]
    for swap in swapped:
        changes = dict.fromkeys(cells_of(ledger.form, line, "score"), swap)
        if key in trials.find_mended(changes):
            return message("figure-swapped", computed=plain(swap))
    return None


def find_departing_level(ledger: Ledger, pack: Pack, difference: Decimal) -> Message | None:
    """Return the only level that departs from the pack's weights, if that makes the whole ``difference``."""
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
            return message(
                "level-departs", level=departing[0], value=plain(value), place=clause.place, usual=usual
            )
    return None


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
