"""Open a database: made when it is new, brought up to date when it is old, refused when it is not ours."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from store.engine.connecting import connect, parse_url, require_place, tell_refusals, writing
from store.errors import ForeignDatabase

HEAD = "0009"


def open_store(url: str, *, create: bool = True) -> Engine:
    """Open the database at an SQLAlchemy URL, its schema at this program's revision.

    An empty database gets the schema, an older one the steps that it lacks. ``create=False`` refuses an
    SQLite file that is not there. Raises ``StoreError`` for a URL that cannot be opened, a database of a
    newer revision, and one that is not ours.
    """
    parsed = parse_url(url)
    require_place(parsed, create=create)
    with tell_refusals(parsed):
        engine = connect(parsed)
        _bring_up(engine)
    return engine


def upgrade_store(url: str) -> str | None:
    """Bring the database to this program's schema; return the revision that it had, or None for a new one.

    Raises as ``open_store``.
    """
    parsed = parse_url(url)
    require_place(parsed, create=True)
    with tell_refusals(parsed):
        engine = connect(parsed)
        before = _bring_up(engine)
        engine.dispose()
    return before


def _bring_up(engine: Engine) -> str | None:
    with engine.connect() as connection:
        revision = _read_revision(connection)
    if revision == HEAD:
        return revision
    if revision is None and engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    # Alembic is heavy, and most databases are of this revision
    from store.migrations.upgrading import migrate  # noqa: PLC0415

    with writing(engine) as connection:
        migrate(connection, _read_revision(connection))
    return revision


def _read_revision(connection: Connection) -> str | None:
    """Return the schema's revision, or None where the database is empty."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(text("select version_num from alembic_version")).scalar_one_or_none())
    if tables:
        raise ForeignDatabase(table=tables[0])
    return None


def _use_write_ahead_log(engine: Engine) -> None:
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        driver.close()
