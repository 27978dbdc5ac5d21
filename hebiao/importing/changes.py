"""What reading a content again changed: value by value, and whether anything that is stored differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import store
from audit import Audit
from normalize import MANY, TEXTS, Form, Fund, Goal, Header, Indicator, Level, row_keys

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from store import Record

ValuePlace = tuple[str, str, str]
"""Where a value stands: the entity, the row by what it says, and the field."""

_FORM_FIELDS = (
    *("kind", "title", "year", "department", "project", "supervisor", "money_unit"),
    *("weight_total", "score_total", "grade", "page_first", "page_last"),
)
_FUND_FIELDS = (
    *("initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "net_yuan", "amount_yuan"),
    *("rate", "weight", "score", "total", "among"),
)
_NO_VALUES = frozenset({"ordinal", "levels", "quantities", "where"})
_INDICATOR_FIELDS = tuple(field.name for field in fields(Indicator) if field.name not in _NO_VALUES)
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


@dataclass(frozen=True, slots=True)
class ReadingComparison:
    """A new reading beside the stored one: whether all of it is the same, and the values that differ."""

    is_same: bool
    changes: tuple[Change, ...] = ()


def compare_with_stored(engine: Engine, records: Collection[Record]) -> dict[str, ReadingComparison]:
    """Compare, by SHA-256, what was read with what is stored; what either could not read is left out."""
    good = {record.sha256: record for record in records if record.status != "failed"}
    stored = store.find_standing(engine, good.keys())
    compared: dict[str, ReadingComparison] = {}
    for sha256, record in good.items():
        if sha256 in stored and stored[sha256].status != "failed":
            compared[sha256] = _compare_record(engine, record)
    return compared


def _compare_record(engine: Engine, record: Record) -> ReadingComparison:
    before = [store.load_form(engine, form) for form in store.list_forms_of(engine, record.sha256)]
    after = [(_as_stored(form), audit) for form, audit in record.forms]
    changes: list[Change] = []
    for old, new in zip_longest((form for form, _ in before), (form for form, _ in after)):
        changes += list_changes(old, new)
    return ReadingComparison(_describe(before) == _describe(after), tuple(changes))


def _describe(forms: Sequence[tuple[Form, Audit]]) -> list[tuple[object, ...]]:
    """Return what forms and audits say; a correction leaves findings and checks in another order."""
    return [(form, audit.verdict, Counter(audit.findings), Counter(audit.checks)) for form, audit in forms]


def _as_stored(form: Form) -> Form:
    """Return a form without what the database does not keep.

    That is the evidence, empty places, and texts of a fund row that have no column.
    """
    lines = {many: tuple(map(_without_empty_places, getattr(form, many))) for many in MANY.values()}
    lines["funds"] = tuple(map(_with_stored_texts, lines["funds"]))
    placed: Form = replace(_without_empty_places(form), evidence=(), **lines)
    return placed


def _with_stored_texts(fund: Fund) -> Fund:
    return replace(fund, texts={cell: fund.texts[cell] for cell in TEXTS if cell in fund.texts})


def _without_empty_places(entry: Any) -> Any:  # noqa: ANN401 - any entry with a ``where``
    places = {name: boxes for name, boxes in entry.where.items() if boxes}
    if len(places) == len(entry.where):
        return entry
    return replace(entry, where=places)


def list_changes(before: Form | None, after: Form | None) -> tuple[Change, ...]:
    """Compare two readings of one form: rows in their order, those that are gone last.

    None stands for a reading that does not find the form; then its head alone is told.
    """
    form = after or before
    if form is None:
        return ()
    list_values = _list_values if before and after else _list_head
    old = dict(list_values(before)) if before else {}
    new = dict(list_values(after)) if after else {}
    differing = [place for place in {**new, **old} if old.get(place) != new.get(place)]
    return tuple(
        Change(form.ordinal, form.title, *place, old.get(place), new.get(place)) for place in differing
    )


def _list_values(form: Form) -> Iterator[tuple[ValuePlace, str]]:
    """Yield every value that a form has, by its place."""
    yield from _list_head(form)
    for entity, many in MANY.items():
        keys = row_keys(form, entity)
        for entry in getattr(form, many):
            yield from _list_row(entity, entry, keys[entry.ordinal])


def _list_head(form: Form) -> Iterator[tuple[ValuePlace, str]]:
    return _list_fields(form, "form", "", _FORM_FIELDS)


def _list_row(
    entity: str, entry: Header | Fund | Goal | Level | Indicator, row: str
) -> Iterator[tuple[ValuePlace, str]]:
    yield from _list_fields(entry, entity, row, _FIELDS[type(entry)])
    if isinstance(entry, Fund):
        for cell, text in entry.texts.items():
            if text:
                yield (entity, row, f"{cell}_text"), text
    if isinstance(entry, Goal | Indicator):
        for quantity in entry.quantities:
            place = f"{row} {quantity.field} {quantity.ordinal}"
            yield from _list_fields(quantity, "quantity", place, _QUANTITY_FIELDS)


def _list_fields(
    entry: object, entity: str, row: str, names: tuple[str, ...]
) -> Iterator[tuple[ValuePlace, str]]:
    for name in names:
        value = getattr(entry, name)
        if value not in {None, ""}:
            yield (entity, row, name), _show_value(value)


def _show_value(value: object) -> str:
    """Write numbers that are equal alike: a database keeps no trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(int(value) if isinstance(value, bool) else value)
