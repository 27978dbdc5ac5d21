"""How scores are spread, and how round they are: sorted into bins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from hebiao.locale.texts import Texts

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
