"""The entities of a form: their rows by ordinal and by key, and the columns that their fields are.

Why a place or a correction of it is refused:

CorrectionRefused
    ValueRefused     the text is none that the field can hold
    PlaceMissing     the form has no such row, or the row no such field
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from extract import Message, message
from normalize.form import Form
from normalize.parts import AMOUNTS

MANY = {
    "header": "headers",
    "fund": "funds",
    "goal": "goals",
    "level": "levels",
    "indicator": "indicators",
    "subtotal": "subtotals",
}
"""Each entity that a form has many of, with the form's field that holds them."""
_NAMED_BY: dict[str, tuple[str, ...]] = {
    "header": ("label",),
    "fund": ("list_heading", "source"),
    "goal": (),
    "level": ("depth", "name"),
    "indicator": ("level1", "level2", "level3", "content"),
    "subtotal": ("name",),
}
_NAMING_FIELDS = ("content", "level3", "source", "label", "name")

_WITH_AMOUNTS = ("fund", "subtotal")


class CorrectionRefused(Exception):
    """A correction cannot be made; ``message`` tells why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class ValueRefused(CorrectionRefused):
    """The text is none that the field can hold, as a word where a number must stand."""


class PlaceMissing(CorrectionRefused, LookupError):
    """The form has no such row, or the row has no such field."""


def column_of(entity: str, name: str) -> str:
    """Return the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    return f"{name}_yuan" if entity in _WITH_AMOUNTS and name in AMOUNTS else name


def key_of(entity: str, column: str) -> str:
    """Return the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity in _WITH_AMOUNTS else column


def list_rows(form: Form) -> Iterator[tuple[str, int, Any]]:
    """Yield every row of a form with its entity and ordinal, the form itself first."""
    yield "form", 0, form
    for entity, many in MANY.items():
        yield from ((entity, row.ordinal, row) for row in getattr(form, many))


def name_row(row: object) -> str:
    """Return what a row calls itself, an empty text where it has no name."""
    names = (getattr(row, field, None) for field in _NAMING_FIELDS)
    return next((name for name in names if name), "")


def row_keys(form: Form, entity: str) -> dict[int, str]:
    """Return the key of each row of one entity by its ordinal: its names, with a counter for equal ones.

    The form itself is row 0, and its key is empty. ``PlaceMissing`` for an entity that is none.
    """
    if entity == "form":
        return {0: ""}
    met: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for entry in _rows_of(form, entity):
        names = (getattr(entry, field) for field in _NAMED_BY[entity])
        name = " / ".join(str(part) for part in names if part)
        met[name] += 1
        is_first = met[name] == 1 and name
        keys[entry.ordinal] = name if is_first else f"{name} #{met[name]}".strip()
    return keys


def row_at(form: Form, entity: str, ordinal: int) -> Any:  # noqa: ANN401 - any part of the form, or the form
    """Return the row with an ordinal; raises ``PlaceMissing``."""
    if entity == "form" and ordinal == 0:
        return form
    for entry in _rows_of(form, entity):
        if entry.ordinal == ordinal:
            return entry
    raise PlaceMissing(message("no-such-row", entity=entity, row=ordinal))


def _rows_of(form: Form, entity: str) -> tuple[Any, ...]:
    if entity not in MANY:
        raise PlaceMissing(message("no-such-entity", entity=entity))
    rows: tuple[Any, ...] = getattr(form, MANY[entity])
    return rows
