"""Scores side by side: departments over the years, one indicator everywhere, missed targets with a full score.

Departments are those that ``department()`` gives: names that a person said are one count as one.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Engine,
    Select,
    case,
    cast,
    distinct,
    func,
    or_,
    select,
    type_coerce,
)

from store.search.filtering import FormFilter, conditions
from store.tables import FindingRow, FormRow, IndicatorRow
from store.tables.base import Number
from store.tables.departments import department


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
        return None if self.score is None or not self.weight else self.score / self.weight


def departments(engine: Engine, limit: int) -> list[str]:
    """Name the departments with forms, those of the most years first, then those with the most forms."""
    name = department()
    asked = select(name).where(FormRow.department.is_not(None)).group_by(name)
    order = (func.count(distinct(FormRow.year)).desc(), func.count().desc(), name)
    with engine.connect() as connection:
        return [str(one) for one in connection.scalars(asked.order_by(*order).limit(limit))]


def year_scores(engine: Engine, names: Collection[str]) -> list[YearScore]:
    """Give the scores of departments by year, in the order of the years."""
    name = department()
    found = _findings()
    asked = (
        select(
            *(
                name.label("department"),
                FormRow.year,
                func.count(FormRow.id),
                _number(func.avg(FormRow.score_total)),
            ),
            *(func.coalesce(func.sum(found.c[severity]), 0) for severity in ("error", "warning")),
        )
        .outerjoin(found, found.c.form_id == FormRow.id)
        .where(name.in_(names))
        .group_by(name, FormRow.year)
        .order_by(FormRow.year, name)
    )
    with engine.connect() as connection:
        rows = [YearScore(*row) for row in connection.execute(asked)]
    return [
        row._replace(mean=_hundredths(row.mean), errors=int(row.errors), warnings=int(row.warnings))
        for row in rows
    ]


def indicator_names(engine: Engine, limit: int) -> list[str]:
    """Name the indicators that the most departments have."""
    name = func.coalesce(IndicatorRow.level3, IndicatorRow.content)
    asked = (
        select(name).join(FormRow, FormRow.id == IndicatorRow.form_id).where(name.is_not(None)).group_by(name)
    )
    order = (func.count(distinct(FormRow.department)).desc(), func.count().desc(), name)
    with engine.connect() as connection:
        return [str(one) for one in connection.scalars(asked.order_by(*order).limit(limit))]


def indicator_scores(engine: Engine, name: str, limit: int) -> list[IndicatorScore]:
    """Give every indicator of a name (三级指标 or 目标内容), by department and year."""
    named = or_(IndicatorRow.level3 == name, IndicatorRow.content == name)
    return _indicators(
        engine, _indicator().where(named).order_by(department(), FormRow.year, FormRow.id).limit(limit)
    )


def missed_with_full_score(engine: Engine, chosen: FormFilter, limit: int) -> list[IndicatorScore]:
    """Give the indicators of the chosen forms that missed their target and have the full score all the same, the heaviest first."""
    order = (IndicatorRow.weight.desc(), FormRow.id, IndicatorRow.ordinal)
    return _indicators(
        engine, _indicator().where(*_missed(), *conditions(chosen)).order_by(*order).limit(limit)
    )


def missed_by_department(engine: Engine, chosen: FormFilter, limit: int) -> list[tuple[str | None, int, int]]:
    """Count those by department, the most first: its name, its indicators, and its forms that have one."""
    name = department()
    counted = (
        select(name, func.count(), func.count(distinct(FormRow.id)))
        .select_from(IndicatorRow)
        .join(FormRow, FormRow.id == IndicatorRow.form_id)
        .where(*_missed(), *conditions(chosen))
    )
    with engine.connect() as connection:
        rows = connection.execute(counted.group_by(name).order_by(func.count().desc(), name).limit(limit))
        return [(row[0], row[1], row[2]) for row in rows]


def _indicator() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(IndicatorRow.content, IndicatorRow.level3)
    asked = select(FormRow.id, department(), FormRow.year, name, IndicatorRow.target, IndicatorRow.actual)
    scored = asked.add_columns(IndicatorRow.weight, IndicatorRow.score, IndicatorRow.achieved)
    return scored.join(FormRow, FormRow.id == IndicatorRow.form_id)


def _indicators(engine: Engine, asked: Select[*tuple[Any, ...]]) -> list[IndicatorScore]:
    with engine.connect() as connection:
        return [IndicatorScore(*row) for row in connection.execute(asked)]


def _missed() -> tuple[ColumnElement[bool], ...]:
    return IndicatorRow.achieved == 0, IndicatorRow.score == IndicatorRow.weight, IndicatorRow.weight > 0


def _findings() -> Any:  # noqa: ANN401 - SQLAlchemy's subqueries have no columns' types
    counted = (
        func.sum(case((FindingRow.severity == name, 1), else_=0)).label(name) for name in ("error", "warning")
    )
    return select(FindingRow.form_id, *counted).group_by(FindingRow.form_id).subquery()


def _number(value: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return type_coerce(value, Number())


def _hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)


_FULL = 100


class Roundness(NamedTuple):
    """The total scores of a department: how many are whole, multiples of five, and a hundred."""

    department: str | None
    forms: int
    mean: Decimal
    whole: int
    fives: int
    full: int


def total_scores(engine: Engine, chosen: FormFilter) -> list[tuple[Decimal, int]]:
    """Count the chosen forms by their total score, the lowest first."""
    score = FormRow.score_total
    asked = (
        select(score, func.count())
        .where(score.is_not(None), *conditions(chosen))
        .group_by(score)
        .order_by(score)
    )
    with engine.connect() as connection:
        return [(value, count) for value, count in connection.execute(asked) if value is not None]


def indicator_points(engine: Engine, chosen: FormFilter) -> list[tuple[Decimal, Decimal, int]]:
    """Count the indicators of the chosen forms by score and weight; those without a weight are left out."""
    score, weight = IndicatorRow.score, IndicatorRow.weight
    asked = select(score, weight, func.count()).join(FormRow, FormRow.id == IndicatorRow.form_id)
    scored = asked.where(score.is_not(None), weight > 0, IndicatorRow.sub == 0, *conditions(chosen)).group_by(
        score, weight
    )
    with engine.connect() as connection:
        return [
            (score, weight, count)
            for score, weight, count in connection.execute(scored)
            if score is not None and weight
        ]


def roundness(engine: Engine, chosen: FormFilter, limit: int) -> list[Roundness]:
    """Tell of the departments with the most total scores how round these are."""
    name, score = department(), FormRow.score_total
    whole = score == cast(score, BigInteger)
    asked = (
        select(
            *(name, func.count(), type_coerce(func.avg(score), Number()), _counted(whole)),
            *(_counted(whole & (cast(score, BigInteger) % 5 == 0)), _counted(score == _FULL)),
        )
        .where(score.is_not(None), *conditions(chosen))
        .group_by(name)
        .order_by(func.count().desc(), name)
        .limit(limit)
    )
    with engine.connect() as connection:
        rows = [Roundness(*row) for row in connection.execute(asked)]
    return [row._replace(mean=round(row.mean, 2)) for row in rows]


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
