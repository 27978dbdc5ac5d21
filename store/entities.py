"""The parts of a form that it has many of (entities), and how their fields, columns and rows are named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.form import Form

AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")
TEXTS = (*CELLS, "reason")
"""The cells of a fund row whose text is kept; the reason has no number beside it."""

MANY = {"header": "headers", "fund": "funds", "goal": "goals", "level": "levels", "indicator": "indicators"}
"""Each entity that a form has many of, with the form's field that holds them; the entity's table has the same name."""

FORM_GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict")
LEVEL_GROUPS = ("level1", "level2")
GROUPS = (*FORM_GROUPS, *LEVEL_GROUPS)
"""The columns by which scores are compared: those of the form, then those of the indicator."""

_NAMED_BY: dict[str, tuple[str, ...]] = {
    "header": ("label",),
    "fund": ("list_heading", "source"),
    "goal": (),
    "level": ("depth", "name"),
    "indicator": ("level1", "level2", "level3", "content"),
}


def column_of(entity: str, name: str) -> str:
    """Return the column for a key of ``where``: a fund's ``budget`` is ``budget_yuan``."""
    is_amount = entity == "fund" and name in AMOUNTS
    return f"{name}_yuan" if is_amount else name


def key_of(entity: str, column: str) -> str:
    """Return the key of ``where`` for a column; undoes ``column_of``."""
    return column.removesuffix("_yuan") if entity == "fund" else column


def row_keys(form: Form, entity: str) -> dict[int, str]:
    """Return the key of each of a form's rows of one entity by its ordinal: its names, with a counter for equal ones.

    The form itself is row 0, and its key is empty. Raises ``KeyError`` for an entity that is none.
    """
    if entity == "form":
        return {0: ""}
    met: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for entry in getattr(form, MANY[entity]):
        parts = [getattr(entry, field) for field in _NAMED_BY[entity]]
        name = " / ".join(str(part) for part in parts if part)
        met[name] += 1
        is_first = name and met[name] == 1
        keys[entry.ordinal] = name if is_first else f"{name} #{met[name]}".strip()
    return keys


# any of the form's dataclasses, or the form
def row_at(form: Form, entity: str, ordinal: int) -> Any:  # noqa: ANN401
    """Return the row with an ordinal; raises ``LookupError``."""
    if entity == "form" and ordinal == 0:
        return form
    for entry in getattr(form, MANY[entity]):
        if entry.ordinal == ordinal:
            return entry
    raise LookupError(f"这张表没有 {entity} {ordinal}")
