"""What an indicator's target tells of it, and how it is shown."""

from __future__ import annotations

from audit.ledger import Ledger
from audit.ledger.lines import name_indicator
from audit.messages.words import shorten
from audit.rules.settings import RULES
from extract import Message
from normalize import Indicator


def is_told(ledger: Ledger, indicator: Indicator) -> bool:
    """Tell whether the target was met or missed for sure: numbers that can be compared say the same."""
    if indicator.achieved is None or indicator.ordinal in ledger.unit_conflicts:
        return False
    found = ledger.comparison(indicator)
    if found is None:
        return True
    return not found.contradicts(indicator.achieved)


def prints_targets(ledger: Ledger) -> bool:
    """Tell whether an indicator prints both a target and an actual."""
    return any(indicator.target and indicator.actual for indicator in ledger.form.indicators)


def prints_scored_targets(ledger: Ledger) -> bool:
    """Tell whether the form prints targets with actuals, and scores of indicators."""
    has_scores = any(indicator.score is not None for indicator in ledger.form.indicators)
    return has_scores and prints_targets(ledger)


def show_target(indicator: Indicator) -> dict[str, str | Message]:
    """Return what every sentence about a target shows: the indicator's name, target and actual."""
    return {
        "name": name_indicator(indicator),
        "target": shorten(indicator.target, RULES.excerpt_characters),
        "actual": shorten(indicator.actual, RULES.excerpt_characters),
    }
