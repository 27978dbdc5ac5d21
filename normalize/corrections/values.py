"""The values of corrected texts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from extract import message
from normalize.form import Form
from normalize.parts import Fund, Goal, Header, Indicator, Level
from normalize.refusals import ValueRefused
from normalize.values.number import parse_points
from normalize.values.text import is_blank

Part = TypeVar("Part", Form, Header, Fund, Goal, Level, Indicator)


def replace_fields(part: Part, values: dict[str, Any]) -> Part:
    """Return a part of a form with other values in the fields that are named."""
    return replace(part, **values)


def read_points(text: str | None) -> Decimal | None:
    """Return the points that a corrected weight or score prints; raises ``ValueRefused`` where it prints something else."""
    return read_number(text, parse_points(text or ""))


def read_number(text: str | None, value: Decimal | None) -> Decimal | None:
    """Return the value, or None for an empty cell or a placeholder; raises ``ValueRefused`` for a text that has no value."""
    if value is None and not is_blank(text or ""):
        raise ValueRefused(message("value-no-number", text=text or ""))
    return value
