"""Words inside sentences: names of columns, counts of decimals, and what a form prints, shortened."""

from __future__ import annotations

from extract import Message, message

COLUMNS = {
    "initial_yuan": message("column-initial"),
    "budget_yuan": message("column-budget"),
    "executed_yuan": message("column-executed"),
    "transferred_yuan": message("column-transferred"),
    "net_yuan": message("column-net"),
    "amount_yuan": message("column-amount"),
    "rate": message("column-rate"),
    "weight": message("column-weight"),
    "score": message("column-score"),
    "review_score": message("column-review-score"),
    "target": message("column-target"),
    "actual": message("column-actual"),
    "level1": message("column-level1"),
    "level2": message("column-level2"),
    "level3": message("column-level3"),
    "score_total": message("column-score-total"),
    "weight_total": message("column-weight-total"),
    "grade": message("no-grade"),
}
"""What a finding's ``field`` is called."""

_DECIMALS = (
    message("decimals-0"),
    message("decimals-1"),
    message("decimals-2"),
    message("decimals-3"),
    message("decimals-4"),
    message("decimals-5"),
    message("decimals-6"),
)


def decimals(places: int) -> Message:
    """Return how a count of decimals is called: ``整数``, ``一位小数``, ``两位小数``."""
    if places >= len(_DECIMALS):
        return message("decimals-many", places=places)
    return _DECIMALS[places]


def shorten(text: str, characters: int) -> str:
    """Return a text cut after so many characters."""
    if len(text) <= characters:
        return text
    return text[:characters] + "…"
