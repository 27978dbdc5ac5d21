"""The user's own SQL, on a connection that cannot write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from store.errors import QueryError

if TYPE_CHECKING:
    from pandas import DataFrame

Answer = tuple[list[str], list[tuple[Any, ...]]]

_REACHES_OUT = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}
_HARMLESS_PRAGMAS = {"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"}


def query(engine: Engine, sql: str) -> DataFrame:
    """Run one read-only statement and give its rows as a frame; raises ``QueryError`` with the database's message."""
    from pandas import DataFrame  # noqa: PLC0415 - heavy, and the terminal needs none

    columns, rows = query_rows(engine, sql)
    return DataFrame.from_records(rows, columns=columns, coerce_float=True)


def query_rows(engine: Engine, sql: str) -> Answer:
    """Run one read-only statement and give its column names and rows; raises ``QueryError`` with the database's message."""
    answer = _ask_sqlite(engine, sql) if engine.dialect.name == "sqlite" else _ask_server(engine, sql)
    if not answer[0]:
        raise QueryError("这条语句不给出任何行")
    return answer


def _ask_sqlite(engine: Engine, sql: str) -> Answer:
    try:
        with _sqlite_reader(engine) as connection:
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise QueryError(str(error)) from error


@contextmanager
def _sqlite_reader(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Give a connection that SQLite itself keeps from writing; a database in memory has only the one that it lives in."""
    with closing(engine.raw_connection()) as pooled:
        driver: Any = pooled.driver_connection
        file = driver.execute("PRAGMA database_list").fetchone()[2]
        if file:
            with closing(sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)) as connection:
                yield _fenced(connection)
            return
        try:
            yield _fenced(driver)
        finally:
            driver.set_authorizer(None)
            driver.execute("PRAGMA query_only = OFF")


def _fenced(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_allow)
    return connection


def _allow(action: int, name: str | None, *_: str | None) -> int:
    """Keep a statement in its own database: a read-only one could still write others through ATTACH or VACUUM INTO."""
    if action in _REACHES_OUT and name not in _HARMLESS_PRAGMAS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _ask_server(engine: Engine, sql: str) -> Answer:
    # Prepared statements are single: no "commit; delete ..." gets out of the transaction.
    reader = create_engine(engine.url, poolclass=NullPool, connect_args={"prepare_threshold": 0})
    try:
        with reader.connect().execution_options(no_parameters=True) as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            result = connection.exec_driver_sql(sql)
            return (list(result.keys()), [tuple(row) for row in result]) if result.returns_rows else ([], [])
    except DBAPIError as error:
        raise QueryError(str(error.orig)) from error
