"""What each import did: a row from its start, so that one that is killed has its row too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, update

from store.opening import writing
from store.tables import RunRow

COUNTS = ("files", "known", "imported", "no_form", "failed", "forms", "findings", "second_looks", "second_seconds")


def begin_run(engine: Engine, paths: Iterable[str], version: str) -> int:
    """Write the row of an import that starts now and give its id; until ``keep_run`` says that it is done it is interrupted."""
    row = dict.fromkeys(COUNTS, 0) | {"started_at": datetime.now(UTC), "interrupted": True}
    with writing(engine) as connection:
        added = insert(RunRow).values(**row, paths=tuple(paths), version=version).returning(RunRow.id)
        return connection.execute(added).scalar_one()


def keep_run(engine: Engine, run: int, counts: Mapping[str, float], *, done: bool) -> None:
    """Keep what an import has done so far, ``COUNTS`` each; ``done`` ends it."""
    end = {"finished_at": datetime.now(UTC), "interrupted": False} if done else {}
    with writing(engine) as connection:
        connection.execute(update(RunRow).where(RunRow.id == run).values(**counts, **end))
