"""A form and its audit as rows in which places stand for ids.

The place of the form is 0, those of its lines are numbered on from 1. Messages are three columns: the Chinese
sentence, its code and its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from itertools import chain, count, islice
from operator import attrgetter
from typing import Any

from audit import Audit, Check, Finding, render
from extract import Box, Message
from normalize import FieldReading, Form, Fund, Goal, Header, Indicator, Level, Quantity, Subtotal
from store.entities import MANY, SUBTOTAL_CELLS, TEXTS, column_of
from store.messages import MessageColumns, make_columns, make_list_column

Values = tuple[Any, ...]
Rows = dict[str, list[Values]]
Places = dict[str, dict[int, int]]
"""The places of a form's lines, by entity and ordinal."""
Ids = Mapping[int | None, Any]
"""The id at each place."""

DOCUMENT, FORM = -1, 0
"""The places of the document and of the form itself."""


@dataclass(frozen=True, slots=True)
class _SubtotalPart:
    """A line that a subtotal adds up; its columns are ids."""


_PARTS: dict[str, tuple[type[Hashable], tuple[str, ...]]] = {
    "form": (Form, ("id", "document_id", "verdict", "warning_messages", "note_messages")),
    "header": (Header, ("id", "form_id")),
    "fund": (Fund, ("id", "form_id", *(f"{cell}_text" for cell in TEXTS))),
    "goal": (Goal, ("id", "form_id")),
    "level": (Level, ("id", "form_id")),
    "indicator": (Indicator, ("id", "form_id", "level1_id", "level2_id")),
    "subtotal": (Subtotal, ("id", "form_id", *(f"{cell}_text" for cell in SUBTOTAL_CELLS))),
    "subtotal_part": (_SubtotalPart, ("form_id", "subtotal_id", "indicator_id", "fund_id")),
    "quantity": (Quantity, ("form_id", "entity", "entity_id", "indicator_id")),
    "reading": (FieldReading, ("form_id", "entity", "entity_id")),
    "source": (Box, ("form_id", "entity", "entity_id", "field")),
    "finding": (Finding, ("form_id", "fund_id", "indicator_id", "subtotal_id", "code", "args")),
    "checked": (Check, ("form_id", "fund_id", "code", "args")),
}
"""Each table of a form, in the order that its keys need: the type that a row holds, and columns beside it."""

_NO_COLUMNS = {
    *MANY.values(),
    "where",
    "quantities",
    "levels",
    "texts",
    "evidence",
    "lines",
    "readings",
}
_ORDINALS = {"finding": ("fund", "indicator", "subtotal"), "checked": ("fund",), "reading": ("owner", "line")}
"""The fields that say which line an entry is about; its column holds the line's id."""

FORM_TABLES = tuple(_PARTS)
NUMBERED = tuple(table for table, (_, added) in _PARTS.items() if added[0] == "id")
"""The tables whose rows have places, in the places' order; the database numbers the rows of the others."""


@cache
def find_fields(table: str) -> Mapping[str, str]:
    """Return the fields of a table's type that are columns, each with its annotation."""
    kind, _ = _PARTS[table]
    left_out = {*_NO_COLUMNS, *_ORDINALS.get(table, ())}
    return {name: str(written) for name, written in get_annotations(kind).items() if name not in left_out}


@cache
def find_columns(table: str) -> tuple[str, ...]:
    """Name the values of the table's rows, in their order."""
    return (*_PARTS[table][1], *find_fields(table))


@cache
def is_place(column: str) -> bool:
    """Tell whether a column holds places."""
    return column == "id" or column.endswith("_id")


def make_form_rows(form: Form, audit: Audit) -> Rows:
    """Return all rows of a form, by table; an ordinal that no line has raises ``LookupError``."""
    places = _number_lines(form)
    lines = {entity: list(_line_rows(form, places, entity)) for entity in MANY}
    return {
        "form": [_form_row(form, audit)],
        **lines,
        "subtotal_part": list(_subtotal_part_rows(form, places)),
        "quantity": list(_quantity_rows(form, places)),
        "reading": list(_reading_rows(form, places)),
        "source": list(_source_rows(form, places)),
        "finding": list(_finding_rows(audit, places)),
        "checked": list(_check_rows(audit, places)),
    }


def assign_ids(document_id: int, count_in: Callable[[str], int], free: Mapping[str, Iterator[int]]) -> Ids:
    """Return the id at each place of a form: the next that are free in each table.

    ``count_in`` tells how many rows the form has in a table.
    """
    ids = chain.from_iterable(islice(free[table], count_in(table)) for table in NUMBERED)
    return {DOCUMENT: document_id, **dict(enumerate(ids, FORM)), None: None}


