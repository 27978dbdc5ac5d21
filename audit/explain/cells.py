"""The printed figures of a form one by one, and the form as it would be with others in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from normalize import Form, Fund, Indicator, Level

_ROWS = {"fund": "funds", "indicator": "indicators", "level": "levels"}
_NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A printed figure.

    ``entity`` is ``form``, ``fund``, ``indicator`` or ``level``, ``ordinal`` its row (0 for the form),
    ``field`` its column (``score_total``, ``budget_yuan``, ``weight``, ...).
    """

    entity: str
    ordinal: int
    field: str


Changes = Mapping[FormCell, Decimal]
"""What cells would print instead."""

_Row = Fund | Indicator | Level


def with_values(form: Form, changes: Changes) -> Form:
    """Return a form whose cells print other figures."""
    fields: dict[str, Any] = {cell.field: value for cell, value in changes.items() if cell.entity == "form"}
    for entity, name in _ROWS.items():
        by_row = _group_by_row(changes, entity)
        if by_row:
            fields[name] = tuple(_change_row(row, by_row.get(row.ordinal, {})) for row in getattr(form, name))
    return replace(form, **fields)


def _group_by_row(changes: Changes, entity: str) -> dict[int, dict[str, Decimal]]:
    rows: dict[int, dict[str, Decimal]] = {}
    for cell, value in changes.items():
        if cell.entity == entity:
            rows.setdefault(cell.ordinal, {})[cell.field] = value
    return rows


def _change_row(row: _Row, fields: Mapping[str, Decimal]) -> _Row:
    if not fields:
        return row
    changed: dict[str, Any] = dict(fields)
    if isinstance(row, Fund) and "score" in fields:
        changed["texts"] = row.texts | {"score": _print(row.texts.get("score", ""), fields["score"])}
    return replace(row, **changed)


def _print(text: str, value: Decimal) -> str:
    return _NUMBER.sub(f"{value:f}", text, count=1)
