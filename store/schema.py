"""What can be asked for: the tables and views with their columns."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Engine, inspect

from store.tables import Base

_INSIDE = frozenset({"search_text"})
"""Tables that only the program itself can read anything out of."""


class Table(NamedTuple):
    """A table or view and the names of its columns."""

    name: str
    columns: tuple[str, ...]
    view: bool


def tables(engine: Engine) -> list[Table]:
    """List the views, then the tables, the forms' own first."""
    known = inspect(engine)
    ours = (table.name for table in sorted(Base.metadata.tables.values(), key=lambda table: _place(table.name)))
    views = [(name, True) for name in known.get_view_names()]
    named = [*views, *((name, False) for name in ours if name not in _INSIDE)]
    return [Table(name, tuple(column["name"] for column in known.get_columns(name)), view) for name, view in named]


_FIRST = ("form", "fund", "goal", "level", "indicator", "header", "quantity", "finding", "checked", "source", "document")


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name
