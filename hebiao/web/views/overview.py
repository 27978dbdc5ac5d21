"""The overview (总览): how much there is, what it says, and what is wrong with it; everything filters everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hebiao.locale.texts import Texts
from hebiao.web.http.site import Reader, render, texts_of
from hebiao.web.shared.filters import Chosen, chosen
from store.read import overview as ask
from store.read.overview import Spread

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One place of a chart: its name, its value, what is told of it, and the page that a click opens."""

    name: str
    value: float
    low: float
    high: float
    told: str
    href: str
    chosen: bool


def year_scores(spreads: Sequence[Spread], filters: Chosen, t: Texts) -> Data:
    """Chart the mean total score of each year between the lowest and the highest."""
    return {"kind": "years", "points": _points(spreads, "year", filters, t)}


def department_scores(spreads: Sequence[Spread], filters: Chosen, t: Texts) -> Data:
    """Chart the mean total score of departments."""
    return {"kind": "bars", "points": _points(spreads, "department", filters, t)}


def _points(spreads: Sequence[Spread], facet: str, filters: Chosen, t: Texts) -> list[dict[str, Any]]:
    return [asdict(_point(spread, facet, filters, t)) for spread in spreads]


def _point(spread: Spread, facet: str, filters: Chosen, t: Texts) -> Point:
    told = t(
        "chart.spread", forms=spread.forms, mean=spread.mean, lowest=spread.lowest, highest=spread.highest
    )
    return Point(
        name=str(spread.value),
        value=_drawn(spread.mean),
        low=_drawn(spread.lowest),
        high=_drawn(spread.highest),
        told=told,
        href=filters.toggled(facet, spread.value),
        chosen=filters.has(facet, spread.value),
    )


def _drawn(value: Decimal) -> float:
    return float(value)  # a chart's pixels need no more


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
        departments=department_scores(
            ask.score_spreads(reader, narrowed, "department", _DEPARTMENTS_CHARTED), filters, t
        ),
    )
