"""Rows that stand beside the hundred points: bonuses (加分项), deductions (扣分项) and vetoes (一票否决)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from audit.catalogue import data
from normalize.form import Indicator

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"


def aside(indicator: Indicator) -> str | None:
    """Return ``bonus``, ``deduction`` or ``veto`` for a row that its level names as one, or that is called so; else None."""
    return _named(indicator.level1 or "", indicator.level2 or "", indicator.level3 or "")


@cache
def _named(level1: str, level2: str, level3: str) -> str | None:
    for kind in (BONUS, DEDUCTION, VETO):
        words: Iterable[str] = data("aside.toml")[kind]
        if any(word in level1 or word in level2 or level3.partition(":")[0] == word for word in words):
            return kind
    return None
