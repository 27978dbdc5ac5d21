"""What there is to review in a form: its doubtful values and its findings, each with what may be right instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from audit import Audit
from audit.finding import Finding
from extract.grid import Box
from hebiao.review.candidates import Field, candidates, owner_of
from hebiao.review.corrected import text_at
from normalize.form import Form
from store.deciding import DOUBTFUL, ItemKey, seen_of
from store.entities import column_of, key_of
from store.parts import LINES
from store.row_keys import row_at, row_keys

_CALLED = ("content", "level3", "source", "label", "name")
_RANKS = {("error", False): 0, ("error", True): 1, ("warning", False): 2, ("warning", True): 4}
"""The rank of a finding, by its severity and whether only the form is to blame; as ``store.deciding.RANKS``."""


class Item(NamedTuple):
    """A doubtful value or a finding that waits for a person.

    ``key`` names it in ``decide``; ``rank`` is 0 for the worst. ``ordinal`` is the row's (0 for the form itself), ``row`` what the
    row is called, ``text`` what the field prints now. ``candidates`` are texts that may be right instead, ``boxes`` the places
    in the file. ``rule``, ``severity``, ``cause``, ``message``, ``explanation``, ``stated`` and ``computed`` are the finding's.
    """

    form_id: int
    key: ItemKey
    rank: int
    ordinal: int
    row: str
    text: str | None
    confidence: float | None
    candidates: tuple[str, ...]
    boxes: tuple[Box, ...]
    severity: str | None = None
    cause: str | None = None
    message: str | None = None
    explanation: str | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None


def items_of(form_id: int, form: Form, audit: Audit) -> list[Item]:
    """Give all findings (but what is only for information) and all doubtful values of a form, decided or not."""
    found = [_of_finding(form_id, form, finding) for finding in audit.findings if finding.severity != "info"]
    told_apart: Counter[ItemKey] = Counter()
    items: list[Item] = []
    for item in (*found, *_doubtful(form_id, form, audit)):
        told_apart[item.key] += 1
        again = told_apart[item.key]
        items.append(item if again == 1 else item._replace(key=item.key._replace(seen=f"{item.key.seen} #{again}")))
    return items


def _of_finding(form_id: int, form: Form, finding: Finding) -> Item:
    entity, ordinal = owner_of(finding)
    text = _text(form, entity, ordinal, finding.field)
    seen = seen_of(finding.stated, finding.computed)
    rank = _RANKS[finding.severity, finding.cause == "form"]
    item = _item(form_id, form, Field(entity, ordinal, finding.field or "", text), rank, [finding])
    told = {name: getattr(finding, name) for name in ("severity", "cause", "message", "explanation", "stated", "computed")}
    return item._replace(key=item.key._replace(field=finding.field, rule=finding.rule, seen=seen), **told)


def _doubtful(form_id: int, form: Form, audit: Audit) -> Iterator[Item]:
    rows = [("form", 0, form), *((entity, row.ordinal, row) for entity, (many, _) in LINES.items() for row in getattr(form, many))]
    for entity, ordinal, row in rows:
        for name, boxes in row.where.items():
            if any(box.confidence < 1 for box in boxes):
                column = column_of(entity, name)
                field = Field(entity, ordinal, column, _text(form, entity, ordinal, column))
                yield _item(form_id, form, field, DOUBTFUL, audit.findings)


def _item(form_id: int, form: Form, field: Field, rank: int, findings: Iterable[Finding]) -> Item:
    row = row_at(form, field.entity, field.ordinal)
    boxes = row.where.get(key_of(field.entity, field.name), ())
    return Item(
        form_id,
        ItemKey(field.entity, row_keys(form, field.entity)[field.ordinal], field.name, None, field.text),
        rank,
        field.ordinal,
        next((name for name in (getattr(row, told, None) for told in _CALLED) if name), ""),
        field.text,
        min((box.confidence for box in boxes), default=None),
        tuple(candidates(form, field, findings)),
        boxes,
    )


def _text(form: Form, entity: str, ordinal: int, field: str | None) -> str | None:
    try:
        return text_at(form, entity, ordinal, field) if field else None
    except LookupError:
        return None
