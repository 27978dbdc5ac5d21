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

from store.errors import QueryFailed, QueryTooLarge, QueryTooLong, QueryWithoutRows, WritingQuery
from store.settings import SETTINGS

if TYPE_CHECKING:
    from pandas import DataFrame

_QUESTION_WORDS = ("select", "with", "values", "table", "explain", "show")
Row = tuple[Any, ...]
Answer = tuple[list[str], list[Row]]

_REACHES_OUT = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}
_HARMLESS_PRAGMAS = {
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "foreign_key_list",
}
_SQLITE_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: SETTINGS.value_bytes,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: SETTINGS.like_pattern_chars,
    sqlite3.SQLITE_LIMIT_COLUMN: SETTINGS.answer_columns,
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
class QueryLimits:
    """What one question may take: seconds, rows (others are left out) and bytes."""

    seconds: float
    rows: int
    bytes: int = SETTINGS.answer_bytes


def query_frame(engine: Engine, sql: str) -> DataFrame:
    """Run one read-only statement and return its rows; raises ``QueryError`` with the database's message."""
    from pandas import DataFrame  # noqa: PLC0415 - heavy, and the terminal needs none

    columns, rows = query_rows(engine, sql)
    return DataFrame.from_records(rows, columns=columns, coerce_float=True)


def query_rows(engine: Engine, sql: str, limits: QueryLimits | None = None) -> Answer:
    """Run one read-only statement and return its column names and rows.

    Raises ``QueryError`` with the database's message.
    """
    ask = _ask_sqlite if engine.dialect.name == "sqlite" else _ask_server
    answer = ask(engine, sql, limits)
    if not answer[0]:
        raise QueryWithoutRows
    return answer


def _ask_sqlite(engine: Engine, sql: str, limits: QueryLimits | None) -> Answer:
    try:
        with _open_sqlite(engine) as connection, _limit_sqlite(connection, limits):
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description or ()], _take_rows(cursor, limits)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        was_broken_off = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        if limits and was_broken_off:
            raise _tell_too_long(limits) from error
        raise QueryFailed(reason=str(error)) from error


@contextmanager
def _limit_sqlite(connection: sqlite3.Connection, limits: QueryLimits | None) -> Iterator[None]:
    """Break off what runs longer than it may, or makes a value that no memory should hold."""
    if limits is None:
        yield
        return
    end = time.monotonic() + limits.seconds
    look = SETTINGS.question_look_instructions
    connection.set_progress_handler(lambda: time.monotonic() > end, look)
    before = [(what, connection.setlimit(what, most)) for what, most in _SQLITE_LIMITS.items()]
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
        for what, most in before:
            connection.setlimit(what, most)


def _take_rows(rows: Iterable[Row], limits: QueryLimits | None) -> list[Row]:
    if limits is None:
        return list(rows)
    taken, size = [], 0
    for row in islice(rows, limits.rows):
        size += sum(map(_count_bytes, row))
        if size > limits.bytes:
            raise QueryTooLarge(size=limits.bytes // 10**6)
        taken.append(row)
    return taken


def _count_bytes(value: object) -> int:
    return len(value) if isinstance(value, str | bytes) else _BYTES_OF_A_NUMBER


def _tell_too_long(limits: QueryLimits) -> QueryTooLong:
    return QueryTooLong(seconds=f"{limits.seconds:g}")


@contextmanager
def _open_sqlite(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Give a connection that SQLite itself keeps from writing.

    A database in memory has only the connection that it lives in.
    """
    with closing(engine.raw_connection()) as pooled:
        driver: Any = pooled.driver_connection
        file = driver.execute("PRAGMA database_list").fetchone()[2]
        if file:
            with closing(sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)) as connection:
                yield _fence(connection)
            return
        try:
            yield _fence(driver)
        finally:
            driver.set_authorizer(None)
            driver.execute("PRAGMA query_only = OFF")


def _fence(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(_authorize)
    return connection


def _authorize(action: int, name: str | None, *_: str | None) -> int:
    """Keep a statement in its own database.

    A read-only one could still write others through ATTACH or VACUUM INTO.
    """
    if action in _REACHES_OUT and name not in _HARMLESS_PRAGMAS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _ask_server(engine: Engine, sql: str, limits: QueryLimits | None) -> Answer:
    if not _ASKS.match(sql):
        raise WritingQuery(words=_QUESTION_WORDS)
    reader = create_engine(engine.url, poolclass=NullPool)
    errors = reader.dialect.loaded_dbapi
    try:
        with reader.connect() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text(_AS_READER))
            return _stream_rows(connection, sql, limits)
    except DBAPIError as error:
        raise QueryFailed(reason=str(error.orig)) from error
    except errors.Error as error:
        if limits and type(error).__name__ == "QueryCanceled":
            raise _tell_too_long(limits) from error
        raise QueryFailed(reason=str(error)) from error


def _stream_rows(connection: Connection, sql: str, limits: QueryLimits | None) -> Answer:
    """Take no more rows from the server than are wanted.

    What is streamed is one statement alone: no "commit; delete ..." gets out of the transaction.
    """
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        _limit_server(cursor, limits)
        with closing(cursor.stream(sql)) as streamed:  # what is left unread would keep the connection busy
            rows = _take_rows(streamed, limits)
        if not rows:  # then the stream told no columns
            _limit_server(cursor, limits)
            cursor.execute(sql, prepare=True)
        return [column.name for column in cursor.description or ()], rows


# psycopg is imported with the first server
def _limit_server(cursor: Any, limits: QueryLimits | None) -> None:  # noqa: ANN401
    """Limit the next statement, also after one that took the limit away."""
    if limits:
        cursor.execute(f"SET LOCAL statement_timeout = {round(limits.seconds * 1000)}")
