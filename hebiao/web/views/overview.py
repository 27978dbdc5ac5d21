"""The overview (总览): how much there is and what is wrong with it; everything filters everything."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

import store
from hebiao.web.http.site import Reader, render
from hebiao.web.http.visitor import texts_for
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.address import read_filters
from hebiao.web.views.charts import chart_lowest_departments, chart_years

router = APIRouter()

_FACETS = {
    "year": SETTINGS.listed_years,
    "kind": SETTINGS.listed_kinds,
    "department": SETTINGS.listed_departments,
}
"""The facets that have a card, and how many values each lists."""


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_overview(request: Request, reader: Reader) -> HTMLResponse:
    """Show the overview of the forms that the address asks for."""
    filters, t = read_filters(request), texts_for(request)
    narrowed = filters.filter
    by_year = store.compare_spreads(reader, narrowed, "year", SETTINGS.charted_years)
    lowest = store.compare_spreads(reader, narrowed, "department", SETTINGS.charted_departments)
    return render(
        request,
        "overview.html",
        filters=filters,
        totals=store.count_totals(reader, narrowed),
        verdicts=store.count_totals(reader, narrowed.narrowed("verdict")),
        facets={facet: store.count_shares(reader, narrowed, facet, most) for facet, most in _FACETS.items()},
        rules=store.count_rule_shares(reader, narrowed),
        documents=store.count_documents_by_status(reader),
        years=chart_years(by_year, filters, t),
        departments=chart_lowest_departments(lowest, filters, t),
    )
