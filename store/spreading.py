"""How scores are spread, and how round they are."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Engine, case, cast, func, select, type_coerce

from store.filtering import FormFilter, conditions
from store.names import department
from store.tables import FormRow, IndicatorRow
from store.tables.base import Number

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
    asked = select(score, func.count()).where(score.is_not(None), *conditions(chosen)).group_by(score).order_by(score)
    with engine.connect() as connection:
        return [(value, count) for value, count in connection.execute(asked) if value is not None]


def indicator_points(engine: Engine, chosen: FormFilter) -> list[tuple[Decimal, Decimal, int]]:
    """Count the indicators of the chosen forms by score and weight; those without a weight are left out."""
    score, weight = IndicatorRow.score, IndicatorRow.weight
    asked = select(score, weight, func.count()).join(FormRow, FormRow.id == IndicatorRow.form_id)
    scored = asked.where(score.is_not(None), weight > 0, IndicatorRow.sub == 0, *conditions(chosen)).group_by(score, weight)
    with engine.connect() as connection:
        return [(score, weight, count) for score, weight, count in connection.execute(scored) if score is not None and weight]


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
