"""Puts a changed form and its new audit in the place of the old ones: rows that stay keep their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from audit import Audit
from normalize import Form
from store.engine.bulk import insert_rows
from store.search.entries import find_texts
from store.search.indexing import index_again
from store.tables import Base, FormRow
from store.tables.lines import TABLES
from store.write.rows import (
    FORM_TABLES,
    NUMBERED,
    Ids,
    Rows,
    Values,
    assign_ids,
    find_columns,
    is_place,
    make_form_rows,
)

Audited = tuple[Form, Audit]
Owner = Callable[[Values], Values]


def change_form(connection: Connection, form_id: int, before: Audited, after: Audited) -> None:
    """Store ``after`` where ``before`` is stored; the two have the same lines."""
    document_id = connection.execute(select(FormRow.document_id).where(FormRow.id == form_id)).scalar_one()
    ids = {table: _read_ids(connection, TABLES[table], form_id) for table in NUMBERED}
    old = _place_rows(document_id, make_form_rows(*before), ids)
    new = _place_rows(document_id, make_form_rows(*after), ids)
    for table in FORM_TABLES:
        if table in NUMBERED:
            changed = [row for row, was in zip(new[table], old[table], strict=True) if row != was]
            _update_rows(connection, table, changed)
        else:
            _exchange_rows(connection, table, form_id, new[table])
    if list(find_texts(before[0])) != list(find_texts(after[0])):
        index_again(connection, form_id, after[0])


def _read_ids(connection: Connection, table: type[Base], form_id: int) -> list[int]:
    if table is FormRow:
        return [form_id]
    columns = table.__table__.c
    asked = select(columns.id).where(columns.form_id == form_id).order_by(columns.ordinal)
    return list(connection.scalars(asked))


def _place_rows(document_id: int, rows: Rows, ids: Mapping[str, list[int]]) -> Rows:
    """Put the ids in the places' stead."""
    free = {table: iter(ids[table]) for table in NUMBERED}
    placed = assign_ids(document_id, lambda table: len(rows[table]), free)
    return {table: _put_ids(find_columns(table), some, placed) for table, some in rows.items()}


def _put_ids(names: Sequence[str], rows: Iterable[Values], ids: Ids) -> list[Values]:
    places = {at for at, name in enumerate(names) if is_place(name)}
    return [_put_row(row, places, ids) for row in rows]


def _put_row(row: Values, places: Collection[int], ids: Ids) -> Values:
    return tuple(ids[value] if at in places else value for at, value in enumerate(row))


def _update_rows(connection: Connection, name: str, rows: Sequence[Values]) -> None:
    table = TABLES[name]
    for row in rows:
        values = dict(zip(find_columns(name), row, strict=True))
        row_id = values.pop("id")
        connection.execute(update(table).where(table.__table__.c.id == row_id).values(values))


def _exchange_rows(connection: Connection, name: str, form_id: int, rows: Sequence[Values]) -> None:
    """Delete the rows that are gone and insert those that are new.

    What one line owns is exchanged whole, to stay in its order.
    """
    table, names = TABLES[name], find_columns(name)
    owner_of = _find_owner(names)
    stored = {row[0]: tuple(row[1:]) for row in connection.execute(_select_rows(table, names, form_id))}
    had, wanted = _group_rows(stored.values(), owner_of), _group_rows(rows, owner_of)
    gone = []
    for row_id, row in stored.items():
        owner = owner_of(row)
        if had[owner] != wanted.get(owner):
            gone.append(row_id)
    if gone:
        connection.execute(delete(table).where(table.__table__.c.id.in_(gone)))
    new = [row for row in rows if had.get(owner_of(row)) != wanted[owner_of(row)]]
    insert_rows(connection, table, names, new)


def _select_rows(table: type[Base], names: Sequence[str], form_id: int) -> Select[*tuple[Any, ...]]:
    columns = table.__table__.c
    asked = select(columns.id, *(columns[name] for name in names))
    return asked.where(columns.form_id == form_id).order_by(columns.id)


def _find_owner(names: Sequence[str]) -> Owner:
    """Tell by which of its values a row belongs with others: by its line where it names one, else by all."""
    if "entity_id" not in names:
        return lambda row: row
    entity, entity_id = names.index("entity"), names.index("entity_id")
    return lambda row: (row[entity], row[entity_id])


def _group_rows(rows: Iterable[Values], owner_of: Owner) -> dict[Values, list[Values]]:
    groups: dict[Values, list[Values]] = defaultdict(list)
    for row in rows:
        groups[owner_of(row)].append(row)
    return groups
