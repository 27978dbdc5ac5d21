"""What the charts of the comparisons show, and the tables beside them, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from hebiao.web.formats import percent, plain
from hebiao.web.texts import Texts
from store.comparing import IndicatorScore, YearScore

Data = dict[str, Any]

_FULL = 100
_STEP = 5  # percent


class Bin(NamedTuple):
    """A part of a distribution: what it is called, how many are in it, their share, and whether it is a round one."""

    name: str
    number: int
    share: Decimal
    is_round: bool


def department_lines(scores: Iterable[YearScore], t: Texts) -> Data:
    """Chart the mean total scores of departments over the years, a line for each."""
    points = [
        _point(str(one.year), one.mean, t("compare.mean-of", mean=plain(one.mean), forms=one.forms), series=one.department)
        for one in scores
        if one.mean is not None and one.year is not None
    ]
    return {"kind": "lines", "points": points}


def indicator_bars(scores: Iterable[IndicatorScore], t: Texts) -> Data:
    """Chart the mean score rate that each department gave an indicator, the lowest first."""
    rates: dict[str, list[Decimal]] = {}
    for one in scores:
        if one.rate is not None and one.department:
            rates.setdefault(one.department, []).append(one.rate)
    means = sorted((sum(some, Decimal()) / len(some), name, len(some)) for name, some in rates.items())
    points = [_point(name, round(mean * 100, 1), t("compare.rate-of", rate=_percent(mean), times=n)) for mean, name, n in means]
    return {"kind": "bars", "points": points}


def counted_bars(counts: Iterable[tuple[str | None, int, int]], t: Texts) -> Data:
    """Chart how many indicators of each department missed their target and have the full score."""
    return {
        "kind": "bars",
        "points": [
            _point(name or t("facet.none"), count, t("compare.missed-of", indicators=count, forms=forms))
            for name, count, forms in counts
        ],
    }


def binned(bins: Sequence[Bin], t: Texts) -> Data:
    """Chart a distribution; its round bins stand out."""
    points = [
        _point(one.name, one.number, t("compare.bin", count=one.number, share=_percent(one.share)), chosen=one.is_round)
        for one in bins
    ]
    return {"kind": "columns", "points": points}


def histogram(scores: Iterable[tuple[Decimal, int]]) -> list[Bin]:
    """Sort total scores into bins of one point: 96 holds 96 and all below 97; but 95 is 95 alone, and 95.x what lies above it."""
    counts = Counter[tuple[int, bool]]()
    for score, count in scores:
        point = int(score // 1)
        counts[point, point % _STEP == 0 and score != point] += count
    points = range(min(counts)[0], max(counts)[0] + 1) if counts else ()
    bins = ((point, above) for point in points for above in (False, True) if not above or counts[point, above])
    named = {f"{point}.x" if above else str(point): counts[point, above] for point, above in bins}
    return _bins(named, {str(point) for point in points if point % _STEP == 0})


def last_digits(scores: Iterable[tuple[Decimal, int]], t: Texts) -> list[Bin]:
    """Sort total scores by the last digit of whole ones; those with decimals are one bin."""
    counts = {str(digit): 0 for digit in range(10)} | {t("compare.decimals"): 0}
    for score, count in scores:
        counts[str(int(score) % 10) if score == score // 1 else t("compare.decimals")] += count
    return _bins(counts, {"0", "5"})


def rates(points: Iterable[tuple[Decimal, Decimal, int]]) -> list[Bin]:
    """Sort indicators by their score's share of their weight, in bins of five percent; the full score is one of its own."""
    counts = {f"{low}%": 0 for low in range(0, _FULL + 1, _STEP)}
    for score, weight, count in points:
        low = min(max(int(score * _FULL // weight), 0), _FULL)
        counts[f"{low - low % _STEP}%"] += count
    return _bins(counts, {f"{_FULL}%"})


def grains(points: Iterable[tuple[Decimal, Decimal, int]], t: Texts) -> list[Bin]:
    """Sort indicators by how fine their score is: full, nothing, whole, half a point, finer."""
    names = {grain: t(f"compare.{grain}") for grain in ("full", "zero", "whole", "half", "finer")}
    counts = dict.fromkeys(names.values(), 0)
    for score, weight, count in points:
        counts[names[_grain(score, weight)]] += count
    return _bins(counts, {names[grain] for grain in ("full", "whole", "half")})


def _grain(score: Decimal, weight: Decimal) -> str:
    if score == weight:
        return "full"
    if score == 0:
        return "zero"
    doubled = score * 2
    return "whole" if score == score // 1 else "half" if doubled == doubled // 1 else "finer"


def _bins(counts: Mapping[str, int], rounds: set[str]) -> list[Bin]:
    total = sum(counts.values()) or 1
    return [Bin(name, count, Decimal(count) / total, name in rounds) for name, count in counts.items()]


def _point(name: str, value: Decimal | int, told: str, *, series: str = "", chosen: bool = False) -> Data:
    return {"name": name, "value": float(value), "told": told, "href": "", "series": series, "chosen": chosen}


def _percent(ratio: Decimal) -> str:
    return percent(round(ratio, 3))
