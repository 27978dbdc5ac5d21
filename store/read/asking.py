"""The user's own SQL, on a connection that cannot write."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from store.errors import QueryError

if TYPE_CHECKING:
    from pandas import DataFrame
from typing import NamedTuple

from sqlalchemy import inspect

from store.tables import Base

Answer = tuple[list[str], list[tuple[Any, ...]]]

_REACHES_OUT = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}
_HARMLESS_PRAGMAS = {
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "foreign_key_list",
}
_INSTRUCTIONS_BETWEEN_LOOKS = 1_000
_AT_MOST = {
    # bytes: nothing breaks off one call of instr, which takes the square of them
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
}
_BYTES_OF_A_NUMBER = 8

# What only a superuser may, as reading the server's files, no question needs.
_AS_READER = """select set_config('role', 'pg_read_all_data', true) from pg_roles
where rolname = 'pg_read_all_data' and current_setting('is_superuser') = 'on'"""

# A read-only transaction would still let COPY and DO write files and run programs.
_ASKS = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*(?:select|with|values|table|explain|show)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take: how long it may run, how many rows it gives (others are left out), and how many bytes."""

    seconds: float
    rows: int
    bytes: int = 100_000_000


def query(engine: Engine, sql: str) -> DataFrame:
    """Run one read-only statement and give its rows as a frame; raises ``QueryError`` with the database's message."""
    from pandas import DataFrame  # noqa: PLC0415 - heavy, and the terminal needs none

    columns, rows = query_rows(engine, sql)
    return DataFrame.from_records(rows, columns=columns, coerce_float=True)


def query_rows(engine: Engine, sql: str, limits: Limits | None = None) -> Answer:
    """Run one read-only statement and give its column names and rows; raises ``QueryError`` with the database's message."""
    answer = (
        _ask_sqlite(engine, sql, limits)
        if engine.dialect.name == "sqlite"
        else _ask_server(engine, sql, limits)
    )
    if not answer[0]:
        raise QueryError("这条语句不给出任何行")
    return answer


def _ask_sqlite(engine: Engine, sql: str, limits: Limits | None) -> Answer:
    try:
        with _sqlite_reader(engine) as connection, _ending(connection, limits):
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], _taken(cursor, limits)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        if limits and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise _too_long(limits) from error
        raise QueryError(str(error)) from error


@contextmanager
def _ending(connection: sqlite3.Connection, limits: Limits | None) -> Iterator[None]:
    """Break off what runs longer than it may, or makes a value that no memory should hold."""
    if limits is None:
        yield
        return
    end = time.monotonic() + limits.seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _INSTRUCTIONS_BETWEEN_LOOKS)
    before = [(what, connection.setlimit(what, most)) for what, most in _AT_MOST.items()]
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
        for what, most in before:
            connection.setlimit(what, most)


def _taken(rows: Iterable[tuple[Any, ...]], limits: Limits | None) -> list[tuple[Any, ...]]:
    if limits is None:
        return list(rows)
    taken, size = [], 0
    for row in islice(rows, limits.rows):
        size += sum(len(value) if isinstance(value, str | bytes) else _BYTES_OF_A_NUMBER for value in row)
        if size > limits.bytes:
            raise QueryError(f"结果超过 {limits.bytes // 10**6} MB,已中止;请少取几列或几行")
        taken.append(row)
    return taken


def _too_long(limits: Limits) -> QueryError:
    return QueryError(f"查询超过 {limits.seconds:g} 秒,已中止;请加上条件,或先汇总再看")


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


def _ask_server(engine: Engine, sql: str, limits: Limits | None) -> Answer:
    if not _ASKS.match(sql):
        raise QueryError("只能执行查询语句(select、with、values、table、explain、show)")
    reader = create_engine(engine.url, poolclass=NullPool)
    errors = reader.dialect.loaded_dbapi
    try:
        with reader.connect() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text(_AS_READER))
            return _streamed(connection, sql, limits)
    except DBAPIError as error:
        raise QueryError(str(error.orig)) from error
    except errors.Error as error:
        raise (
            _too_long(limits)
            if limits and type(error).__name__ == "QueryCanceled"
            else QueryError(str(error))
        ) from error


def _streamed(connection: Connection, sql: str, limits: Limits | None) -> Answer:
    """Take no more rows from the server than are wanted.

    What is streamed is one statement alone: no "commit; delete ..." gets out of the transaction.
    """
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        _end_in_time(cursor, limits)
        with closing(cursor.stream(sql)) as streamed:  # what is left unread would keep the connection busy
            rows = _taken(streamed, limits)
        if not rows:  # then the stream told no columns
            _end_in_time(cursor, limits)
            cursor.execute(sql, prepare=True)
        return [column.name for column in cursor.description or ()], rows


# psycopg is imported with the first server
def _end_in_time(cursor: Any, limits: Limits | None) -> None:  # noqa: ANN401
    """Limit the next statement, also after one that took the limit away."""
    if limits:
        cursor.execute(f"SET LOCAL statement_timeout = {round(limits.seconds * 1000)}")


_INSIDE = frozenset({"search_text"})
"""Tables that only the program itself can read anything out of."""


class Table(NamedTuple):
    """A table or view and the names of its columns."""

    name: str
    columns: tuple[str, ...]
    view: bool


def tables(engine: Engine) -> list[Table]:
    """List the views, then the tables, the forms' own first."""
    known = inspect(engine)
    ours = (
        table.name for table in sorted(Base.metadata.tables.values(), key=lambda table: _place(table.name))
    )
    views = [(name, True) for name in known.get_view_names()]
    named = [*views, *((name, False) for name in ours if name not in _INSIDE)]
    return [
        Table(name, tuple(column["name"] for column in known.get_columns(name)), view) for name, view in named
    ]


_FIRST = (
    "form",
    "fund",
    "goal",
    "level",
    "indicator",
    "header",
    "quantity",
    "finding",
    "checked",
    "source",
    "document",
)


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name
