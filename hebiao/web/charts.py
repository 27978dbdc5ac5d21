"""What the charts show, as plain data; ``charts.js`` draws it with the page's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from hebiao.web.filters import Chosen
from hebiao.web.texts import Texts
from store.overview import Spread

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
    told = t("chart.spread", forms=spread.forms, mean=spread.mean, lowest=spread.lowest, highest=spread.highest)
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
