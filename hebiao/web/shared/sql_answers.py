"""A question in SQL and what the database answers, as the page and the API give it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Engine

from hebiao.errors import WrongUsage
from hebiao.web.http.refusals import Refusal
from hebiao.web.settings import SETTINGS
from store import QueryError, QueryLimits, query_rows

_TURNS = BoundedSemaphore(SETTINGS.sql_at_a_time)


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The columns and rows of an answer.

    ``has_more`` where rows were left out; ``refusal`` tells why there is no answer, None where there is one.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    has_more: bool = False
    seconds: float = 0.0
    refusal: Refusal | None = None

    @property
    def numeric(self) -> list[bool]:
        """Whether each column holds numbers only, and at least one."""
        return [self._is_numeric(place) for place in range(len(self.columns))]

    def _is_numeric(self, place: int) -> bool:
        filled = [row[place] for row in self.rows if row[place] is not None]
        return bool(filled) and all(isinstance(value, int | float | Decimal) for value in filled)


def answer_sql(reader: Engine, sql: str, most_rows: int) -> SqlAnswer:
    """Ask a question, within the time that one may take, for the first ``most_rows``."""
    if len(sql) > SETTINGS.sql_chars:
        return SqlAnswer(refusal=WrongUsage("long-statement", most=SETTINGS.sql_chars))
    if not _TURNS.acquire(timeout=SETTINGS.sql_seconds):
        return SqlAnswer(refusal=WrongUsage("many-queries"))
    began = time.monotonic()
    try:
        columns, rows = query_rows(reader, sql, QueryLimits(SETTINGS.sql_seconds, most_rows + 1))
    except QueryError as error:
        return SqlAnswer(refusal=error)
    finally:
        _TURNS.release()
    return SqlAnswer(
        columns=columns,
        rows=rows[:most_rows],
        has_more=len(rows) > most_rows,
        seconds=time.monotonic() - began,
    )
