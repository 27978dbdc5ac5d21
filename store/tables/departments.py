"""Which department a form counts for."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from store.tables import DepartmentNameRow, FormRow


def department() -> ColumnElement[str | None]:
    """Give a form's department, over ``FormRow``, by the name that a person said stands for it."""
    row = DepartmentNameRow
    stands = (
        select(row.name)
        .where(row.alias == FormRow.department, row.confirmed == 1)
        .limit(1)
        .correlate(FormRow)
    )
    return func.coalesce(stands.scalar_subquery(), FormRow.department)
