"""Many rows into a table at once: COPY in PostgreSQL, one prepared statement in SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, func, select, text
from sqlalchemy.exc import DBAPIError

from store.settings import SETTINGS
from store.tables import Base
from store.tables.base import Number
from store.values import as_sqlite, finite

T = TypeVar("T")
Values = tuple[Any, ...]

_NEXT_IDS = text("""
select setval(cast(numbers as regclass), nextval(cast(numbers as regclass)) + :others)
from pg_get_serial_sequence(:name, 'id') as numbers
""")


def split_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of ``size``, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def reserve_ids(connection: Connection, table: type[Base], count: int) -> Iterator[int]:
    """Return ``count`` ids that no row of the table has; only the writer whose turn it is may ask."""
    if not count:
        return iter(())
    if connection.dialect.name == "postgresql":
        asked = {"name": table.__tablename__, "others": count - 1}
        last = connection.execute(_NEXT_IDS, asked).scalar_one()
    else:
        highest = connection.execute(select(func.max(table.__table__.c.id))).scalar_one()
        last = (highest or 0) + count
    return iter(range(last - count + 1, last + 1))


def insert_rows(
    connection: Connection, table: type[Base], names: Sequence[str], rows: Sequence[Values]
) -> None:
    """Insert rows whose values stand in the order of ``names``, the table's attributes.

    Raises ``DBAPIError`` for what the database refuses, ``ValueError`` and ``OverflowError`` for what is no
    value of its column.
    """
    columns = (table.__table__.c[name] for name in names)
    by_column = zip(columns, zip(*rows, strict=True), strict=False)  # no rows have no columns
    bound = [_bind_values(column, values, connection.dialect) for column, values in by_column]
    _insert(connection, table, names, bound)


def insert_columns(
    connection: Connection, table: type[Base], names: Sequence[str], columns: Iterable[Iterable[Any]]
) -> None:
    """Insert columns of values that a driver takes, but for numbers, which are written out.

    Raises as ``insert_rows``.
    """
    if connection.dialect.name == "sqlite":
        columns = _bind_numbers(table, names, columns)
    _insert(connection, table, names, columns)


def _bind_numbers(
    table: type[Base], names: Sequence[str], columns: Iterable[Iterable[Any]]
) -> Iterator[Iterable[Any]]:
    for name, values in zip(names, columns, strict=True):
        is_number = isinstance(table.__table__.c[name].type, Number)
        yield map(_bind_number, values) if is_number else values


@lru_cache(SETTINGS.numbers_kept)
def _bind_number(written: str | None) -> int | float | None:
    return None if written is None else as_sqlite(finite(written))


def _bind_values(column: ColumnElement[Any], values: Values, dialect: Dialect) -> Iterable[Any]:
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return values if bind is None else map(bind, values)


def _insert(
    connection: Connection, table: type[Base], names: Sequence[str], columns: Iterable[Iterable[Any]]
) -> None:
    rows = zip(*columns, strict=True)
    quote = connection.dialect.identifier_preparer.quote
    quoted = (quote(table.__table__.c[name].name) for name in names)
    target = f"{quote(table.__tablename__)} ({', '.join(quoted)})"
    if connection.dialect.name == "postgresql":
        copy_rows(connection, f"copy {target} from stdin", rows)
    else:
        _insert_prepared(connection, target, len(names), rows)


def _insert_prepared(connection: Connection, target: str, width: int, rows: Iterator[Values]) -> None:
    """Insert as many rows in a statement as SQLite takes, and the rest one by one."""
    row = f"({', '.join('?' * width)})"
    many = _count_variables(connection) // width
    for some in split_batches(rows, many):
        # the names are the tables'
        if len(some) == many:
            statement = f"insert into {target} values {', '.join([row] * many)}"  # noqa: S608
            connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))
        else:
            connection.exec_driver_sql(f"insert into {target} values {row}", some)  # noqa: S608


def _count_variables(connection: Connection) -> int:
    driver: Any = connection.connection.driver_connection
    return min(SETTINGS.values_an_insert, int(driver.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER)))


def copy_rows(connection: Connection, statement: str, rows: Iterable[Values]) -> None:
    """Run one of PostgreSQL's ``copy ... from stdin``; raises ``DBAPIError``."""
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
