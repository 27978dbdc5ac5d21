"""What the API answers: each row of the store as an object with its fields.

Numbers are JSON numbers with the digits that are printed; amounts are yuan, rates ratios, scores points. A
message is its Chinese sentence, with its ``code`` and ``args`` beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import msgspec
from fastapi import Response
from msgspec import Struct, defstruct

from audit import Audit, Check, Finding
from extract import Box
from hebiao.questions import Question
from hebiao.review import Item
from hebiao.web.api.messages import Arguments, data_with_explanation, struct_with_sentences, write_sentences
from hebiao.web.http.refusals import Refusal, data_of
from normalize import Form
from store import (
    Correction,
    DocumentLine,
    FindingLine,
    FormShare,
    FormTotals,
    ListedForm,
    RuleShare,
    ScoreLine,
    SearchHit,
)

_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)

FormAnswer = struct_with_sentences(Form)
FindingAnswer = struct_with_sentences(Finding, has_code=True)
CheckAnswer = struct_with_sentences(Check, has_code=True)
AuditAnswer = defstruct(
    "Audit",
    [
        ("findings", list[FindingAnswer]),  # type: ignore[valid-type]
        ("checks", list[CheckAnswer]),  # type: ignore[valid-type]
        ("verdict", str),
    ],
    namespace={"__doc__": Audit.__doc__},
)


class WholeForm(Struct):
    """A form with all its parts, what the audit says, and the file that it stands in."""

    id: int
    document_id: int
    file: str
    form: FormAnswer  # type: ignore[valid-type]
    audit: AuditAnswer  # type: ignore[valid-type]


class ReviewItem(Struct):
    """A doubtful value (``rule`` is null) or a finding that waits; ``rank`` is 0 for the worst.

    ``candidates`` are other readings of its text, ``agreeing`` what would make the figures agree.
    """

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
    agreeing: tuple[str, ...]
    boxes: tuple[Box, ...]
    severity: str | None
    cause: str | None
    message: str | None
    explanation: str | None
    stated: Decimal | None
    computed: Decimal | None
    code: str | None
    args: Arguments


class QueryAnswer(Struct):
    """The columns and rows of an answer; ``more`` where rows were left out."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool
    seconds: float


class Refused(Struct):
    """Why there is no answer."""

    error: str
    code: str
    args: Arguments


@cache
def struct_of(kind: type[NamedTuple]) -> type[Struct]:
    """Return the object that a row of the store is written as."""
    return defstruct(kind.__name__, list(get_type_hints(kind).items()), namespace={"__doc__": kind.__doc__})


@cache
def list_of(kind: type) -> type[Struct]:
    """Return the answer that lists objects; ``total`` counts those that were not asked for too."""
    name = kind.__name__
    doc = f"A part of a list of {name}; ``total`` counts the whole list."
    fields: list[tuple[str, Any]] = [("total", int), ("rows", list[kind])]  # type: ignore[valid-type]
    return defstruct(f"{name}List", fields, namespace={"__doc__": doc})


Overview = defstruct(
    "Overview",
    [
        ("totals", struct_of(FormTotals)),
        ("documents", dict[str, int]),
        ("years", list[struct_of(FormShare)]),  # type: ignore[misc]
        ("kinds", list[struct_of(FormShare)]),  # type: ignore[misc]
        ("departments", list[struct_of(FormShare)]),  # type: ignore[misc]
        ("rules", list[struct_of(RuleShare)]),  # type: ignore[misc]
    ],
    namespace={
        "__doc__": "How much there is: forms by verdict, documents by status, and the most frequent values."
    },
)

_LISTED_ROWS = (ListedForm, FindingLine, ScoreLine, SearchHit, DocumentLine, Question, Correction)
ANSWERS: tuple[type, ...] = (
    *(WholeForm, QueryAnswer, Refused, Overview, list_of(ReviewItem)),
    *(list_of(struct_of(kind)) for kind in _LISTED_ROWS),
)
"""Every type that an answer may have."""


def encode(value: object, status: int = 200) -> Response:
    """Write an answer as JSON."""
    return Response(_ENCODER.encode(value), status, media_type="application/json")


def encode_list(kind: type[NamedTuple], rows: Iterable[NamedTuple], total: int) -> Response:
    """Write a part of a list of the store's rows."""
    row_struct = struct_of(kind)
    return encode(list_of(row_struct)(total, [row_struct(*row) for row in rows]))


def encode_refusal(reason: Refusal, sentence: str, status: int) -> Response:
    """Write why there is no answer, as a sentence and as data."""
    return encode(Refused(sentence, **data_of(reason)), status)


def form_answer(form: Form) -> Struct:
    """Return a form as the API has it."""
    return FormAnswer(**write_sentences(form, FormAnswer))


def audit_answer(audit: Audit) -> Struct:
    """Return an audit as the API has it."""
    findings = [
        FindingAnswer(
            **write_sentences(finding, FindingAnswer),
            **data_with_explanation(finding.message, finding.explanation),
        )
        for finding in audit.findings
    ]
    checks = [
        CheckAnswer(
            **write_sentences(check, CheckAnswer), **data_with_explanation(check.missing, check.explanation)
        )
        for check in audit.checks
    ]
    return AuditAnswer(findings, checks, audit.verdict)


def review_item(item: Item) -> ReviewItem:
    """Return an item of the review as the API has it."""
    values = item.key._asdict() | write_sentences(item, ReviewItem)
    fields = {name: values[name] for name in ReviewItem.__struct_fields__ if name in values}
    return ReviewItem(**fields, **data_with_explanation(item.message, item.explanation))
