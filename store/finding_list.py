"""Findings as a long list: narrowed, a page at a time."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Engine, func, select

from store.filtering import FormFilter, conditions
from store.listing import FindingLine, finding_lines
from store.tables import FindingRow, FormRow


def list_findings(
    engine: Engine, chosen: FormFilter, severities: Collection[str] = (), *, offset: int = 0, limit: int | None = None
) -> list[FindingLine]:
    """List the findings of the chosen forms, form by form; with ``chosen.rule`` or ``severities`` those alone."""
    line = finding_lines().where(*_wanted(chosen, severities)).offset(offset).limit(limit)
    with engine.connect() as connection:
        return [FindingLine(*row) for row in connection.execute(line)]


def count_findings(engine: Engine, chosen: FormFilter, severities: Collection[str] = ()) -> int:
    """Count them."""
    counted = select(func.count()).select_from(FindingRow).join(FormRow, FormRow.id == FindingRow.form_id)
    with engine.connect() as connection:
        return connection.execute(counted.where(*_wanted(chosen, severities))).scalar_one()


def _wanted(chosen: FormFilter, severities: Collection[str]) -> list[ColumnElement[bool]]:
    rules = [FindingRow.rule.in_(chosen.rule)] if chosen.rule else []
    return [*conditions(chosen.narrowed("rule")), *rules, *([FindingRow.severity.in_(severities)] if severities else [])]
