"""What ``charts.js`` draws: points with name, value, tooltip and link; distributions come in bins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from hebiao.locale.formats import percent, plain
from hebiao.locale.texts import Texts
from hebiao.web.shared.address import AddressFilters
from store import IndicatorScore, ScoreSpread, YearScore

Chart = dict[str, Any]
"""The kind of a chart and its points, for JSON."""

_RATE_DECIMALS = 3


ScoreCount = tuple[Decimal, int]
"""A total score and how many forms have it."""

ScoredCount = tuple[Decimal, Decimal, int]
"""A score, its weight, and how many indicators have both."""

_FULL = 100
_STEP = 5  # points of a total score, percent of a weight
_FINENESSES = ("full", "zero", "whole", "half", "finer")
_ROUND_FINENESSES = ("full", "whole", "half")


class Bin(NamedTuple):
    """A part of a distribution: its name, how many are in it, their share, and whether it is a round one."""

    name: str
    number: int
    share: Decimal
    is_round: bool


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


def chart_years(spreads: Sequence[ScoreSpread], filters: AddressFilters, t: Texts) -> Chart:
    """Chart the mean total score of each year between the lowest and the highest."""
    return _chart("years", (_spread_point(spread, "year", filters, t) for spread in spreads))


def chart_lowest_departments(spreads: Sequence[ScoreSpread], filters: AddressFilters, t: Texts) -> Chart:
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


def count_by_point(scores: Iterable[ScoreCount]) -> list[Bin]:
    """Sort total scores into bins of one point.

    96 holds 96 and all below 97; but 95 is 95 alone, and 95.x what lies above it.
    """
    counts = Counter[tuple[int, bool]]()
    for score, count in scores:
        point = int(score // 1)
        counts[point, point % _STEP == 0 and score != point] += count
    points = range(min(counts)[0], max(counts)[0] + 1) if counts else range(0)
    by_name: dict[str, int] = {}
    for point in points:
        by_name[str(point)] = counts[point, False]
        if counts[point, True]:
            by_name[f"{point}.x"] = counts[point, True]
    return _to_bins(by_name, {str(point) for point in points if point % _STEP == 0})


def count_last_digits(scores: Iterable[ScoreCount], t: Texts) -> list[Bin]:
    """Sort total scores by the last digit of whole ones; those with decimals are one bin."""
    with_decimals = t("compare.decimals")
    counts = {str(digit): 0 for digit in range(10)} | {with_decimals: 0}
    for score, count in scores:
        name = str(int(score) % 10) if score == score // 1 else with_decimals
        counts[name] += count
    return _to_bins(counts, {"0", "5"})


def count_rates(scores: Iterable[ScoredCount]) -> list[Bin]:
    """Sort indicators by their score's share of their weight, in bins of five percent.

    The full score is a bin of its own.
    """
    counts = {f"{low}%": 0 for low in range(0, _FULL + 1, _STEP)}
    for score, weight, count in scores:
        percent = min(max(int(score * _FULL // weight), 0), _FULL)
        counts[f"{percent - percent % _STEP}%"] += count
    return _to_bins(counts, {f"{_FULL}%"})


def count_fineness(scores: Iterable[ScoredCount], t: Texts) -> list[Bin]:
    """Sort indicators by how fine their score is: full, nothing, whole, half a point, finer."""
    names = {fineness: t(f"compare.{fineness}") for fineness in _FINENESSES}
    counts = dict.fromkeys(names.values(), 0)
    for score, weight, count in scores:
        counts[names[_find_fineness(score, weight)]] += count
    return _to_bins(counts, {names[fineness] for fineness in _ROUND_FINENESSES})


def _find_fineness(score: Decimal, weight: Decimal) -> str:
    if score == weight:
        return "full"
    if score == 0:
        return "zero"
    if score == score // 1:
        return "whole"
    doubled = score * 2
    return "half" if doubled == doubled // 1 else "finer"


def _to_bins(counts: Mapping[str, int], round_names: set[str]) -> list[Bin]:
    total = sum(counts.values()) or 1
    return [Bin(name, count, Decimal(count) / total, name in round_names) for name, count in counts.items()]


def _chart(kind: str, points: Iterable[ChartPoint]) -> Chart:
    return {"kind": kind, "points": [asdict(point) for point in points]}


def _spread_point(spread: ScoreSpread, facet: str, filters: AddressFilters, t: Texts) -> ChartPoint:
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
