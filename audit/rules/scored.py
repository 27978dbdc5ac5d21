"""Indicators with points of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.lines import find_extra, is_own_line
from normalize import Form, Indicator


@dataclass(frozen=True, slots=True)
class ScoredIndicator:
    """An indicator with its weight and score that is no sub-row, no execution row and beside no hundred."""

    indicator: Indicator
    weight: Decimal
    score: Decimal

    @property
    def is_full(self) -> bool:
        """Whether it scores its weight or more."""
        return self.score >= self.weight


def find_scored(form: Form) -> Iterator[ScoredIndicator]:
    """Yield the indicators that print a weight and a score of their own."""
    for indicator in form.indicators:
        if find_extra(indicator) or not is_own_line(indicator):
            continue
        weight, score = indicator.weight, indicator.score
        if weight is not None and score is not None:
            yield ScoredIndicator(indicator, weight, score)
