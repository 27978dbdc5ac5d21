"""How a printed figure is held against a computed one."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

HUNDREDTH = Decimal("0.01")


def compare(stated: Decimal, computed: Decimal, tolerance: Decimal = HUNDREDTH) -> Literal["agrees", "close", "differs"]:
    """Compare exactly; ``close`` is a difference within ``tolerance``, which systems make that round before they print."""
    if stated == computed:
        return "agrees"
    return "close" if abs(stated - computed) <= tolerance else "differs"
