"""The review: what waits for a person, the worst first, and what the person says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from hebiao.errors import WrongUsage
from hebiao.review.correcting import correct, take_back
from hebiao.review.items import Item, items_of
from store.people.deciding import (
    DECISIONS,
    RANKS,
    UNDO,
    Decision,
    ItemKey,
    Place,
    count_items,
    decisions,
    keep_decision,
    place_of,
    places,
    unsettled_forms,
)
from store.read.loading import load_form
from store.search.filtering import EVERYTHING, FormFilter

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FORMS_KEPT = 64

ItemAt = tuple[str, int, ItemKey]
"""An item by the content and the form that it stands in."""


class Correct(NamedTuple):
    """What a person puts in the place of a value: the row by ordinal or key, the column, the text as printed."""

    entity: str
    row: int | str
    field: str
    after: str | None


def queue(
    engine: Engine, chosen: FormFilter = EVERYTHING, limit: int = 50, *, skipped: bool = False
) -> list[Item]:
    """Give what waits for a person in the chosen forms, the worst first; with ``skipped`` what was put off instead.

    With rules in ``chosen`` only what these found.
    """
    said = _standing(decisions(engine))
    wanted = "skip" if skipped else None
    settled = [one for one in said.values() if one.decision != wanted]
    items = (item for place, item in _items(engine, chosen, settled) if _said(said, place, item) == wanted)
    return list(islice((item for item in items if _is_chosen(item.key, chosen)), limit))


def review_of(engine: Engine, form_id: int) -> list[tuple[Item, str | None]]:
    """Give all items of one form, each with the decision that stands on it, None for none; raises ``UnknownForm``."""
    place = place_of(engine, form_id)
    said = _standing(decisions(engine, place))
    return [(item, _said(said, place, item)) for item in items_of(form_id, *load_form(engine, form_id))]


def waiting_in(engine: Engine, form_id: int, *, skipped: bool = False) -> list[Item]:
    """Give what waits for a person in one form, the worst first, with ``skipped`` what was put off; raises ``UnknownForm``."""
    wanted = "skip" if skipped else None
    return sorted(
        (item for item, said in review_of(engine, form_id) if said == wanted), key=lambda item: item.rank
    )


def waiting(engine: Engine, chosen: FormFilter = EVERYTHING) -> int:
    """Count what waits for a person in the chosen forms; what was decided and has since been read otherwise is not counted."""
    kept = [
        one
        for one in _standing(decisions(engine)).values()
        if one.decision != "correct" and _is_chosen(one.key, chosen)
    ]
    there = None if chosen == EVERYTHING or not kept else places(engine, chosen)
    return max(
        0,
        count_items(engine, chosen)
        - sum(there is None or (one.sha256, one.form_ordinal) in there for one in kept),
    )


def decide(
    engine: Engine,
    form_id: int,
    key: ItemKey,
    decision: str,
    *,
    correction: Correct | None = None,
    who: str | None = None,
    note: str | None = None,
) -> int:
    """Keep what a person says of an item, and give the decision's number.

    ``decision`` is ``accept`` (the value is read right, or the finding needs no more), ``correct`` (with a
    ``correction``, which is made at once), ``form-wrong`` (the form itself errs) or ``skip``. Raises
    ``WrongUsage`` and ``store.UnknownForm``.
    """
    if decision not in DECISIONS or (decision == "correct") != (correction is not None):
        raise WrongUsage(f"不能这样处理:{decision}")
    place = place_of(engine, form_id)
    made = (
        None
        if correction is None
        else correct(engine, form_id, *correction[:3], after=correction.after, who=who, note=note)
    )
    return keep_decision(
        engine, place, key, decision, who=who, note=note, correction_id=made.id if made else None
    )


def undo(engine: Engine, who: str | None = None) -> Decision | None:
    """Take back the last decision that stands (of one person, where one is named) with its correction; None where none does."""
    undone = last(engine, who)
    if undone is None:
        return None
    if undone.correction_id is not None:
        take_back(engine, undone.correction_id, who)
    keep_decision(engine, Place(0, undone.sha256, undone.form_ordinal), undone.key, UNDO, who=who)
    return undone


def last(engine: Engine, who: str | None = None) -> Decision | None:
    """Give the last decision that stands (of one person, where one is named), which ``undo`` takes back; None where none does."""
    mine = [one for one in _standing(decisions(engine)).values() if who is None or one.who == who]
    return max(mine, key=lambda one: one.id, default=None)


def decided(engine: Engine) -> Counter[str]:
    """Count the decisions that stand, by what was decided."""
    return Counter(one.decision for one in _standing(decisions(engine)).values())


def _items(engine: Engine, chosen: FormFilter, settled: list[Decision]) -> Iterator[tuple[Place, Item]]:
    @lru_cache(maxsize=_FORMS_KEPT)
    def items(form_id: int) -> list[Item]:
        return items_of(form_id, *load_form(engine, form_id))

    for rank in range(len(RANKS)):
        for place in unsettled_forms(engine, rank, chosen, settled):
            yield from ((place, item) for item in items(place.form_id) if item.rank == rank)


def _standing(made: Iterable[Decision]) -> dict[ItemAt, Decision]:
    """Give the last decision on each item, where it was not undone."""
    last = {(one.sha256, one.form_ordinal, one.key): one for one in made}
    return {at: one for at, one in last.items() if one.decision != UNDO}


def _is_chosen(key: ItemKey, chosen: FormFilter) -> bool:
    return not chosen.rule or key.rule in chosen.rule


def _said(said: dict[ItemAt, Decision], place: Place, item: Item) -> str | None:
    decision = said.get((place.sha256, place.form_ordinal, item.key))
    return decision.decision if decision else None
