"""Questions in SQL that people keep under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Engine, delete, insert, select

from store.engine.connecting import writing
from store.tables import SavedQueryRow


class KeptQuestion(NamedTuple):
    """A row of ``saved_query``."""

    id: int
    name: str
    sql: str


def list_questions(engine: Engine) -> list[KeptQuestion]:
    """List the questions that people keep, by name."""
    asked = select(SavedQueryRow.id, SavedQueryRow.name, SavedQueryRow.sql).order_by(SavedQueryRow.name)
    with engine.connect() as connection:
        return [KeptQuestion(*row) for row in connection.execute(asked)]


def keep_question(engine: Engine, name: str, sql: str) -> None:
    """Keep a question; one that has the name already gives way."""
    with writing(engine) as connection:
        connection.execute(delete(SavedQueryRow).where(SavedQueryRow.name == name))
        connection.execute(insert(SavedQueryRow).values(name=name, sql=sql, at=datetime.now(UTC)))


def drop_question(engine: Engine, question_id: int) -> None:
    """Keep a question no longer; nothing happens where it is gone already."""
    with writing(engine) as connection:
        connection.execute(delete(SavedQueryRow).where(SavedQueryRow.id == question_id))
