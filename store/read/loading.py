"""Forms and audits back from their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit import Audit, Check, Finding
from extract import Box
from normalize import FieldReading, Form, Fund, Goal, Header, Indicator, Level, Quantity, Subtotal, Where
from store.entities import SUBTOTAL_CELLS, TEXTS, key_of
from store.errors import UnknownForm
from store.messages import read_explanation, read_message, read_messages
from store.tables import (
    Base,
    CheckedRow,
    FindingRow,
    FormRow,
    QuantityRow,
    ReadingRow,
    SourceRow,
    SubtotalPartRow,
)
from store.tables.lines import LINES, find_shared_fields

E = TypeVar("E", bound=Hashable)
T = TypeVar("T", bound=Base)
Place = tuple[str, int]
"""An entity's name and id."""


@dataclass(frozen=True, slots=True)
class _StoredForm:
    """All rows of one form."""

    lines: dict[str, list[Any]]
    where: dict[Place, Where]
    quantities: dict[Place, tuple[Quantity, ...]]
    parts: dict[int, list[SubtotalPartRow]]
    """The parts of each subtotal, by its id."""
    readings: tuple[FieldReading, ...]

    def ordinals(self, entity: str) -> dict[int, int]:
        """Map the ids of an entity's rows to their ordinals."""
        return {row.id: row.ordinal for row in self.lines[entity]}


def load_form(engine: Engine, form_id: int) -> tuple[Form, Audit]:
    """Return a form and its audit as they were saved; raises ``UnknownForm``."""
    with Session(engine) as session:
        return read_form(session, form_id)


def read_form(session: Session, form_id: int) -> tuple[Form, Audit]:
    """Do the same in a session that is open."""
    head = session.get(FormRow, form_id)
    if head is None:
        raise UnknownForm(number=form_id)
    lines = _read_lines(session, form_id)
    stored = _StoredForm(
        lines=lines,
        where=_read_where(session, form_id),
        quantities=_read_quantities(session, form_id),
        parts=_read_parts(session, form_id),
        readings=tuple(_read_readings(session, form_id, lines)),
    )
    return _make_form(head, stored), _make_audit(session, head, stored)


