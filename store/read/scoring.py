"""Scores side by side: departments, years, levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, distinct, func, literal_column, select

from store.entities import GROUPS, LEVEL_GROUPS
from store.errors import UnknownGroup
from store.read.measures import as_number, count_findings_by, sum_findings
from store.tables import FindingRow, FormRow, IndicatorRow, resolve_department

_DECIMALS = 4  # SQLite averages floats


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


def compare_scores(engine: Engine, by: str = "department", year: int | None = None) -> list[ScoreLine]:
    """Compare the scores of groups, the best first; names that are one department's are one group.

    Raises ``UnknownGroup`` where ``by`` is none of ``GROUPS``.
    """
    if by not in GROUPS:
        raise UnknownGroup(name=by, known=tuple(GROUPS))
    line = _select_by_level(by) if by in LEVEL_GROUPS else _select_by_form(by)
    if year is not None:
        line = line.where(FormRow.year == year)
    with engine.connect() as connection:
        lines = [_round_line(ScoreLine(*row)) for row in connection.execute(line)]
    return sorted(lines, key=_best_first)


def _best_first(line: ScoreLine) -> tuple[bool, Decimal, str]:
    return line.mean is None, -(line.mean or Decimal()), str(line.group)


def _select_by_form(by: str) -> Select[*tuple[Any, ...]]:
    group: ColumnElement[Any] = FormRow.__table__.c[by]
    if by == "department":
        group = resolve_department()
    counts = count_findings_by(FindingRow.form_id)
    columns = (*_spread(FormRow.__table__.c.score_total), *sum_findings(counts))
    return (
        select(group, func.count(FormRow.id), *columns)
        .outerjoin(counts, counts.c.owner == FormRow.id)
        .group_by(group)
    )


def _select_by_level(by: str) -> Select[*tuple[Any, ...]]:
    group: ColumnElement[Any] = IndicatorRow.__table__.c[by]
    counts = count_findings_by(FindingRow.indicator_id)
    rate = IndicatorRow.score * literal_column("1.0") / func.nullif(IndicatorRow.weight, 0)
    columns = (*_spread(rate), *sum_findings(counts))
    return (
        select(group, func.count(distinct(IndicatorRow.form_id)), *columns)
        .join(FormRow, FormRow.id == IndicatorRow.form_id)
        .outerjoin(counts, counts.c.owner == IndicatorRow.id)
        .where(IndicatorRow.sub == 0, group.is_not(None))
        .group_by(group)
    )


def _spread(value: ColumnElement[Any]) -> list[ColumnElement[Decimal]]:
    return [as_number(of(value)) for of in (func.avg, func.min, func.max)]


def _round_line(line: ScoreLine) -> ScoreLine:
    """Round what SQLite averaged as floats, and count in ``int`` what PostgreSQL counts in NUMERIC."""
    return line._replace(
        mean=_round_plainly(line.mean),
        lowest=_round_plainly(line.lowest),
        highest=_round_plainly(line.highest),
        errors=int(line.errors),
        warnings=int(line.warnings),
    )


def _round_plainly(value: Decimal | None) -> Decimal | None:
    """Round without the zeros that rounding adds: 95.61, not 95.6100."""
    if value is None:
        return None
    return Decimal(f"{round(value, _DECIMALS).normalize():f}")
