"""The API: everything by GET, nothing written; the same access, token and limits as the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response

import store
from hebiao.errors import WrongUsage
from hebiao.questions import Question, questions
from hebiao.reporting.output import as_json
from hebiao.review import CASE_FIELDS, count_waiting, list_cases, list_waiting
from hebiao.web.api.types import (
    Overview,
    QueryAnswer,
    Refused,
    ReviewItem,
    WholeForm,
    audit_answer,
    encode,
    encode_list,
    form_answer,
    list_of,
    review_item,
    struct_of,
)
from hebiao.web.http.refusals import RequestRefused
from hebiao.web.http.site import Reader
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.sql_answers import answer_sql
from store import (
    GROUPS,
    SORTS,
    Correction,
    DocumentLine,
    FindingLine,
    FormFilter,
    FormShare,
    FormTotals,
    ListedForm,
    RuleShare,
    ScoreLine,
    SearchHit,
    compare_scores,
    count_findings,
    count_forms,
    count_found_forms,
    find_document_of,
    find_original,
    list_corrections,
    list_documents,
    list_findings,
    list_forms,
    list_questions,
    load_form,
    search_texts,
)

_Values = Annotated[list[str], Query(max_length=SETTINGS.values_a_facet)]
_Words = Query(max_length=SETTINGS.search_chars, description="Words that a form must hold, parted by blanks.")
_TextWords = Query(
    max_length=SETTINGS.search_chars, description="Words that a text must hold, parted by blanks."
)


def _read_filter(
    *,
    q: Annotated[str, _Words] = "",
    year: _Values = [],  # noqa: B006 - FastAPI copies it
    verdict: _Values = [],  # noqa: B006 - as above
    kind: _Values = [],  # noqa: B006 - as above
    department: _Values = [],  # noqa: B006 - as above
    rule: _Values = [],  # noqa: B006 - as above
) -> FormFilter:
    return FormFilter(
        text=q,
        year=tuple(year),
        verdict=tuple(verdict),
        kind=tuple(kind),
        department=tuple(department),
        rule=tuple(rule),
    )


Narrowed = Annotated[FormFilter, Depends(_read_filter)]
"""A route's argument: the forms that the address asks for, by the same filters as the pages."""

Offset = Annotated[int, Query(ge=0, description="Rows to leave out at the beginning.")]
Limit = Annotated[int, Query(ge=1, le=SETTINGS.api_rows, description="Rows to give.")]


router = APIRouter(prefix="/api", tags=["hebiao"])


def _answers_with(kind: type) -> dict[int | str, dict[str, Any]]:
    """Describe a route's answer."""
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {200: {"content": {"application/json": {"schema": schema}}}}


@router.get("/overview", name="overview", responses=_answers_with(Overview))
def answer_overview(reader: Reader, narrowed: Narrowed) -> Response:
    """Count forms, documents and findings."""
    answer = Overview(
        totals=struct_of(FormTotals)(*store.count_totals(reader, narrowed)),
        documents=store.count_documents_by_status(reader),
        rules=[struct_of(RuleShare)(*share) for share in store.count_rule_shares(reader, narrowed)],
        years=_read_shares(reader, narrowed, "year"),
        kinds=_read_shares(reader, narrowed, "kind"),
        departments=_read_shares(reader, narrowed, "department"),
    )
    return encode(answer)


