"""Forms and audits back from their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit import Audit, Check, Finding
from extract import Box
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Quantity, Where
from store.entities import TEXTS, key_of
from store.errors import UnknownForm
from store.messages import explanation_from, message_from, messages_from
from store.tables import Base, CheckedRow, FindingRow, FormRow, QuantityRow, SourceRow
from store.tables.lines import LINES, shared_fields

E = TypeVar("E", bound=Hashable)
T = TypeVar("T", bound=Base)
Place = tuple[str, int]
"""An entity's name and id."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """All rows of one form."""

    lines: dict[str, list[Any]]
    where: dict[Place, Where]
    quantities: dict[Place, tuple[Quantity, ...]]

    def ordinals(self, entity: str) -> dict[int, int]:
        """Map the ids of an entity's rows to their ordinals."""
        return {row.id: row.ordinal for row in self.lines[entity]}


def load_form(engine: Engine, form_id: int) -> tuple[Form, Audit]:
    """Rebuild a form and its audit as they were saved; raises ``UnknownForm``."""
    with Session(engine) as session:
        return read_form(session, form_id)


def read_form(session: Session, form_id: int) -> tuple[Form, Audit]:
    """Do the same in a session that is open."""
    head = session.get(FormRow, form_id)
    if head is None:
        raise UnknownForm(f"数据库里没有编号为 {form_id} 的表")
    stored = _Stored(_lines(session, form_id), _where(session, form_id), _quantities(session, form_id))
    return _form(head, stored), _audit(session, head, stored)


def _form(head: FormRow, stored: _Stored) -> Form:
    level_ordinals = stored.ordinals("level")
    return _entry(
        Form,
        head,
        headers=_entries(Header, "header", stored),
        funds=_entries(Fund, "fund", stored, lambda row: {"texts": _texts(row)}),
        goals=_entries(
            Goal, "goal", stored, lambda row: {"quantities": stored.quantities.get(("goal", row.id), ())}
        ),
        levels=_entries(Level, "level", stored),
        indicators=_entries(
            Indicator,
            "indicator",
            stored,
            lambda row: {
                "quantities": stored.quantities.get(("indicator", row.id), ()),
                "levels": tuple(
                    level_ordinals[above] for above in (row.level1_id, row.level2_id) if above is not None
                ),
            },
        ),
        where=stored.where.get(("form", head.id), {}),
        **_form_messages(head),
    )


def _audit(session: Session, head: FormRow, stored: _Stored) -> Audit:
    funds, indicators = stored.ordinals("fund"), stored.ordinals("indicator")
    findings = (
        _entry(
            Finding,
            row,
            fund=_ordinal(funds, row.fund_id),
            indicator=_ordinal(indicators, row.indicator_id),
            **_finding_messages(row),
        )
        for row in _rows(session, FindingRow, head.id)
    )
    checks = (
        _entry(Check, row, fund=_ordinal(funds, row.fund_id), **_check_messages(row))
        for row in _rows(session, CheckedRow, head.id)
    )
    return Audit(tuple(findings), tuple(checks), head.verdict)


def _form_messages(row: FormRow) -> dict[str, Any]:
    if not _tells_messages(Form):
        return {}
    return {
        "warnings": messages_from(row.warnings or (), row.warning_messages),
        "notes": messages_from(row.notes or (), row.note_messages),
    }


def _finding_messages(row: FindingRow) -> dict[str, Any]:
    if not _tells_messages(Finding):
        return {}
    return {
        "message": message_from(row.message, row.code, row.args),
        "explanation": explanation_from(row.explanation, row.args),
    }


def _check_messages(row: CheckedRow) -> dict[str, Any]:
    if not _tells_messages(Check):
        return {}
    if row.missing is None:
        return {"missing": None, "explanation": message_from(row.explanation, row.code, row.args)}
    return {
        "missing": message_from(row.missing, row.code, row.args),
        "explanation": explanation_from(row.explanation, row.args),
    }


@cache
def _tells_messages(kind: type[Hashable]) -> bool:
    """Tell whether the sentences of a type are messages; a room that still tells texts gets its texts back."""
    return any("Message" in str(written) for written in get_annotations(kind).values())


def _lines(session: Session, form_id: int) -> dict[str, list[Any]]:
    return {
        entity: sorted(_rows(session, table, form_id), key=lambda row: row.ordinal)
        for entity, table in LINES.items()
    }


def _where(session: Session, form_id: int) -> dict[Place, Where]:
    boxes: dict[Place, dict[str, list[Box]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(session, SourceRow, form_id):
        boxes[row.entity, row.entity_id][key_of(row.entity, row.field)].append(_entry(Box, row))
    return {
        place: {name: tuple(pieces) for name, pieces in fields.items()} for place, fields in boxes.items()
    }


def _quantities(session: Session, form_id: int) -> dict[Place, tuple[Quantity, ...]]:
    found: dict[Place, list[Quantity]] = defaultdict(list)
    for row in _rows(session, QuantityRow, form_id):
        found[row.entity, row.entity_id].append(_entry(Quantity, row))
    return {place: tuple(quantities) for place, quantities in found.items()}


def _rows(session: Session, table: type[T], form_id: int) -> list[T]:
    columns = table.__table__.c
    return list(session.scalars(select(table).where(columns.form_id == form_id).order_by(columns.id)))


def _entries(
    kind: type[E], entity: str, stored: _Stored, extra: Callable[[Any], dict[str, Any]] = lambda _row: {}
) -> tuple[E, ...]:
    return tuple(
        _entry(kind, row, where=stored.where.get((entity, row.id), {}), **extra(row))
        for row in stored.lines[entity]
    )


# the fields that the row has no column for
def _entry(kind: type[E], row: Base, **more: Any) -> E:  # noqa: ANN401
    return kind(**{name: getattr(row, name) for name in shared_fields(kind, type(row))} | more)


# a FundRow, whose text columns are named after the cells
def _texts(row: Any) -> dict[str, str]:  # noqa: ANN401
    texts = {cell: getattr(row, f"{cell}_text") for cell in TEXTS}
    return {cell: text for cell, text in texts.items() if text is not None}


def _ordinal(ordinals: dict[int, int], line_id: int | None) -> int | None:
    return None if line_id is None else ordinals[line_id]
