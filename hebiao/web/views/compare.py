"""Comparisons (比较): departments, one indicator everywhere, missed targets, the spread of scores, names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

import store
from hebiao.errors import WrongUsage
from hebiao.web.http.refusals import RequestRefused
from hebiao.web.http.site import Reader, render, site_of
from hebiao.web.http.visitor import read_name, texts_for
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.address import AddressFilters, read_filters
from hebiao.web.views import charts
from hebiao.web.views.lists import KINDS
from store import SameName, decide_name, find_keywords, list_years, read_department_names, suggest_names

router = APIRouter()

StandingNames = Mapping[str, str]
"""The department that each other name of it stands for, as people said."""


@router.get("/compare", response_class=HTMLResponse, include_in_schema=False)
def show_departments(request: Request, reader: Reader) -> HTMLResponse:
    """Show departments side by side over the years."""
    filters, standing = read_filters(request), read_department_names(reader)
    known = store.list_departments(reader, SETTINGS.suggested_names)
    names = _choose_departments(filters, standing) or known[: SETTINGS.departments_at_first]
    scores = store.compare_years(reader, names)
    return render(
        request,
        "compare_departments.html",
        filters=filters,
        names=names,
        known=known,
        cells={(score.department, score.year): score for score in scores},
        years=sorted({score.year for score in scores if score.year is not None}),
        queries={name: _query_of_all_names(name, standing) for name in names},
        chart=charts.chart_department_lines(scores, texts_for(request)),
    )


@router.get("/compare/keywords", response_class=HTMLResponse, include_in_schema=False)
def show_keywords(
    request: Request, reader: Reader, department: Annotated[str, Query(max_length=SETTINGS.search_chars)]
) -> HTMLResponse:
    """Show what a department's forms are about."""
    words = find_keywords(reader, department, SETTINGS.department_keywords)
    return render(request, "keywords.html", words=words, department=department)


@router.get("/compare/indicator", response_class=HTMLResponse, include_in_schema=False)
def show_indicator(request: Request, reader: Reader, name: str = "") -> HTMLResponse:
    """Show an indicator of one name in all departments."""
    known = store.list_indicator_names(reader, SETTINGS.suggested_names)
    first = known[0] if known else ""
    chosen = name.strip() or first
    scores = store.compare_indicator(reader, chosen, SETTINGS.compared_rows)
    return render(
        request,
        "compare_indicator.html",
        name=chosen,
        known=known,
        scores=scores,
        most=SETTINGS.compared_rows,
        chart=charts.chart_indicator(scores, texts_for(request)),
    )


@router.get("/compare/missed", response_class=HTMLResponse, include_in_schema=False)
def show_missed(request: Request, reader: Reader) -> HTMLResponse:
    """Show where missed targets have full scores."""
    filters = read_filters(request)
    counts = store.count_missed_by_department(reader, filters.filter, SETTINGS.missed_departments)
    return render(
        request,
        "compare_missed.html",
        filters=filters,
        choices=_read_choices(reader),
        scores=store.find_missed_with_full_score(reader, filters.filter, SETTINGS.compared_rows),
        most=SETTINGS.compared_rows,
        chart=charts.chart_missed(counts, texts_for(request)),
    )


@router.get("/compare/spread", response_class=HTMLResponse, include_in_schema=False)
def show_spread(request: Request, reader: Reader) -> HTMLResponse:
    """Show how scores are spread, and how round they are."""
    filters, t = read_filters(request), texts_for(request)
    totals = store.count_total_scores(reader, filters.filter)
    points = store.count_indicator_points(reader, filters.filter)
    bins_by_name = {
        "histogram": charts.count_by_point(totals),
        "digits": charts.count_last_digits(totals, t),
        "rates": charts.count_rates(points),
        "fineness": charts.count_fineness(points, t),
    }
    return render(
        request,
        "compare_spread.html",
        filters=filters,
        choices=_read_choices(reader),
        charts={name: (bins, charts.chart_bins(bins, t)) for name, bins in bins_by_name.items()},
        departments=store.measure_roundness(reader, filters.filter, SETTINGS.rounding_departments),
    )


@router.get("/compare/names", response_class=HTMLResponse, include_in_schema=False)
def show_names(request: Request, reader: Reader) -> HTMLResponse:
    """Show names that may be one department's, and those that a person said are."""
    suggested = suggest_names(reader)
    confirmed = sorted(read_department_names(reader).items(), key=lambda pair: (pair[1], pair[0]))
    return render(
        request,
        "compare_names.html",
        suggested=suggested[: SETTINGS.name_pairs],
        waiting=len(suggested),
        confirmed=confirmed,
    )


@router.post("/compare/names", include_in_schema=False)
def keep_name_decision(
    request: Request,
    alias: Annotated[str, Form()],
    name: Annotated[str, Form()],
    same: Annotated[int, Form(ge=0, le=1)],
) -> RedirectResponse:
    """Keep whether two names are one department's."""
    try:
        decide_name(site_of(request).writer, alias, name, same=bool(same), who=read_name(request))
    except SameName as error:
        raise RequestRefused(422, WrongUsage("same-name", name=name)) from error
    return RedirectResponse("/compare/names", 303)


def _choose_departments(filters: AddressFilters, standing: StandingNames) -> list[str]:
    """List the departments that the address names, each by its own name."""
    names = dict.fromkeys(standing.get(name, name) for name in filters.filter.department)
    return list(names)[: SETTINGS.compared_departments]


def _read_choices(reader: Reader) -> dict[str, Any]:
    """Return by facet what the forms can be narrowed to."""
    return {"year": list_years(reader), "kind": KINDS}


def _query_of_all_names(name: str, standing: StandingNames) -> str:
    """Return the query that narrows the list to a department under all its names."""
    aliases = [alias for alias, known in standing.items() if known == name]
    return urlencode([("department", one) for one in (name, *aliases)])
