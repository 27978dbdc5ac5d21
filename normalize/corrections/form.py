"""A form with the text of one field corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from msgspec import structs

from extract import Doubt, find_doubt, message
from normalize.corrections.money_unit import doubt_money_unit, trust_money_unit
from normalize.corrections.parts import (
    change_money_unit,
    correct_fund,
    correct_goal,
    correct_header,
    correct_indicator,
    correct_level,
    correct_subtotal,
    fund_text,
    read_points,
    rename_level,
    replace_fields,
    subtotal_text,
)
from normalize.entities import MANY, PlaceMissing, ValueRefused, column_of, key_of, row_at
from normalize.form import Form
from normalize.parts import INDICATOR_POINTS, Where

_NUMBERS = ("weight_total", "score_total", "review_total")
_TEXTS = ("department", "project", "supervisor", "grade")
_WITH_TEXT = (*INDICATOR_POINTS, "coefficient")
_CORRECT: dict[str, Callable[[Form, Any, str, str | None], Any]] = {
    "header": correct_header,
    "fund": correct_fund,
    "goal": correct_goal,
    "level": correct_level,
    "indicator": correct_indicator,
    "subtotal": correct_subtotal,
}


def column_at(entity: str, field: str) -> str:
    """Return the column that a field is corrected as, ``budget_yuan`` for ``budget_text``."""
    return column_of(entity, field.removesuffix("_text").removesuffix("_yuan"))


def text_at(form: Form, entity: str, ordinal: int, field: str) -> str | None:
    """Return what the form prints in a field, None for nothing.

    Raises ``PlaceMissing`` for a row or field that is not there.
    """
    row = row_at(form, entity, ordinal)
    if entity == "fund":
        return fund_text(row, field) or None
    if entity == "subtotal":
        return subtotal_text(row, field) or None
    if field not in row.__slots__:
        raise PlaceMissing(message("no-such-field", entity=entity, field=field))
    value = getattr(row, field)
    if entity == "indicator" and field in _WITH_TEXT:
        value = getattr(row, f"{field}_text")
    if value in (None, ""):
        return None
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def confidence_at(form: Form, entity: str, ordinal: int, field: str) -> float | None:
    """Return how sure the reading of a field is, None where its place is not known."""
    boxes = row_at(form, entity, ordinal).where.get(_place_key(entity, field))
    return min(box.confidence for box in boxes) if boxes else None


def doubt_at(form: Form, entity: str, ordinal: int, field: str) -> Doubt | None:
    """Return how a field was read that is not printed plainly, None for one that is."""
    return find_doubt(row_at(form, entity, ordinal).where.get(_place_key(entity, field), ()))


def correct_text(
    form: Form,
    entity: str,
    ordinal: int,
    field: str,
    text: str | None,
    *,
    confidence: float = 1.0,
    doubt: Doubt | None = None,
) -> Form:
    """Return the form as if it printed ``text`` in a field, read with ``confidence`` (0 to 1) and ``doubt``.

    Raises ``ValueRefused`` for no number where one must stand, ``PlaceMissing`` as ``text_at`` does.
    """
    old = row_at(form, entity, ordinal)
    where = _read_with(old.where, _place_key(entity, field), confidence, doubt)
    if entity == "form" and field == "money_unit":
        changed = replace_fields(change_money_unit(form, text or None), {"where": where})
        return doubt_money_unit(changed) if doubt or not text else trust_money_unit(changed)
    if entity == "form":
        return replace_fields(_correct_form(form, field, text), {"where": where})
    row = replace_fields(_CORRECT[entity](form, old, field, text), {"where": where})
    if entity == "level":
        form = rename_level(form, row)
    many = MANY[entity]
    rows = tuple(row if line.ordinal == ordinal else line for line in getattr(form, many))
    return replace_fields(form, {many: rows})


def _read_with(where: Where, field: str, confidence: float, doubt: Doubt | None) -> Where:
    if field not in where:
        return where
    boxes = (structs.replace(box, confidence=confidence, doubt=doubt) for box in where[field])
    return where | {field: tuple(boxes)}


def _place_key(entity: str, field: str) -> str:
    """Return the key of ``where`` that holds a column's places: a level's weight stands in its name."""
    return "name" if entity == "level" else key_of(entity, field)


def _correct_form(form: Form, field: str, text: str | None) -> Form:
    if field in _NUMBERS:
        return replace_fields(form, {field: read_points(text)})
    if field in _TEXTS:
        return replace_fields(form, {field: text or None})
    if field == "title":
        return replace(form, title=text or "")
    if field == "year":
        return replace(form, year=_read_year(text))
    raise PlaceMissing(message("no-such-field", entity="form", field=field))


def _read_year(text: str | None) -> int | None:
    if not text:
        return None
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年度?)?\s*", text)
    if match is None:
        raise ValueRefused(message("value-no-year", text=text))
    return int(match[1])
