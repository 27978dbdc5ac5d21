"""Scores side by side: departments, years, levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    case,
    distinct,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from store.tables import FindingRow, FormRow, IndicatorRow
from store.tables.base import Number
from store.tables.departments import department

FORM_GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict")
LEVEL_GROUPS = ("level1", "level2")
GROUPS = (*FORM_GROUPS, *LEVEL_GROUPS)


_PLACES = 4


class ScoreLine(NamedTuple):
    """A group of forms.

    ``mean``, ``lowest`` and ``highest`` are of the stated total scores in points or, by level, of the
    indicators' score rates (score / weight); None where none is printed. ``errors`` and ``warnings`` count
    the findings on them.
    """

    group: str | int | None
    forms: int
    mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    errors: int
    warnings: int


def scores(engine: Engine, by: str = "department", year: int | None = None) -> list[ScoreLine]:
    """Compare the scores of groups, the best first; names that a person said are one department's are one group.

    Raises ``ValueError`` where ``by`` is none of ``GROUPS``.
    """
    if by not in GROUPS:
        raise ValueError(f"不能按 {by} 汇总,可以按:{'、'.join(GROUPS)}")
    line = _by_level(by) if by in LEVEL_GROUPS else _by_form(by)
    if year is not None:
        line = line.where(FormRow.year == year)
    with engine.connect() as connection:
        lines = [_rounded(ScoreLine(*row)) for row in connection.execute(line)]
    return sorted(lines, key=lambda one: (one.mean is None, -(one.mean or 0), str(one.group)))


def _by_form(by: str) -> Select[*tuple[Any, ...]]:
    group: ColumnElement[Any] = department() if by == "department" else FormRow.__table__.c[by]
    found = _findings(FindingRow.form_id)
    return (
        select(group, func.count(FormRow.id), *_spread(FormRow.__table__.c.score_total), *_summed(found))
        .outerjoin(found, found.c.owner == FormRow.id)
        .group_by(group)
    )


def _by_level(by: str) -> Select[*tuple[Any, ...]]:
    group: ColumnElement[Any] = IndicatorRow.__table__.c[by]
    found = _findings(FindingRow.indicator_id)
    rate = IndicatorRow.score * literal_column("1.0") / func.nullif(IndicatorRow.weight, 0)
    return (
        select(group, func.count(distinct(IndicatorRow.form_id)), *_spread(rate), *_summed(found))
        .join(FormRow, FormRow.id == IndicatorRow.form_id)
        .outerjoin(found, found.c.owner == IndicatorRow.id)
        .where(IndicatorRow.sub == 0, group.is_not(None))
        .group_by(group)
    )


def _spread(value: ColumnElement[Any]) -> list[ColumnElement[Decimal]]:
    return [type_coerce(of(value), Number()) for of in (func.avg, func.min, func.max)]


# SQLAlchemy's subqueries have no columns' types
def _findings(owner: InstrumentedAttribute[Any]) -> Any:  # noqa: ANN401
    def count(severity: str) -> ColumnElement[int]:
        return func.sum(case((FindingRow.severity == severity, 1), else_=0))

    counted = select(owner.label("owner"), count("error").label("errors"), count("warning").label("warnings"))
    return counted.where(owner.is_not(None)).group_by(owner).subquery()


def _summed(found: Any) -> list[ColumnElement[int]]:  # noqa: ANN401 - as above
    return [func.coalesce(func.sum(found.c[severity]), 0) for severity in ("errors", "warnings")]


def _rounded(line: ScoreLine) -> ScoreLine:
    """Round what SQLite averaged as floats, and count in ``int`` what PostgreSQL counts in NUMERIC."""
    mean, lowest, highest = (None if value is None else _plain(value) for value in line[2:5])
    return ScoreLine(*line[:2], mean, lowest, highest, int(line.errors), int(line.warnings))


def _plain(value: Decimal) -> Decimal:
    """Round without the zeros that rounding adds: 95.61, not 95.6100."""
    return Decimal(f"{round(value, _PLACES).normalize():f}")
