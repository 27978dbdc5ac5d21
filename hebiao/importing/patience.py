"""Waits for a database that goes away for a while: a restart, a full disk, somebody's long lock."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from hebiao.errors import DatabaseUnusable

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, *(15.0 for _ in range(19)))  # seconds: five minutes
_PASSING = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN),
}


def patiently(action: Callable[[], T], note: Callable[[str], None]) -> T:
    """Do what needs the database; where it is away for the moment, wait and do it again, for five minutes in all.

    ``note`` is told that there is something to wait for. Raises ``DatabaseUnusable`` when the time is over, and at once
    whatever waiting does not mend.
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
                raise DatabaseUnusable(_given_up(error)) from error
            if number == 0:
                note(f"数据库暂时不可用,等它恢复(最多 {sum(PAUSES) / 60:.0f} 分钟):{_told(error)}")
            time.sleep(pause)
    raise AssertionError("the last round returns or raises")


def _may_pass(error: BaseException | None) -> bool:
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

    while error is not None and not isinstance(error, DBAPIError):
        error = error.__cause__
    if error is None:
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def _given_up(error: Exception) -> str:
    return (
        f"等了 {sum(PAUSES) / 60:.0f} 分钟,数据库仍不可用;已入库的文件不会丢失,恢复后再运行同一条命令即可继续。原因:{_told(error)}"
    )


def _told(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)
