"""What a database holds at a glance.

Forms by year, department, kind and verdict, what the rules found, and the scores.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, distinct, func, nulls_last, select

from store.read.measures import as_number, count_where, round_mean
from store.search.filtering import FormFilter, build_conditions
from store.tables import FindingRow, FormRow

VERDICTS = ("agrees", "differs", "unchecked")


class FormShare(NamedTuple):
    """The forms that have one value, by verdict."""

    value: str | int | None
    agrees: int
    differs: int
    unchecked: int

    @property
    def forms(self) -> int:
        """All of them."""
        return self.agrees + self.differs + self.unchecked


class RuleShare(NamedTuple):
    """What a rule found: how often, and in how many forms."""

    rule: str
    severity: str
    findings: int
    forms: int


class ScoreSpread(NamedTuple):
    """The stated total scores of a group of forms, in points; ``forms`` counts those that state one."""

    value: str | int | None
    forms: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


class FormTotals(NamedTuple):
    """How much there is."""

    forms: int
    departments: int
    first_year: int | None
    last_year: int | None
    agrees: int
    differs: int
    unchecked: int
    mean: Decimal | None


def count_totals(engine: Engine, chosen: FormFilter) -> FormTotals:
    """Count the chosen forms."""
    columns: tuple[Any, ...] = (
        *(func.count(FormRow.id), func.count(distinct(FormRow.department))),
        *(func.min(FormRow.year), func.max(FormRow.year)),
        *_count_verdicts(),
        as_number(func.avg(FormRow.score_total)),
    )
    line: Select[*tuple[Any, ...]] = select(*columns)
    with engine.connect() as connection:
        found = FormTotals(*connection.execute(line.where(*build_conditions(chosen))).one())
    return found._replace(mean=round_mean(found.mean))


def count_shares(engine: Engine, chosen: FormFilter, facet: str, limit: int) -> list[FormShare]:
    """Count forms by ``year`` (newest first), ``kind`` or ``department`` (the most forms first).

    The facet's own filter is left open, so that another value can be added.
    """
    column: ColumnElement[Any] = FormRow.__table__.c[facet]
    order = nulls_last(column.desc()) if facet == "year" else func.count().desc()
    line = select(column, *_count_verdicts()).where(*build_conditions(chosen.narrowed(facet)))
    with engine.connect() as connection:
        rows = connection.execute(line.group_by(column).order_by(order, column).limit(limit))
        return [FormShare(*row) for row in rows]


def count_rule_shares(engine: Engine, chosen: FormFilter) -> list[RuleShare]:
    """Count findings by rule, the most frequent first; the filter of rules is left open."""
    rule, severity = FindingRow.rule, FindingRow.severity
    narrowed = build_conditions(chosen.narrowed("rule"))
    counted = select(rule, severity, func.count(), func.count(distinct(FindingRow.form_id)))
    line: Select[*tuple[Any, ...]] = counted.where(severity != "info")
    if narrowed:
        line = line.where(FindingRow.form_id.in_(select(FormRow.id).where(*narrowed)))
    ordered = line.group_by(rule, severity).order_by(func.count().desc(), rule)
    with engine.connect() as connection:
        return [RuleShare(*row) for row in connection.execute(ordered)]


def compare_spreads(engine: Engine, chosen: FormFilter, by: str, limit: int) -> list[ScoreSpread]:
    """Compare total scores by ``year``, oldest first, or by ``department``, the lowest mean first."""
    column: ColumnElement[Any] = FormRow.__table__.c[by]
    score = FormRow.score_total
    first = column if by == "year" else func.avg(score)
    spread = [as_number(of(score)) for of in (func.avg, func.min, func.max)]
    line = (
        select(column, func.count(score), *spread)
        .where(*build_conditions(chosen), score.is_not(None), column.is_not(None))
        .group_by(column)
        .order_by(first, column)
        .limit(limit)
    )
    with engine.connect() as connection:
        found = [ScoreSpread(*row) for row in connection.execute(line)]
    return [spread._replace(mean=round_mean(spread.mean) or Decimal()) for spread in found]


def _count_verdicts() -> list[ColumnElement[int]]:
    return [count_where(FormRow.verdict == verdict) for verdict in VERDICTS]
