"""A form and its audit to rows, each with the id that it will have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

from audit.finding import Audit, Check, Finding
from extract.grid import Box
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Quantity
from store.parts import CELLS, LINES, column_of, shared
from store.tables import (
    Base,
    CheckedRow,
    FindingRow,
    FormRow,
    FundRow,
    GoalRow,
    HeaderRow,
    IndicatorRow,
    LevelRow,
    QuantityRow,
    SourceRow,
)

Values = tuple[Any, ...]
Rows = dict[type[Base], list[Values]]
Free = Mapping[type[Base], Iterator[int]]
"""Ids that are free, by table."""
Ids = dict[str, dict[int, int]]
"""The ids of a form's lines, by entity and ordinal."""

_PARTS: dict[type[Base], tuple[type[Hashable], tuple[str, ...]]] = {
    FormRow: (Form, ("id", "document_id", "verdict")),
    HeaderRow: (Header, ("id", "form_id")),
    FundRow: (Fund, ("id", "form_id", *(f"{cell}_text" for cell in CELLS))),
    GoalRow: (Goal, ("id", "form_id")),
    LevelRow: (Level, ("id", "form_id")),
    IndicatorRow: (Indicator, ("id", "form_id", "level1_id", "level2_id")),
    QuantityRow: (Quantity, ("form_id", "entity", "entity_id", "indicator_id")),
    SourceRow: (Box, ("form_id", "entity", "entity_id", "field")),
    FindingRow: (Finding, ("form_id", "fund_id", "indicator_id")),
    CheckedRow: (Check, ("form_id", "fund_id")),
}
"""Each table of a form, in the order that its keys need: the entry that a row holds, and the columns that the row adds to it."""

TABLES = tuple(_PARTS)
NUMBERED = tuple(table for table, (_, added) in _PARTS.items() if added[0] == "id")
"""The tables whose ids other rows name; the database numbers the others."""


def columns_of(table: type[Base]) -> tuple[str, ...]:
    """Name the values of the table's rows, in their order."""
    kind, added = _PARTS[table]
    return (*added, *shared(kind, table))


def count_of(table: type[Base], forms: Iterable[Form]) -> int:
    """Count the rows that the forms have in one of the ``NUMBERED`` tables."""
    many = {line: many for many, line in LINES.values()}
    return sum(len(getattr(form, many[table])) if table in many else 1 for form in forms)


def add_form(rows: Rows, document_id: int, form: Form, audit: Audit, free: Free) -> None:
    """Add all rows of a form to those of ``TABLES``; an ordinal that no line has raises ``LookupError``."""
    form_id = next(free[FormRow])
    rows[FormRow].append((form_id, document_id, audit.verdict, *_values(FormRow)(form)))
    ids = {entity: {entry.ordinal: next(free[table]) for entry in getattr(form, many)} for entity, (many, table) in LINES.items()}
    for entity, (many, table) in LINES.items():
        rows[table].extend(_lines(form, form_id, ids, entity, getattr(form, many)))
    rows[QuantityRow].extend(_quantities(form, form_id, ids))
    rows[SourceRow].extend(_sources(form, form_id, ids))
    rows[FindingRow].extend(_findings(audit, form_id, ids))
    rows[CheckedRow].extend(_checks(audit, form_id, ids))


@cache
def _values(table: type[Base]) -> Callable[[Any], Values]:
    kind, _ = _PARTS[table]
    return attrgetter(*shared(kind, table))


def _lines(form: Form, form_id: int, ids: Ids, entity: str, entries: Iterable[Any]) -> Iterator[Values]:
    values = _values(LINES[entity][1])
    for entry in entries:
        yield (ids[entity][entry.ordinal], form_id, *_added(entry, form, ids), *values(entry))


def _added(entry: object, form: Form, ids: Ids) -> Values:
    if isinstance(entry, Fund):
        return tuple(entry.texts.get(cell) for cell in CELLS)
    if isinstance(entry, Indicator):
        depths = {form_level.ordinal: form_level.depth for form_level in form.levels}
        above = {depths[ordinal]: ids["level"][ordinal] for ordinal in entry.levels}
        return above.get(1), above.get(2)
    return ()


def _quantities(form: Form, form_id: int, ids: Ids) -> Iterator[Values]:
    values = _values(QuantityRow)
    for entity, entries in (("goal", form.goals), ("indicator", form.indicators)):
        for entry in entries:
            line = ids[entity][entry.ordinal]
            owner = (form_id, entity, line, line if entity == "indicator" else None)
            yield from ((*owner, *values(quantity)) for quantity in entry.quantities)


def _sources(form: Form, form_id: int, ids: Ids) -> Iterator[Values]:
    yield from _places((form_id, "form", form_id), form)
    for entity, (many, _) in LINES.items():
        for entry in getattr(form, many):
            yield from _places((form_id, entity, ids[entity][entry.ordinal]), entry)


def _places(owner: tuple[int, str, int], entry: Any) -> Iterator[Values]:  # noqa: ANN401 - any entry with a ``where``
    values = _values(SourceRow)
    for name, boxes in entry.where.items():
        place = (*owner, column_of(owner[1], name))
        for box in boxes:
            yield (*place, *values(box))


def _findings(audit: Audit, form_id: int, ids: Ids) -> Iterator[Values]:
    values = _values(FindingRow)
    for entry in audit.findings:
        yield (form_id, _line_id(ids["fund"], entry.fund), _line_id(ids["indicator"], entry.indicator), *values(entry))


def _checks(audit: Audit, form_id: int, ids: Ids) -> Iterator[Values]:
    values = _values(CheckedRow)
    yield from ((form_id, _line_id(ids["fund"], entry.fund), *values(entry)) for entry in audit.checks)


def _line_id(ids: Mapping[int, int], ordinal: int | None) -> int | None:
    return None if ordinal is None else ids[ordinal]
