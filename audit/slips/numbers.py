"""Exact numbers: their decimals, how they are shown, and whether two of them agree."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext
from typing import Literal

STORED_PLACES = 6
"""Decimals that the database keeps of a ratio."""

HUNDREDTH = Decimal("0.01")
"""A difference that systems make which round before they print (observed)."""


def value_places(value: Decimal) -> int:
    """Return how many decimals a value carries."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up to ``places`` decimals."""
    return _quantize(value, places, ROUND_HALF_UP)


def cut(value: Decimal, places: int) -> Decimal:
    """Cut after ``places`` decimals without rounding."""
    return _quantize(value, places, ROUND_DOWN)


def _quantize(value: Decimal, places: int, rounding: str) -> Decimal:
    """Quantize, but leave a number that fills the context's digits before its decimals as it is."""
    fits = value.adjusted() + places < getcontext().prec - 1
    return value.quantize(Decimal(1).scaleb(-places), rounding) if fits else value


def plain(value: Decimal) -> str:
    """Return a value without exponent and without zeros at its end: ``100`` for 1.0E+2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(rate: Decimal, step: Decimal) -> str:
    """Return a ratio as a percentage with the decimals of ``step``: ``103.89%``."""
    return f"{rounded(rate * 100, max(0, value_places(step) - 2)):f}%"


def compare(
    stated: Decimal, computed: Decimal, tolerance: Decimal = HUNDREDTH
) -> Literal["agrees", "close", "differs"]:
    """Compare exactly; ``close`` is a difference within ``tolerance``."""
    if stated == computed:
        return "agrees"
    return "close" if abs(stated - computed) <= tolerance else "differs"
