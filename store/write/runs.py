"""What each import did: a row from its start, so that one that is killed has its row too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update

from store.engine.connecting import writing
from store.tables import RunRow

COUNTS = (
    "files",
    "known",
    "imported",
    "no_form",
    "failed",
    "forms",
    "findings",
    "second_looks",
    "second_seconds",
)


def begin_run(
    engine: Engine, paths: Iterable[str], version: str, reread_since: datetime | None = None
) -> int:
    """Write the row of an import that starts now and return its id.

    Until ``keep_run`` says that it is done it is interrupted. With ``reread_since`` it reads again what was
    read before that time.
    """
    begun = {"started_at": datetime.now(UTC), "interrupted": True, "reread_since": reread_since}
    row = dict.fromkeys(COUNTS, 0) | begun
    added = insert(RunRow).values(**row, paths=tuple(paths), version=version).returning(RunRow.id)
    with writing(engine) as connection:
        return connection.execute(added).scalar_one()


def find_interrupted_rereading(engine: Engine, paths: Iterable[str], version: str) -> datetime | None:
    """Return since when the last import that read these paths again reads.

    None where it was done, or there is none.
    """
    asked = select(RunRow.reread_since, RunRow.interrupted).where(
        RunRow.reread_since.is_not(None), RunRow.paths == tuple(paths), RunRow.version == version
    )
    with engine.connect() as connection:
        last = connection.execute(asked.order_by(RunRow.id.desc()).limit(1)).one_or_none()
    if last is None:
        return None
    since: datetime | None = last.reread_since
    return since if last.interrupted else None


def keep_run(engine: Engine, run: int, counts: Mapping[str, float], *, done: bool) -> None:
    """Keep what an import has done so far, ``COUNTS`` each; ``done`` ends it."""
    kept: dict[str, Any] = dict(counts)
    if done:
        kept |= {"finished_at": datetime.now(UTC), "interrupted": False}
    with writing(engine) as connection:
        connection.execute(update(RunRow).where(RunRow.id == run).values(**kept))
