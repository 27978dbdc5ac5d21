"""Many rows into a table at once: COPY in PostgreSQL, one prepared statement in SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, func, select, text
from sqlalchemy.exc import DBAPIError

from store.tables import Base
from store.tables.base import Number
from store.values import as_sqlite, finite

T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give the items in lists of ``size``, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


Values = tuple[Any, ...]

_NEXT_IDS = text("""
select setval(cast(numbers as regclass), nextval(cast(numbers as regclass)) + :others)
from pg_get_serial_sequence(:name, 'id') as numbers
""")
_VALUES_AT_ONCE = 5000  # for SQLite, whose driver takes a third longer row by row
_NUMBERS_KEPT = 2**16


def reserve(connection: Connection, table: type[Base], count: int) -> Iterator[int]:
    """Give ``count`` ids that no row of the table has; only the writer whose turn it is may ask."""
    if not count:
        return iter(())
    if connection.dialect.name == "postgresql":
        last = connection.execute(_NEXT_IDS, {"name": table.__tablename__, "others": count - 1}).scalar_one()
    else:
        last = (connection.execute(select(func.max(table.__table__.c.id))).scalar_one() or 0) + count
    return iter(range(last - count + 1, last + 1))


def load(connection: Connection, table: type[Base], names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows whose values stand in the order of ``names``, the table's attributes.

    Raises ``DBAPIError`` for what the database refuses, ``ValueError`` and ``OverflowError`` for what is no
    value of its column.
    """
    columns = (table.__table__.c[name] for name in names)
    by_column = zip(columns, zip(*rows, strict=True), strict=False)
    _insert(
        connection, table, names, [_bound(column, values, connection.dialect) for column, values in by_column]
    )


def load_ready(
    connection: Connection, table: type[Base], names: Sequence[str], columns: Iterable[Iterable[Any]]
) -> None:
    """Do the same with columns of values that a driver takes, but for numbers, which are written out."""
    if connection.dialect.name == "sqlite":
        numbers = (isinstance(table.__table__.c[name].type, Number) for name in names)
        columns = [
            map(_number, values) if is_number else values
            for is_number, values in zip(numbers, columns, strict=True)
        ]
    _insert(connection, table, names, columns)


@lru_cache(_NUMBERS_KEPT)
def _number(written: str | None) -> int | float | None:
    return None if written is None else as_sqlite(finite(written))


def _bound(column: ColumnElement[Any], values: Values, dialect: Dialect) -> Iterable[Any]:
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
        copy(connection, f"copy {target} from stdin", rows)
        return
    row = f"({', '.join('?' * len(names))})"
    many = _values_at_once(connection) // len(names)
    while some := list(islice(rows, many)):
        full = len(some) == many
        # the names are the tables'
        statement = f"insert into {target} values {', '.join([row] * many) if full else row}"  # noqa: S608
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)) if full else some)


def _values_at_once(connection: Connection) -> int:
    driver: Any = connection.connection.driver_connection
    return min(_VALUES_AT_ONCE, int(driver.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER)))


def copy(connection: Connection, statement: str, rows: Iterable[Values]) -> None:
    """Run one of PostgreSQL's ``copy ... from stdin``; raises ``DBAPIError``."""
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
