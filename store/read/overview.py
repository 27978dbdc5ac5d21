"""What a database holds at a glance: forms by year, department, kind and verdict, what the rules found, and the scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, case, distinct, func, nulls_last, select, type_coerce

from store.search.filtering import FormFilter, conditions
from store.tables import DocumentRow, FindingRow, FormRow
from store.tables.base import Number

VERDICTS = ("agrees", "differs", "unchecked")


class Share(NamedTuple):
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


class Spread(NamedTuple):
    """The stated total scores of a group of forms, in points; ``forms`` counts those that state one."""

    value: str | int | None
    forms: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


class Totals(NamedTuple):
    """How much there is."""

    forms: int
    departments: int
    first_year: int | None
    last_year: int | None
    agrees: int
    differs: int
    unchecked: int
    mean: Decimal | None


def totals(engine: Engine, chosen: FormFilter) -> Totals:
    """Count the chosen forms."""
    line: Select[*tuple[Any, ...]] = select(
        func.count(FormRow.id),
        func.count(distinct(FormRow.department)),
        func.min(FormRow.year),
        func.max(FormRow.year),
        *map(_having, VERDICTS),
        _number(func.avg(FormRow.score_total)),
    ).where(*conditions(chosen))
    with engine.connect() as connection:
        found = Totals(*connection.execute(line).one())
    return found._replace(mean=_hundredths(found.mean))


def shares(engine: Engine, chosen: FormFilter, facet: str, limit: int) -> list[Share]:
    """Count forms by one column (``year``, ``kind``, ``department``), years newest first, others by their number.

    The facet's own filter is left open, so that another value can be added.
    """
    column: ColumnElement[Any] = FormRow.__table__.c[facet]
    order = nulls_last(column.desc()) if facet == "year" else func.count().desc()
    line = select(column, *map(_having, VERDICTS)).where(*conditions(chosen.narrowed(facet)))
    with engine.connect() as connection:
        return [
            Share(*row)
            for row in connection.execute(line.group_by(column).order_by(order, column).limit(limit))
        ]


def rule_shares(engine: Engine, chosen: FormFilter) -> list[RuleShare]:
    """Count findings by rule, the most frequent first; the filter of rules is left open."""
    narrowed = conditions(chosen.narrowed("rule"))
    line: Select[*tuple[Any, ...]] = select(
        FindingRow.rule, FindingRow.severity, func.count(), func.count(distinct(FindingRow.form_id))
    ).where(FindingRow.severity != "info")
    if narrowed:
        line = line.where(FindingRow.form_id.in_(select(FormRow.id).where(*narrowed)))
    ordered = line.group_by(FindingRow.rule, FindingRow.severity).order_by(
        func.count().desc(), FindingRow.rule
    )
    with engine.connect() as connection:
        return [RuleShare(*row) for row in connection.execute(ordered)]


def score_spreads(engine: Engine, chosen: FormFilter, by: str, limit: int) -> list[Spread]:
    """Compare total scores by ``year``, oldest first, or by ``department``, the lowest mean first."""
    column: ColumnElement[Any] = FormRow.__table__.c[by]
    score = FormRow.score_total
    line = (
        select(column, func.count(score), *(_number(of(score)) for of in (func.avg, func.min, func.max)))
        .where(*conditions(chosen), score.is_not(None), column.is_not(None))
        .group_by(column)
        .order_by(column if by == "year" else func.avg(score), column)
        .limit(limit)
    )
    with engine.connect() as connection:
        found = [Spread(*row) for row in connection.execute(line)]
    return [spread._replace(mean=_hundredths(spread.mean) or Decimal()) for spread in found]


def documents_by_status(engine: Engine) -> dict[str, int]:
    """Count the documents that were imported, hold no form, or failed."""
    with engine.connect() as connection:
        counted = connection.execute(select(DocumentRow.status, func.count()).group_by(DocumentRow.status))
        return dict(counted.all())


def _having(verdict: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((FormRow.verdict == verdict, 1), else_=0)), 0)


def _number(value: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return type_coerce(value, Number())


def _hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)
