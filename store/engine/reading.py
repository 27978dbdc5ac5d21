"""Connections that cannot write and whose statements end after a while."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from store.engine.connecting import find_sqlite_file

_INSTRUCTIONS_BETWEEN_LOOKS = 20_000


def reader(engine: Engine, seconds: float) -> Engine:
    """Give an engine on the same database that only reads; a statement that takes longer than ``seconds`` is broken off.

    A broken-off statement raises ``sqlalchemy.exc.OperationalError``. A database in memory has only the
    engine it lives in.
    """
    if engine.dialect.name == "postgresql":
        limits = f"-c default_transaction_read_only=on -c statement_timeout={round(seconds * 1000)}"
        return create_engine(engine.url, connect_args={"options": limits})
    file = find_sqlite_file(engine.url)
    return engine if file is None else _sqlite_reader(Path(file), seconds)


def _sqlite_reader(file: Path, seconds: float) -> Engine:
    address = f"{file.absolute().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        return connection

    made = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(made, "before_cursor_execute")
    def _end_in_time(connection: Connection, *_: object) -> None:
        driver: Any = connection.connection.driver_connection
        end = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > end, _INSTRUCTIONS_BETWEEN_LOOKS)

    return made
