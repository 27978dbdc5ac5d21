"""Which table holds which entity, and which of its columns are fields of the type of the entity."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from inspect import get_annotations
from typing import Any

from store.entities import MANY
from store.tables import Base

TABLES: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}
"""Each table by its name."""

LINES: dict[str, type[Base]] = {entity: TABLES[entity] for entity in MANY}
"""The table of each entity that a form has many of."""

Row = dict[str, Any]


@cache
def find_shared_fields(kind: type[Hashable], table: type[Base]) -> tuple[str, ...]:
    """Return the fields that a type and a table have in common."""
    columns = table.__table__.columns.keys()
    return tuple(name for name in get_annotations(kind) if name in columns)


def make_row(entry: Hashable, table: type[Base]) -> Row:
    """Return an entry's values for the columns that the table has."""
    return {name: getattr(entry, name) for name in find_shared_fields(type(entry), table)}
