"""Documents into the database, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete, exists, select, text, tuple_, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from extract import Message, message
from store.engine.bulk import batches, load, load_ready, reserve
from store.engine.connecting import writing
from store.errors import StoreError
from store.record import Record
from store.search.indexing import index_forms
from store.tables import DocumentRow, FormRow, PathRow
from store.tables.base import Words
from store.tables.lines import TABLES, Row, make_row
from store.write.messages import code_and_args, messages_column, text_of, texts_of
from store.write.ready import ReadyForm, rows_of
from store.write.rows import FORM, FORM_TABLES, NUMBERED, Ids, columns_of, ids_by_place, is_place

_PLACES_A_QUERY = 500
_ADD = text(
    "insert into document_path (document_id, path) values (:id, :path) on conflict do nothing"
).bindparams(bindparam("path", type_=Words))


def add_paths(engine: Engine, places: Mapping[str, Iterable[str]]) -> None:
    """Keep where contents were found: by SHA-256, the paths of each; a content that is not stored is left out.

    Where a content that can be read is found, another one that could not is no more. What is kept already
    costs no turn at writing.
    """
    pairs = ((sha256, path) for sha256, paths in places.items() for path in paths)
    for some in batches(pairs, _PLACES_A_QUERY):
        with engine.connect() as connection:
            new, mended = _not_kept(connection, some), _mended(connection, some)
        if new or mended:
            with writing(engine) as connection:
                keep_places(connection, new)
                _strike_off(connection, mended)


def keep_places(connection: Connection, places: Iterable[tuple[int, str]]) -> None:
    """Keep the ids of documents with a path each, where they are not kept already."""
    rows = [{"id": document_id, "path": path} for document_id, path in places]
    if rows:
        connection.execute(_ADD, rows)


def _not_kept(connection: Connection, pairs: list[tuple[str, str]]) -> list[tuple[int, str]]:
    contents, paths = {sha256 for sha256, _ in pairs}, {path for _, path in pairs}
    ids = dict(
        connection.execute(
            select(DocumentRow.sha256, DocumentRow.id).where(DocumentRow.sha256.in_(contents))
        ).all()
    )
    among = PathRow.document_id.in_(ids.values()) & PathRow.path.in_(paths)
    kept = set(connection.execute(select(PathRow.document_id, PathRow.path).where(among)))
    wanted = ((ids[sha256], path) for sha256, path in pairs if sha256 in ids)
    return [pair for pair in wanted if pair not in kept]


def _mended(connection: Connection, pairs: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """Give the places of failed documents at which contents were found that did not fail."""
    failed_at = (
        select(PathRow.document_id, PathRow.path).join(DocumentRow).where(DocumentRow.status == "failed")
    )
    there = connection.execute(failed_at.where(PathRow.path.in_({path for _, path in pairs}))).all()
    if not there:
        return []
    found = DocumentRow.sha256.in_({sha256 for sha256, _ in pairs})
    read = set(connection.scalars(select(DocumentRow.sha256).where(found, DocumentRow.status != "failed")))
    readable = {path for sha256, path in pairs if sha256 in read}
    return [(document_id, path) for document_id, path in there if path in readable]


def _strike_off(connection: Connection, places: list[tuple[int, str]]) -> None:
    """Take out places of failed documents, and the documents that have no other."""
    if places:
        connection.execute(delete(PathRow).where(tuple_(PathRow.document_id, PathRow.path).in_(places)))
        without = DocumentRow.id.in_({document_id for document_id, _ in places}) & (
            DocumentRow.status == "failed"
        )
        connection.execute(
            delete(DocumentRow).where(without, ~exists().where(PathRow.document_id == DocumentRow.id))
        )


_DOCUMENTS_A_COMMIT = 64
_CONTENT_REFUSED = (DataError, IntegrityError, ProgrammingError, ArithmeticError, LookupError, ValueError)


Amend = Callable[[Connection, list[Record]], list[Record]]


class _Stored(NamedTuple):
    id: int
    status: str
    version: str


def save(
    engine: Engine,
    records: Iterable[Record],
    *,
    anew: bool = False,
    amend: Amend = lambda _connection, records: records,
) -> dict[str, Message]:
    """Store each document whole or not at all, many in a commit.

    Content that is stored already only gains its path, unless it had failed or another version had read it,
    or ``anew`` is asked for: then the new reading takes its place (a failed one never takes a good one's).
    Gives the paths of the documents whose rows the database refused, each with its reason; they are stored as
    failed. ``amend`` may change records in the transaction that stores them. Raises ``StoreError`` when the
    database cannot be written.
    """
    refused: dict[str, Message] = {}
    try:
        for batch in batches(records, _DOCUMENTS_A_COMMIT):
            with writing(engine) as connection:
                refused |= _save_batch(connection, amend(connection, batch), anew=anew)
    except DBAPIError as error:
        raise StoreError(f"数据库写不进去:{error.orig}") from error
    return refused


def _save_batch(connection: Connection, batch: list[Record], *, anew: bool) -> dict[str, Message]:
    """Store all at once; should the database refuse something of it, one by one to find which."""
    reason = _refusal(connection, batch, anew=anew)
    if reason is None:
        return {}
    if len(batch) == 1:
        failed = replace(batch[0], status="failed", error=reason, forms=())
        _put(connection, [failed], anew=anew)
        return {failed.path: reason}
    return {
        path: why for record in batch for path, why in _save_batch(connection, [record], anew=anew).items()
    }


def _refusal(connection: Connection, batch: Sequence[Record], *, anew: bool) -> Message | None:
    try:
        with connection.begin_nested():
            _put(connection, batch, anew=anew)
    except _CONTENT_REFUSED as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        return message("refused-by-database", error=f"{type(original).__name__}: {original}")
    return None


def _put(connection: Connection, batch: Sequence[Record], *, anew: bool) -> None:
    chosen = _one_for_each_content(batch, anew=anew)
    stored = _stored(connection, chosen)
    new = [record for sha256, record in chosen.items() if sha256 not in stored]
    ids = {sha256: row.id for sha256, row in stored.items()} | _insert(connection, new)
    better = [
        record
        for sha256, record in chosen.items()
        if sha256 in stored and _is_better(record, stored[sha256], anew=anew)
    ]
    _replace(connection, {ids[record.sha256]: record for record in better})
    _put_forms(connection, [(ids[record.sha256], record) for record in (*new, *better)])
    keep_places(connection, [(ids[record.sha256], record.path) for record in batch])


def _one_for_each_content(batch: Iterable[Record], *, anew: bool) -> dict[str, Record]:
    """Choose as if the records came one after the other: the first, until a better one keeps its name and path."""
    chosen: dict[str, Record] = {}
    for record in batch:
        first = chosen.setdefault(record.sha256, record)
        if _is_better(record, first, anew=anew):
            chosen[record.sha256] = replace(record, path=first.path, name=first.name)
    return chosen


def _is_better(record: Record, than: Record | _Stored, *, anew: bool) -> bool:
    return than.status == "failed" or (record.status != "failed" and (anew or than.version != record.version))


def _stored(connection: Connection, sha256s: Iterable[str]) -> dict[str, _Stored]:
    asked = select(DocumentRow.sha256, DocumentRow.id, DocumentRow.status, DocumentRow.version)
    found = connection.execute(asked.where(DocumentRow.sha256.in_(sha256s)))
    return {row.sha256: _Stored(row.id, row.status, row.version) for row in found}


def _insert(connection: Connection, records: Sequence[Record]) -> dict[str, int]:
    """Insert the documents themselves; gives the id of each content."""
    ids = dict(
        zip(
            (record.sha256 for record in records), reserve(connection, DocumentRow, len(records)), strict=True
        )
    )
    rows = [_document(record) | {"id": ids[record.sha256]} for record in records]
    if rows:
        load(connection, DocumentRow, tuple(rows[0]), [tuple(row.values()) for row in rows])
    return ids


def _replace(connection: Connection, records: Mapping[int, Record]) -> None:
    """Take the forms of the documents with these ids away, and keep the new reading's values; path and name stay."""
    if not records:
        return
    connection.execute(delete(FormRow).where(FormRow.document_id.in_(records)))
    for document_id, record in records.items():
        kept = {name: value for name, value in _document(record).items() if name not in {"path", "name"}}
        connection.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(kept))


