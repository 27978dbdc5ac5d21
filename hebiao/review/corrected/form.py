"""A form with corrections in it: each corrected text is read as the form's own was, with all the numbers that come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hebiao.review.corrected.funds import corrected_fund, fund_text, in_unit
from hebiao.review.corrected.lines import corrected_goal, corrected_header, corrected_indicator, corrected_level, renamed_level
from hebiao.review.corrected.value import believed, having, points_in
from normalize.form import Form
from store.correcting import Correction
from store.entities import column_of, key_of
from store.parts import LINES
from store.row_keys import row_at, row_keys

_NAMING = ("label", "source", "list", "name", "level1", "level2", "level3", "content")
"""Fields that are part of their row's key."""

_NUMBERS = ("weight_total", "score_total")
_TEXTS = ("department", "project", "supervisor", "grade")
_CORRECTED: dict[str, Callable[[Form, Any, str, str | None], Any]] = {
    "header": corrected_header,
    "fund": corrected_fund,
    "goal": corrected_goal,
    "level": corrected_level,
    "indicator": corrected_indicator,
}


def corrected(form: Form, corrections: Iterable[Correction]) -> tuple[Form, tuple[Correction, ...]]:
    """Put corrections into a form in their order; gives the form and the corrections that find no row in it."""
    unplaced: list[Correction] = []
    for one in in_force(corrections):
        ordinals = {key: ordinal for ordinal, key in row_keys(form, one.entity).items()}
        if one.row_key in ordinals:
            form = with_text(form, one.entity, ordinals[one.row_key], one.field, one.after)
        else:
            unplaced.append(one)
    return form, tuple(unplaced)


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Leave out what was undone: a correction and the one that turns it round."""
    kept: list[Correction] = []
    for one in corrections:
        undone = next((n for n in range(len(kept) - 1, -1, -1) if _turns_round(one, kept[n])), None)
        if undone is None:
            kept.append(one)
        else:
            del kept[undone]
    return kept


def _turns_round(one: Correction, other: Correction) -> bool:
    same = (one.entity, one.field, one.before, one.after) == (other.entity, other.field, other.after, other.before)
    return same and (one.row_key == other.row_key or one.field in _NAMING)


def column_at(entity: str, field: str) -> str:
    """Give the column that a field is corrected as: ``budget_text`` is ``budget_yuan``, ``score_text`` is ``score``."""
    return column_of(entity, field.removesuffix("_text").removesuffix("_yuan"))


def text_at(form: Form, entity: str, ordinal: int, field: str) -> str | None:
    """Give what the form prints in a field, None for nothing; raises ``LookupError`` for a row or field that is not there."""
    row = row_at(form, entity, ordinal)
    if entity == "fund":
        return fund_text(row, field) or None
    if field not in row.__slots__:
        raise LookupError(f"{entity} 没有 {field} 这一项")
    value = getattr(row, f"{field}_text", None) if entity == "indicator" and field in ("weight", "score") else getattr(row, field)
    return f"{value:f}" if isinstance(value, Decimal) else None if value in (None, "") else str(value)


def confidence_at(form: Form, entity: str, ordinal: int, field: str) -> float | None:
    """Tell how sure the reading of a field is, None where its place is not known."""
    boxes = row_at(form, entity, ordinal).where.get(_place(entity, field))
    return min(box.confidence for box in boxes) if boxes else None


def with_text(form: Form, entity: str, ordinal: int, field: str, text: str | None, *, confidence: float = 1.0) -> Form:
    """Give the form as if it printed ``text`` in a field, read with ``confidence``.

    Raises ``ValueError`` for a text that is no number where one must stand, ``LookupError`` as ``text_at``.
    """
    old = row_at(form, entity, ordinal)
    where = believed(old.where, _place(entity, field), confidence)
    if entity == "form":
        return having(_form(form, field, text), {"where": where})
    row = having(_CORRECTED[entity](form, old, field, text), {"where": where})
    if entity == "level":
        form = renamed_level(form, row)
    many = LINES[entity][0]
    return having(form, {many: tuple(row if line.ordinal == ordinal else line for line in getattr(form, many))})


def _place(entity: str, field: str) -> str:
    """Give the key of ``where`` that holds a column's places: a level's weight stands in its name."""
    return "name" if entity == "level" else key_of(entity, field)


def _form(form: Form, field: str, text: str | None) -> Form:
    if field in _NUMBERS:
        return having(form, {field: points_in(text)})
    if field in _TEXTS:
        return having(form, {field: text or None})
    if field == "title":
        return replace(form, title=text or "")
    if field == "year":
        return replace(form, year=_year(text))
    if field == "money_unit":
        return in_unit(form, text or None)
    raise LookupError(f"form 没有 {field} 这一项可以更正")


def _year(text: str | None) -> int | None:
    if not text:
        return None
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年度?)?\s*", text)
    if match is None:
        raise ValueError(f"「{text}」不是年份")
    return int(match[1])
