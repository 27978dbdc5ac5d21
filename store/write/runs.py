"""What each import did: a row from its start, so that one that is killed has its row too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

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
    """Write the row of an import that starts now and give its id; until ``keep_run`` says that it is done it is interrupted.

    With ``reread_since`` it reads again what was read before that time.
    """
    row = dict.fromkeys(COUNTS, 0) | {
        "started_at": datetime.now(UTC),
        "interrupted": True,
        "reread_since": reread_since,
    }
    with writing(engine) as connection:
        added = insert(RunRow).values(**row, paths=tuple(paths), version=version).returning(RunRow.id)
        return connection.execute(added).scalar_one()


def interrupted_rereading(engine: Engine, paths: Iterable[str], version: str) -> datetime | None:
    """Tell since when the last import that read these paths again reads; None where it was done, or there is none."""
    asked = select(RunRow.reread_since, RunRow.interrupted).where(
        RunRow.reread_since.is_not(None), RunRow.paths == tuple(paths), RunRow.version == version
    )
    with engine.connect() as connection:
        last = connection.execute(asked.order_by(RunRow.id.desc()).limit(1)).one_or_none()
    return last.reread_since if last is not None and last.interrupted else None


def keep_run(engine: Engine, run: int, counts: Mapping[str, float], *, done: bool) -> None:
    """Keep what an import has done so far, ``COUNTS`` each; ``done`` ends it."""
    end = {"finished_at": datetime.now(UTC), "interrupted": False} if done else {}
    with writing(engine) as connection:
        connection.execute(update(RunRow).where(RunRow.id == run).values(**counts, **end))
