"""Scores side by side: departments over years, one indicator everywhere, missed targets with full score.

Departments are those that ``resolve_department()`` gives: names that a person said are one count as one.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Engine, Select, cast, distinct, func, or_, select

from store.read.measures import as_number, count_findings_by, count_where, round_mean, sum_findings
from store.search.filtering import FormFilter, build_conditions
from store.tables import FindingRow, FormRow, IndicatorRow, resolve_department

_FULL_POINTS = 100
_ROUND_POINTS = 5


class YearScore(NamedTuple):
    """The forms of a department in a year: their mean total score in points and what was found in them."""

    department: str
    year: int | None
    forms: int
    mean: Decimal | None
    errors: int
    warnings: int


class IndicatorScore(NamedTuple):
    """An indicator in a form; ``rate`` is its score as a share of its weight."""

    form_id: int
    department: str | None
    year: int | None
    name: str | None
    target: str
    actual: str
    weight: Decimal | None
    score: Decimal | None
    achieved: int | None

    @property
    def rate(self) -> Decimal | None:
        """The share; None where either is missing."""
        if self.score is None or not self.weight:
            return None
        return self.score / self.weight


class Roundness(NamedTuple):
    """The total scores of a department: how many are whole, multiples of five, and a hundred."""

    department: str | None
    forms: int
    mean: Decimal
    whole: int
    fives: int
    full: int


def list_departments(engine: Engine, limit: int) -> list[str]:
    """Name the departments with forms, those of the most years first, then those with the most forms."""
    name = resolve_department()
    asked = select(name).where(FormRow.department.is_not(None)).group_by(name)
    order = (func.count(distinct(FormRow.year)).desc(), func.count().desc(), name)
    return _read_names(engine, asked.order_by(*order).limit(limit))


def list_indicator_names(engine: Engine, limit: int) -> list[str]:
    """Name the indicators that the most departments have."""
    name = func.coalesce(IndicatorRow.level3, IndicatorRow.content)
    asked = select(name).join(FormRow, FormRow.id == IndicatorRow.form_id)
    order = (func.count(distinct(FormRow.department)).desc(), func.count().desc(), name)
    named = asked.where(name.is_not(None)).group_by(name)
    return _read_names(engine, named.order_by(*order).limit(limit))


def _read_names(engine: Engine, asked: Select[Any]) -> list[str]:
    with engine.connect() as connection:
        return [str(name) for name in connection.scalars(asked)]


def compare_years(engine: Engine, names: Collection[str]) -> list[YearScore]:
    """Return the scores of departments by year, in the order of the years."""
    name = resolve_department()
    counts = count_findings_by(FindingRow.form_id)
    score = as_number(func.avg(FormRow.score_total))
    head = (name.label("department"), FormRow.year, func.count(FormRow.id), score)
    asked: Select[*tuple[Any, ...]] = (
        select(*head, *sum_findings(counts))
        .outerjoin(counts, counts.c.owner == FormRow.id)
        .where(name.in_(names))
        .group_by(name, FormRow.year)
        .order_by(FormRow.year, name)
    )
    with engine.connect() as connection:
        rows = [YearScore(*row) for row in connection.execute(asked)]
    return [
        row._replace(mean=round_mean(row.mean), errors=int(row.errors), warnings=int(row.warnings))
        for row in rows
    ]


def compare_indicator(engine: Engine, name: str, limit: int) -> list[IndicatorScore]:
    """Return every indicator of a name (三级指标 or 目标内容), by department and year."""
    named = or_(IndicatorRow.level3 == name, IndicatorRow.content == name)
    asked = _select_indicators().where(named)
    order = (resolve_department(), FormRow.year, FormRow.id)
    return _read_indicators(engine, asked.order_by(*order).limit(limit))


def find_missed_with_full_score(engine: Engine, chosen: FormFilter, limit: int) -> list[IndicatorScore]:
    """Return the indicators of the chosen forms with a missed target and a full score, the heaviest first."""
    asked = _select_indicators().where(*_missed_with_full_score(), *build_conditions(chosen))
    order = (IndicatorRow.weight.desc(), FormRow.id, IndicatorRow.ordinal)
    return _read_indicators(engine, asked.order_by(*order).limit(limit))


def count_missed_by_department(
    engine: Engine, chosen: FormFilter, limit: int
) -> list[tuple[str | None, int, int]]:
    """Count those by department, the most first: its name, its indicators, and its forms that have one."""
    name = resolve_department()
    counted = (
        select(name, func.count(), func.count(distinct(FormRow.id)))
        .select_from(IndicatorRow)
        .join(FormRow, FormRow.id == IndicatorRow.form_id)
        .where(*_missed_with_full_score(), *build_conditions(chosen))
        .group_by(name)
        .order_by(func.count().desc(), name)
    )
    with engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(counted.limit(limit))]


def _select_indicators() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(IndicatorRow.content, IndicatorRow.level3)
    form = (FormRow.id, resolve_department(), FormRow.year)
    asked = select(*form, name, IndicatorRow.target, IndicatorRow.actual)
    scored = asked.add_columns(IndicatorRow.weight, IndicatorRow.score, IndicatorRow.achieved)
    return scored.join(FormRow, FormRow.id == IndicatorRow.form_id)


def _read_indicators(engine: Engine, asked: Select[*tuple[Any, ...]]) -> list[IndicatorScore]:
    with engine.connect() as connection:
        return [IndicatorScore(*row) for row in connection.execute(asked)]


def _missed_with_full_score() -> tuple[ColumnElement[bool], ...]:
    return IndicatorRow.achieved == 0, IndicatorRow.score == IndicatorRow.weight, IndicatorRow.weight > 0


def count_total_scores(engine: Engine, chosen: FormFilter) -> list[tuple[Decimal, int]]:
    """Count the chosen forms by their total score, the lowest first."""
    score = FormRow.score_total
    asked = select(score, func.count()).where(score.is_not(None), *build_conditions(chosen))
    with engine.connect() as connection:
        rows = connection.execute(asked.group_by(score).order_by(score))
        return [(value, count) for value, count in rows if value is not None]


def count_indicator_points(engine: Engine, chosen: FormFilter) -> list[tuple[Decimal, Decimal, int]]:
    """Count the indicators of the chosen forms by score and weight; those without a weight are left out."""
    score, weight = IndicatorRow.score, IndicatorRow.weight
    asked = select(score, weight, func.count()).join(FormRow, FormRow.id == IndicatorRow.form_id)
    scored = asked.where(score.is_not(None), weight > 0, IndicatorRow.sub == 0, *build_conditions(chosen))
    with engine.connect() as connection:
        rows = connection.execute(scored.group_by(score, weight))
        return [(points, of, count) for points, of, count in rows if points is not None and of]


def measure_roundness(engine: Engine, chosen: FormFilter, limit: int) -> list[Roundness]:
    """Tell of the departments with the most total scores how round these are."""
    name, score = resolve_department(), FormRow.score_total
    whole = score == cast(score, BigInteger)
    fives = whole & (cast(score, BigInteger) % _ROUND_POINTS == 0)
    counts = (count_where(whole), count_where(fives), count_where(score == _FULL_POINTS))
    asked = (
        select(name, func.count(), as_number(func.avg(score)), *counts)
        .where(score.is_not(None), *build_conditions(chosen))
        .group_by(name)
        .order_by(func.count().desc(), name)
        .limit(limit)
    )
    with engine.connect() as connection:
        rows = [Roundness(*row) for row in connection.execute(asked)]
    return [row._replace(mean=round(row.mean, 2)) for row in rows]
