"""The review: what waits for a person, the worst first, and what the person says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from audit import Audit
from audit.finding import Finding
from extract.grid import Box
from hebiao.candidates import Field, candidates, owner_of
from hebiao.corrected import text_at
from hebiao.correcting import correct, take_back
from hebiao.errors import WrongUsage
from normalize.form import Form
from store.deciding import (
    DECISIONS,
    DOUBTFUL,
    RANKS,
    UNDO,
    Decision,
    ItemKey,
    Place,
    count_items,
    decisions,
    forms_with,
    keep_decision,
    place_of,
)
from store.filtering import EVERYTHING, FormFilter
from store.loading import load_form
from store.parts import LINES, column_of, key_of
from store.row_keys import row_at, row_keys

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy import Engine


_FORMS_KEPT = 64
_CALLED = ("content", "level3", "source", "label", "name")

ItemAt = tuple[str, int, ItemKey]
"""An item by the content and the form that it stands in."""


class Item(NamedTuple):
    """A doubtful value or a finding that waits for a person.

    ``key`` names it in ``decide``; ``rank`` is 0 for the worst. ``ordinal`` is the row's (0 for the form itself), ``row`` what the
    row is called, ``text`` what the field prints now. ``candidates`` are texts that may be right instead, ``boxes`` the places
    in the file. ``rule``, ``severity``, ``cause``, ``message``, ``explanation``, ``stated`` and ``computed`` are the finding's.
    """

    form_id: int
    key: ItemKey
    rank: int
    ordinal: int
    row: str
    text: str | None
    confidence: float | None
    candidates: tuple[str, ...]
    boxes: tuple[Box, ...]
    severity: str | None = None
    cause: str | None = None
    message: str | None = None
    explanation: str | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None


class Correct(NamedTuple):
    """What a person puts in the place of a value: the row by ordinal or key, the column, the text as printed."""

    entity: str
    row: int | str
    field: str
    after: str | None


def queue(engine: Engine, chosen: FormFilter = EVERYTHING, limit: int = 50, *, skipped: bool = False) -> list[Item]:
    """Give what waits for a person in the chosen forms, the worst first; with ``skipped`` what was put off instead."""
    said = _standing(decisions(engine))
    wanted = "skip" if skipped else None
    return list(islice((item for place, item in _items(engine, chosen) if _said(said, place, item) == wanted), limit))


def review_of(engine: Engine, form_id: int) -> list[tuple[Item, str | None]]:
    """Give all items of one form, each with the decision that stands on it, None for none; raises ``UnknownForm``."""
    place = place_of(engine, form_id)
    said = _standing(decisions(engine, place))
    return [(item, _said(said, place, item)) for item in items_of(form_id, *load_form(engine, form_id))]


def waiting(engine: Engine, chosen: FormFilter = EVERYTHING) -> int:
    """Count what waits for a person in the chosen forms; what was decided and has since been read otherwise is not counted."""
    kept = sum(one.decision in ("accept", "form-wrong", "skip") for one in _standing(decisions(engine)).values())
    return max(0, count_items(engine, chosen) - kept)


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

    ``decision`` is ``accept`` (the value is read right, or the finding needs no more), ``correct`` (with a ``correction``, which
    is made at once), ``form-wrong`` (the form itself errs) or ``skip``. Raises ``WrongUsage`` and ``store.UnknownForm``.
    """
    if decision not in DECISIONS or (decision == "correct") != (correction is not None):
        raise WrongUsage(f"不能这样处理:{decision}")
    place = place_of(engine, form_id)
    made = None if correction is None else correct(engine, form_id, *correction[:3], after=correction.after, who=who, note=note)
    return keep_decision(engine, place, key, decision, who=who, note=note, correction_id=made.id if made else None)


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


def items_of(form_id: int, form: Form, audit: Audit) -> list[Item]:
    """Give all findings (but what is only for information) and all doubtful values of a form, decided or not."""
    found = [_of_finding(form_id, form, finding) for finding in audit.findings if finding.severity != "info"]
    told_apart: Counter[ItemKey] = Counter()
    items: list[Item] = []
    for item in (*found, *_doubtful(form_id, form, audit)):
        told_apart[item.key] += 1
        again = told_apart[item.key]
        items.append(item if again == 1 else item._replace(key=item.key._replace(seen=f"{item.key.seen} #{again}")))
    return items


def _items(engine: Engine, chosen: FormFilter) -> Iterator[tuple[Place, Item]]:
    @lru_cache(maxsize=_FORMS_KEPT)
    def items(form_id: int) -> list[Item]:
        return items_of(form_id, *load_form(engine, form_id))

    for rank in range(len(RANKS)):
        for place in forms_with(engine, rank, chosen):
            yield from ((place, item) for item in items(place.form_id) if item.rank == rank)


def _standing(made: Iterable[Decision]) -> dict[ItemAt, Decision]:
    """Give the last decision on each item, where it was not undone."""
    last = {(one.sha256, one.form_ordinal, one.key): one for one in made}
    return {at: one for at, one in last.items() if one.decision != UNDO}


def _said(said: dict[ItemAt, Decision], place: Place, item: Item) -> str | None:
    decision = said.get((place.sha256, place.form_ordinal, item.key))
    return decision.decision if decision else None


def _of_finding(form_id: int, form: Form, finding: Finding) -> Item:
    entity, ordinal = owner_of(finding)
    text = _text(form, entity, ordinal, finding.field)
    seen = " ".join(f"{value.normalize():f}" for value in (finding.stated, finding.computed) if value is not None)
    rank = {"error": 0, "warning": 2}[finding.severity] if finding.cause != "form" else {"error": 1, "warning": 4}[finding.severity]
    item = _item(form_id, form, Field(entity, ordinal, finding.field or "", text), rank, [finding])
    told = {name: getattr(finding, name) for name in ("severity", "cause", "message", "explanation", "stated", "computed")}
    return item._replace(key=item.key._replace(field=finding.field, rule=finding.rule, seen=seen), **told)


def _doubtful(form_id: int, form: Form, audit: Audit) -> Iterator[Item]:
    rows = [("form", 0, form), *((entity, row.ordinal, row) for entity, (many, _) in LINES.items() for row in getattr(form, many))]
    for entity, ordinal, row in rows:
        for name, boxes in row.where.items():
            if any(box.confidence < 1 for box in boxes):
                column = column_of(entity, name)
                field = Field(entity, ordinal, column, _text(form, entity, ordinal, column))
                yield _item(form_id, form, field, DOUBTFUL, audit.findings)


def _item(form_id: int, form: Form, field: Field, rank: int, findings: Iterable[Finding]) -> Item:
    row = row_at(form, field.entity, field.ordinal)
    boxes = row.where.get(key_of(field.entity, field.name), ())
    return Item(
        form_id,
        ItemKey(field.entity, row_keys(form, field.entity)[field.ordinal], field.name, None, field.text),
        rank,
        field.ordinal,
        next((name for name in (getattr(row, told, None) for told in _CALLED) if name), ""),
        field.text,
        min((box.confidence for box in boxes), default=None),
        tuple(candidates(form, field, findings)),
        boxes,
    )


def _text(form: Form, entity: str, ordinal: int, field: str | None) -> str | None:
    try:
        return text_at(form, entity, ordinal, field) if field else None
    except LookupError:
        return None
