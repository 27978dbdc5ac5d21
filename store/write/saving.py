"""Documents into the database, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete, exists, select, text, tuple_, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from audit import render
from extract import Message, message
from store.engine.bulk import insert_columns, insert_rows, reserve_ids, split_batches
from store.engine.connecting import writing
from store.errors import StoreRefusal, WriteFailed
from store.messages import make_columns, make_list_column
from store.record import LOST_STATUSES, Record
from store.search.indexing import index_forms
from store.settings import SETTINGS
from store.tables import DocumentRow, FormRow, PathRow
from store.tables.base import Words
from store.tables.document import lacked_ocr, was_cut_short
from store.tables.lines import TABLES, Row, make_row
from store.write.ready import ReadyForm, make_ready_forms
from store.write.rows import (
    FORM,
    FORM_TABLES,
    NUMBERED,
    Ids,
    assign_ids,
    find_columns,
    is_place,
    render_texts,
)

Amend = Callable[[Connection, list[Record]], list[Record]]
HashedPath = tuple[str, str]
"""A content's SHA-256 and a path where it was found."""
Place = tuple[int, str]
"""A document's id and a path where it was found."""

_CONTENT_REFUSED = (DataError, IntegrityError, ProgrammingError, ArithmeticError, LookupError, ValueError)
_ADD_PATH = text(
    "insert into document_path (document_id, path) values (:id, :path) on conflict do nothing"
).bindparams(bindparam("path", type_=Words))


class _StoredDocument(NamedTuple):
    id: int
    status: str
    version: str
    is_cut_short: bool
    lacks_ocr: bool


def save_records(
    engine: Engine,
    records: Iterable[Record],
    *,
    anew: bool = False,
    amend: Amend = lambda _connection, records: records,
) -> dict[str, Message]:
    """Store each document whole or not at all, many in a commit.

    Content that is stored already only gains its path, unless it had failed or another version had read it,
    or ``anew`` is asked for: then the new reading takes its place (a failed one never takes a good one's).
    Return the paths of the documents whose rows the database refused, each with its reason; they are stored
    as failed. ``amend`` may change records in the transaction that stores them. Raises ``StoreError`` when
    the database cannot be written.
    """
    refused: dict[str, Message] = {}
    try:
        for batch in split_batches(records, SETTINGS.documents_a_commit):
            with writing(engine) as connection:
                refused |= _save_batch(connection, amend(connection, batch), anew=anew)
    except DBAPIError as error:
        raise WriteFailed(reason=str(error.orig)) from error
    return refused


def _save_batch(connection: Connection, batch: list[Record], *, anew: bool) -> dict[str, Message]:
    """Store all at once; should the database refuse something of it, one by one to find which."""
    reason = _try_to_put(connection, batch, anew=anew)
    if reason is None:
        return {}
    if len(batch) == 1:
        failed = replace(batch[0], status="failed", error=reason, forms=())
        _put(connection, [failed], anew=anew)
        return {failed.path: reason}
    refused: dict[str, Message] = {}
    for record in batch:
        refused |= _save_batch(connection, [record], anew=anew)
    return refused


def _try_to_put(connection: Connection, batch: Sequence[Record], *, anew: bool) -> Message | None:
    """Store a batch, or nothing of it; return why the database refused it."""
    try:
        with connection.begin_nested():
            _put(connection, batch, anew=anew)
    except _CONTENT_REFUSED as error:
        return message("refused-by-database", error=_find_reason(error))
    return None


def _find_reason(error: Exception) -> Message | str:
    if isinstance(error, StoreRefusal):
        return error.message
    original = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(original).__name__}: {original}"


