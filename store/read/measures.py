"""Counts and means in SQL that several questions share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from store.tables import FindingRow
from store.tables.base import Number


def as_number(value: ColumnElement[Any]) -> ColumnElement[Decimal]:
    """Return a computed value as a ``Decimal`` in both databases."""
    return type_coerce(value, Number())


def round_mean(value: Decimal | None) -> Decimal | None:
    """Round to hundredths what SQLite averaged as floats."""
    return None if value is None else round(value, 2)


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows of a group that fulfil a condition; 0 where there is no row."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


# SQLAlchemy's subqueries have no columns' types
def count_findings_by(owner: InstrumentedAttribute[Any]) -> Any:  # noqa: ANN401
    """Return a subquery with ``owner`` (a column of ``FindingRow``) and its ``errors`` and ``warnings``."""
    errors = count_where(FindingRow.severity == "error")
    warnings = count_where(FindingRow.severity == "warning")
    counted = select(owner.label("owner"), errors.label("errors"), warnings.label("warnings"))
    return counted.where(owner.is_not(None)).group_by(owner).subquery()


def sum_findings(counts: Any) -> list[ColumnElement[int]]:  # noqa: ANN401 - as above
    """Return the errors and the warnings of a group, over ``count_findings_by``."""
    return [func.coalesce(func.sum(counts.c[column]), 0) for column in ("errors", "warnings")]
