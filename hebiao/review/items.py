"""What there is to review in a form: its doubtful values and its findings, each with what may be right instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from audit import Audit, Finding, arithmetic_fails
from extract import Message
from extract.grid import Box
from normalize import row_at, row_keys, text_at, unit_at
from normalize.form import Form, Fund
from normalize.values.number import MULTIPLIERS
from store.entities import AMOUNTS, MANY, column_of, key_of
from store.people.deciding import DOUBTFUL, ItemKey, seen_of

_READ_TWICE = frozenset({"read-twice", "read-twice-more"})
_SUMS = {"score-total": "score", "weight-total": "weight"}
_PERCENT_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row, and the text that it prints now."""

    entity: str
    ordinal: int
    name: str
    text: str | None


def candidates(form: Form, field: Field, findings: Iterable[Finding]) -> list[str]:
    """Give the texts that may stand in a field in place of its own, the likeliest first, by what ``findings`` tell."""
    found = list(findings)
    readings = (reading for finding in found for reading in _readings(finding, field.text))
    wanted = (text for finding in found for text in _wanted(form, field, finding))
    return list(dict.fromkeys(one for one in (*readings, *wanted) if one != field.text))


def _readings(finding: Finding, text: str | None) -> Iterator[str]:
    """Give both readings of a value where a finding tells them and one is this text."""
    if finding.message.code not in _READ_TWICE:
        return
    arguments = dict(finding.message.args)
    readings = (arguments["first"], arguments["second"])
    both = [reading if isinstance(reading, str) else "" for reading in readings]
    if (text or "") in both:
        yield from both


def _wanted(form: Form, field: Field, finding: Finding) -> Iterator[str]:
    """Give what would make the figures agree: the computed value, or what a part must be for the stated sum."""
    if finding.computed is None or not arithmetic_fails(finding):
        return
    if (finding.field, owner_of(finding)) == (field.name, (field.entity, field.ordinal)):
        yield _printed(form, field, finding.computed)
    elif finding.stated is not None and (part := _part_of(form, field, finding)) is not None:
        yield _printed(form, field, part + finding.stated - finding.computed)


def _part_of(form: Form, field: Field, finding: Finding) -> Decimal | None:
    """Give the field's value where a finding's sum adds it up."""
    in_sum = field.entity in ("fund", "indicator") and field.name == _SUMS.get(finding.rule)
    in_funds = (finding.rule, finding.field, field.entity) == ("fund-total", field.name, "fund")
    if not in_sum and not in_funds:
        return None
    value: Decimal | None = getattr(row_at(form, field.entity, field.ordinal), field.name)
    return value


def owner_of(finding: Finding) -> tuple[str, int]:
    """Tell the row that a finding is about; the form is row 0."""
    if finding.fund is not None:
        return "fund", finding.fund
    return ("form", 0) if finding.indicator is None else ("indicator", finding.indicator)


def _printed(form: Form, field: Field, value: Decimal) -> str:
    """Give a value as its column prints it: an amount in the column's unit, a rate in percent."""
    cell = key_of(field.entity, field.name)
    if field.entity == "fund" and cell in AMOUNTS:
        fund: Fund = row_at(form, field.entity, field.ordinal)
        return _plain(value / MULTIPLIERS[unit_at(form, fund, cell).removesuffix("元")])
    return f"{(value * 100).quantize(_PERCENT_PLACES)}%" if field.name == "rate" else _plain(value)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_CALLED = ("content", "level3", "source", "label", "name")
_RANKS = {("error", False): 0, ("error", True): 1, ("warning", False): 2, ("warning", True): 4}
"""The rank of a finding, by its severity and whether only the form is to blame; as ``store.people.deciding.RANKS``."""


class Item(NamedTuple):
    """A doubtful value or a finding that waits for a person.

    ``key`` names it in ``decide``; ``rank`` is 0 for the worst. ``ordinal`` is the row's (0 for the form
    itself), ``row`` what the row is called, ``text`` what the field prints now. ``candidates`` are texts that
    may be right instead, ``boxes`` the places in the file. ``rule``, ``severity``, ``cause``, ``message``,
    ``explanation``, ``stated`` and ``computed`` are the finding's.
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
    message: Message | None = None
    explanation: Message | None = None
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
        items.append(
            item if again == 1 else item._replace(key=item.key._replace(seen=f"{item.key.seen} #{again}"))
        )
    return items


def _of_finding(form_id: int, form: Form, finding: Finding) -> Item:
    entity, ordinal = owner_of(finding)
    text = _text(form, entity, ordinal, finding.field)
    seen = seen_of(finding.stated, finding.computed)
    rank = _RANKS[finding.severity, finding.cause == "form"]
    item = _item(form_id, form, Field(entity, ordinal, finding.field or "", text), rank, [finding])
    told = {
        name: getattr(finding, name)
        for name in ("severity", "cause", "message", "explanation", "stated", "computed")
    }
    return item._replace(key=item.key._replace(field=finding.field, rule=finding.rule, seen=seen), **told)


def _doubtful(form_id: int, form: Form, audit: Audit) -> Iterator[Item]:
    rows = [
        ("form", 0, form),
        *((entity, row.ordinal, row) for entity, many in MANY.items() for row in getattr(form, many)),
    ]
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
