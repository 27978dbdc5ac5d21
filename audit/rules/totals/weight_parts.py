"""Weights (分值) as parts of a sum, for their total and for the levels that print one."""

from __future__ import annotations

from decimal import Decimal

from audit.ledger.lines import Line
from audit.slips.totals import Part


def weight_part(line: Line, weight: Decimal) -> Part:
    """Return a line's weight: it cannot be below its score, and may have been its score before the form was changed."""
    return Part(
        line.name,
        weight,
        line.is_execution,
        earlier=None if line.is_execution else line.score,
        least=line.score,
    )
