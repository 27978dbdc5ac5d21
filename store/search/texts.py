"""The texts of a form that can be searched, each with the entity, row and column that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from normalize.form import Form
from store.entities import LINES, MANY, TEXTS
from store.tables import Base, FormRow


class Text(NamedTuple):
    """A text and where it stands; ``name`` is what the row is called by."""

    entity: str
    entity_id: int
    field: str
    text: str
    name: str | None


TABLES: dict[str, type[Base]] = {"form": FormRow} | {entity: table for entity, (_, table) in LINES.items()}

_NAMES = {
    "form": ("title",),
    "header": ("label",),
    "fund": ("source",),
    "level": ("name",),
    "indicator": ("content", "level3"),
}


def texts_of(connection: Connection, form_ids: Collection[int]) -> dict[int, list[Text]]:
    """Give the texts of stored forms by the form's id."""
    found: dict[int, list[Text]] = defaultdict(list)
    for entity, table in TABLES.items():
        columns = {column.name: column for column in table.__table__.columns}
        owner = columns["id" if entity == "form" else "form_id"]
        rows = connection.execute(
            select(table.__table__).where(owner.in_(form_ids)).order_by(columns["id"])
        ).mappings()
        for row in rows:
            named = next((row[columns[name]] for name in _NAMES.get(entity, ()) if row[columns[name]]), None)
            texts = ((field, row[columns[field]]) for field in FIELDS[entity])
            found[row[owner]] += (
                Text(entity, row[columns["id"]], field, text, named) for field, text in texts if text
            )
    return found


FIELDS = {
    "form": ("title", "department", "project", "supervisor"),
    "header": ("label", "value"),
    "fund": ("source", "list", *(f"{cell}_text" for cell in TEXTS)),
    "goal": ("expected", "actual"),
    "level": ("name",),
    "indicator": ("level3", "content", "target", "actual", "reason", "measures"),
}
"""The columns of each entity that are searched."""


def texts_in(form: Form) -> Iterator[str]:
    """Give the texts of a form that is not stored yet, in the order of ``FIELDS``."""
    yield from _filled(form, "form")
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            yield from entry.texts.values() if entity == "fund" else ()
            yield from _filled(entry, entity)


def _filled(entry: Any, entity: str) -> Iterator[str]:  # noqa: ANN401 - any of the form's dataclasses
    for field in FIELDS[entity]:
        text = getattr(entry, "list_heading" if field == "list" else field, None)
        if text:
            yield text
