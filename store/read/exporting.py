"""The tables as streams of rows, for files of other programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Double, Engine, Integer, Select, select, text

from store.search.filtering import FormFilter, conditions
from store.tables import Base, DocumentRow, FormRow
from store.tables.base import Flag, Moment, Number

Row = tuple[Any, ...]

_INTERNAL = {"search_text"}
_ROWS_AT_ONCE = 1000
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Number, "number"),
    (Moment, "moment"),
    (Double, "float"),
    (Flag, "integer"),
    (Integer, "integer"),
    (BigInteger, "integer"),
)


class Field(NamedTuple):
    """A column: ``kind`` is ``text``, ``integer``, ``float``, ``number`` (``Decimal``) or ``moment`` (``datetime`` in UTC)."""

    name: str
    kind: str


class Table(NamedTuple):
    """A table with its columns."""

    name: str
    fields: tuple[Field, ...]


def tables() -> list[Table]:
    """Give all tables of the schema but the search index, each after those that it points to."""
    found = (table for table in Base.metadata.sorted_tables if table.name not in _INTERNAL)
    return [
        Table(table.name, tuple(Field(column.name, _kind(column)) for column in table.columns))
        for table in found
    ]


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that only reads and to which the database stays as it is now."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set transaction isolation level repeatable read, read only"))
        yield connection


def rows_of(connection: Connection, table: Table, chosen: FormFilter) -> Iterator[Row]:
    """Yield a table's rows in the order of their keys: those of the chosen forms, where they belong to forms."""
    for row in connection.execute(_asked(table.name, chosen), execution_options={"yield_per": _ROWS_AT_ONCE}):
        yield tuple(_plain(value) for value in row)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return "\n".join(value)
    return int(value) if isinstance(value, bool) else value


def _kind(column: Column[Any]) -> str:
    return next((kind for of, kind in _KINDS if isinstance(column.type, of)), "text")


def _asked(name: str, chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    table = Base.metadata.tables[name]
    asked = select(table).order_by(*table.primary_key.columns)
    narrowed = conditions(chosen)
    if not narrowed:
        return asked
    forms = select(FormRow.id).where(*narrowed)
    documents = select(FormRow.document_id).where(*narrowed)
    hashes = select(DocumentRow.sha256).where(DocumentRow.id.in_(documents))
    columns = {column.name: column for column in table.columns}
    for owner, owned in (("form_id", forms), ("document_id", documents), ("sha256", hashes)):
        if name != "form" and owner in columns:
            return asked.where(columns[owner].in_(owned))
    return asked.where(columns["id"].in_(forms)) if name == "form" else asked
