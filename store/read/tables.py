"""Tables and views with their columns, for people who write SQL, and rows as streams, for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Engine,
    Integer,
    Select,
    inspect,
    select,
    text,
)

from store.search.filtering import FormFilter, build_conditions
from store.settings import SETTINGS
from store.tables import Base, DocumentRow, FormRow
from store.tables.base import Flag, Moment, Number

Row = tuple[Any, ...]

_INTERNAL = frozenset({"search_text"})
"""Tables that only the program itself can read anything out of."""

_FIRST = (
    *("form", "fund", "goal", "level", "indicator", "header", "quantity"),
    *("finding", "checked", "source", "reading", "document"),
)

_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Number, "number"),
    (Moment, "moment"),
    (Double, "float"),
    (Flag, "integer"),
    (Integer, "integer"),
    (BigInteger, "integer"),
)


class Relation(NamedTuple):
    """A table or view of the database and the names of its columns."""

    name: str
    columns: tuple[str, ...]
    view: bool


def list_relations(engine: Engine) -> list[Relation]:
    """List the views, then the tables, the forms' own first."""
    known = inspect(engine)
    views = known.get_view_names()
    tables = [name for name in sorted(Base.metadata.tables, key=_table_order) if name not in _INTERNAL]
    relations = []
    for name in (*views, *tables):
        columns = tuple(column["name"] for column in known.get_columns(name))
        relations.append(Relation(name, columns, name in views))
    return relations


def _table_order(name: str) -> tuple[int, str]:
    place = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return place, name


class ExportColumn(NamedTuple):
    """A column of kind ``text``, ``integer``, ``float``, ``number`` (``Decimal``) or ``moment`` (UTC)."""

    name: str
    kind: str


class ExportTable(NamedTuple):
    """A table with its columns."""

    name: str
    fields: tuple[ExportColumn, ...]


def list_export_tables() -> list[ExportTable]:
    """List all tables of the schema but the search index, each after those that it points to."""
    tables = []
    for table in Base.metadata.sorted_tables:
        if table.name not in _INTERNAL:
            columns = tuple(ExportColumn(column.name, _find_kind(column)) for column in table.columns)
            tables.append(ExportTable(table.name, columns))
    return tables


def _find_kind(column: Column[Any]) -> str:
    for of, kind in _KINDS:
        if isinstance(column.type, of):
            return kind
    return "text"


@contextmanager
def open_snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that only reads and to which the database stays as it is now."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set transaction isolation level repeatable read, read only"))
        yield connection


def read_table(connection: Connection, table: ExportTable, chosen: FormFilter) -> Iterator[Row]:
    """Yield a table's rows in the order of their keys, of the chosen forms where they belong to forms."""
    options = {"yield_per": SETTINGS.exported_rows_at_once}
    for row in connection.execute(_select_rows(table.name, chosen), execution_options=options):
        yield tuple(_as_plain(value) for value in row)


def _as_plain(value: object) -> object:
    if isinstance(value, tuple):
        return "\n".join(value)
    return int(value) if isinstance(value, bool) else value


def _select_rows(name: str, chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    table = Base.metadata.tables[name]
    asked = select(table).order_by(*table.primary_key.columns)
    conditions = build_conditions(chosen)
    if not conditions:
        return asked
    columns = {column.name: column for column in table.columns}
    forms = select(FormRow.id).where(*conditions)
    if name == "form":
        return asked.where(columns["id"].in_(forms))
    documents = select(FormRow.document_id).where(*conditions)
    hashes = select(DocumentRow.sha256).where(DocumentRow.id.in_(documents))
    for owner, owned in (("form_id", forms), ("document_id", documents), ("sha256", hashes)):
        if owner in columns:
            return asked.where(columns[owner].in_(owned))
    return asked
