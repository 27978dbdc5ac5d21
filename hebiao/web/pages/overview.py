"""The overview (总览): how much there is, what it says, and what is wrong with it; everything filters everything."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hebiao.web.charts import department_scores, year_scores
from hebiao.web.filters import chosen
from hebiao.web.site import Reader, render, texts_of
from store import overview as ask

router = APIRouter()

_FACETS = (("year", 20), ("kind", 8), ("department", 30))
_DEPARTMENTS_CHARTED = 20


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def overview(request: Request, reader: Reader) -> HTMLResponse:
    """Show the overview of the forms that the address asks for."""
    filters, t = chosen(request), texts_of(request)
    narrowed = filters.filter
    return render(
        request,
        "overview.html",
        filters=filters,
        totals=ask.totals(reader, narrowed),
        verdicts=ask.totals(reader, narrowed.narrowed("verdict")),
        facets={facet: ask.shares(reader, narrowed, facet, limit) for facet, limit in _FACETS},
        rules=ask.rule_shares(reader, narrowed),
        documents=ask.documents_by_status(reader),
        years=year_scores(ask.score_spreads(reader, narrowed, "year", 50), filters, t),
        departments=department_scores(ask.score_spreads(reader, narrowed, "department", _DEPARTMENTS_CHARTED), filters, t),
    )
