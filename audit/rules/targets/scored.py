"""Indicators with points of their own, and what their targets tell of them."""

from __future__ import annotations

from collections.abc import Iterator

from audit.ledger import Ledger
from audit.ledger.lines import find_extra, name_indicator
from audit.rules.settings import shorten
from extract import Message
from normalize import Form, Indicator


def find_scored(form: Form) -> Iterator[Indicator]:
    """Yield the indicators with a weight and a score of their own."""
    for indicator in form.indicators:
        is_own = not indicator.sub and not indicator.execution
        has_points = bool(indicator.weight) and indicator.score is not None
        if is_own and has_points and not find_extra(indicator):
            yield indicator


def is_told(ledger: Ledger, indicator: Indicator) -> bool:
    """Tell whether the target was met or missed for sure: numbers that can be compared say the same."""
    if indicator.achieved is None:
        return False
    found = ledger.comparison(indicator)
    return found is None or not found.contradicts(indicator.achieved)


def is_full(indicator: Indicator) -> bool:
    """Tell whether an indicator scores its weight or more."""
    if indicator.score is None or indicator.weight is None:
        return False
    return indicator.score >= indicator.weight


def show_target(indicator: Indicator) -> dict[str, str | Message]:
    """Return what every sentence about a target shows: the indicator's name, target and actual."""
    return {
        "name": name_indicator(indicator),
        "target": shorten(indicator.target),
        "actual": shorten(indicator.actual),
    }