def _number_lines(form: Form) -> Places:
    numbers = count(FORM + 1)
    places: Places = {}
    for entity, many in MANY.items():
        places[entity] = {entry.ordinal: next(numbers) for entry in getattr(form, many)}
    return places


@cache
def _values_getter(table: str) -> Callable[[Any], Values]:
    return attrgetter(*find_fields(table))


def _form_row(form: Form, audit: Audit) -> Values:
    messages = make_list_column(form.warnings), make_list_column(form.notes)
    return (FORM, DOCUMENT, audit.verdict, *messages, *_told_values("form", form))


def _line_rows(form: Form, places: Places, entity: str) -> Iterator[Values]:
    values = _values_getter(entity)
    for entry in getattr(form, MANY[entity]):
        yield (places[entity][entry.ordinal], FORM, *_added_values(entry, form, places), *values(entry))


def _added_values(entry: object, form: Form, places: Places) -> Values:
    if isinstance(entry, Fund):
        return tuple(entry.texts.get(cell) for cell in TEXTS)
    if isinstance(entry, Subtotal):
        return tuple(entry.texts.get(cell) for cell in SUBTOTAL_CELLS)
    if isinstance(entry, Indicator):
        depths = {level.ordinal: level.depth for level in form.levels}
        above = {depths[ordinal]: places["level"][ordinal] for ordinal in entry.levels}
        return above.get(1), above.get(2)
    return ()


def _subtotal_part_rows(form: Form, places: Places) -> Iterator[Values]:
    for subtotal in form.subtotals:
        place = places["subtotal"][subtotal.ordinal]
        for line in subtotal.lines:
            yield (FORM, place, places["indicator"][line], None)
        for fund in subtotal.funds:
            yield (FORM, place, None, places["fund"][fund])


def _quantity_rows(form: Form, places: Places) -> Iterator[Values]:
    values = _values_getter("quantity")
    for entity, entries in (("goal", form.goals), ("indicator", form.indicators)):
        for entry in entries:
            line = places[entity][entry.ordinal]
            indicator = line if entity == "indicator" else None
            for quantity in entry.quantities:
                yield (FORM, entity, line, indicator, *values(quantity))


def _reading_rows(form: Form, places: Places) -> Iterator[Values]:
    values = _values_getter("reading")
    for reading in form.readings:
        place = FORM if reading.owner == "form" else places[reading.owner][reading.line]
        yield (FORM, reading.owner, place, *values(reading))


def _source_rows(form: Form, places: Places) -> Iterator[Values]:
    yield from _box_rows("form", FORM, form)
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            yield from _box_rows(entity, places[entity][entry.ordinal], entry)


# any entry with a ``where``
def _box_rows(entity: str, place: int, entry: Any) -> Iterator[Values]:  # noqa: ANN401
    values = _values_getter("source")
    for name, boxes in entry.where.items():
        owner = (FORM, entity, place, column_of(entity, name))
        for box in boxes:
            yield (*owner, *values(box))


def _finding_rows(audit: Audit, places: Places) -> Iterator[Values]:
    for entry in audit.findings:
        fund = _find_place(places["fund"], entry.fund)
        indicator = _find_place(places["indicator"], entry.indicator)
        subtotal = _find_place(places["subtotal"], entry.subtotal)
        told = make_columns(entry.message, entry.explanation)
        yield (FORM, fund, indicator, subtotal, *told, *_told_values("finding", entry))


def _check_rows(audit: Audit, places: Places) -> Iterator[Values]:
    for entry in audit.checks:
        fund = _find_place(places["fund"], entry.fund)
        told = make_check_columns(entry.missing, entry.explanation)
        yield (FORM, fund, *told, *_told_values("checked", entry))


def _find_place(places: Mapping[int, int], ordinal: int | None) -> int | None:
    return None if ordinal is None else places[ordinal]


def _told_values(table: str, entry: object) -> Iterator[Any]:
    """Yield an entry's values with the Chinese sentences of its messages."""
    for value in _values_getter(table)(entry):
        if isinstance(value, Message):
            yield render(value)
        elif isinstance(value, tuple):
            yield tuple(render(one) if isinstance(one, Message) else one for one in value)
        else:
            yield value


def render_texts(told: Sequence[Message]) -> tuple[str, ...]:
    """Return the Chinese sentences of several messages."""
    return tuple(render(one) for one in told)


def make_check_columns(missing: Message | None, explanation: Message | None) -> MessageColumns:
    """Return ``code`` and ``args`` of a check: of what is missing, else of the explanation."""
    if missing is None:
        return make_columns(explanation)
    return make_columns(missing, explanation)
