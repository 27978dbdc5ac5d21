"""What reading a form again changed: value by value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from normalize import row_keys
from normalize.form import Form, Fund, Goal, Header, Indicator, Level
from store.entities import MANY

Value = tuple[str, str, str]
"""Where a value stands: the entity, the row by what it says, and the field."""

_FORM_FIELDS = (
    *("kind", "title", "year", "department", "project", "supervisor", "money_unit"),
    *("weight_total", "score_total", "grade", "page_first", "page_last"),
)
_FUND_FIELDS = (
    *("initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "net_yuan", "amount_yuan"),
    *("rate", "weight", "score", "total", "among"),
)
_INDICATOR_FIELDS = (
    *(
        "level1",
        "level2",
        "level3",
        "content",
        "sign",
        "target",
        "actual",
        "weight",
        "score",
        "weight_text",
        "score_text",
    ),
    *("reason", "measures", "achieved", "sub", "execution"),
)
_FIELDS: dict[type, tuple[str, ...]] = {
    Header: ("label", "value"),
    Fund: _FUND_FIELDS,
    Goal: ("expected", "actual"),
    Level: ("name", "weight"),
    Indicator: _INDICATOR_FIELDS,
}
_QUANTITY_FIELDS = ("text", "comparator", "value", "value_high", "unit", "base_value", "base_unit", "what")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that another reading of the same form gives; None where a reading has no such value.

    ``form`` is the form's ordinal in its document, ``row`` what names the row in its form.
    """

    form: int
    title: str
    entity: str
    row: str
    field: str
    before: str | None
    after: str | None


def changes(before: Form | None, after: Form | None) -> tuple[Change, ...]:
    """Compare two readings of one form: rows in their order, those that are gone last.

    None stands for a reading that does not find the form; then its head alone is told.
    """
    told = after or before
    if told is None:
        return ()
    values = _values if before and after else _head
    old, new = (dict(values(form)) if form else {} for form in (before, after))
    return tuple(
        Change(told.ordinal, told.title, *place, old.get(place), new.get(place))
        for place in {**new, **old}
        if old.get(place) != new.get(place)
    )


def _values(form: Form) -> Iterator[tuple[Value, str]]:
    """Give every value that a form has, by its place."""
    yield from _head(form)
    for entity, many in MANY.items():
        keys = row_keys(form, entity)
        for entry in getattr(form, many):
            yield from _row_values(entity, entry, keys[entry.ordinal])


def _head(form: Form) -> Iterator[tuple[Value, str]]:
    return _fields(form, "form", "", _FORM_FIELDS)


def _row_values(
    entity: str, entry: Header | Fund | Goal | Level | Indicator, row: str
) -> Iterator[tuple[Value, str]]:
    yield from _fields(entry, entity, row, _FIELDS[type(entry)])
    if isinstance(entry, Fund):
        yield from (((entity, row, f"{cell}_text"), text) for cell, text in entry.texts.items() if text)
    if isinstance(entry, Goal | Indicator):
        for quantity in entry.quantities:
            yield from _fields(
                quantity, "quantity", f"{row} {quantity.field} {quantity.ordinal}", _QUANTITY_FIELDS
            )


def _fields(entry: object, entity: str, row: str, names: tuple[str, ...]) -> Iterator[tuple[Value, str]]:
    values = ((name, getattr(entry, name)) for name in names)
    yield from (((entity, row, name), _text(value)) for name, value in values if value not in {None, ""})


def _text(value: object) -> str:
    """Write numbers that are equal alike: a database keeps no trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(int(value) if isinstance(value, bool) else value)
