"""A form and its audit to rows, in one connection's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from audit.finding import Audit
from normalize.form import Form, Fund, Indicator
from store.parts import CELLS, LINES, Row, as_row, column_of
from store.tables import Base, CheckedRow, FindingRow, FormRow, QuantityRow, SourceRow

Ids = dict[str, dict[int, int]]
"""The ids of a form's lines, by entity and ordinal."""


def put_form(connection: Connection, document_id: int, form: Form, audit: Audit) -> int:
    """Insert a form with all that belongs to it; gives its id. An ordinal that no line has raises ``LookupError``."""
    head = as_row(form, FormRow) | {"document_id": document_id, "verdict": audit.verdict}
    (form_id,) = _insert_for_ids(connection, FormRow, [head])
    ids = _put_lines(connection, form_id, form)
    _insert(connection, QuantityRow, [row | {"form_id": form_id} for row in _quantities(form, ids)])
    _insert(connection, SourceRow, [row | {"form_id": form_id} for row in _sources(form, form_id, ids)])
    _insert(connection, FindingRow, [_audit_row(entry, FindingRow, form_id, ids) for entry in audit.findings])
    _insert(connection, CheckedRow, [_audit_row(entry, CheckedRow, form_id, ids) for entry in audit.checks])
    return form_id


def _put_lines(connection: Connection, form_id: int, form: Form) -> Ids:
    ids: Ids = {}
    for entity, (many, table) in LINES.items():
        entries = getattr(form, many)
        rows = [as_row(entry, table) | _extra(entry, form, ids) | {"form_id": form_id} for entry in entries]
        inserted = _insert_for_ids(connection, table, rows)
        ids[entity] = {entry.ordinal: line_id for entry, line_id in zip(entries, inserted, strict=True)}
    return ids


def _extra(entry: object, form: Form, ids: Ids) -> Row:
    if isinstance(entry, Fund):
        return {f"{cell}_text": entry.texts.get(cell) for cell in CELLS}
    if isinstance(entry, Indicator):
        depths = {form_level.ordinal: form_level.depth for form_level in form.levels}
        above = {depths[ordinal]: ids["level"][ordinal] for ordinal in entry.levels}
        return {"level1_id": above.get(1), "level2_id": above.get(2)}
    return {}


def _quantities(form: Form, ids: Ids) -> Iterator[Row]:
    for entity, entries in (("goal", form.goals), ("indicator", form.indicators)):
        for entry in entries:
            line = ids[entity][entry.ordinal]
            owner = {"entity": entity, "entity_id": line, "indicator_id": line if entity == "indicator" else None}
            yield from (as_row(quantity, QuantityRow) | owner for quantity in entry.quantities)


def _sources(form: Form, form_id: int, ids: Ids) -> Iterator[Row]:
    yield from _places("form", form_id, form)
    for entity, (many, _) in LINES.items():
        for entry in getattr(form, many):
            yield from _places(entity, ids[entity][entry.ordinal], entry)


def _places(entity: str, entity_id: int, entry: Any) -> Iterator[Row]:  # noqa: ANN401 - any entry with a ``where``
    for name, boxes in entry.where.items():
        owner = {"entity": entity, "entity_id": entity_id, "field": column_of(entity, name)}
        yield from (as_row(box, SourceRow) | owner for box in boxes)


def _audit_row(entry: Any, table: type[Base], form_id: int, ids: Ids) -> Row:  # noqa: ANN401 - Finding or Check
    row = as_row(entry, table) | {"form_id": form_id, "fund_id": _line_id(ids["fund"], entry.fund)}
    if table is FindingRow:
        row["indicator_id"] = _line_id(ids["indicator"], entry.indicator)
    return row


def _line_id(ids: Mapping[int, int], ordinal: int | None) -> int | None:
    return None if ordinal is None else ids[ordinal]


def _insert(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _insert_for_ids(connection: Connection, table: type[Base], rows: Sequence[Row]) -> list[int]:
    if not rows:
        return []
    key = table.__table__.c.id
    return list(connection.execute(insert(table).returning(key, sort_by_parameter_order=True), rows).scalars())
