"""How the types of a form and the tables name the same things."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from inspect import get_annotations
from typing import Any

from store.tables import Base, FundRow, GoalRow, HeaderRow, IndicatorRow, LevelRow

AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")

LINES: dict[str, tuple[str, type[Base]]] = {
    "header": ("headers", HeaderRow),
    "fund": ("funds", FundRow),
    "goal": ("goals", GoalRow),
    "level": ("levels", LevelRow),
    "indicator": ("indicators", IndicatorRow),
}
"""Each entity that a form has many of: the form's field that holds them, and their table."""


Row = dict[str, Any]


@cache
def shared(kind: type[Hashable], table: type[Base]) -> tuple[str, ...]:
    """Name the fields that a type and a table have in common."""
    columns = table.__table__.columns.keys()
    return tuple(name for name in get_annotations(kind) if name in columns)


def as_row(entry: Hashable, table: type[Base]) -> Row:
    """Give an entry's values for the columns that the table has."""
    return {name: getattr(entry, name) for name in shared(type(entry), table)}


def column_of(entity: str, name: str) -> str:
    """Give the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    return f"{name}_yuan" if entity == "fund" and name in AMOUNTS else name


def key_of(entity: str, column: str) -> str:
    """Give the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity == "fund" else column
