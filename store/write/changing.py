"""Puts a changed form and its new audit in the place of the old ones: rows that stay keep their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from audit import Audit
from normalize.form import Form
from store.engine.bulk import load
from store.search.indexing import index_again
from store.search.texts import texts_in
from store.tables import Base, FormRow
from store.tables.lines import TABLES
from store.write.rows import (
    FORM_TABLES,
    NUMBERED,
    Ids,
    Rows,
    Values,
    columns_of,
    form_rows,
    ids_by_place,
    is_place,
)

Audited = tuple[Form, Audit]


def change_form(connection: Connection, form_id: int, before: Audited, after: Audited) -> None:
    """Store ``after`` where ``before`` is stored; the two have the same lines."""
    document_id = connection.execute(select(FormRow.document_id).where(FormRow.id == form_id)).scalar_one()
    ids = {table: _ids(connection, TABLES[table], form_id) for table in NUMBERED}
    old, new = (_rows(document_id, form_rows(*audited), ids) for audited in (before, after))
    for table in NUMBERED:
        _update(
            connection, table, [row for row, was in zip(new[table], old[table], strict=True) if row != was]
        )
    for table in FORM_TABLES:
        if table not in NUMBERED:
            _exchange(connection, table, form_id, new[table])
    if list(texts_in(before[0])) != list(texts_in(after[0])):
        index_again(connection, form_id, after[0])


def _ids(connection: Connection, table: type[Base], form_id: int) -> list[int]:
    columns = table.__table__.c
    if table is FormRow:
        return [form_id]
    return list(
        connection.scalars(select(columns.id).where(columns.form_id == form_id).order_by(columns.ordinal))
    )


def _rows(document_id: int, rows: Rows, ids: Mapping[str, list[int]]) -> Rows:
    """Put the ids in the places' stead."""
    placed = ids_by_place(
        document_id, lambda table: len(rows[table]), {table: iter(ids[table]) for table in NUMBERED}
    )
    return {
        table: [_with_ids(row, columns_of(table), placed) for row in some] for table, some in rows.items()
    }


def _with_ids(row: Values, names: Sequence[str], ids: Ids) -> Values:
    return tuple(ids[value] if is_place(name) else value for name, value in zip(names, row, strict=True))


def _update(connection: Connection, table: str, rows: Sequence[Values]) -> None:
    for row in rows:
        values = dict(zip(columns_of(table), row, strict=True))
        connection.execute(
            update(TABLES[table]).where(TABLES[table].__table__.c.id == values.pop("id")).values(values)
        )


def _exchange(connection: Connection, name: str, form_id: int, rows: Sequence[Values]) -> None:
    """Delete the rows that are gone and insert those that are new; what one line owns is exchanged whole, to stay in its order."""
    table, names = TABLES[name], columns_of(name)
    columns = table.__table__.c
    stored = connection.execute(
        select(columns.id, *(columns[name] for name in names))
        .where(columns.form_id == form_id)
        .order_by(columns.id)
    ).all()
    owner = _owner(names)
    had, wanted = _grouped((tuple(row[1:]) for row in stored), owner), _grouped(rows, owner)
    gone = [row.id for row in stored if had[owner(tuple(row[1:]))] != wanted.get(owner(tuple(row[1:])))]
    if gone:
        connection.execute(delete(table).where(columns.id.in_(gone)))
    load(connection, table, names, [row for row in rows if had.get(owner(row)) != wanted[owner(row)]])


def _owner(names: Sequence[str]) -> Callable[[Values], Values]:
    """Tell by which of its values a row belongs with others: by its line where it names one, else by all."""
    if "entity_id" not in names:
        return lambda row: row
    entity, entity_id = names.index("entity"), names.index("entity_id")
    return lambda row: (row[entity], row[entity_id])


def _grouped(rows: Iterable[Values], owner: Callable[[Values], Values]) -> dict[Values, list[Values]]:
    groups: dict[Values, list[Values]] = defaultdict(list)
    for row in rows:
        groups[owner(row)].append(row)
    return groups
