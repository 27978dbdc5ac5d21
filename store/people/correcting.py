"""What people correct: kept by content, never changed, and put into the main tables at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session

from extract import Doubt
from store.engine.connecting import writing
from store.errors import UnknownForm
from store.read.loading import read_form
from store.tables import CorrectionRow, DocumentRow, FormRow
from store.write.changing import Audited, change_form


class Correction(NamedTuple):
    """A row of ``correction``; ``before`` and ``after`` are texts as a form prints them, None for no text.

    ``confidence`` and ``doubt`` tell how the value was read that it replaced, None where its place in the
    file is not known.
    """

    id: int
    sha256: str
    form_ordinal: int
    entity: str
    row_key: str
    field: str
    before: str | None
    after: str | None
    who: str | None
    at: datetime
    note: str | None
    confidence: float | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class FormChange:
    """A form after a correction, with its new audit, and what was corrected in it."""

    audited: Audited
    entity: str
    row_key: str
    field: str
    before: str | None
    after: str | None
    confidence: float | None
    doubt: Doubt | None = None


def correct_form(
    engine: Engine,
    form_id: int,
    change: Callable[[Audited], FormChange],
    *,
    who: str | None = None,
    note: str | None = None,
) -> Correction:
    """Keep what ``change`` makes of a form, and the correction that it tells.

    Raises ``UnknownForm`` and what ``change`` raises.
    """
    with writing(engine) as connection:
        before = read_form(Session(connection), form_id)
        changed = change(before)
        change_form(connection, form_id, before, changed.audited)
        return _keep_correction(connection, form_id, changed, who, note)


def list_corrections(engine: Engine, sha256s: Collection[str] | None = None) -> list[Correction]:
    """List the corrections in the order in which they were made: all, or those of some contents."""
    with engine.connect() as connection:
        return _read_corrections(connection, sha256s)


def group_corrections(engine: Engine, sha256s: Collection[str] | None = None) -> dict[str, list[Correction]]:
    """Return the corrections by SHA-256 of their content, for an import to put back into what it reads."""
    return _group_by_content(list_corrections(engine, sha256s))


def group_corrections_now(connection: Connection, sha256s: Collection[str]) -> dict[str, list[Correction]]:
    """Do the same in a transaction that writes: nobody makes a correction until it ends."""
    return _group_by_content(_read_corrections(connection, sha256s))


def _read_corrections(connection: Connection, sha256s: Collection[str] | None) -> list[Correction]:
    table = CorrectionRow.__table__
    asked = select(*(table.c[name] for name in Correction._fields)).order_by(table.c.id)
    if sha256s is not None:
        asked = asked.where(table.c.sha256.in_(sha256s))
    return [Correction(*row) for row in connection.execute(asked)]


def _group_by_content(made: Iterable[Correction]) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for one in made:
        found.setdefault(one.sha256, []).append(one)
    return found


def find_content(connection: Connection, form_id: int) -> tuple[str, int]:
    """Return the SHA-256 of a form's file and the form's ordinal in it; raises ``UnknownForm``."""
    asked = select(DocumentRow.sha256, FormRow.ordinal).join(FormRow, FormRow.document_id == DocumentRow.id)
    row = connection.execute(asked.where(FormRow.id == form_id)).one_or_none()
    if row is None:
        raise UnknownForm(number=form_id)
    return row.sha256, row.ordinal


def find_form_at(engine: Engine, sha256: str, ordinal: int) -> int | None:
    """Return the id of the form that a content holds at an ordinal, None where there is none now."""
    asked = select(FormRow.id).join(DocumentRow, DocumentRow.id == FormRow.document_id)
    at_place = asked.where(DocumentRow.sha256 == sha256, FormRow.ordinal == ordinal)
    with engine.connect() as connection:
        return connection.execute(at_place).scalar_one_or_none()


def find_files(engine: Engine, sha256s: Collection[str]) -> dict[str, str]:
    """Return where contents were found first, by their SHA-256."""
    asked = select(DocumentRow.sha256, DocumentRow.path).where(DocumentRow.sha256.in_(sha256s))
    with engine.connect() as connection:
        return {row.sha256: row.path for row in connection.execute(asked)}


def _keep_correction(
    connection: Connection, form_id: int, changed: FormChange, who: str | None, note: str | None
) -> Correction:
    sha256, ordinal = find_content(connection, form_id)
    values: dict[str, Any] = {
        "sha256": sha256,
        "form_ordinal": ordinal,
        "entity": changed.entity,
        "row_key": changed.row_key,
        "field": changed.field,
        "before": changed.before,
        "after": changed.after,
        "who": who,
        "at": datetime.now(UTC),
        "note": note,
        "confidence": changed.confidence,
        "doubt": changed.doubt,
    }
    made = insert(CorrectionRow).values(values).returning(CorrectionRow.id)
    return Correction(id=connection.execute(made).scalar_one(), **values)
