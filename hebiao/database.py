"""Opens the user's database, and turns what the store says into errors that carry an exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.errors import DatabaseUnusable, WrongUsage

if TYPE_CHECKING:
    from sqlalchemy import Engine

DEFAULT_URL = "sqlite:///hebiao.db"
_SQLITE_FILES = ("", "-wal", "-shm", "-journal")


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Engine]:
    """Give the database at an SQLAlchemy URL, made where there is none and ``create`` is true.

    Raises ``DatabaseUnusable``, and ``WrongUsage`` for the user's SQL and for a form's id that is none.
    """
    import store

    with store_errors():
        engine = store.open_store(url, create=create)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn the errors of the store, and of a database that breaks while it is used, into ours."""
    from sqlalchemy.exc import SQLAlchemyError

    import store

    try:
        yield
    except store.StoreError as error:
        raise DatabaseUnusable("store", reason=str(error)) from error
    except SQLAlchemyError as error:
        raise DatabaseUnusable("database-failed", reason=str(error)) from error
    except store.QueryError as error:
        raise WrongUsage("query-not-run", reason=str(error)) from error
    except store.UnknownForm as error:
        raise WrongUsage("store", reason=str(error)) from error


def files_of(engine: Engine) -> frozenset[str]:
    """Return the absolute paths of the files in which an SQLite database lives; none for others."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return frozenset()
    return frozenset(f"{Path(name).absolute()}{end}" for end in _SQLITE_FILES)