def _put(connection: Connection, batch: Sequence[Record], *, anew: bool) -> None:
    chosen = _choose_by_content(batch, anew=anew)
    stored = _read_stored(connection, chosen)
    new, better = [], []
    for sha256, record in chosen.items():
        if sha256 not in stored:
            new.append(record)
        elif _is_better(record, stored[sha256], anew=anew):
            better.append(record)
    ids = {sha256: row.id for sha256, row in stored.items()} | _insert_documents(connection, new)
    _replace_documents(connection, {ids[record.sha256]: record for record in better})
    _put_forms(connection, [(ids[record.sha256], record) for record in (*new, *better)])
    _keep_places(connection, [(ids[record.sha256], record.path) for record in batch])


def _choose_by_content(batch: Iterable[Record], *, anew: bool) -> dict[str, Record]:
    """Choose as if the records came one by one: the first, until a better one keeps its name and path."""
    chosen: dict[str, Record] = {}
    for record in batch:
        first = chosen.setdefault(record.sha256, record)
        if _is_better(record, first, anew=anew):
            chosen[record.sha256] = replace(record, path=first.path, name=first.name)
    return chosen


def _is_better(record: Record, than: Record | _StoredDocument, *, anew: bool) -> bool:
    if than.status == "failed":
        return True
    is_newer = anew or than.version != record.version
    is_whole = not record.is_cut_short and not record.lacks_ocr
    has_ocr = than.lacks_ocr and not record.lacks_ocr
    is_fuller = has_ocr or (than.is_cut_short and is_whole)
    has_read = record.status != "failed" or (record.pages > 0 and than.status != "imported")
    return (is_newer or is_fuller) and has_read


def _read_stored(connection: Connection, sha256s: Iterable[str]) -> dict[str, _StoredDocument]:
    columns = (DocumentRow.sha256, DocumentRow.id, DocumentRow.status, DocumentRow.version)
    asked = select(*columns, was_cut_short(), lacked_ocr())
    stored: dict[str, _StoredDocument] = {}
    for row in connection.execute(asked.where(DocumentRow.sha256.in_(sha256s))):
        stored[row.sha256] = _StoredDocument(
            row.id, row.status, row.version, bool(row.is_cut_short), bool(row.lacks_ocr)
        )
    return stored


def _insert_documents(connection: Connection, records: Sequence[Record]) -> dict[str, int]:
    """Insert the documents themselves; return the id of each content."""
    numbers = reserve_ids(connection, DocumentRow, len(records))
    ids = {record.sha256: number for record, number in zip(records, numbers, strict=True)}
    rows = [_document_row(record) | {"id": ids[record.sha256]} for record in records]
    if rows:
        insert_rows(connection, DocumentRow, tuple(rows[0]), [tuple(row.values()) for row in rows])
    return ids


def _replace_documents(connection: Connection, records: Mapping[int, Record]) -> None:
    """Take the forms of the documents with these ids away, and keep the new reading; path and name stay."""
    if not records:
        return
    connection.execute(delete(FormRow).where(FormRow.document_id.in_(records)))
    for document_id, record in records.items():
        row = _document_row(record)
        del row["path"], row["name"]
        connection.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(row))


def _document_row(record: Record) -> Row:
    told = {
        "error": None if record.error is None else render(record.error),
        "warnings": render_texts(record.warnings),
        "warning_messages": make_list_column(record.warnings),
        "imported_at": datetime.now(UTC),
    }
    return make_row(record, DocumentRow) | make_columns(record.error)._asdict() | told


def _put_forms(connection: Connection, documents: Iterable[tuple[int, Record]]) -> None:
    forms: list[tuple[int, ReadyForm]] = []
    for document_id, record in documents:
        forms.extend((document_id, form) for form in make_ready_forms(record.forms))
    free = {}
    for table in NUMBERED:
        count = sum(form.count(table) for _, form in forms)
        free[table] = reserve_ids(connection, TABLES[table], count)
    placed = [(assign_ids(document_id, form.count, free), form) for document_id, form in forms]
    for table in FORM_TABLES:
        insert_columns(connection, TABLES[table], find_columns(table), _join_columns(table, placed))
    index_forms(connection, ((ids[FORM], form.entries) for ids, form in placed))


