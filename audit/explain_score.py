"""What would explain an execution score (预算执行得分) that no rule gives, or a score above its weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from audit.catalogue import places_name, say
from audit.lines import Line
from audit.printed import cut, plain, rounded, value_places
from audit.slips import Slip, drops, swaps, the_simplest


def explain_score(stated: Decimal, rates: Iterable[Decimal], meant: Iterable[Decimal], total: Decimal | None) -> str | None:
    """Return the simplest slip that turns one of the scores that rules give (``meant``, as printed) into the stated one."""
    return the_simplest((*_other_cell(stated, rates, total), *_digits(stated, meant)))


def explain_excess(
    line: Line, printed_sum: Decimal, stated_sum: Decimal | None, uncapped: Iterable[Decimal], too_much: Decimal | None = None
) -> str | None:
    """Return the simplest slip that makes a score exceed its weight, in Chinese, or None.

    ``printed_sum`` is what the printed weights add up to, ``stated_sum`` what they should; ``uncapped`` are scores that the
    execution rate earns without a cap, ``too_much`` is what the scores exceed their total by, where one is printed.
    """
    assert line.score is not None
    assert line.weight is not None
    weights_fail = stated_sum is not None and printed_sum != stated_sum
    digits = () if weights_fail and too_much == 0 else _digits_within(line, too_much)
    changed = _changed_weight(line, line.weight + stated_sum - printed_sum) if stated_sum is not None else ()
    return the_simplest((*_uncapped(line.score, uncapped), *digits, *changed))


def _other_cell(stated: Decimal, rates: Iterable[Decimal], total: Decimal | None) -> Iterator[Slip]:
    known = tuple(rates)
    if any(stated in (rounded(r, value_places(stated)), rounded(r * 100, value_places(stated))) for r in known if r):
        yield Slip(0, say("score-is-rate"))
    if stated == total:
        yield Slip(0, say("score-is-total"))


def _digits(stated: Decimal, meant: Iterable[Decimal]) -> Iterator[Slip]:
    scores = tuple(meant)
    if padded := next((found for computed in scores if (found := _shorter(stated, computed))), None):
        yield Slip(0, padded)
    if swapped := next((computed for computed in scores if computed in swaps(stated)), None):
        yield Slip(1, say("figure-swapped", computed=plain(swapped)))
    if whole := next((computed for computed in scores if stated in drops(computed)), None):
        yield Slip(1, say("figure-dropped", computed=plain(whole)))


def _shorter(stated: Decimal, computed: Decimal) -> str | None:
    places = next((n for n in range(value_places(computed)) if stated in (rounded(computed, n), cut(computed, n))), None)
    return None if places is None else say("figure-rounded", computed=plain(computed), places=places_name(places))


def _uncapped(score: Decimal, uncapped: Iterable[Decimal]) -> Iterator[Slip]:
    if score in uncapped:
        yield Slip(0, say("score-uncapped"))


def _digits_within(line: Line, too_much: Decimal | None) -> Iterator[Slip]:
    assert line.score is not None
    assert line.weight is not None
    fitting = [s for s in swaps(line.score) if s <= line.weight and too_much in (None, Decimal(), line.score - s)]
    yield from (Slip(2, say("figure-swapped", computed=plain(s))) for s in fitting)


def _changed_weight(line: Line, meant: Decimal) -> Iterator[Slip]:
    """Try whether the weight that the total asks for was changed, or lost a digit."""
    assert line.score is not None
    assert line.weight is not None
    if meant == line.score:
        yield Slip(1, say("earlier-weight", name=line.name, before=plain(line.score), value=plain(line.weight)))
    elif meant > line.score and line.weight in drops(meant):
        yield Slip(2, say("dropped-weight", whole=plain(meant)))
