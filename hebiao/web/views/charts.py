"""What ``charts.js`` draws: points with name, value, tooltip, and the page that a click opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from hebiao.locale.formats import percent, plain
from hebiao.locale.texts import Texts
from hebiao.web.shared.filters import AddressFilters
from hebiao.web.views.distributions import Bin
from store.read.comparing import IndicatorScore, YearScore
from store.read.overview import Spread

Chart = dict[str, Any]
"""The kind of a chart and its points, for JSON."""

_RATE_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point; ``low`` and ``high`` are the ends of its range, ``series`` the line that it belongs to."""

    name: str
    value: float
    tooltip: str
    href: str = ""
    series: str = ""
    chosen: bool = False
    low: float | None = None
    high: float | None = None


def chart_years(spreads: Sequence[Spread], filters: AddressFilters, t: Texts) -> Chart:
    """Chart the mean total score of each year between the lowest and the highest."""
    return _chart("years", (_spread_point(spread, "year", filters, t) for spread in spreads))


def chart_lowest_departments(spreads: Sequence[Spread], filters: AddressFilters, t: Texts) -> Chart:
    """Chart the mean total score of departments."""
    return _chart("bars", (_spread_point(spread, "department", filters, t) for spread in spreads))


def chart_department_lines(scores: Iterable[YearScore], t: Texts) -> Chart:
    """Chart the mean total scores of departments over the years, a line for each."""
    points: list[ChartPoint] = []
    for score in scores:
        if score.mean is None or score.year is None:
            continue
        tooltip = t("compare.mean-of", mean=plain(score.mean), forms=score.forms)
        points.append(ChartPoint(str(score.year), _to_pixels(score.mean), tooltip, series=score.department))
    return _chart("lines", points)


def chart_indicator(scores: Iterable[IndicatorScore], t: Texts) -> Chart:
    """Chart the mean score rate that each department gave an indicator, the lowest first."""
    rates: dict[str, list[Decimal]] = {}
    for score in scores:
        if score.rate is not None and score.department:
            rates.setdefault(score.department, []).append(score.rate)
    means = sorted((sum(some, Decimal()) / len(some), name, len(some)) for name, some in rates.items())
    points: list[ChartPoint] = []
    for mean, name, times in means:
        tooltip = t("compare.rate-of", rate=_show_rate(mean), times=times)
        points.append(ChartPoint(name, _to_pixels(round(mean * 100, 1)), tooltip))
    return _chart("bars", points)


def chart_missed(counts: Iterable[tuple[str | None, int, int]], t: Texts) -> Chart:
    """Chart how many indicators of each department missed their target and have the full score."""
    points: list[ChartPoint] = []
    for name, count, forms in counts:
        tooltip = t("compare.missed-of", indicators=count, forms=forms)
        points.append(ChartPoint(name or t("facet.none"), _to_pixels(count), tooltip))
    return _chart("bars", points)


def chart_bins(bins: Sequence[Bin], t: Texts) -> Chart:
    """Chart a distribution; its round bins stand out."""
    points: list[ChartPoint] = []
    for one in bins:
        tooltip = t("compare.bin", count=one.number, share=_show_rate(one.share))
        points.append(ChartPoint(one.name, _to_pixels(one.number), tooltip, chosen=one.is_round))
    return _chart("columns", points)


def _chart(kind: str, points: Iterable[ChartPoint]) -> Chart:
    return {"kind": kind, "points": [asdict(point) for point in points]}


def _spread_point(spread: Spread, facet: str, filters: AddressFilters, t: Texts) -> ChartPoint:
    tooltip = t(
        "chart.spread", forms=spread.forms, mean=spread.mean, lowest=spread.lowest, highest=spread.highest
    )
    return ChartPoint(
        name=str(spread.value),
        value=_to_pixels(spread.mean),
        tooltip=tooltip,
        href=filters.toggle(facet, spread.value),
        chosen=filters.has(facet, spread.value),
        low=_to_pixels(spread.lowest),
        high=_to_pixels(spread.highest),
    )


def _to_pixels(value: Decimal | int) -> float:
    return float(value)  # a chart's pixels need no more


def _show_rate(ratio: Decimal) -> str:
    return percent(round(ratio, _RATE_DECIMALS))
