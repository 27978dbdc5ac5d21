"""What a row of a form is known by, so that it is found again when the file is read anew and all ids are new."""

from __future__ import annotations

from collections import Counter
from typing import Any

from normalize.form import Form
from store.parts import LINES

_NAMED_BY: dict[str, tuple[str, ...]] = {
    "header": ("label",),
    "fund": ("list_heading", "source"),
    "goal": (),
    "level": ("depth", "name"),
    "indicator": ("level1", "level2", "level3", "content"),
}


def row_keys(form: Form, entity: str) -> dict[int, str]:
    """Give the key of each of a form's rows of one entity by its ordinal: its names, with a counter for equal ones.

    The form itself is row 0, and its key is empty. ``KeyError`` for an entity that is none.
    """
    if entity == "form":
        return {0: ""}
    met: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for entry in getattr(form, LINES[entity][0]):
        name = " / ".join(str(part) for part in (getattr(entry, field) for field in _NAMED_BY[entity]) if part)
        met[name] += 1
        keys[entry.ordinal] = name if met[name] == 1 and name else f"{name} #{met[name]}".strip()
    return keys


def row_at(form: Form, entity: str, ordinal: int) -> Any:  # noqa: ANN401 - any of the form's dataclasses, or the form
    """Give the row with an ordinal; raises ``LookupError``."""
    if entity == "form" and ordinal == 0:
        return form
    many = LINES[entity][0]
    found = [entry for entry in getattr(form, many) if entry.ordinal == ordinal]
    if not found:
        raise LookupError(f"这张表没有 {entity} {ordinal}")
    return found[0]
