"""Comparisons (比较): departments over the years, one indicator everywhere, missed targets, the spread of scores, and names."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from hebiao.web import compared
from hebiao.web.filters import chosen
from hebiao.web.site import Reader, render, site_of, texts_of
from hebiao.web.who import who_is
from store import comparing, spreading
from store.form_list import years
from store.names import decide_name, department_names, resolve_names

router = APIRouter()

_AT_FIRST = 6
_MOST_DEPARTMENTS = 12
_SUGGESTED = 1000
_MOST_ROWS = 300
_MOST_NAMES = 100
_CHARTED = 15
_KINDS = ("department", "project", "transfer", "other")


@router.get("/compare", response_class=HTMLResponse, include_in_schema=False)
def departments(request: Request, reader: Reader) -> HTMLResponse:
    """Show departments side by side over the years."""
    filters, stands = chosen(request), department_names(reader)
    known = comparing.departments(reader, _SUGGESTED)
    asked = dict.fromkeys(stands.get(name, name) for name in filters.filter.department)
    names = list(asked)[:_MOST_DEPARTMENTS] or known[:_AT_FIRST]
    scores = comparing.year_scores(reader, names)
    return render(
        request,
        "compare_departments.html",
        filters=filters,
        names=names,
        known=known,
        cells={(one.department, one.year): one for one in scores},
        years=sorted({one.year for one in scores if one.year is not None}),
        addresses={name: _all_names(name, stands) for name in names},
        chart=compared.department_lines(scores, texts_of(request)),
    )


@router.get("/compare/indicator", response_class=HTMLResponse, include_in_schema=False)
def indicator(request: Request, reader: Reader, name: str = "") -> HTMLResponse:
    """Show an indicator of one name in all departments."""
    known = comparing.indicator_names(reader, _SUGGESTED)
    asked = name.strip() or (known[0] if known else "")
    scores = comparing.indicator_scores(reader, asked, _MOST_ROWS)
    chart = compared.indicator_bars(scores, texts_of(request))
    return render(request, "compare_indicator.html", name=asked, known=known, scores=scores, most=_MOST_ROWS, chart=chart)


@router.get("/compare/missed", response_class=HTMLResponse, include_in_schema=False)
def missed(request: Request, reader: Reader) -> HTMLResponse:
    """Show where missed targets have full scores."""
    filters = chosen(request)
    return render(
        request,
        "compare_missed.html",
        **_choices(request, reader),
        scores=comparing.missed_with_full_score(reader, filters.filter, _MOST_ROWS),
        most=_MOST_ROWS,
        chart=compared.counted_bars(comparing.missed_by_department(reader, filters.filter, _CHARTED), texts_of(request)),
    )


@router.get("/compare/spread", response_class=HTMLResponse, include_in_schema=False)
def spread(request: Request, reader: Reader) -> HTMLResponse:
    """Show how scores are spread, and how round they are."""
    filters, t = chosen(request), texts_of(request)
    totals, points = spreading.total_scores(reader, filters.filter), spreading.indicator_points(reader, filters.filter)
    parts = {
        "histogram": compared.histogram(totals),
        "digits": compared.last_digits(totals, t),
        "rates": compared.rates(points),
        "grains": compared.grains(points, t),
    }
    return render(
        request,
        "compare_spread.html",
        **_choices(request, reader),
        charts={name: (bins, compared.binned(bins, t)) for name, bins in parts.items()},
        departments=spreading.roundness(reader, filters.filter, _CHARTED * 2),
    )


@router.get("/compare/names", response_class=HTMLResponse, include_in_schema=False)
def names(request: Request, reader: Reader) -> HTMLResponse:
    """Show names that may be one department's, and those that a person said are."""
    suggested = resolve_names(reader)
    confirmed = sorted(department_names(reader).items(), key=lambda pair: (pair[1], pair[0]))
    return render(request, "compare_names.html", suggested=suggested[:_MOST_NAMES], waiting=len(suggested), confirmed=confirmed)


@router.post("/compare/names", include_in_schema=False)
def name_decided(
    request: Request, alias: Annotated[str, Form()], name: Annotated[str, Form()], same: Annotated[int, Form(ge=0, le=1)]
) -> RedirectResponse:
    """Keep whether two names are one department's."""
    try:
        decide_name(site_of(request).writer, alias, name, same=bool(same), who=who_is(request))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return RedirectResponse("/compare/names", 303)


def _choices(request: Request, reader: Reader) -> dict[str, Any]:
    """Give what the forms are narrowed by on a page, and what else they can be."""
    return {"filters": chosen(request), "choices": {"year": years(reader), "kind": _KINDS}}


def _all_names(name: str, stands: dict[str, str]) -> str:
    """Give the query that narrows the list to a department under all its names."""
    return urlencode([("department", one) for one in (name, *(alias for alias, known in stands.items() if known == name))])
