"""People's corrections: made in a stored form, put back into a form that is read anew, taken back, and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit import Audit, audit_form, render
from extract import Message, message
from hebiao.errors import WrongUsage
from hebiao.review.reapplying import list_in_force, reapply
from normalize import (
    CorrectionRefused,
    PlaceMissing,
    column_at,
    confidence_at,
    correct_text,
    name_counted,
    row_keys,
    text_at,
)
from normalize.form import Form
from store.people.correcting import Change, Correction, correct_form, corrections, form_at
from store.read.loading import load_form
from store.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine
from hebiao.reporting.output import as_json

Audited = tuple[Form, Audit]
Place = tuple[str, int | str, str]
"""An entity, its row's ordinal or key, and a column."""


def correct(
    engine: Engine,
    form_id: int,
    entity: str,
    row: int | str,
    field: str,
    *,
    after: str | None,
    who: str | None = None,
    note: str | None = None,
) -> Correction:
    """Say what a field of a stored form really prints; its numbers follow, and the form is audited again at once.

    ``entity`` is ``form``, ``header``, ``fund``, ``goal``, ``level`` or ``indicator``; ``row`` the row's
    ordinal or its key (0 for the form itself); ``field`` a column of that table, as ``budget_yuan`` or
    ``target``; ``after`` the text as printed (amounts in the unit of their column: ``820`` for 820 万元),
    None for an empty cell. Raises ``WrongUsage`` for a row or field that is not there and for a text that is
    no number where one must stand, ``store.UnknownForm``, and ``store.StoreError``.
    """
    return _kept(
        engine,
        form_id,
        lambda before: _changed(before, (entity, row, column_at(entity, field)), after),
        who,
        note,
    )


def take_back(
    engine: Engine, correction_id: int, who: str | None = None, note: str | None = None
) -> Correction:
    """Undo a correction by another that turns it round; raises ``WrongUsage`` where its value was changed again or is gone."""
    one = next((one for one in corrections(engine) if one.id == correction_id), None)
    if one is None:
        raise WrongUsage(f"没有编号为 {correction_id} 的更正")
    form_id = form_at(engine, one.sha256, one.form_ordinal)
    row = None if form_id is None else placed_at(load_form(engine, form_id)[0], one)
    if form_id is None or row is None:
        raise WrongUsage(f"更正 {correction_id} 的值后来又改过,或已不在表中")
    back = (one.entity, row, one.field)
    confidence = 1.0 if one.confidence is None else one.confidence
    return _kept(engine, form_id, lambda before: _changed(before, back, one.before, confidence), who, note)


def apply_corrections(by_content: Mapping[str, Sequence[Correction]], record: Record) -> Record:
    """Put people's corrections into a document that was read anew; one that finds no row is told in its warnings.

    ``by_content`` is what ``store.corrections_by_content`` gives.
    """
    mine = by_content.get(record.sha256)
    if not mine or not record.forms:
        return record
    forms: list[Audited] = []
    lost: list[Correction] = [
        one
        for one in list_in_force(mine)
        if one.form_ordinal not in {form.ordinal for form, _ in record.forms}
    ]
    for form, audit in record.forms:
        again, unplaced = reapply(form, (one for one in mine if one.form_ordinal == form.ordinal))
        forms.append((form, audit) if again == form else _audited(name_counted(again), audit))
        lost += unplaced
    return replace(record, forms=tuple(forms), warnings=(*record.warnings, *map(_told, lost)))


def placed_at(form: Form, one: Correction) -> int | None:
    """Give the ordinal of the row that holds a correction's text, None where it holds another or none."""
    for ordinal in row_keys(form, one.entity):
        if text_at(form, one.entity, ordinal, one.field) == one.after:
            before = correct_text(form, one.entity, ordinal, one.field, one.before)
            if row_keys(before, one.entity)[ordinal] == one.row_key:
                return ordinal
    return None


def unplaced(engine: Engine, made: Iterable[Correction]) -> set[int]:
    """Name the corrections in force that no stored form shows, because a new reading has no such row."""
    missing: set[int] = set()
    for (sha256, ordinal), some in _by_form(made).items():
        form_id = form_at(engine, sha256, ordinal)
        form = None if form_id is None else load_form(engine, form_id)[0]
        missing |= {one.id for one in _missing(form, some)}
    return missing


def states_of(engine: Engine, made: Sequence[Correction]) -> dict[Correction, str]:
    """Tell of each correction whether it is ``in-force``, ``undone``, or ``lost``: in force, but in no stored form."""
    valid = {one.id for some in _by_form(made).values() for one in list_in_force(some)}
    lost = unplaced(engine, made)
    return {one: "lost" if one.id in lost else "in-force" if one.id in valid else "undone" for one in made}


def _missing(form: Form | None, made: Iterable[Correction]) -> Iterator[Correction]:
    """Yield the corrections that a form does not show, from the last to the first: each is taken out before the one before it."""
    for one in reversed(list_in_force(made)):
        row = None if form is None else placed_at(form, one)
        if form is None or row is None:
            yield one
        else:
            form = correct_text(form, one.entity, row, one.field, one.before)


def _kept(
    engine: Engine, form_id: int, change: Callable[[Audited], Change], who: str | None, note: str | None
) -> Correction:
    try:
        return correct_form(engine, form_id, change, who=who, note=note)
    except CorrectionRefused as error:
        raise WrongUsage(render(message("not-corrected", reason=error.message))) from error


def _by_form(made: Iterable[Correction]) -> dict[tuple[str, int], list[Correction]]:
    found: dict[tuple[str, int], list[Correction]] = {}
    for one in made:
        found.setdefault((one.sha256, one.form_ordinal), []).append(one)
    return found


def _changed(before: Audited, place: Place, after: str | None, confidence: float = 1.0) -> Change:
    form, audit = before
    entity, row, field = place
    keys = row_keys(form, entity)
    ordinal = (
        row if isinstance(row, int) else next((ordinal for ordinal, key in keys.items() if key == row), None)
    )
    if ordinal not in keys:
        raise PlaceMissing(message("no-such-row", entity=entity, row=row))
    was, sure = text_at(form, entity, ordinal, field), confidence_at(form, entity, ordinal, field)
    again = name_counted(correct_text(form, entity, ordinal, field, after, confidence=confidence))
    now = text_at(again, entity, ordinal, field)
    return Change(_audited(again, audit), entity, keys[ordinal], field, was, now, sure)


def _audited(form: Form, before: Audit) -> Audited:
    """Audit a form again; what is found as before keeps its cause and the two readings that its message tells."""
    again = audit_form(form)
    had = {_same(finding): finding for finding in before.findings}
    return form, replace(
        again, findings=tuple(had.get(_same(finding), finding) for finding in again.findings)
    )


def _same(finding: object) -> tuple[object, ...]:
    return tuple(
        getattr(finding, name) for name in ("rule", "fund", "indicator", "field", "stated", "computed")
    )


def _told(one: Correction) -> Message:
    return message(
        "correction-without-place",
        entity=one.entity,
        row=one.row_key,
        field=one.field,
        before=one.before or "",
        after=one.after or "",
    )


CASE = ("sha256", "form_ordinal", "entity", "row_key", "field", "before", "after")


def correction_cases(engine: Engine) -> str:
    """Give as JSON the corrections that were not undone."""
    kept = [one for one, state in states_of(engine, corrections(engine)).items() if state != "undone"]
    return as_json(CASE, [[getattr(one, name) for name in CASE] for one in kept])
