"""Opens the user's database, waits for one that is away, and gives what goes wrong its exit status."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hebiao.errors import DatabaseUnusable, WrongUsage, WrongValue
from hebiao.locale.language import Phrase, translate

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")

DEFAULT_URL = "sqlite:///hebiao.db"
_SQLITE_FILES = ("", "-wal", "-shm", "-journal")


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Engine]:
    """Return the database at an SQLAlchemy URL, made where there is none and ``create`` is true.

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
        raise DatabaseUnusable("store", reason=error.message) from error
    except SQLAlchemyError as error:
        raise DatabaseUnusable("database-failed", reason=str(error)) from error
    except store.QueryError as error:
        raise WrongUsage("query-not-run", reason=error.message) from error
    except store.WrongArgument as error:
        raise WrongValue("store", reason=error.message) from error
    except store.UnknownForm as error:
        raise WrongUsage("store", reason=error.message) from error


def files_of(engine: Engine) -> frozenset[str]:
    """Return the absolute paths of the files in which an SQLite database lives; none for others."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return frozenset()
    return frozenset(f"{Path(name).absolute()}{end}" for end in _SQLITE_FILES)


RETRY_PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, *(15.0 for _ in range(19)))  # five minutes in all
_PASSING_ERRORS = {
    sqlite3.SQLITE_BUSY: "away.database-busy",
    sqlite3.SQLITE_LOCKED: "away.database-busy",
    sqlite3.SQLITE_PROTOCOL: "away.database-busy",
    sqlite3.SQLITE_FULL: "away.disk-full",
    sqlite3.SQLITE_IOERR: "away.disk-failed",
    sqlite3.SQLITE_CANTOPEN: "away.file-not-opened",
}


def retry_while_away(action: Callable[[], T], note: Callable[[str], None]) -> T:
    """Do what needs the database.

    Where it is away for the moment (a restart, a full disk, a long lock), do it again.

    ``note`` is told that there is something to wait for. Raises ``DatabaseUnusable`` when the time is over,
    and at once whatever waiting does not mend.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from store import StoreError

    for number, pause in enumerate((*RETRY_PAUSES_SECONDS, None)):
        try:
            return action()
        except (StoreError, SQLAlchemyError) as error:
            if not _is_passing(error):
                raise
            if pause is None:
                raise DatabaseUnusable(
                    "database-away", minutes=_waiting_minutes(), reason=_explain_absence(error)
                ) from error
            if number == 0:
                note(
                    translate(
                        "import.database-away", minutes=_waiting_minutes(), reason=_explain_absence(error)
                    )
                )
            time.sleep(pause)
    raise AssertionError("the last round returns or raises")


def _is_passing(error: Exception) -> bool:
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

    whole = [one for one in _list_causes(error) if isinstance(one, DBAPIError)]
    if any(isinstance(one.orig, sqlite3.Error) for one in whole):
        return any(_sqlite_code(one) in _PASSING_ERRORS for one in whole)
    return any(
        one.connection_invalidated or isinstance(one, OperationalError | InterfaceError) for one in whole
    )


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came of.

    On a full disk SQLite ends the transaction by itself, and then misses its savepoint.
    """
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__


def _sqlite_code(error: BaseException) -> int:
    return getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF


def _waiting_minutes() -> str:
    return f"{sum(RETRY_PAUSES_SECONDS) / 60:.0f}"


def _explain_absence(error: Exception) -> Phrase:
    for one in _list_causes(error):
        if _sqlite_code(one) in _PASSING_ERRORS:
            return Phrase(_PASSING_ERRORS[_sqlite_code(one)])
    return Phrase("away.server-silent", {"error": str(getattr(error, "orig", None) or error)})
