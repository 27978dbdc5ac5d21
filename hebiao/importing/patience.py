"""Waits for a database that goes away for a while: a restart, a full disk, somebody's long lock."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from hebiao.errors import DatabaseUnusable
from hebiao.locale.language import Phrase, translate

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, *(15.0 for _ in range(19)))  # seconds: five minutes
_PASSING = {
    sqlite3.SQLITE_BUSY: "away.database-busy",
    sqlite3.SQLITE_LOCKED: "away.database-busy",
    sqlite3.SQLITE_PROTOCOL: "away.database-busy",
    sqlite3.SQLITE_FULL: "away.disk-full",
    sqlite3.SQLITE_IOERR: "away.disk-failed",
    sqlite3.SQLITE_CANTOPEN: "away.file-not-opened",
}


def patiently(action: Callable[[], T], note: Callable[[str], None]) -> T:
    """Do what needs the database; where it is away for the moment, wait and do it again, for five minutes in all.

    ``note`` is told that there is something to wait for. Raises ``DatabaseUnusable`` when the time is over,
    and at once whatever waiting does not mend.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from store import StoreError

    for number, pause in enumerate((*PAUSES, None)):
        try:
            return action()
        except (StoreError, SQLAlchemyError) as error:
            if not _may_pass(error):
                raise
            if pause is None:
                raise DatabaseUnusable("database-away", minutes=_minutes(), reason=_reason(error)) from error
            if number == 0:
                note(translate("import.database-away", minutes=_minutes(), reason=_reason(error)))
            time.sleep(pause)
    raise AssertionError("the last round returns or raises")


def _may_pass(error: Exception) -> bool:
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

    whole = [one for one in _with_origins(error) if isinstance(one, DBAPIError)]
    if any(isinstance(one.orig, sqlite3.Error) for one in whole):
        return any(_code(one) in _PASSING for one in whole)
    return any(
        one.connection_invalidated or isinstance(one, OperationalError | InterfaceError) for one in whole
    )


def _with_origins(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what it came of: on a full disk SQLite ends the transaction by itself, and then misses its savepoint."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__


def _code(error: BaseException) -> int:
    return getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF


def _minutes() -> str:
    return f"{sum(PAUSES) / 60:.0f}"


def _reason(error: Exception) -> Phrase:
    for one in _with_origins(error):
        if _code(one) in _PASSING:
            return Phrase(_PASSING[_code(one)])
    return Phrase("away.server-silent", {"error": str(getattr(error, "orig", None) or error)})
