"""What there is to review in a form: doubtful values and findings, each with what may be right instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from audit import Audit, Finding, rests_on_figures
from extract import Box, Message
from normalize import (
    MULTIPLIERS,
    Form,
    Fund,
    Subtotal,
    list_rows,
    name_row,
    row_at,
    row_keys,
    text_at,
    unit_at,
)
from store import AMOUNTS, DOUBTFUL, ItemKey, column_of, describe_seen, key_of

_READ_TWICE = frozenset({"read-twice", "read-twice-more"})
_SUMMED_FIELDS = {"score-total": "score", "weight-total": "weight"}
_PERCENT_PLACES = Decimal("0.01")
_RANKS = {("error", False): 0, ("error", True): 1, ("warning", False): 2, ("warning", True): 4}
"""The rank of a finding, by its severity and whether only the form is to blame; see the store's ``RANKS``."""


class Item(NamedTuple):
    """A doubtful value or a finding that waits for a person.

    ``key`` names it in ``decide``; ``rank`` is 0 for the worst. ``ordinal`` is the row's (0 for the form
    itself), ``row`` the row's name, ``text`` what the field prints now. ``candidates`` are other
    readings of it, ``agreeing`` what would make the figures agree, which nobody read, ``boxes`` the places in
    the file. ``rule``, ``severity``, ``cause``, ``message``,
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
    agreeing: tuple[str, ...]
    boxes: tuple[Box, ...]
    severity: str | None = None
    cause: str | None = None
    message: Message | None = None
    explanation: Message | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PrintedField:
    """A field of a row, and the text that it prints now."""

    entity: str
    ordinal: int
    name: str
    text: str | None


def find_items(form_id: int, form: Form, audit: Audit) -> list[Item]:
    """Return the findings (but information) and the doubtful values of a form, decided or not."""
    of_findings = [
        _item_of_finding(form_id, form, finding) for finding in audit.findings if finding.severity != "info"
    ]
    times: Counter[ItemKey] = Counter()
    items: list[Item] = []
    for item in (*of_findings, *_find_doubtful(form_id, form, audit)):
        times[item.key] += 1
        items.append(_number_item(item, times[item.key]))
    return items


def find_candidates(form: Form, field: PrintedField, findings: Iterable[Finding]) -> list[str]:
    """Return the other readings of a field: what a recogniser gave, and what ``findings`` tell."""
    place = (field.entity, field.ordinal, field.name)
    readings = [one.text for one in form.readings if (one.owner, one.line, one.field) == place]
    readings += [text for finding in findings for text in _find_readings(finding, field.text)]
    return list(dict.fromkeys(text for text in readings if text != field.text))


def find_agreeing(form: Form, field: PrintedField, findings: Iterable[Finding]) -> list[str]:
    """Return the texts with which a field would agree with the others, whatever was read."""
    texts = [text for finding in findings for text in _find_agreeing(form, field, finding)]
    return list(dict.fromkeys(text for text in texts if text != field.text))


def _find_readings(finding: Finding, text: str | None) -> list[str]:
    """Return both readings of a value where a finding tells them and one is this text."""
    if finding.message.code not in _READ_TWICE:
        return []
    arguments = dict(finding.message.args)
    readings = [arguments["first"], arguments["second"]]
    texts = [reading if isinstance(reading, str) else "" for reading in readings]
    if (text or "") not in texts:
        return []
    return texts


def _find_agreeing(form: Form, field: PrintedField, finding: Finding) -> list[str]:
    """Return what makes the figures agree: the computed value, or the part that gives the stated sum."""
    if finding.computed is None or not rests_on_figures(finding):
        return []
    is_own_field = finding.field == field.name and finding.owner == (field.entity, field.ordinal)
    if is_own_field:
        return [_print_value(form, field, finding.computed)]
    part = _find_part(form, field, finding)
    if finding.stated is None or part is None:
        return []
    return [_print_value(form, field, part + finding.stated - finding.computed)]


def _find_part(form: Form, field: PrintedField, finding: Finding) -> Decimal | None:
    """Return the field's value where a finding's sum adds it up."""
    is_in_sum = field.entity in ("fund", "indicator") and field.name == _SUMMED_FIELDS.get(finding.rule)
    is_in_funds = (finding.rule, finding.field, field.entity) == ("fund-total", field.name, "fund")
    if not is_in_sum and not is_in_funds:
        return None
    value: Decimal | None = getattr(row_at(form, field.entity, field.ordinal), field.name)
    return value


def _print_value(form: Form, field: PrintedField, value: Decimal) -> str:
    """Return a value as its column prints it: an amount in the column's unit, a rate in percent."""
    cell = key_of(field.entity, field.name)
    if field.entity in ("fund", "subtotal") and cell in AMOUNTS:
        row: Fund | Subtotal = row_at(form, field.entity, field.ordinal)
        return _print_plainly(value / MULTIPLIERS[unit_at(form, row, cell).removesuffix("元")])
    if field.name == "rate":
        return f"{(value * 100).quantize(_PERCENT_PLACES)}%"
    return _print_plainly(value)


def _print_plainly(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _number_item(item: Item, number: int) -> Item:
    """Return an item with a key of its own, where another of the form has the same."""
    if number == 1:
        return item
    return item._replace(key=item.key._replace(seen=f"{item.key.seen} #{number}"))


def _item_of_finding(form_id: int, form: Form, finding: Finding) -> Item:
    entity, ordinal = finding.owner
    field = PrintedField(
        entity, ordinal, finding.field or "", _read_text(form, entity, ordinal, finding.field)
    )
    rank = _RANKS[finding.severity, finding.cause == "form"]
    item = _make_item(form_id, form, field, rank, [finding])
    seen = describe_seen(finding.stated, finding.computed)
    return item._replace(
        key=item.key._replace(field=finding.field, rule=finding.rule, seen=seen),
        severity=finding.severity,
        cause=finding.cause,
        message=finding.message,
        explanation=finding.explanation,
        stated=finding.stated,
        computed=finding.computed,
    )


def _find_doubtful(form_id: int, form: Form, audit: Audit) -> Iterator[Item]:
    for entity, ordinal, row in list_rows(form):
        for name, boxes in row.where.items():
            if any(box.confidence < 1 for box in boxes):
                column = column_of(entity, name)
                text = _read_text(form, entity, ordinal, column)
                field = PrintedField(entity, ordinal, column, text)
                yield _make_item(form_id, form, field, DOUBTFUL, audit.findings)


def _make_item(form_id: int, form: Form, field: PrintedField, rank: int, findings: Sequence[Finding]) -> Item:
    row = row_at(form, field.entity, field.ordinal)
    row_key = row_keys(form, field.entity)[field.ordinal]
    boxes = row.where.get(key_of(field.entity, field.name), ())
    return Item(
        form_id=form_id,
        key=ItemKey(field.entity, row_key, field.name, None, field.text),
        rank=rank,
        ordinal=field.ordinal,
        row=name_row(row),
        text=field.text,
        confidence=min((box.confidence for box in boxes), default=None),
        candidates=tuple(find_candidates(form, field, findings)),
        agreeing=tuple(find_agreeing(form, field, findings)),
        boxes=boxes,
    )


def _read_text(form: Form, entity: str, ordinal: int, field: str | None) -> str | None:
    if not field:
        return None
    try:
        return text_at(form, entity, ordinal, field)
    except LookupError:
        return None
