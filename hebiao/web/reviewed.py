"""What the review page shows of an item: its place on the page, its figures, and the values that may be corrected for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from audit.finding import Audit
from hebiao.review.corrected import text_at
from hebiao.review.items import Item
from hebiao.web.places import key_of
from hebiao.web.tree import FindingLine, finding_lines
from normalize.form import Form
from store.deciding import ItemKey
from store.entities import column_of
from store.parts import LINES
from store.row_keys import row_at

_ADDED_UP = {"score_total": "score", "weight_total": "weight", "level1": "weight", "level2": "weight"}
"""By the field that a sum is found to differ in: the column that it adds up, where that has another name."""

_CALLED = ("content", "level3", "source", "label", "name")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that can be corrected: where it stands, what its row is called, and what it prints."""

    entity: str
    row: int
    field: str
    called: str
    text: str

    @property
    def key(self) -> str:
        """Its name on the page."""
        return key_of(self.entity, self.row, self.field)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its form: ``key`` names its value on the page, ``finding`` has its figures, ``values`` may be corrected."""

    item: Item
    form: Form
    audit: Audit
    key: str
    finding: FindingLine | None
    values: tuple[Value, ...]


def shown(item: Item, form: Form, audit: Audit) -> Shown:
    """Put an item beside the form that it was found in."""
    line = next((line for line in finding_lines(form, audit) if _is_of(line, item)), None)
    key = line.key if line else key_of(item.key.entity, item.ordinal, item.key.field or "")
    return Shown(item, form, audit, key, line, tuple(dict.fromkeys(_values(item, form))))


def mark_of(key: ItemKey) -> str:
    """Name an item of a form in an address: a short hash of its key."""
    return hashlib.sha256("\0".join(part or "" for part in key).encode()).hexdigest()[:16]


def _is_of(line: FindingLine, item: Item) -> bool:
    finding = line.finding
    about = (item.key.rule, item.key.field, item.message, item.stated, item.computed)
    owner = ("fund", finding.fund) if finding.fund else ("indicator", finding.indicator) if finding.indicator else ("form", 0)
    told = (finding.rule, finding.field, finding.message, finding.stated, finding.computed)
    return told == about and owner == (item.key.entity, item.ordinal)


def _values(item: Item, form: Form) -> Iterator[Value]:
    """Give the item's own value, what a sum adds up, and the other values of its row."""
    entity, field = item.key.entity, item.key.field
    if field:
        yield from _value(form, entity, item.ordinal, field)
        if item.key.rule is not None and (entity == "form" or field.endswith("_yuan") or field in _ADDED_UP):
            yield from _column(form, _ADDED_UP.get(field, field))
    for name in row_at(form, entity, item.ordinal).where:
        yield from _value(form, entity, item.ordinal, column_of(entity, name))


def _column(form: Form, field: str) -> Iterator[Value]:
    for entity in ("fund", "indicator"):
        for row in getattr(form, LINES[entity][0]):
            yield from (value for value in _value(form, entity, row.ordinal, field) if value.text)


def _value(form: Form, entity: str, ordinal: int, field: str) -> Iterator[Value]:
    row = row_at(form, entity, ordinal)
    called = next((name for name in (getattr(row, told, None) for told in _CALLED) if name), "")
    try:
        yield Value(entity, ordinal, field, called, text_at(form, entity, ordinal, field) or "")
    except LookupError:
        return
