"""The parts of a form that it has many of (entities), and how their fields, columns and rows are named."""

from __future__ import annotations

# Normalize names these too: they stand here again so that a store is opened without that room.
# A test holds both alike.
AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")
TEXTS = (*CELLS, "reason")
"""The cells of a fund row whose text is kept; the reason has no number beside it."""

INDICATOR_PROSE = ("content", "target", "initial_target", "actual", "reason", "measures")
"""The texts of an indicator that are searched."""

MANY = {
    "header": "headers",
    "fund": "funds",
    "goal": "goals",
    "level": "levels",
    "indicator": "indicators",
    "subtotal": "subtotals",
}
"""Each entity that a form has many of (the name of its table), with the form's field that holds them."""

SUBTOTAL_CELLS = ("weight", "score", "review_score", "amount")
"""The cells of a subtotal whose text is kept."""

_WITH_AMOUNTS = ("fund", "subtotal")

FORM_GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict")
LEVEL_GROUPS = ("level1", "level2")
GROUPS = (*FORM_GROUPS, *LEVEL_GROUPS)
"""The columns by which scores are compared: those of the form, then those of the indicator."""


def column_of(entity: str, name: str) -> str:
    """Return the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    is_amount = entity in _WITH_AMOUNTS and name in AMOUNTS
    return f"{name}_yuan" if is_amount else name


def key_of(entity: str, column: str) -> str:
    """Return the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity in _WITH_AMOUNTS else column
