"""How the types of a form and the tables name the same things."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from inspect import get_annotations
from typing import Any

from store.entities import MANY
from store.tables import Base, FundRow, GoalRow, HeaderRow, IndicatorRow, LevelRow

LINES: dict[str, tuple[str, type[Base]]] = {
    table.__tablename__: (MANY[table.__tablename__], table) for table in (HeaderRow, FundRow, GoalRow, LevelRow, IndicatorRow)
}
"""Each entity that a form has many of: the form's field that holds them, and their table."""

ROWS: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
"""Each table by its name."""

Row = dict[str, Any]


@cache
def shared(kind: type[Hashable], table: type[Base]) -> tuple[str, ...]:
    """Name the fields that a type and a table have in common."""
    columns = table.__table__.columns.keys()
    return tuple(name for name in get_annotations(kind) if name in columns)


def as_row(entry: Hashable, table: type[Base]) -> Row:
    """Give an entry's values for the columns that the table has."""
    return {name: getattr(entry, name) for name in shared(type(entry), table)}
