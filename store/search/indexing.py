"""Keeps the search index: a form's texts go in when it is saved, and again when one of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Dialect, Engine, delete, select, text

from store.engine.bulk import copy_rows, insert_rows, reserve_ids, split_batches
from store.engine.connecting import writing
from store.search.entries import Entries, find_texts, make_entries
from store.search.stored_texts import read_texts
from store.settings import SETTINGS
from store.tables import FormRow, SearchTextRow

if TYPE_CHECKING:
    from normalize import Form

_LAST_ID = text("select coalesce(max(seq), 0) from sqlite_sequence where name = 'search_text'")
_INSERT = "insert into search_index (rowid, tokens) values (?, ?)"
_COPY = "copy search_index (rowid, tokens) from stdin"
_EMPTY = text("insert into search_index (search_index) values ('delete-all')")


def index_forms(connection: Connection, forms: Iterable[tuple[int, Entries]]) -> None:
    """Put the texts of forms that were just saved into the index, each form's with its id."""
    owners: list[int] = []
    tokens: list[str] = []
    for form_id, entries in forms:
        rows = _index_rows(connection.dialect, entries)
        owners.extend([form_id] * len(rows))
        tokens.extend(rows)
    if not owners:
        return
    ids = list(_new_ids(connection, len(owners)))
    insert_rows(connection, SearchTextRow, ("id", "form_id"), list(zip(ids, owners, strict=True)))
    indexed = list(zip(ids, tokens, strict=True))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, indexed)
    else:
        copy_rows(connection, _COPY, indexed)


def index_again(connection: Connection, form_id: int, form: Form) -> None:
    """Put a form whose texts have changed into the index in place of what it had there."""
    connection.execute(delete(SearchTextRow).where(SearchTextRow.form_id == form_id))
    index_forms(connection, [(form_id, make_entries(find_texts(form)))])


def index_missing(connection: Connection) -> None:
    """Index the forms that have no entry: those of an earlier schema."""
    without = select(FormRow.id).where(FormRow.id.not_in(select(SearchTextRow.form_id)))
    missing = list(connection.scalars(without))
    for form_ids in split_batches(missing, SETTINGS.indexed_forms_at_once):
        index_forms(connection, _read_entries(connection, form_ids))


def _read_entries(connection: Connection, form_ids: Sequence[int]) -> Iterator[tuple[int, Entries]]:
    for form_id, texts in read_texts(connection, form_ids).items():
        yield form_id, make_entries(one.text for one in texts)


def rebuild_index(engine: Engine) -> None:
    """Build the index anew, without what is left in it of forms that are gone."""
    with writing(engine) as connection:
        connection.execute(delete(SearchTextRow))
        if connection.dialect.name == "sqlite":
            connection.execute(_EMPTY)
        index_missing(connection)


def _index_rows(dialect: Dialect, held: Entries) -> Sequence[str]:
    if dialect.name == "sqlite":
        return held.pieces
    return [held.lines] if held.lines else []


def _new_ids(connection: Connection, count: int) -> Iterator[int]:
    """Return ids that no row has or had: what FTS5 keeps of a row that is gone must never be another's."""
    if connection.dialect.name != "sqlite":
        return reserve_ids(connection, SearchTextRow, count)
    last = connection.execute(_LAST_ID).scalar_one()
    return iter(range(last + 1, last + count + 1))
