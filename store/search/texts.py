"""The texts of a form that can be searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from store.entities import MANY, TEXTS

if TYPE_CHECKING:
    from normalize.form import Form

FIELDS = {
    "form": ("title", "department", "project", "supervisor"),
    "header": ("label", "value"),
    "fund": ("source", "list", *(f"{cell}_text" for cell in TEXTS)),
    "goal": ("expected", "actual"),
    "level": ("name",),
    "indicator": ("level3", "content", "target", "actual", "reason", "measures"),
}
"""The columns of each entity that are searched."""


def texts_in(form: Form) -> Iterator[str]:
    """Yield the texts of a form that is not stored yet, in the order of ``FIELDS``."""
    yield from _filled(form, "form")
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            if entity == "fund":
                yield from entry.texts.values()
            yield from _filled(entry, entity)


def _filled(entry: Any, entity: str) -> Iterator[str]:  # noqa: ANN401 - any of the form's dataclasses
    for field in FIELDS[entity]:
        attribute = "list_heading" if field == "list" else field
        text = getattr(entry, attribute, None)
        if text:
            yield text