def _join_columns(table: str, forms: Iterable[tuple[Ids, ReadyForm]]) -> list[Iterator[Any]]:
    """Join the columns of all forms, with ids in the places' stead."""
    filled = [(ids, form.tables[table]) for ids, form in forms if form.tables[table]]
    return [_join_column(at, name, filled) for at, name in enumerate(find_columns(table))]


def _join_column(at: int, name: str, filled: Sequence[tuple[Ids, list[list[Any]]]]) -> Iterator[Any]:
    if is_place(name):
        parts: list[Iterable[Any]] = [map(ids.__getitem__, columns[at]) for ids, columns in filled]
    else:
        parts = [columns[at] for _, columns in filled]
    return chain.from_iterable(parts)


def add_paths(engine: Engine, places: Mapping[str, Iterable[str]]) -> None:
    """Keep where contents were found, by SHA-256 the paths of each; what is not stored is left out.

    Where a content that can be read is found, another one that could not is no more. What is kept already
    costs no turn at writing.
    """
    for found in split_batches(_pair_paths(places), SETTINGS.places_a_query):
        with engine.connect() as connection:
            new, mended = _find_new(connection, found), _find_mended(connection, found)
        if new or mended:
            with writing(engine) as connection:
                _keep_places(connection, new)
                _strike_off(connection, mended)


def _pair_paths(places: Mapping[str, Iterable[str]]) -> Iterator[HashedPath]:
    for sha256, paths in places.items():
        for path in paths:
            yield sha256, path


def _keep_places(connection: Connection, places: Iterable[Place]) -> None:
    """Keep the ids of documents with a path each, where they are not kept already."""
    rows = [{"id": document_id, "path": path} for document_id, path in places]
    if rows:
        connection.execute(_ADD_PATH, rows)


def _find_new(connection: Connection, found: list[HashedPath]) -> list[Place]:
    contents, paths = {sha256 for sha256, _ in found}, {path for _, path in found}
    asked = select(DocumentRow.sha256, DocumentRow.id).where(DocumentRow.sha256.in_(contents))
    ids = dict(connection.execute(asked).all())
    among = PathRow.document_id.in_(ids.values()) & PathRow.path.in_(paths)
    kept = set(connection.execute(select(PathRow.document_id, PathRow.path).where(among)))
    wanted = ((ids[sha256], path) for sha256, path in found if sha256 in ids)
    return [place for place in wanted if place not in kept]


def _find_mended(connection: Connection, found: list[HashedPath]) -> list[Place]:
    """Return the places of failed documents at which contents were found that did not fail."""
    places = select(PathRow.document_id, PathRow.path).join(DocumentRow)
    failed_at = places.where(
        DocumentRow.status.in_(LOST_STATUSES), PathRow.path.in_({path for _, path in found})
    )
    there = connection.execute(failed_at).all()
    if not there:
        return []
    contents = DocumentRow.sha256.in_({sha256 for sha256, _ in found})
    read = set(
        connection.scalars(
            select(DocumentRow.sha256).where(contents, DocumentRow.status.not_in(LOST_STATUSES))
        )
    )
    readable = {path for sha256, path in found if sha256 in read}
    return [(document_id, path) for document_id, path in there if path in readable]


def _strike_off(connection: Connection, places: list[Place]) -> None:
    """Take out places of failed documents, and the documents that have no other."""
    if not places:
        return
    connection.execute(delete(PathRow).where(tuple_(PathRow.document_id, PathRow.path).in_(places)))
    of_places = DocumentRow.id.in_({document_id for document_id, _ in places})
    failed = of_places & DocumentRow.status.in_(LOST_STATUSES)
    has_place = exists().where(PathRow.document_id == DocumentRow.id)
    connection.execute(delete(DocumentRow).where(failed, ~has_place))
