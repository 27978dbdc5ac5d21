"""Many rows into a table at once: COPY in PostgreSQL, one prepared statement in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, func, select, text
from sqlalchemy.exc import DBAPIError

from store.tables import Base
from store.tables.base import Number

Values = tuple[Any, ...]

_NEXT_IDS = text("""
select setval(cast(numbers as regclass), nextval(cast(numbers as regclass)) + :others)
from pg_get_serial_sequence(:name, 'id') as numbers
""")


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

    Raises ``DBAPIError`` for what the database refuses, ``ValueError`` and ``OverflowError`` for what is no value of its column.
    """
    if not rows:
        return
    columns = [table.__table__.c[name] for name in names]
    by_column = zip(columns, zip(*rows, strict=True), strict=True)
    bound = zip(*(_bound(column, values, connection.dialect) for column, values in by_column), strict=True)
    quote = connection.dialect.identifier_preparer.quote
    target = f"{quote(table.__tablename__)} ({', '.join(quote(column.name) for column in columns)})"
    if connection.dialect.name == "postgresql":
        copy(connection, f"copy {target} from stdin", bound)
    else:
        places = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"insert into {target} values ({places})", list(bound))  # noqa: S608 - the names are the tables'


def _bound(column: ColumnElement[Any], values: Values, dialect: Dialect) -> Iterable[Any]:
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return values
    if isinstance(column.type, Number):
        return (None if value is None else bind(value) for value in values)
    return map(_Once(bind).__getitem__, values)


class _Once(dict[Any, Any]):
    """What each value is to the driver: most texts stand in many rows; no number, where 1 and 1.0 would be one."""

    def __init__(self, bind: Callable[[Any], Any]) -> None:
        self.bind = bind

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - a column's value
        self[value] = bound = self.bind(value)
        return bound


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