@router.get("/forms", name="forms", responses=_answers_with(list_of(struct_of(ListedForm))))
def answer_forms(
    reader: Reader,
    narrowed: Narrowed,
    sort: Annotated[str, Query(description=f"One of {', '.join(SORTS)}.")] = "id",
    *,
    desc: bool = False,
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """List forms."""
    if sort not in SORTS:
        raise RequestRefused(422, WrongUsage("not-one-of", name="sort", known=", ".join(SORTS)))
    found = list_forms(reader, narrowed, sort, descending=desc, offset=offset, limit=limit)
    return encode_list(ListedForm, found, count_forms(reader, narrowed))


@router.get("/forms/{form_id}", name="form", responses=_answers_with(WholeForm))
def answer_form(reader: Reader, form_id: int) -> Response:
    """Give a form with all its parts, places on the page, findings and checks."""
    form, audit = load_form(reader, form_id)
    document_id = find_document_of(reader, form_id)
    document = None if document_id is None else find_original(reader, document_id)
    if document is None:  # it was read anew meanwhile
        raise HTTPException(404)
    return encode(WholeForm(form_id, document.id, document.path, form_answer(form), audit_answer(audit)))


@router.get("/findings", name="findings", responses=_answers_with(list_of(struct_of(FindingLine))))
def answer_findings(
    reader: Reader,
    narrowed: Narrowed,
    # FastAPI copies it
    severity: Annotated[list[Literal["error", "warning", "info"]], Query()] = [],  # noqa: B006
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """List findings, form by form."""
    found = list_findings(reader, narrowed, severity, offset=offset, limit=limit)
    return encode_list(FindingLine, found, count_findings(reader, narrowed, severity))


@router.get("/scores", name="score_lines", responses=_answers_with(list_of(struct_of(ScoreLine))))
def answer_scores(
    reader: Reader,
    by: Annotated[str, Query(description=f"One of {', '.join(GROUPS)}.")] = "department",
    year: int | None = None,
) -> Response:
    """Compare the scores of groups of forms, the best first."""
    if by not in GROUPS:
        raise RequestRefused(422, WrongUsage("not-one-of", name="by", known=", ".join(GROUPS)))
    found = compare_scores(reader, by, year)
    return encode_list(ScoreLine, found, len(found))


@router.get("/search", name="hits", responses=_answers_with(list_of(struct_of(SearchHit))))
def answer_search(
    reader: Reader, narrowed: Narrowed, text: Annotated[str, _TextWords], limit: Limit = 100
) -> Response:
    """Find texts by any part of them; total counts the forms that hold all the words."""
    found = search_texts(reader, text, narrowed, limit)
    return encode_list(SearchHit, found, count_found_forms(reader, text, narrowed))


@router.get("/review", name="review", responses=_answers_with(list_of(ReviewItem)))
def answer_review(
    reader: Reader, narrowed: Narrowed, limit: Limit = 50, *, skipped: bool = False
) -> Response:
    """List what waits for a person, the worst first."""
    items = [review_item(item) for item in list_waiting(reader, narrowed, limit, skipped=skipped)]
    return encode(list_of(ReviewItem)(count_waiting(reader, narrowed), items))


@router.get("/failures", name="failures", responses=_answers_with(list_of(struct_of(DocumentLine))))
def answer_failures(reader: Reader, offset: Offset = 0, limit: Limit = 100) -> Response:
    """List the files that failed or look like a form and gave none, and why."""
    counts = store.count_documents_by_status(reader)
    total = sum(counts.get(status, 0) for status in store.LOST_STATUSES)
    some = list_documents(reader, *store.LOST_STATUSES, offset=offset, limit=limit)
    return encode_list(DocumentLine, some, total)


@router.get("/corrections", name="corrected", responses=_answers_with(list_of(struct_of(Correction))))
def answer_corrections(reader: Reader) -> Response:
    """List what people corrected, also what they took back."""
    found = list_corrections(reader)
    return encode_list(Correction, found, len(found))


@router.get("/corrections/cases", name="cases", response_model=list[dict[str, str | int | None]])
def answer_correction_cases(reader: Reader) -> Response:
    """Give the corrections in force as test cases."""
    return Response(as_json(CASE_FIELDS, list_cases(reader)), media_type="application/json")


@router.get("/questions", name="known_questions", responses=_answers_with(list_of(struct_of(Question))))
def answer_questions(reader: Reader) -> Response:
    """List the ready-made questions and those that people keep, with their SQL."""
    kept = [Question(question.name, question.name, question.sql) for question in list_questions(reader)]
    every = [*questions(), *kept]
    return encode_list(Question, every, len(every))


@router.get("/query", name="query", responses=_answers_with(QueryAnswer) | {400: _answers_with(Refused)[200]})
def answer_query(reader: Reader, sql: str, limit: Limit = 1000) -> Response:
    """Run one read-only statement, within the limits of the SQL page."""
    answer = answer_sql(reader, sql, limit)
    if answer.refusal:
        raise RequestRefused(400, answer.refusal)
    rows = [tuple(map(_to_json, row)) for row in answer.rows]
    return encode(QueryAnswer(answer.columns, rows, answer.has_more, round(answer.seconds, 3)))


def _read_shares(reader: Reader, narrowed: FormFilter, facet: str) -> list[Any]:
    shares = store.count_shares(reader, narrowed, facet, SETTINGS.api_shares)
    return [struct_of(FormShare)(*share) for share in shares]


def _to_json(value: object) -> object:
    """Return null for PostgreSQL's NaN and infinity, which JSON has no number for."""
    is_no_number = isinstance(value, Decimal) and not value.is_finite()
    return None if is_no_number else value
