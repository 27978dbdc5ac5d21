"""Opening a database: made when it is new, brought up to date when it is old, refused when it is not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from store.errors import StoreError
from store.search.indexing import index_missing


def migrate(connection: Connection, revision: str | None) -> None:
    """Bring the schema from ``revision`` (None: nothing there) to the newest; ``StoreError`` for a revision that is not ours."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "store:migrations")
    script = ScriptDirectory.from_config(config)
    if revision is not None and revision not in {step.revision for step in script.walk_revisions()}:
        newest = script.get_current_head()
        raise StoreError(
            f"数据库的结构版本 {revision} 本程序不认识(本程序到 {newest}):它由更新的核表或别的程序建立,请升级核表或换一个数据库"
        )
    command.upgrade(config, "head")
    index_missing(connection)


HEAD = "0007"
_BUSY_MILLISECONDS = 30_000
_WRITERS_LOCK = 0x6865_6269
_DATABASES = frozenset({"sqlite", "postgresql"})
_REASONS = {
    sqlite3.SQLITE_NOTADB: "这个文件不是 SQLite 数据库",
    sqlite3.SQLITE_CORRUPT: "数据库文件已损坏",
    sqlite3.SQLITE_CANTOPEN: "文件打不开,请看有没有权限",
    sqlite3.SQLITE_READONLY: "没有写入权限",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_BUSY: "数据库被别的程序占用",
}


def open_store(url: str, *, create: bool = True) -> Engine:
    """Open the database at an SQLAlchemy URL, its schema at this program's revision.

    An empty database gets the schema, an older one the steps that it lacks. ``create=False`` refuses an
    SQLite file that is not there. Raises ``StoreError`` for a URL that cannot be opened, a database of a
    newer revision, and one that is not ours.
    """
    parsed = _parse(url)
    _require_place(parsed, create=create)
    with _told(parsed):
        engine = _engine(parsed)
        _bring_up(engine)
    return engine


def upgrade(url: str) -> str | None:
    """Bring the database to this program's schema; gives the revision that it had, None for a new one. Raises as ``open_store``."""
    parsed = _parse(url)
    _require_place(parsed, create=True)
    with _told(parsed):
        engine = _engine(parsed)
        before = _bring_up(engine)
        engine.dispose()
    return before


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that no other writer runs beside; commits at the end, rolls back on an error."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
        yield connection


def sqlite_file(url: URL) -> str | None:
    """Give the path of the SQLite file, None for a database in memory or on a server."""
    on_disk = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return url.database if on_disk else None


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            "数据库地址写得不对,应如 sqlite:///hebiao.db 或 postgresql://用户@主机/库名"
        ) from error
    if parsed.get_backend_name() not in _DATABASES:
        raise StoreError(f"不支持 {parsed.get_backend_name()} 数据库,只支持 SQLite 和 PostgreSQL")
    return (
        parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed
    )


def _require_place(url: URL, *, create: bool) -> None:
    file = sqlite_file(url)
    if file is None or file.startswith("file:"):
        return
    if not Path(file).parent.is_dir():
        raise StoreError(f"打不开数据库 {file}:文件夹不存在")
    if not create and not Path(file).exists():
        raise StoreError(f"没有数据库 {file}")


@contextmanager
def _told(url: URL) -> Iterator[None]:
    place = sqlite_file(url) or url.render_as_string(hide_password=True)
    try:
        yield
    except DBAPIError as error:
        reason = _REASONS.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) or " ".join(
            str(error.orig).split()
        )
        raise StoreError(f"打不开数据库 {place}:{reason}") from error
    except ModuleNotFoundError as error:
        raise StoreError(f"打不开数据库 {place}:没有安装驱动 {error.name}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"打不开数据库 {place}:{error}") from error


def _engine(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)  # a server may have gone away and come back
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


# a driver's connection has no type
def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    connection.isolation_level = None  # the driver's own BEGIN knows no savepoints
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(engine: Engine) -> str | None:
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision == HEAD:
        return revision
    if revision is None and engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)

    with writing(engine) as connection:
        migrate(connection, _revision(connection))
    return revision


def _revision(connection: Connection) -> str | None:
    """Give the schema's revision, None where the database is empty."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(text("select version_num from alembic_version")).scalar_one_or_none())
    if tables:
        raise StoreError(f"数据库里已有别的表({tables[0]} 等),不是核表的数据库")
    return None


def _use_write_ahead_log(engine: Engine) -> None:
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        driver.close()
