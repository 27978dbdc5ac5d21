"""An item of the review beside its form: where it lights, its figures, the values to correct."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from audit import Audit
from hebiao.review import Item
from hebiao.web.views.form_tree import ShownFinding, list_findings, value_key
from normalize import Form, name_row, row_at, text_at
from store import MANY, ItemKey, column_of

_SUMMED_COLUMNS = {
    "score_total": "score",
    "weight_total": "weight",
    "level1": "weight",
    "level2": "weight",
}
"""By the field that a sum is found to differ in: the column that it adds up, where that has another name."""

_MARK_CHARS = 16


@dataclass(frozen=True, slots=True)
class CorrectableValue:
    """A value that can be corrected: where it stands, the name of its row, and what it prints."""

    entity: str
    row: int
    field: str
    row_name: str
    text: str

    @property
    def key(self) -> str:
        """Its key on the page."""
        return value_key(self.entity, self.row, self.field)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with its form.

    ``key`` names its value on the page, ``finding`` has its figures, ``values`` may be corrected.
    """

    item: Item
    form: Form
    audit: Audit
    key: str
    finding: ShownFinding | None
    values: tuple[CorrectableValue, ...]


def show_item(item: Item, form: Form, audit: Audit) -> ShownItem:
    """Put an item beside the form that it was found in."""
    finding = next((shown for shown in list_findings(form, audit) if _is_of_item(shown, item)), None)
    key = finding.key if finding else value_key(item.key.entity, item.ordinal, item.key.field or "")
    values = tuple(dict.fromkeys(_find_values(item, form)))
    return ShownItem(item=item, form=form, audit=audit, key=key, finding=finding, values=values)


def mark_of(key: ItemKey) -> str:
    """Name an item of a form in an address: a short hash of its key."""
    joined = "\0".join(part or "" for part in key)
    return hashlib.sha256(joined.encode()).hexdigest()[:_MARK_CHARS]


def _is_of_item(shown: ShownFinding, item: Item) -> bool:
    finding = shown.finding
    about_item = (item.key.rule, item.key.field, item.message, item.stated, item.computed)
    about_finding = (finding.rule, finding.field, finding.message, finding.stated, finding.computed)
    return about_finding == about_item and finding.owner == (item.key.entity, item.ordinal)


def _find_values(item: Item, form: Form) -> Iterator[CorrectableValue]:
    """Yield the item's own value, what a sum adds up, and the other values of its row."""
    entity, field = item.key.entity, item.key.field
    if field:
        yield from _find_value(form, entity, item.ordinal, field)
        if item.key.rule is not None and _is_summed(entity, field):
            yield from _find_column(form, _SUMMED_COLUMNS.get(field, field))
    for name in row_at(form, entity, item.ordinal).where:
        yield from _find_value(form, entity, item.ordinal, column_of(entity, name))


def _is_summed(entity: str, field: str) -> bool:
    return entity == "form" or field.endswith("_yuan") or field in _SUMMED_COLUMNS


def _find_column(form: Form, field: str) -> Iterator[CorrectableValue]:
    for entity in ("fund", "indicator"):
        for row in getattr(form, MANY[entity]):
            yield from (value for value in _find_value(form, entity, row.ordinal, field) if value.text)


def _find_value(form: Form, entity: str, ordinal: int, field: str) -> Iterator[CorrectableValue]:
    """Yield the value of a field, nothing where the row has no such field."""
    row_name = name_row(row_at(form, entity, ordinal))
    try:
        text = text_at(form, entity, ordinal, field)
    except LookupError:
        return
    yield CorrectableValue(entity=entity, row=ordinal, field=field, row_name=row_name, text=text or "")
