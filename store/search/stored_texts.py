"""The searched texts of stored forms, each with the entity, row and column that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from store.search.entries import FIELDS
from store.tables import Base, FormRow
from store.tables.lines import LINES


class StoredText(NamedTuple):
    """A text and where it stands; ``name`` is what the row is called by."""

    entity: str
    entity_id: int
    field: str
    text: str
    name: str | None


SEARCHED: dict[str, type[Base]] = {"form": FormRow} | LINES

_NAMES = {
    "form": ("title",),
    "header": ("label",),
    "fund": ("source",),
    "level": ("name",),
    "indicator": ("content", "level3"),
}


def read_texts(connection: Connection, form_ids: Collection[int]) -> dict[int, list[StoredText]]:
    """Return the texts of stored forms by the form's id."""
    found: dict[int, list[StoredText]] = defaultdict(list)
    for entity, table in SEARCHED.items():
        owner = "id" if entity == "form" else "form_id"
        for row in connection.execute(_select_rows(table, owner, form_ids)):
            values = _values_by_column(table, row)
            found[values[owner]] += _name_texts(entity, values)
    return found


def _select_rows(table: type[Base], owner: str, form_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    columns = table.__table__.columns
    return select(table.__table__).where(columns[owner].in_(form_ids)).order_by(columns["id"])


def _values_by_column(table: type[Base], row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    """Return a row by the names of the database; an attribute may have another name than its column."""
    names = (column.name for column in table.__table__.columns)
    return dict(zip(names, row, strict=True))


def _name_texts(entity: str, values: Mapping[str, Any]) -> list[StoredText]:
    name = next((values[column] for column in _NAMES.get(entity, ()) if values[column]), None)
    return [
        StoredText(entity, values["id"], field, values[field], name)
        for field in FIELDS[entity]
        if values[field]
    ]
