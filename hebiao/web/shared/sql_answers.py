"""A question in SQL and what the database answers, as the page and the API give it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Engine

from store import Limits, QueryError, query_rows

SECONDS = 10.0
MOST_SHOWN = 1_000
MOST_ROWS = 100_000
LONGEST_SQL = 20_000

_TURNS = BoundedSemaphore(4)  # questions at a time, so that the pages are answered meanwhile


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of an answer; ``more`` where rows were left out, ``error`` where there is no answer."""

    columns: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    more: bool = False
    seconds: float = 0.0
    error: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Tell of each column whether it holds numbers only, and at least one."""
        return [_is_numeric([row[at] for row in self.rows]) for at in range(len(self.columns))]


def answer(reader: Engine, sql: str, most: int) -> Answer:
    """Ask a question, within the time that one may take, for the first ``most`` rows."""
    if len(sql) > LONGEST_SQL:
        return Answer(error=f"语句超过 {LONGEST_SQL} 个字符")
    if not _TURNS.acquire(timeout=SECONDS):
        return Answer(error="正在执行的查询太多,请稍后再试")
    began = time.monotonic()
    try:
        columns, rows = query_rows(reader, sql, Limits(SECONDS, most + 1))
    except QueryError as error:
        return Answer(error=str(error))
    finally:
        _TURNS.release()
    return Answer(columns, rows[:most], more=len(rows) > most, seconds=time.monotonic() - began)


def _is_numeric(values: list[Any]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(isinstance(value, int | float | Decimal) for value in told)
