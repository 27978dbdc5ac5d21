"""What the API answers: each row of the store as an object with its fields.

Numbers are JSON numbers with the digits that are printed; amounts are yuan, rates ratios, scores points.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec
from fastapi import Response
from msgspec import Struct, defstruct

from audit import Audit, Check, Finding, render
from extract import Message
from extract.grid import Box
from hebiao.questions import Question
from hebiao.review.items import Item
from normalize.form import Form
from store import FindingLine, ScoreLine
from store.people.correcting import Correction
from store.read.documents import DocumentLine
from store.read.listing import ListedForm
from store.read.overview import RuleShare, Share, Totals
from store.search.searching import Hit

_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


def _with_sentences(kind: type) -> type[Struct]:
    """Return the object that a finding or check is written as: its sentences in Chinese, their code and arguments beside."""
    fields: list[Any] = []
    for name, written in get_type_hints(kind).items():
        is_sentence = Message in (written, *get_args(written))
        fields.append((name, str | None if is_sentence else written))
    added = [("code", str | None), ("args", dict[str, Any])]
    return defstruct(f"{kind.__name__}Answer", [*fields, *added], namespace={"__doc__": kind.__doc__})


_FindingAnswer = _with_sentences(Finding)
_CheckAnswer = _with_sentences(Check)
AuditAnswer = defstruct(
    "AuditAnswer",
    [("findings", list[_FindingAnswer]), ("checks", list[_CheckAnswer]), ("verdict", str)],  # type: ignore[valid-type]
    namespace={"__doc__": Audit.__doc__},
)


def audit_answer(audit: Audit) -> Struct:
    """Return an audit as the API has it."""
    findings = [_answer_of(_FindingAnswer, one, one.message) for one in audit.findings]
    checks = [_answer_of(_CheckAnswer, one, one.missing) for one in audit.checks]
    return AuditAnswer(findings, checks, audit.verdict)


def _answer_of(kind: type[Struct], entry: Finding | Check, first: Message | None) -> Struct:
    values = {name: getattr(entry, name) for name in kind.__struct_fields__ if hasattr(entry, name)}
    shown = {name: render(value) if isinstance(value, Message) else value for name, value in values.items()}
    data = {} if first is None else first.to_data()
    args = data.get("args", {})
    if entry.explanation is not None:
        args = args | {"explanation": entry.explanation.to_data()}
    return kind(**shown, code=data.get("code"), args=args)


class WholeForm(Struct):
    """A form with all its parts, what the audit says, and the file that it stands in."""

    id: int
    document_id: int
    file: str
    form: Form
    audit: AuditAnswer  # type: ignore[valid-type]


class ReviewItem(Struct):
    """A doubtful value (``rule`` is null) or a finding that waits for a person; ``rank`` is 0 for the worst."""

    form_id: int
    rank: int
    entity: str
    ordinal: int
    row: str
    field: str | None
    rule: str | None
    text: str | None
    confidence: float | None
    candidates: tuple[str, ...]
    boxes: tuple[Box, ...]
    severity: str | None
    cause: str | None
    message: str | None
    explanation: str | None
    stated: Decimal | None
    computed: Decimal | None


class QueryAnswer(Struct):
    """The columns and rows of an answer; ``more`` where rows were left out."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool
    seconds: float


class Refused(Struct):
    """Why there is no answer."""

    error: str


@cache
def struct_of(kind: type[NamedTuple]) -> type[Struct]:
    """Give the object that a row of the store is written as."""
    return defstruct(kind.__name__, list(get_type_hints(kind).items()), namespace={"__doc__": kind.__doc__})


@cache
def list_of(kind: type) -> type[Struct]:
    """Give the answer that lists objects; ``total`` counts those that were not asked for too."""
    name = kind.__name__
    doc = f"A part of a list of {name}; ``total`` counts the whole list."
    return defstruct(f"{name}List", [("total", int), ("rows", list[kind])], namespace={"__doc__": doc})  # type: ignore[valid-type]


Overview = defstruct(
    "Overview",
    [
        ("totals", struct_of(Totals)),
        ("documents", dict[str, int]),
        ("years", list[struct_of(Share)]),  # type: ignore[misc]
        ("kinds", list[struct_of(Share)]),  # type: ignore[misc]
        ("departments", list[struct_of(Share)]),  # type: ignore[misc]
        ("rules", list[struct_of(RuleShare)]),  # type: ignore[misc]
    ],
    namespace={
        "__doc__": "How much there is: forms by verdict, documents by status, and the most frequent values."
    },
)

ANSWERS: tuple[type, ...] = (
    *(WholeForm, QueryAnswer, Refused, Overview, list_of(ReviewItem)),
    *(
        list_of(struct_of(kind))
        for kind in (ListedForm, FindingLine, ScoreLine, Hit, DocumentLine, Question, Correction)
    ),
)
"""Every type that an answer may have."""


def answered(value: object, status: int = 200) -> Response:
    """Write an answer as JSON."""
    return Response(_ENCODER.encode(value), status, media_type="application/json")


def listed(kind: type[NamedTuple], rows: Iterable[NamedTuple], total: int) -> Response:
    """Write a part of a list of the store's rows."""
    made = struct_of(kind)
    return answered(list_of(made)(total, [made(*row) for row in rows]))


def review_item(item: Item) -> ReviewItem:
    """Give an item of the review as the API has it."""
    told = item._asdict() | item.key._asdict()
    told |= {name: render(told[name]) for name in ("message", "explanation") if told[name] is not None}
    return ReviewItem(**{name: told[name] for name in ReviewItem.__struct_fields__})
