"""Documents into the database, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import OperationalError, StatementError

from store.errors import StoreError
from store.opening import writing
from store.parts import Row, as_row
from store.record import Record
from store.rows import put_form
from store.tables import DocumentRow, FormRow, PathRow, RunRow

T = TypeVar("T")

_DOCUMENTS_A_COMMIT = 64
_HASHES_A_QUERY = 500
_CONTENT_REFUSED = (StatementError, ArithmeticError, LookupError, ValueError)


def known(engine: Engine, sha256s: Iterable[str], version: str) -> set[str]:
    """Tell which contents need no reading: read by this ``version`` of the product already, and not failed."""
    stored = select(DocumentRow.sha256).where(DocumentRow.status != "failed", DocumentRow.version == version)
    with engine.connect() as connection:
        found = (connection.scalars(stored.where(DocumentRow.sha256.in_(some))) for some in _batches(sha256s, _HASHES_A_QUERY))
        return {sha256 for some in found for sha256 in some}


def save(engine: Engine, records: Iterable[Record]) -> dict[str, str]:
    """Store each document whole or not at all, many in a commit.

    Content that is stored already only gains its path, unless it had failed or another version had read it: then the new
    reading takes its place (a failed one never takes a good one's). Gives the paths of the documents whose rows the database
    refused, each with its reason; they are stored as failed. Raises ``StoreError`` when the database cannot be written.
    """
    refused: dict[str, str] = {}
    try:
        for batch in _batches(records, _DOCUMENTS_A_COMMIT):
            with writing(engine) as connection:
                refused |= _save_batch(connection, batch)
    except OperationalError as error:
        raise StoreError(f"数据库写不进去:{error.orig}") from error
    return refused


def add_paths(engine: Engine, places: Mapping[str, Iterable[str]]) -> None:
    """Keep where contents were found: by SHA-256, the paths of each; a content that is not stored is left out."""
    for some in _batches(places, _HASHES_A_QUERY):
        with writing(engine) as connection:
            stored = connection.execute(select(DocumentRow.id, DocumentRow.sha256).where(DocumentRow.sha256.in_(some)))
            for document_id, sha256 in stored.all():
                for path in places[sha256]:
                    _add_path(connection, document_id, path)


def log_import(
    engine: Engine,
    *,
    started_at: datetime,
    paths: Iterable[str],
    files: int,
    imported: int,
    no_form: int,
    failed: int,
    forms: int,
    findings: int,
    version: str,
) -> None:
    """Keep what an import did, as a row of ``import_run`` that ends now."""
    counts = {"files": files, "imported": imported, "no_form": no_form, "failed": failed, "forms": forms, "findings": findings}
    times = {"started_at": started_at, "finished_at": datetime.now(UTC)}
    with writing(engine) as connection:
        connection.execute(insert(RunRow).values(**times, paths=tuple(paths), version=version, **counts))


def _save_batch(connection: Connection, batch: list[Record]) -> dict[str, str]:
    reasons = {record.path: _save_one(connection, record) for record in batch}
    return {path: reason for path, reason in reasons.items() if reason}


def _save_one(connection: Connection, record: Record) -> str | None:
    try:
        with connection.begin_nested():
            _put(connection, record)
    except OperationalError:
        raise
    except _CONTENT_REFUSED as error:
        reason = f"读出的内容存不进数据库:{_cause(error)}"
        _put(connection, replace(record, status="failed", error=reason, forms=()))
        return reason
    return None


def _cause(error: Exception) -> str:
    original = error.orig if isinstance(error, StatementError) else error
    return f"{type(original).__name__}: {original}"


def _put(connection: Connection, record: Record) -> None:
    stored = connection.execute(
        select(DocumentRow.id, DocumentRow.status, DocumentRow.version).where(DocumentRow.sha256 == record.sha256)
    ).one_or_none()
    if stored is None:
        document_id = _insert_document(connection, record)
        _put_forms(connection, document_id, record)
    else:
        document_id = stored.id
        if _is_better(record, stored.status, stored.version):
            _replace(connection, document_id, record)
    _add_path(connection, document_id, record.path)


def _is_better(record: Record, status: str, version: str) -> bool:
    return status == "failed" or (version != record.version and record.status != "failed")


def _insert_document(connection: Connection, record: Record) -> int:
    return connection.execute(insert(DocumentRow).values(_document(record)).returning(DocumentRow.id)).scalar_one()


def _replace(connection: Connection, document_id: int, record: Record) -> None:
    kept = {name: value for name, value in _document(record).items() if name not in {"path", "name"}}
    connection.execute(delete(FormRow).where(FormRow.document_id == document_id))
    connection.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(kept))
    _put_forms(connection, document_id, record)


def _document(record: Record) -> Row:
    return as_row(record, DocumentRow) | {"imported_at": datetime.now(UTC)}


def _put_forms(connection: Connection, document_id: int, record: Record) -> None:
    for form, audit in record.forms:
        put_form(connection, document_id, form, audit)


def _add_path(connection: Connection, document_id: int, path: str) -> None:
    here = (PathRow.document_id == document_id) & (PathRow.path == path)
    if connection.execute(select(PathRow.path).where(here)).first() is None:
        connection.execute(insert(PathRow).values(document_id=document_id, path=path))


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
