"""The API: everything by GET, nothing written; the same access, token and limits as the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from hebiao.questions import Question, questions
from hebiao.review.correcting import correction_cases
from hebiao.review.queue import queue, waiting
from hebiao.web.api.types import (
    Overview,
    QueryAnswer,
    Refused,
    ReviewItem,
    WholeForm,
    answered,
    audit_answer,
    list_of,
    listed,
    review_item,
    struct_of,
)
from hebiao.web.http.site import Reader
from hebiao.web.shared import sql_answers as answers
from store import FindingLine, ScoreLine, scores
from store.people.correcting import Correction, corrections
from store.people.questions import kept_questions
from store.read import overview as ask
from store.read.documents import DocumentLine, document_of, documents, original
from store.read.listing import SORTS, ListedForm, count_findings, count_forms, list_findings, list_forms
from store.read.loading import load_form
from store.read.overview import RuleShare, Share, Totals
from store.read.scoring import GROUPS
from store.search.filtering import FormFilter
from store.search.searching import Hit, search
from store.search.searching import count_forms as count_found

_Values = Annotated[list[str], Query(max_length=50)]


def _narrowed(
    *,
    q: Annotated[
        str, Query(max_length=200, description="Words that a form must hold, parted by blanks.")
    ] = "",
    year: _Values = [],  # noqa: B006 - FastAPI copies it
    verdict: _Values = [],  # noqa: B006 - as above
    kind: _Values = [],  # noqa: B006 - as above
    department: _Values = [],  # noqa: B006 - as above
    rule: _Values = [],  # noqa: B006 - as above
) -> FormFilter:
    return FormFilter(q, tuple(year), tuple(verdict), tuple(kind), tuple(department), tuple(rule))


Narrowed = Annotated[FormFilter, Depends(_narrowed)]
"""A route's argument: the forms that the address asks for, by the same filters as the pages."""

Offset = Annotated[int, Query(ge=0, description="Rows to leave out at the beginning.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Rows to give.")]


router = APIRouter(prefix="/api", tags=["hebiao"])

_MOST_SHARES = 1000


def _gives(kind: type) -> dict[int | str, dict[str, Any]]:
    """Describe a route's answer."""
    return {
        200: {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}}
    }


@router.get("/overview", responses=_gives(Overview))
def overview(reader: Reader, narrowed: Narrowed) -> Response:
    """Count forms, documents and findings."""
    by = {
        f"{facet}s": ask.shares(reader, narrowed, facet, _MOST_SHARES)
        for facet in ("year", "kind", "department")
    }
    return answered(
        Overview(
            totals=struct_of(Totals)(*ask.totals(reader, narrowed)),
            documents=ask.documents_by_status(reader),
            rules=[struct_of(RuleShare)(*one) for one in ask.rule_shares(reader, narrowed)],
            **{name: [struct_of(Share)(*share) for share in shares] for name, shares in by.items()},
        )
    )


@router.get("/forms", responses=_gives(list_of(struct_of(ListedForm))))
def forms(
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
        raise HTTPException(422, f"sort: {', '.join(SORTS)}")
    found = list_forms(reader, narrowed, sort, descending=desc, offset=offset, limit=limit)
    return listed(ListedForm, found, count_forms(reader, narrowed))


@router.get("/forms/{form_id}", responses=_gives(WholeForm))
def form(reader: Reader, form_id: int) -> Response:
    """Give a form with all its parts, places on the page, findings and checks."""
    read, audit = load_form(reader, form_id)
    document_id = document_of(reader, form_id)
    document = None if document_id is None else original(reader, document_id)
    if document is None:  # it was read anew meanwhile
        raise HTTPException(404)
    return answered(WholeForm(form_id, document.id, document.path, read, audit_answer(audit)))


@router.get("/findings", responses=_gives(list_of(struct_of(FindingLine))))
def findings(
    reader: Reader,
    narrowed: Narrowed,
    # FastAPI copies it
    severity: Annotated[list[Literal["error", "warning", "info"]], Query()] = [],  # noqa: B006
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """List findings, form by form."""
    found = list_findings(reader, narrowed, severity, offset=offset, limit=limit)
    return listed(FindingLine, found, count_findings(reader, narrowed, severity))


@router.get("/scores", responses=_gives(list_of(struct_of(ScoreLine))))
def score_lines(
    reader: Reader,
    by: Annotated[str, Query(description=f"One of {', '.join(GROUPS)}.")] = "department",
    year: int | None = None,
) -> Response:
    """Compare the scores of groups of forms, the best first."""
    if by not in GROUPS:
        raise HTTPException(422, f"by: {', '.join(GROUPS)}")
    found = scores(reader, by, year)
    return listed(ScoreLine, found, len(found))


@router.get("/search", responses=_gives(list_of(struct_of(Hit))))
def hits(
    reader: Reader,
    narrowed: Narrowed,
    text: Annotated[str, Query(max_length=200, description="Words that a text must hold, parted by blanks.")],
    limit: Limit = 100,
) -> Response:
    """Find texts by any part of them; total counts the forms that hold all the words."""
    return listed(Hit, search(reader, text, narrowed, limit), count_found(reader, text, narrowed))


@router.get("/review", responses=_gives(list_of(ReviewItem)))
def review(reader: Reader, narrowed: Narrowed, limit: Limit = 50, *, skipped: bool = False) -> Response:
    """List what waits for a person, the worst first."""
    items = [review_item(item) for item in queue(reader, narrowed, limit, skipped=skipped)]
    return answered(list_of(ReviewItem)(waiting(reader, narrowed), items))


@router.get("/failures", responses=_gives(list_of(struct_of(DocumentLine))))
def failures(reader: Reader, offset: Offset = 0, limit: Limit = 100) -> Response:
    """List the files that could not be read, and why."""
    total = ask.documents_by_status(reader).get("failed", 0)
    return listed(DocumentLine, documents(reader, "failed", offset=offset, limit=limit), total)


@router.get("/corrections", responses=_gives(list_of(struct_of(Correction))))
def corrected(reader: Reader) -> Response:
    """List what people corrected, also what they took back."""
    made = corrections(reader)
    return listed(Correction, made, len(made))


@router.get("/corrections/cases", response_model=list[dict[str, str | int | None]])
def cases(reader: Reader) -> Response:
    """Give the corrections in force as test cases."""
    return Response(correction_cases(reader), media_type="application/json")


@router.get("/questions", responses=_gives(list_of(struct_of(Question))))
def known_questions(reader: Reader) -> Response:
    """List the ready-made questions and those that people keep, with their SQL."""
    known = [*questions(), *(Question(one.name, one.name, one.sql) for one in kept_questions(reader))]
    return listed(Question, known, len(known))


@router.get("/query", responses=_gives(QueryAnswer) | {400: _gives(Refused)[200]})
def query(reader: Reader, sql: str, limit: Limit = 1000) -> Response:
    """Run one read-only statement, within the limits of the SQL page."""
    found = answers.answer(reader, sql, limit)
    if found.error:
        return answered(Refused(found.error), 400)
    rows = [tuple(map(_json_value, row)) for row in found.rows]
    return answered(QueryAnswer(found.columns, rows, found.more, round(found.seconds, 3)))


def _json_value(value: object) -> object:
    """Give null for PostgreSQL's NaN and infinity, which JSON has no number for."""
    return None if isinstance(value, Decimal) and not value.is_finite() else value
