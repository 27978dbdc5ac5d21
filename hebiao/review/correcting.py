"""What people correct in stored forms, and take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from audit import FormCell
from extract import Doubt, message
from hebiao.errors import WrongUsage
from hebiao.review.reapplying import AuditedForm, audit_again, find_row, find_settled
from normalize import (
    CorrectionRefused,
    Form,
    PlaceMissing,
    column_at,
    confidence_at,
    correct_text,
    doubt_at,
    name_counted,
    row_keys,
    text_at,
)
from store import (
    Correction,
    FormChange,
    correct_form,
    find_form_at,
    find_place,
    list_corrections,
    load_form,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

FieldPlace = tuple[str, int | str, str]
"""An entity, its row's ordinal or key, and a column."""


class _HowRead(NamedTuple):
    confidence: float = 1.0
    doubt: Doubt | None = None


_SEEN_BY_A_PERSON = _HowRead()


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
    """Say what a field of a stored form really prints.

    Its numbers follow, and the form is audited again at once.

    ``entity`` is ``form``, ``header``, ``fund``, ``goal``, ``level`` or ``indicator``; ``row`` the row's
    ordinal or its key (0 for the form itself); ``field`` a column of that table, as ``budget_yuan`` or
    ``target``; ``after`` the text as printed (amounts in the unit of their column: ``820`` for 820 万元),
    None for an empty cell. Raises ``WrongUsage`` for a row or field that is not there and for a text that is
    no number where one must stand, ``store.UnknownForm``, and ``store.StoreError``.
    """
    earlier = _list_own(engine, form_id)

    def change(before: AuditedForm) -> FormChange:
        return _change_text(before, (entity, row, column_at(entity, field)), after, earlier)

    return _keep_change(engine, form_id, change, who, note)


def take_back(
    engine: Engine, correction_id: int, who: str | None = None, note: str | None = None
) -> Correction:
    """Undo a correction by another that turns it round.

    Raises ``WrongUsage`` where its value was changed again or is gone.
    """
    made = next((made for made in list_corrections(engine) if made.id == correction_id), None)
    if made is None:
        raise WrongUsage("no-such-correction", number=correction_id)
    form_id = find_form_at(engine, made.sha256, made.form_ordinal)
    row = None if form_id is None else find_row(load_form(engine, form_id)[0], made)
    if form_id is None or row is None:
        raise WrongUsage("correction-changed-again", number=correction_id)
    place = (made.entity, row, made.field)
    confidence = 1.0 if made.confidence is None else made.confidence
    read = _HowRead(confidence, made.doubt)

    earlier = [one for one in _list_own(engine, form_id) if one.id != made.id]

    def change(before: AuditedForm) -> FormChange:
        return _change_text(before, place, made.before, earlier, read)

    return _keep_change(engine, form_id, change, who, note)


def _keep_change(
    engine: Engine,
    form_id: int,
    change: Callable[[AuditedForm], FormChange],
    who: str | None,
    note: str | None,
) -> Correction:
    try:
        return correct_form(engine, form_id, change, who=who, note=note)
    except CorrectionRefused as error:
        raise WrongUsage("not-corrected", reason=error.message) from error


def _change_text(
    before: AuditedForm,
    place: FieldPlace,
    after: str | None,
    earlier: Iterable[Correction],
    read: _HowRead = _SEEN_BY_A_PERSON,
) -> FormChange:
    """Change a text and audit the form again; ``earlier`` are the corrections that the form has."""
    form, audit = before
    entity, row, field = place
    keys = row_keys(form, entity)
    ordinal = find_ordinal(form, entity, row)
    if ordinal is None:
        raise PlaceMissing(message("no-such-row", entity=entity, row=row))
    text_before = text_at(form, entity, ordinal, field)
    confidence_before = confidence_at(form, entity, ordinal, field)
    doubt_before = doubt_at(form, entity, ordinal, field)
    corrected = correct_text(
        form, entity, ordinal, field, after, confidence=read.confidence, doubt=read.doubt
    )
    again = name_counted(corrected)
    settled = [*find_settled(again, earlier)]
    if read is _SEEN_BY_A_PERSON:
        settled.append(FormCell(entity, ordinal, field))
    return FormChange(
        audit_again(again, audit, settled),
        entity,
        keys[ordinal],
        field,
        text_before,
        text_at(again, entity, ordinal, field),
        confidence_before,
        doubt_before,
    )


def _list_own(engine: Engine, form_id: int) -> list[Correction]:
    """List the corrections of a form."""
    place = find_place(engine, form_id)
    made = list_corrections(engine, [place.sha256])
    return [one for one in made if one.form_ordinal == place.form_ordinal]


def find_ordinal(form: Form, entity: str, row: int | str) -> int | None:
    """Return the ordinal of a form's row by its ordinal or key, None where there is no such row."""
    keys = row_keys(form, entity)
    if isinstance(row, int):
        return row if row in keys else None
    return next((ordinal for ordinal, known in keys.items() if known == row), None)