def _document(record: Record) -> Row:
    told = {
        "error": text_of(record.error),
        "warnings": texts_of(record.warnings),
        "warning_messages": messages_column(record.warnings),
        "imported_at": datetime.now(UTC),
    }
    return make_row(record, DocumentRow) | code_and_args(record.error)._asdict() | told


def _put_forms(connection: Connection, documents: Iterable[tuple[int, Record]]) -> None:
    forms = [(document_id, form) for document_id, record in documents for form in rows_of(record.forms)]
    free = {
        table: reserve(connection, TABLES[table], sum(form.count(table) for _, form in forms))
        for table in NUMBERED
    }
    placed = [(ids_by_place(document_id, form.count, free), form) for document_id, form in forms]
    for table in FORM_TABLES:
        load_ready(connection, TABLES[table], columns_of(table), _columns(table, placed))
    index_forms(connection, ((ids[FORM], form.entries) for ids, form in placed))


def _columns(table: str, forms: Iterable[tuple[Ids, ReadyForm]]) -> list[Iterator[Any]]:
    """Join the columns of all forms, with ids in the places' stead."""
    filled = [(ids, form.tables[table]) for ids, form in forms if form.tables[table]]
    return [
        chain.from_iterable(
            [map(ids.__getitem__, columns[at]) if is_place(name) else columns[at] for ids, columns in filled]
        )
        for at, name in enumerate(columns_of(table))
    ]
