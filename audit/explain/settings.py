"""The numbers that decide when an explanation is given, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ExplainSettings:
    """Shares and counts; set by the second table of ``benchmarks/audit_mutations.py``."""

    highest_chance: Decimal = Decimal("0.02")
    """The largest share of differences that a sum's slips may reach, where nothing else speaks for one."""
    near_share: Decimal = Decimal("0.05")
    """A difference is held beside those up to this share of the sum, either way: larger ones are rare."""
    near_steps: int = 30
    """... and beside at least so many of its own last place."""
    unexplained_share: Decimal = Decimal("0.2")
    """How much rarer a line below its weight is that gives no reason, on a form that asks for one."""
    most_trials: int = 400
    """How many changes are tried in a form."""


EXPLAIN = ExplainSettings()
