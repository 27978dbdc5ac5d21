"""The files behind the forms: what became of each, and where its bytes were found."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Engine, func, select

from extract import Message
from store.messages import message_from
from store.tables import DocumentRow, FormRow, PathRow


class DocumentLine(NamedTuple):
    """A file; ``forms`` counts the forms in it, the first of which is ``first_form``.

    ``error`` says in Chinese why it has none, ``code`` and ``args`` (JSON) are of the same message.
    """

    id: int
    name: str
    path: str
    format: str
    pages: int
    status: str
    error: str | None
    forms: int
    first_form: int | None
    code: str | None = None
    args: str | None = None

    @property
    def reason(self) -> Message | None:
        """The message that ``error`` is the Chinese sentence of."""
        return message_from(self.error, self.code, self.args)


class Original(NamedTuple):
    """Where a document's bytes were found: those at one of ``paths`` whose SHA-256 is ``sha256``; ``path`` is the first found."""

    id: int
    name: str
    sha256: str
    format: str
    pages: int
    status: str
    path: str
    paths: tuple[str, ...]


def documents(
    engine: Engine, status: str | None = None, *, offset: int = 0, limit: int | None = None
) -> list[DocumentLine]:
    """List documents, the newest first: all of them or those of one status."""
    forms, first = (
        select(of(FormRow.id)).where(FormRow.document_id == DocumentRow.id).scalar_subquery()
        for of in (func.count, func.min)
    )
    line = select(
        *(DocumentRow.id, DocumentRow.name, DocumentRow.path, DocumentRow.format, DocumentRow.pages),
        *(DocumentRow.status, DocumentRow.error, forms, first, DocumentRow.code, DocumentRow.args),
    ).order_by(DocumentRow.id.desc())
    if status is not None:
        line = line.where(DocumentRow.status == status)
    with engine.connect() as connection:
        return [DocumentLine(*row) for row in connection.execute(line.offset(offset).limit(limit))]


def original(engine: Engine, document_id: int) -> Original | None:
    """Find out where a document's bytes are to be looked for; None where there is no such document."""
    columns = (
        DocumentRow.id,
        DocumentRow.name,
        DocumentRow.sha256,
        DocumentRow.format,
        DocumentRow.pages,
        DocumentRow.status,
    )
    with engine.connect() as connection:
        row = connection.execute(
            select(*columns, DocumentRow.path).where(DocumentRow.id == document_id)
        ).one_or_none()
        if row is None:
            return None
        paths = connection.scalars(
            select(PathRow.path).where(PathRow.document_id == document_id).order_by(PathRow.path)
        )
        return Original(*row, tuple(dict.fromkeys((row.path, *paths))))


def document_of(engine: Engine, form_id: int) -> int | None:
    """Give the id of the document that a form stands in; None where there is no such form."""
    with engine.connect() as connection:
        return connection.execute(
            select(FormRow.document_id).where(FormRow.id == form_id)
        ).scalar_one_or_none()


def neighbours(engine: Engine, form_id: int) -> tuple[int | None, int | None]:
    """Give the ids of the forms before and after one, None at the ends."""
    line = select(
        select(func.max(FormRow.id)).where(FormRow.id < form_id).scalar_subquery(),
        select(func.min(FormRow.id)).where(FormRow.id > form_id).scalar_subquery(),
    )
    with engine.connect() as connection:
        before, after = connection.execute(line).one()
        return before, after
