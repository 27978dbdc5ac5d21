"""Connections that write or only read, and what is told of a database that cannot be opened."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from store.errors import (
    DatabaseMissing,
    DriverMissing,
    FolderMissing,
    OpenFailed,
    UnsupportedDatabase,
    WrongAddress,
)
from store.settings import SETTINGS

if TYPE_CHECKING:
    from extract import Message

_WRITERS_LOCK = 0x6865_6269
_DATABASES = frozenset({"sqlite", "postgresql"})
_REASON_CODES = {
    sqlite3.SQLITE_NOTADB: "database-no-sqlite",
    sqlite3.SQLITE_CORRUPT: "database-corrupt",
    sqlite3.SQLITE_CANTOPEN: "database-file-closed",
    sqlite3.SQLITE_READONLY: "database-read-only",
    sqlite3.SQLITE_PERM: "database-not-permitted",
    sqlite3.SQLITE_FULL: "database-disk-full",
    sqlite3.SQLITE_BUSY: "database-busy",
}
_PRIMARY_CODE = 0xFF  # SQLite's extended codes hold the primary one in their lowest byte


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that no other writer runs beside: it commits at the end, an error rolls it back."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
        yield connection


def connect(url: URL) -> Engine:
    """Return an engine whose connections take turns at writing; nothing is opened yet."""
    engine = create_engine(url, pool_pre_ping=True)  # a server may have gone away and come back
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


# a driver's connection has no type
def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    connection.isolation_level = None  # the driver's own BEGIN knows no savepoints
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {SETTINGS.writer_wait_ms}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_reader(engine: Engine, seconds: float) -> Engine:
    """Return an engine on the same database that only reads, each statement for so many seconds at most.

    A statement that is broken off raises ``sqlalchemy.exc.OperationalError``. A database in memory has only
    the engine it lives in.
    """
    if engine.dialect.name == "postgresql":
        limits = f"-c default_transaction_read_only=on -c statement_timeout={round(seconds * 1000)}"
        return create_engine(engine.url, connect_args={"options": limits})
    file = find_sqlite_file(engine.url)
    return engine if file is None else _open_sqlite_reader(Path(file), seconds)


def _open_sqlite_reader(file: Path, seconds: float) -> Engine:
    address = f"{file.absolute().as_uri()}?mode=ro"

    def connect_read_only() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        return connection

    reader = create_engine("sqlite://", creator=connect_read_only, poolclass=QueuePool)

    @event.listens_for(reader, "before_cursor_execute")
    def _end_in_time(connection: Connection, *_: object) -> None:
        driver: Any = connection.connection.driver_connection
        end = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > end, SETTINGS.page_look_instructions)

    return reader


def parse_url(url: str) -> URL:
    """Return an SQLAlchemy URL with the driver that hebiao uses; raises ``StoreError``."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise WrongAddress from error
    name = parsed.get_backend_name()
    if name not in _DATABASES:
        raise UnsupportedDatabase(name=name)
    if name == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def find_sqlite_file(url: URL) -> str | None:
    """Return the path of the SQLite file, or None for a database in memory or on a server."""
    if url.get_backend_name() != "sqlite":
        return None
    in_memory = url.database in {None, "", ":memory:"}
    return None if in_memory else url.database


def require_place(url: URL, *, create: bool) -> None:
    """Raise ``StoreError`` where an SQLite file has no folder, or is not there and must not be made."""
    file = find_sqlite_file(url)
    if file is None or file.startswith("file:"):
        return
    if not Path(file).parent.is_dir():
        raise FolderMissing(place=file)
    if not create and not Path(file).exists():
        raise DatabaseMissing(place=file)


@contextmanager
def tell_refusals(url: URL) -> Iterator[None]:
    """Turn what a database refuses into ``StoreError`` with its place (no password) and the reason."""
    place = find_sqlite_file(url) or url.render_as_string(hide_password=True)
    try:
        yield
    except DBAPIError as error:
        raise OpenFailed(place=place, reason=_find_reason(error)) from error
    except ModuleNotFoundError as error:
        raise DriverMissing(place=place, name=error.name or "") from error
    except SQLAlchemyError as error:
        raise OpenFailed(place=place, reason=str(error)) from error


def _find_reason(error: DBAPIError) -> Message | str:
    number = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if number not in _REASON_CODES:
        return " ".join(str(error.orig).split())
    from extract import message  # noqa: PLC0415 - whoever only asks in SQL needs no other room

    return message(_REASON_CODES[number])
