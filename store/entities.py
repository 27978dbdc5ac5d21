"""What a form has many of, and how its fields and the columns of the database name the same things."""

from __future__ import annotations

AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")
TEXTS = (*CELLS, "reason")
"""The cells of a fund row whose text is kept; the reason has no number beside it."""

MANY = {"header": "headers", "fund": "funds", "goal": "goals", "level": "levels", "indicator": "indicators"}
"""Each entity that a form has many of, with the form's field that holds them; the entity's table has the same name."""


def column_of(entity: str, name: str) -> str:
    """Give the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    return f"{name}_yuan" if entity == "fund" and name in AMOUNTS else name


def key_of(entity: str, column: str) -> str:
    """Give the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity == "fund" else column
