"""What all corrected values share: they are numbers where numbers must stand, and their reading is believed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import structs

from normalize.clean import is_blank
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Where
from normalize.number import points

Part = TypeVar("Part", Form, Header, Fund, Goal, Level, Indicator)


def having(part: Part, values: dict[str, Any]) -> Part:
    """Give a part of a form with other values in the fields that are named."""
    return replace(part, **values)


def points_in(text: str | None) -> Decimal | None:
    """Give the points that a corrected weight or score prints; raises ``ValueError`` where it prints something else."""
    return number_or_blank(text, points(text or ""))


def number_or_blank(text: str | None, value: Decimal | None) -> Decimal | None:
    """Give the value, or None for an empty cell or a placeholder; raises ``ValueError`` for a text that has no value."""
    if value is None and not is_blank(text or ""):
        raise ValueError(f"「{text}」不是一个数")
    return value


def believed(where: Where, field: str, confidence: float) -> Where:
    """Give the places of a row with another confidence in one of its fields."""
    if field not in where:
        return where
    return where | {field: tuple(structs.replace(box, confidence=confidence) for box in where[field])}
