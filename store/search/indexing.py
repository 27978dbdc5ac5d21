"""Keeps the search index: a form's texts go in when it is saved, and again when one of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Dialect, delete, select, text

from normalize.form import Form
from store.engine.bulk import copy, load, reserve
from store.search.bigrams import Entries, entries_of
from store.search.stored_texts import texts_of
from store.search.texts import texts_in
from store.tables import FormRow, SearchTextRow

_FORMS_AT_ONCE = 200
_LAST_ID = text("select coalesce(max(seq), 0) from sqlite_sequence where name = 'search_text'")
_INSERT = "insert into search_index (rowid, tokens) values (?, ?)"
_COPY = "copy search_index (rowid, tokens) from stdin"
_EMPTY = text("insert into search_index (search_index) values ('delete-all')")


def index_forms(connection: Connection, forms: Iterable[tuple[int, Entries]]) -> None:
    """Put the texts of forms that were just saved into the index, each form's with its id."""
    entries = [(form_id, entry) for form_id, held in forms for entry in _rows(connection.dialect, held)]
    if not entries:
        return
    ids = list(_new_ids(connection, len(entries)))
    load(
        connection,
        SearchTextRow,
        ("id", "form_id"),
        [(one, form_id) for one, (form_id, _) in zip(ids, entries, strict=True)],
    )
    rows = [(one, entry) for one, (_, entry) in zip(ids, entries, strict=True)]
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, rows)
    else:
        copy(connection, _COPY, rows)


def index_again(connection: Connection, form_id: int, form: Form) -> None:
    """Put a form whose texts have changed into the index in place of what it had there."""
    connection.execute(delete(SearchTextRow).where(SearchTextRow.form_id == form_id))
    index_forms(connection, [(form_id, entries_of(texts_in(form)))])


def index_missing(connection: Connection) -> None:
    """Index the forms that have no entry: those of an earlier schema."""
    missing = list(
        connection.scalars(select(FormRow.id).where(FormRow.id.not_in(select(SearchTextRow.form_id))))
    )
    for at in range(0, len(missing), _FORMS_AT_ONCE):
        found = texts_of(connection, missing[at : at + _FORMS_AT_ONCE])
        index_forms(
            connection, ((form_id, entries_of(one.text for one in texts)) for form_id, texts in found.items())
        )


def rebuild(connection: Connection) -> None:
    """Build the index anew, without what is left in it of forms that are gone."""
    connection.execute(delete(SearchTextRow))
    if connection.dialect.name == "sqlite":
        connection.execute(_EMPTY)
    index_missing(connection)


def _rows(dialect: Dialect, held: Entries) -> Sequence[str]:
    return held.pieces if dialect.name == "sqlite" else [held.lines] * bool(held.lines)


def _new_ids(connection: Connection, count: int) -> Iterator[int]:
    """Give ids that no row has or had: what is left in FTS5 of a row that is gone must never be taken for another's."""
    if connection.dialect.name != "sqlite":
        return reserve(connection, SearchTextRow, count)
    last = connection.execute(_LAST_ID).scalar_one()
    return iter(range(last + 1, last + count + 1))
