"""A form and its audit as rows in which places stand for ids: the form's own is 0, its lines' are numbered on from 1."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache
from inspect import get_annotations
from itertools import chain, count, islice
from operator import attrgetter
from typing import Any

from audit import Audit, Check, Finding
from extract import Box, Message
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Quantity
from store.entities import MANY, TEXTS, column_of
from store.write.messages import code_and_args, code_and_args_of_check, messages_column, text_of, texts_of

Values = tuple[Any, ...]
Rows = dict[str, list[Values]]
Places = dict[str, dict[int, int]]
"""The places of a form's lines, by entity and ordinal."""
Ids = Mapping[int | None, Any]
"""The id at each place."""

DOCUMENT, FORM = -1, 0
"""The places of the document and of the form itself."""

_PARTS: dict[str, tuple[type[Hashable], tuple[str, ...]]] = {
    "form": (Form, ("id", "document_id", "verdict", "warning_messages", "note_messages")),
    "header": (Header, ("id", "form_id")),
    "fund": (Fund, ("id", "form_id", *(f"{cell}_text" for cell in TEXTS))),
    "goal": (Goal, ("id", "form_id")),
    "level": (Level, ("id", "form_id")),
    "indicator": (Indicator, ("id", "form_id", "level1_id", "level2_id")),
    "quantity": (Quantity, ("form_id", "entity", "entity_id", "indicator_id")),
    "source": (Box, ("form_id", "entity", "entity_id", "field")),
    "finding": (Finding, ("form_id", "fund_id", "indicator_id", "code", "args")),
    "checked": (Check, ("form_id", "fund_id", "code", "args")),
}
"""Each table of a form, in the order that its keys need: the entry that a row holds, and the columns that the row adds to it."""

_NO_COLUMNS = {
    *MANY.values(),
    "where",
    "quantities",
    "levels",
    "texts",
    "evidence",
    "fund",
    "indicator",
    "possible",
}

FORM_TABLES = tuple(_PARTS)
NUMBERED = tuple(table for table, (_, added) in _PARTS.items() if added[0] == "id")
"""The tables whose rows have places, in the places' order; the database numbers the rows of the others."""


@cache
def fields_of(table: str) -> Mapping[str, str]:
    """Give the entry's fields that the table keeps, each with its type as it is written."""
    kind, _ = _PARTS[table]
    return {name: str(written) for name, written in get_annotations(kind).items() if name not in _NO_COLUMNS}


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """Name the values of the table's rows, in their order."""
    return (*_PARTS[table][1], *fields_of(table))


@cache
def is_place(column: str) -> bool:
    """Tell whether a column holds places."""
    return column == "id" or column.endswith("_id")


def form_rows(form: Form, audit: Audit) -> Rows:
    """Give all rows of a form, by table; an ordinal that no line has raises ``LookupError``."""
    numbers = count(FORM + 1)
    places = {
        entity: {entry.ordinal: next(numbers) for entry in getattr(form, many)}
        for entity, many in MANY.items()
    }
    lines = {entity: list(_lines(form, places, entity)) for entity in MANY}
    return {
        "form": [_form(form, audit)],
        **lines,
        "quantity": list(_quantities(form, places)),
        "source": list(_sources(form, places)),
        "finding": list(_findings(audit, places)),
        "checked": list(_checks(audit, places)),
    }


def ids_by_place(document_id: int, count_in: Callable[[str], int], free: Mapping[str, Iterator[int]]) -> Ids:
    """Give each place of a form an id that is free in its table; ``count_in`` tells how many rows the form has in one."""
    ids = chain.from_iterable(islice(free[table], count_in(table)) for table in NUMBERED)
    return {DOCUMENT: document_id, **dict(enumerate(ids, FORM)), None: None}


def _told_values(table: str, entry: object) -> Iterator[Any]:
    """Yield an entry's values with the Chinese sentences of its messages."""
    for value in _values(table)(entry):
        if isinstance(value, tuple):
            yield texts_of(value)
        elif isinstance(value, Message):
            yield text_of(value)
        else:
            yield value


@cache
def _values(table: str) -> Callable[[Any], Values]:
    return attrgetter(*fields_of(table))


def _form(form: Form, audit: Audit) -> Values:
    messages = messages_column(form.warnings), messages_column(form.notes)
    return (FORM, DOCUMENT, audit.verdict, *messages, *_told_values("form", form))


def _lines(form: Form, places: Places, entity: str) -> Iterator[Values]:
    values = _values(entity)
    for entry in getattr(form, MANY[entity]):
        yield (places[entity][entry.ordinal], FORM, *_added(entry, form, places), *values(entry))


def _added(entry: object, form: Form, places: Places) -> Values:
    if isinstance(entry, Fund):
        return tuple(entry.texts.get(cell) for cell in TEXTS)
    if isinstance(entry, Indicator):
        depths = {level.ordinal: level.depth for level in form.levels}
        above = {depths[ordinal]: places["level"][ordinal] for ordinal in entry.levels}
        return above.get(1), above.get(2)
    return ()


def _quantities(form: Form, places: Places) -> Iterator[Values]:
    values = _values("quantity")
    for entity, entries in (("goal", form.goals), ("indicator", form.indicators)):
        for entry in entries:
            line = places[entity][entry.ordinal]
            owner = (FORM, entity, line, line if entity == "indicator" else None)
            yield from ((*owner, *values(quantity)) for quantity in entry.quantities)


def _sources(form: Form, places: Places) -> Iterator[Values]:
    yield from _boxes("form", FORM, form)
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            yield from _boxes(entity, places[entity][entry.ordinal], entry)


# any entry with a ``where``
def _boxes(entity: str, place: int, entry: Any) -> Iterator[Values]:  # noqa: ANN401
    values = _values("source")
    for name, boxes in entry.where.items():
        owner = (FORM, entity, place, column_of(entity, name))
        for box in boxes:
            yield (*owner, *values(box))


def _findings(audit: Audit, places: Places) -> Iterator[Values]:
    for entry in audit.findings:
        line = _place(places["fund"], entry.fund), _place(places["indicator"], entry.indicator)
        told = code_and_args(entry.message, entry.explanation)
        yield (FORM, *line, *told, *_told_values("finding", entry))


def _checks(audit: Audit, places: Places) -> Iterator[Values]:
    for entry in audit.checks:
        told = code_and_args_of_check(entry.missing, entry.explanation)
        yield (FORM, _place(places["fund"], entry.fund), *told, *_told_values("checked", entry))


def _place(places: Mapping[int, int], ordinal: int | None) -> int | None:
    return None if ordinal is None else places[ordinal]
