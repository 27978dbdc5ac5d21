"""How numbers and names look on the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

EMPTY = "—"


def plain(value: Decimal | int | None) -> str:
    """Show a number without the zeros that say nothing: 95.6, not 95.60."""
    if value is None:
        return EMPTY
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal | int | None) -> str:
    """Show an amount in groups of three digits: 8,200,000."""
    if value is None:
        return EMPTY
    whole, point, rest = plain(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}"


def percent(value: Decimal | None) -> str:
    """Show a ratio as a percentage: 1.04 as 104%."""
    return EMPTY if value is None else f"{plain(value * 100)}%"


def or_dash(value: object) -> object:
    """Show a dash where there is nothing."""
    return EMPTY if value is None or value == "" else value


def exact(values: dict[str, Decimal]) -> str:
    """Write numbers as JSON texts, so that the page adds what is printed and no float."""
    return json.dumps({name: f"{value:f}" for name, value in values.items()})


FILTERS: dict[str, Callable[..., object]] = {
    "plain": plain,
    "grouped": grouped,
    "percent": percent,
    "or_dash": or_dash,
    "exact": exact,
}
