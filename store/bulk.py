"""Many rows into a table at once: COPY in PostgreSQL, one prepared statement in SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from store.tables import Base

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
    processors = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
    by_column = zip(*rows, strict=True)
    bound = zip(*(map(bind, values) if bind else values for bind, values in zip(processors, by_column, strict=True)), strict=True)
    quote = connection.dialect.identifier_preparer.quote
    target = f"{quote(table.__tablename__)} ({', '.join(quote(column.name) for column in columns)})"
    if connection.dialect.name == "postgresql":
        copy(connection, f"copy {target} from stdin", bound)
    else:
        places = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"insert into {target} values ({places})", list(bound))  # noqa: S608 - the names are the tables'


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
