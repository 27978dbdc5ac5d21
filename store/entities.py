"""What a form has many of, and how its fields and the columns of the database name the same things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import cache
from inspect import get_annotations
from typing import Any

from normalize.form import Form
from store.tables import Base, FundRow, GoalRow, HeaderRow, IndicatorRow, LevelRow

AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")
TEXTS = (*CELLS, "reason")
"""The cells of a fund row whose text is kept; the reason has no number beside it."""

MANY = {"header": "headers", "fund": "funds", "goal": "goals", "level": "levels", "indicator": "indicators"}
"""Each entity that a form has many of, with the form's field that holds them; the entity's table has the same name."""


def column_of(entity: str, name: str) -> str:
    """Give the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    return f"{name}_yuan" if entity == "fund" and name in AMOUNTS else name


def key_of(entity: str, column: str) -> str:
    """Give the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity == "fund" else column


LINES: dict[str, tuple[str, type[Base]]] = {
    table.__tablename__: (MANY[table.__tablename__], table)
    for table in (HeaderRow, FundRow, GoalRow, LevelRow, IndicatorRow)
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


_NAMED_BY: dict[str, tuple[str, ...]] = {
    "header": ("label",),
    "fund": ("list_heading", "source"),
    "goal": (),
    "level": ("depth", "name"),
    "indicator": ("level1", "level2", "level3", "content"),
}


def row_keys(form: Form, entity: str) -> dict[int, str]:
    """Give the key of each of a form's rows of one entity by its ordinal: its names, with a counter for equal ones.

    The form itself is row 0, and its key is empty. ``KeyError`` for an entity that is none.
    """
    if entity == "form":
        return {0: ""}
    met: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for entry in getattr(form, LINES[entity][0]):
        name = " / ".join(
            str(part) for part in (getattr(entry, field) for field in _NAMED_BY[entity]) if part
        )
        met[name] += 1
        keys[entry.ordinal] = name if met[name] == 1 and name else f"{name} #{met[name]}".strip()
    return keys


# any of the form's dataclasses, or the form
def row_at(form: Form, entity: str, ordinal: int) -> Any:  # noqa: ANN401
    """Give the row with an ordinal; raises ``LookupError``."""
    if entity == "form" and ordinal == 0:
        return form
    many = LINES[entity][0]
    found = [entry for entry in getattr(form, many) if entry.ordinal == ordinal]
    if not found:
        raise LookupError(f"这张表没有 {entity} {ordinal}")
    return found[0]
