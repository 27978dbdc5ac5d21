"""The files behind the forms: what became of each content, and where its bytes were found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from extract import Message
from store.engine.bulk import split_batches
from store.engine.connecting import writing
from store.messages import read_message
from store.record import LOST_STATUSES
from store.settings import SETTINGS
from store.tables import DocumentRow, FormRow, PathRow
from store.tables.document import lacked_ocr, was_cut_short


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
        return read_message(self.error, self.code, self.args)


class Original(NamedTuple):
    """Where a document's bytes were found: those at one of ``paths`` whose SHA-256 is ``sha256``.

    ``path`` is the first that was found.
    """

    id: int
    name: str
    sha256: str
    format: str
    pages: int
    status: str
    path: str
    paths: tuple[str, ...]


class Standing(NamedTuple):
    """A content in the database; ``status`` is that of ``document``, ``version`` is the one that read it.

    ``is_cut_short`` where its reading was ended before it was done, ``lacks_ocr`` where nothing was there to
    recognise its pictures.
    """

    status: str
    version: str
    imported_at: datetime
    is_cut_short: bool = False
    lacks_ocr: bool = False


class FailedFile(NamedTuple):
    """A content that could not be read: ``reason`` in Chinese, and one of the paths where it was found."""

    reason: str
    path: str


def list_documents(
    engine: Engine, *statuses: str, offset: int = 0, limit: int | None = None
) -> list[DocumentLine]:
    """List documents, the newest first: all of them or those of some statuses."""
    of_document = FormRow.document_id == DocumentRow.id
    count = select(func.count(FormRow.id)).where(of_document).scalar_subquery()
    first = select(func.min(FormRow.id)).where(of_document).scalar_subquery()
    columns = (
        *(DocumentRow.id, DocumentRow.name, DocumentRow.path, DocumentRow.format, DocumentRow.pages),
        *(DocumentRow.status, DocumentRow.error, count, first, DocumentRow.code, DocumentRow.args),
    )
    line = select(*columns).order_by(DocumentRow.id.desc())
    if statuses:
        line = line.where(DocumentRow.status.in_(statuses))
    with engine.connect() as connection:
        return [DocumentLine(*row) for row in connection.execute(line.offset(offset).limit(limit))]


def count_documents_by_status(engine: Engine) -> dict[str, int]:
    """Count the documents of each status."""
    counted = select(DocumentRow.status, func.count()).group_by(DocumentRow.status)
    with engine.connect() as connection:
        return dict(connection.execute(counted).all())


def find_original(engine: Engine, document_id: int) -> Original | None:
    """Find out where a document's bytes are to be looked for; None where there is no such document."""
    columns = (
        *(DocumentRow.id, DocumentRow.name, DocumentRow.sha256, DocumentRow.format),
        *(DocumentRow.pages, DocumentRow.status, DocumentRow.path),
    )
    found_at = select(PathRow.path).where(PathRow.document_id == document_id).order_by(PathRow.path)
    with engine.connect() as connection:
        row = connection.execute(select(*columns).where(DocumentRow.id == document_id)).one_or_none()
        if row is None:
            return None
        paths = connection.scalars(found_at)
        return Original(*row, tuple(dict.fromkeys((row.path, *paths))))


def find_document_of(engine: Engine, form_id: int) -> int | None:
    """Return the id of the document that a form stands in; None where there is no such form."""
    asked = select(FormRow.document_id).where(FormRow.id == form_id)
    with engine.connect() as connection:
        return connection.execute(asked).scalar_one_or_none()


def find_neighbours(engine: Engine, form_id: int) -> tuple[int | None, int | None]:
    """Return the ids of the forms before and after one, None at the ends."""
    line = select(
        select(func.max(FormRow.id)).where(FormRow.id < form_id).scalar_subquery(),
        select(func.min(FormRow.id)).where(FormRow.id > form_id).scalar_subquery(),
    )
    with engine.connect() as connection:
        before, after = connection.execute(line).one()
        return before, after


def find_standing(engine: Engine, sha256s: Iterable[str]) -> dict[str, Standing]:
    """Tell, by SHA-256, of the contents that the database has."""
    columns = (DocumentRow.sha256, DocumentRow.status, DocumentRow.version, DocumentRow.imported_at)
    asked = select(*columns, was_cut_short(), lacked_ocr())
    found: dict[str, Standing] = {}
    with engine.connect() as connection:
        for some in split_batches(sha256s, SETTINGS.hashes_a_query):
            for row in connection.execute(asked.where(DocumentRow.sha256.in_(some))):
                found[row.sha256] = Standing(
                    row.status, row.version, row.imported_at, bool(row.is_cut_short), bool(row.lacks_ocr)
                )
    return found


def list_forms_of(engine: Engine, sha256: str) -> list[int]:
    """Return the ids of a content's forms, in their order."""
    asked = select(FormRow.id).join(DocumentRow).where(DocumentRow.sha256 == sha256).order_by(FormRow.ordinal)
    with engine.connect() as connection:
        return list(connection.scalars(asked))


def list_failures(engine: Engine) -> list[FailedFile]:
    """List the contents that failed or look like a form and gave none, in the order in which they were met.

    Each has every path of its own. A path at which another content was read since is left out.
    """
    asked = (
        select(DocumentRow.error, PathRow.path)
        .join(PathRow)
        .where(DocumentRow.status.in_(LOST_STATUSES), ~_was_read_since())
        .order_by(DocumentRow.id, PathRow.path)
    )
    with engine.connect() as connection:
        return [FailedFile(reason or "", path) for reason, path in connection.execute(asked)]


def list_cut_short(engine: Engine) -> list[str]:
    """List every path of the contents whose reading was ended before it was done, or lacked pictures."""
    chosen = select(PathRow.path).join(DocumentRow).where(or_(was_cut_short(), lacked_ocr()))
    asked = chosen.order_by(DocumentRow.id, PathRow.path)
    with engine.connect() as connection:
        return list(connection.scalars(asked))


def _was_read_since() -> ColumnElement[bool]:
    other, place = aliased(DocumentRow), aliased(PathRow)
    return exists().where(
        place.path == PathRow.path,
        other.id == place.document_id,
        other.status.not_in(LOST_STATUSES),
        other.imported_at > DocumentRow.imported_at,
    )


def mark_read_again(engine: Engine, sha256s: Collection[str], version: str) -> None:
    """Keep that ``version`` read these contents again and found in them what is stored."""
    same = update(DocumentRow).where(DocumentRow.sha256.in_(sha256s))
    with writing(engine) as connection:
        connection.execute(same.values(version=version, imported_at=datetime.now(UTC)))


def forget_failures(engine: Engine, sha256s: Collection[str]) -> None:
    """Take failed documents out: what stood in for a content that can be read by now."""
    for some in split_batches(sha256s, SETTINGS.hashes_a_query):
        failed = delete(DocumentRow).where(DocumentRow.sha256.in_(some), DocumentRow.status == "failed")
        with writing(engine) as connection:
            connection.execute(failed)
