"""The review: what waits for a person, the worst first, and what the person decides on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from hebiao.errors import WrongUsage
from hebiao.review.correcting import correct, find_ordinal, take_back
from hebiao.review.items import Item, find_items
from normalize import text_at
from store import (
    DECISIONS,
    EVERYTHING,
    RANKS,
    UNDO,
    Decision,
    FormFilter,
    FormPlace,
    ItemKey,
    count_items,
    find_place,
    find_places,
    find_unsettled_forms,
    keep_decision,
    list_decisions,
    load_form,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FORMS_KEPT = 64  # of one listing; a form's items of several ranks are found once

ItemPlace = tuple[str, int, ItemKey]
"""An item by the content and the form that it stands in."""


class NewText(NamedTuple):
    """What a person puts in place of a value: the row by ordinal or key, the column, the printed text."""

    entity: str
    row: int | str
    field: str
    after: str | None


def list_waiting(
    engine: Engine, chosen: FormFilter = EVERYTHING, limit: int = 50, *, skipped: bool = False
) -> list[Item]:
    """List what waits for a person in the chosen forms, the worst first.

    With ``skipped`` it is what was put off instead, with rules in ``chosen`` only what these found.
    """
    standing = _find_standing(list_decisions(engine))
    wanted = "skip" if skipped else None
    settled = [decision for decision in standing.values() if decision.decision != wanted]
    waiting = (
        item
        for place, item in _walk_items(engine, chosen, settled)
        if _find_decision(standing, place, item) == wanted
    )
    return list(islice((item for item in waiting if _is_chosen(item.key, chosen)), limit))


def list_items(engine: Engine, form_id: int) -> list[tuple[Item, str | None]]:
    """List all items of one form, each with the decision on it or None. Raises ``UnknownForm``."""
    place = find_place(engine, form_id)
    standing = _find_standing(list_decisions(engine, place))
    items = find_items(form_id, *load_form(engine, form_id))
    return [(item, _find_decision(standing, place, item)) for item in items]


def list_waiting_in(engine: Engine, form_id: int, *, skipped: bool = False) -> list[Item]:
    """List what waits in one form, or with ``skipped`` was put off. Raises ``UnknownForm``."""
    wanted = "skip" if skipped else None
    waiting = [item for item, decision in list_items(engine, form_id) if decision == wanted]
    return sorted(waiting, key=lambda item: item.rank)


def count_waiting(engine: Engine, chosen: FormFilter = EVERYTHING) -> int:
    """Count what waits for a person in the chosen forms.

    What was decided and has since been read otherwise is not counted.
    """
    standing = _find_standing(list_decisions(engine)).values()
    kept = [one for one in standing if one.decision != "correct" and _is_chosen(one.key, chosen)]
    if kept and chosen != EVERYTHING:
        there = find_places(engine, chosen)
        kept = [decision for decision in kept if (decision.sha256, decision.form_ordinal) in there]
    return max(0, count_items(engine, chosen) - len(kept))


def decide(
    engine: Engine,
    form_id: int,
    key: ItemKey,
    decision: str,
    *,
    correction: NewText | None = None,
    who: str | None = None,
    note: str | None = None,
) -> int:
    """Keep what a person decides on an item, and return the decision's number.

    ``decision`` is ``accept`` (the value is read right, or the finding needs no more), ``correct`` (with a
    ``correction``, which is made at once), ``form-wrong`` (the form itself errs) or ``skip``. A correction
    that says what was read changes nothing: it accepts a doubtful value, and decides nothing on a finding.
    Raises ``WrongUsage`` and ``store.UnknownForm``.
    """
    if decision not in DECISIONS or (decision == "correct") != (correction is not None):
        raise WrongUsage("no-such-decision", decision=decision)
    place = find_place(engine, form_id)
    correction_id = None
    if correction is not None and _is_as_read(engine, form_id, correction):
        decision, correction = _confirm(key, correction), None
    if correction is not None:
        entity, row, field, after = correction
        correction_id = correct(engine, form_id, entity, row, field, after=after, who=who, note=note).id
    return keep_decision(engine, place, key, decision, who=who, note=note, correction_id=correction_id)


def _is_as_read(engine: Engine, form_id: int, correction: NewText) -> bool:
    """Tell whether a correction says just what was read there; one of a row that is not there says not."""
    form = load_form(engine, form_id)[0]
    row = find_ordinal(form, correction.entity, correction.row)
    if row is None:
        return False
    try:
        read = text_at(form, correction.entity, row, correction.field)
    except LookupError:
        return False
    return (read or "") == (correction.after or "")


def _confirm(key: ItemKey, correction: NewText) -> str:
    """Return the decision that a value stands as it was read: only a doubtful value waits for no more."""
    is_own_value = (key.entity, key.field) == (correction.entity, correction.field)
    if key.rule is None and is_own_value:
        return "accept"
    raise WrongUsage("nothing-corrected")


def undo(engine: Engine, who: str | None = None) -> Decision | None:
    """Take back the last decision that stands, with its correction, and return it; None where none does.

    It is the last of one person, where one is named.
    """
    undone = last_decision(engine, who)
    if undone is None:
        return None
    if undone.correction_id is not None:
        take_back(engine, undone.correction_id, who)
    keep_decision(engine, FormPlace(0, undone.sha256, undone.form_ordinal), undone.key, UNDO, who=who)
    return undone


def last_decision(engine: Engine, who: str | None = None) -> Decision | None:
    """Return the last decision that stands, of one person where one is named; None where none does."""
    standing = _find_standing(list_decisions(engine)).values()
    mine = [decision for decision in standing if who is None or decision.who == who]
    return max(mine, key=lambda decision: decision.id, default=None)


def count_decisions(engine: Engine) -> Counter[str]:
    """Count the decisions that stand, by what was decided."""
    return Counter(decision.decision for decision in _find_standing(list_decisions(engine)).values())


def _walk_items(
    engine: Engine, chosen: FormFilter, settled: list[Decision]
) -> Iterator[tuple[FormPlace, Item]]:
    """Yield the items of the forms that are not settled with their form's place, rank by rank."""

    @lru_cache(maxsize=_FORMS_KEPT)
    def items_in(form_id: int) -> list[Item]:
        return find_items(form_id, *load_form(engine, form_id))

    for rank in range(len(RANKS)):
        for place in find_unsettled_forms(engine, rank, chosen, settled):
            yield from ((place, item) for item in items_in(place.form_id) if item.rank == rank)


def _find_standing(made: Iterable[Decision]) -> dict[ItemPlace, Decision]:
    """Return the last decision on each item, where it was not undone."""
    last = {(decision.sha256, decision.form_ordinal, decision.key): decision for decision in made}
    return {place: decision for place, decision in last.items() if decision.decision != UNDO}


def _is_chosen(key: ItemKey, chosen: FormFilter) -> bool:
    return not chosen.rule or key.rule in chosen.rule


def _find_decision(standing: dict[ItemPlace, Decision], place: FormPlace, item: Item) -> str | None:
    decision = standing.get((place.sha256, place.form_ordinal, item.key))
    return decision.decision if decision else None
