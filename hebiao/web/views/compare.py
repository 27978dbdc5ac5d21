"""Comparisons (比较): departments over the years, one indicator everywhere, missed targets, the spread of scores, and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from hebiao.locale.formats import percent, plain
from hebiao.locale.texts import Texts
from hebiao.web.http.site import Reader, render, site_of, texts_of
from hebiao.web.http.visitor import who_is
from hebiao.web.shared.filters import chosen
from store.people.names import decide_name, department_names, resolve_names
from store.read import comparing
from store.read import comparing as spreading
from store.read.comparing import IndicatorScore, YearScore
from store.read.listing import years

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
        _point(
            str(one.year),
            one.mean,
            t("compare.mean-of", mean=plain(one.mean), forms=one.forms),
            series=one.department,
        )
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
    points = [
        _point(name, round(mean * 100, 1), t("compare.rate-of", rate=_percent(mean), times=n))
        for mean, name, n in means
    ]
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
        _point(
            one.name,
            one.number,
            t("compare.bin", count=one.number, share=_percent(one.share)),
            chosen=one.is_round,
        )
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
    bins = (
        (point, above) for point in points for above in (False, True) if not above or counts[point, above]
    )
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
        chart=department_lines(scores, texts_of(request)),
    )


@router.get("/compare/indicator", response_class=HTMLResponse, include_in_schema=False)
def indicator(request: Request, reader: Reader, name: str = "") -> HTMLResponse:
    """Show an indicator of one name in all departments."""
    known = comparing.indicator_names(reader, _SUGGESTED)
    asked = name.strip() or (known[0] if known else "")
    scores = comparing.indicator_scores(reader, asked, _MOST_ROWS)
    chart = indicator_bars(scores, texts_of(request))
    return render(
        request,
        "compare_indicator.html",
        name=asked,
        known=known,
        scores=scores,
        most=_MOST_ROWS,
        chart=chart,
    )


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
        chart=counted_bars(
            comparing.missed_by_department(reader, filters.filter, _CHARTED), texts_of(request)
        ),
    )


@router.get("/compare/spread", response_class=HTMLResponse, include_in_schema=False)
def spread(request: Request, reader: Reader) -> HTMLResponse:
    """Show how scores are spread, and how round they are."""
    filters, t = chosen(request), texts_of(request)
    totals, points = (
        spreading.total_scores(reader, filters.filter),
        spreading.indicator_points(reader, filters.filter),
    )
    parts = {
        "histogram": histogram(totals),
        "digits": last_digits(totals, t),
        "rates": rates(points),
        "grains": grains(points, t),
    }
    return render(
        request,
        "compare_spread.html",
        **_choices(request, reader),
        charts={name: (bins, binned(bins, t)) for name, bins in parts.items()},
        departments=spreading.roundness(reader, filters.filter, _CHARTED * 2),
    )


@router.get("/compare/names", response_class=HTMLResponse, include_in_schema=False)
def names(request: Request, reader: Reader) -> HTMLResponse:
    """Show names that may be one department's, and those that a person said are."""
    suggested = resolve_names(reader)
    confirmed = sorted(department_names(reader).items(), key=lambda pair: (pair[1], pair[0]))
    return render(
        request,
        "compare_names.html",
        suggested=suggested[:_MOST_NAMES],
        waiting=len(suggested),
        confirmed=confirmed,
    )


@router.post("/compare/names", include_in_schema=False)
def name_decided(
    request: Request,
    alias: Annotated[str, Form()],
    name: Annotated[str, Form()],
    same: Annotated[int, Form(ge=0, le=1)],
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
    return urlencode(
        [("department", one) for one in (name, *(alias for alias, known in stands.items() if known == name))]
    )