def _make_form(head: FormRow, stored: _StoredForm) -> Form:
    level_ordinals = stored.ordinals("level")

    def add_texts(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any entity
        return {"texts": _find_texts(row, TEXTS)}

    def add_goal_quantities(row: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        return {"quantities": stored.quantities.get(("goal", row.id), ())}

    def add_levels(row: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        above = (row.level1_id, row.level2_id)
        return {
            "quantities": stored.quantities.get(("indicator", row.id), ()),
            "levels": tuple(level_ordinals[level_id] for level_id in above if level_id is not None),
        }

    def add_parts(row: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        return {"texts": _find_texts(row, SUBTOTAL_CELLS), **_find_parts(stored, row.id)}

    return _make_entry(
        Form,
        head,
        headers=_make_entries(Header, "header", stored),
        funds=_make_entries(Fund, "fund", stored, add_texts),
        goals=_make_entries(Goal, "goal", stored, add_goal_quantities),
        levels=_make_entries(Level, "level", stored),
        indicators=_make_entries(Indicator, "indicator", stored, add_levels),
        subtotals=_make_entries(Subtotal, "subtotal", stored, add_parts),
        readings=stored.readings,
        where=stored.where.get(("form", head.id), {}),
        **_form_messages(head),
    )


def _make_audit(session: Session, head: FormRow, stored: _StoredForm) -> Audit:
    funds, indicators = stored.ordinals("fund"), stored.ordinals("indicator")
    subtotals = stored.ordinals("subtotal")
    findings = []
    for row in _read_rows(session, FindingRow, head.id):
        about = {
            "fund": _find_ordinal(funds, row.fund_id),
            "indicator": _find_ordinal(indicators, row.indicator_id),
            "subtotal": _find_ordinal(subtotals, row.subtotal_id),
        }
        findings.append(_make_entry(Finding, row, **about, **_finding_messages(row)))
    checks = []
    for check in _read_rows(session, CheckedRow, head.id):
        fund = _find_ordinal(funds, check.fund_id)
        checks.append(_make_entry(Check, check, fund=fund, **_check_messages(check)))
    return Audit(tuple(findings), tuple(checks), head.verdict)


def _form_messages(row: FormRow) -> dict[str, Any]:
    return {
        "warnings": read_messages(row.warnings or (), row.warning_messages),
        "notes": read_messages(row.notes or (), row.note_messages),
    }


def _finding_messages(row: FindingRow) -> dict[str, Any]:
    return {
        "message": read_message(row.message, row.code, row.args),
        "explanation": read_explanation(row.explanation, row.args),
    }


def _check_messages(row: CheckedRow) -> dict[str, Any]:
    if row.missing is None:
        return {"missing": None, "explanation": read_message(row.explanation, row.code, row.args)}
    return {
        "missing": read_message(row.missing, row.code, row.args),
        "explanation": read_explanation(row.explanation, row.args),
    }


def _read_lines(session: Session, form_id: int) -> dict[str, list[Any]]:
    lines: dict[str, list[Any]] = {}
    for entity, table in LINES.items():
        rows: list[Any] = _read_rows(session, table, form_id)
        lines[entity] = sorted(rows, key=lambda row: row.ordinal)
    return lines


def _read_where(session: Session, form_id: int) -> dict[Place, Where]:
    boxes: dict[Place, dict[str, list[Box]]] = defaultdict(lambda: defaultdict(list))
    for row in _read_rows(session, SourceRow, form_id):
        boxes[row.entity, row.entity_id][key_of(row.entity, row.field)].append(_make_entry(Box, row))
    return {place: _freeze_pieces(fields) for place, fields in boxes.items()}


def _freeze_pieces(fields: Mapping[str, list[Box]]) -> Where:
    return {name: tuple(pieces) for name, pieces in fields.items()}


def _read_quantities(session: Session, form_id: int) -> dict[Place, tuple[Quantity, ...]]:
    found: dict[Place, list[Quantity]] = defaultdict(list)
    for row in _read_rows(session, QuantityRow, form_id):
        found[row.entity, row.entity_id].append(_make_entry(Quantity, row))
    return {place: tuple(quantities) for place, quantities in found.items()}


def _read_readings(session: Session, form_id: int, lines: Mapping[str, list[Any]]) -> Iterator[FieldReading]:
    ordinals = {(entity, row.id): row.ordinal for entity, rows in lines.items() for row in rows}
    for row in _read_rows(session, ReadingRow, form_id):
        line = ordinals.get((row.entity, row.entity_id), 0)
        yield _make_entry(FieldReading, row, owner=row.entity, line=line)


def _read_parts(session: Session, form_id: int) -> dict[int, list[SubtotalPartRow]]:
    parts: dict[int, list[SubtotalPartRow]] = defaultdict(list)
    for row in _read_rows(session, SubtotalPartRow, form_id):
        parts[row.subtotal_id].append(row)
    return parts


def _find_parts(stored: _StoredForm, subtotal_id: int) -> dict[str, tuple[int, ...]]:
    """Return the ordinals of the lines and of the fund rows that a subtotal adds up."""
    indicators, funds = stored.ordinals("indicator"), stored.ordinals("fund")
    parts = stored.parts.get(subtotal_id, [])
    return {
        "lines": tuple(indicators[row.indicator_id] for row in parts if row.indicator_id is not None),
        "funds": tuple(funds[row.fund_id] for row in parts if row.fund_id is not None),
    }


def _read_rows(session: Session, table: type[T], form_id: int) -> list[T]:
    columns = table.__table__.c
    return list(session.scalars(select(table).where(columns.form_id == form_id).order_by(columns.id)))


def _make_entries(
    kind: type[E], entity: str, stored: _StoredForm, add: Callable[[Any], dict[str, Any]] = lambda _row: {}
) -> tuple[E, ...]:
    entries = []
    for row in stored.lines[entity]:
        where = stored.where.get((entity, row.id), {})
        entries.append(_make_entry(kind, row, where=where, **add(row)))
    return tuple(entries)


# the fields that the row has no column for
def _make_entry(kind: type[E], row: Base, **more: Any) -> E:  # noqa: ANN401
    shared = {name: getattr(row, name) for name in find_shared_fields(kind, type(row))}
    return kind(**shared | more)


# a row whose text columns are named after the cells
def _find_texts(row: Any, cells: Iterable[str]) -> dict[str, str]:  # noqa: ANN401
    texts = {cell: getattr(row, f"{cell}_text") for cell in cells}
    return {cell: text for cell, text in texts.items() if text is not None}


def _find_ordinal(ordinals: Mapping[int, int], line_id: int | None) -> int | None:
    return None if line_id is None else ordinals[line_id]
