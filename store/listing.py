"""The forms of a database and their findings, as lists to show."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, case, false, func, or_, select

from store.tables import DocumentRow, FindingRow, FormRow, FundRow, IndicatorRow, PathRow


class FormLine(NamedTuple):
    """A form in a list; ``errors`` and ``warnings`` count its findings."""

    id: int
    path: str
    ordinal: int
    department: str | None
    project: str | None
    year: int | None
    kind: str
    title: str
    weight_total: Decimal | None
    score_total: Decimal | None
    grade: str | None
    verdict: str
    errors: int
    warnings: int


class FindingLine(NamedTuple):
    """A finding in a list; ``fund`` is the fund row's source, ``indicator`` the indicator's content or level 3."""

    form_id: int
    path: str
    department: str | None
    year: int | None
    title: str
    rule: str
    severity: str
    cause: str
    fund: str | None
    indicator: str | None
    field: str | None
    stated: Decimal | None
    computed: Decimal | None
    message: str
    explanation: str | None
    money_unit: str | None


def forms(engine: Engine, form_ids: Collection[int] | None = None, paths: Collection[str] | None = None) -> list[FormLine]:
    """List the forms in the order of their ids: all of them, or those with an id or from a file or folder that is named."""
    counts = _counts().subquery()
    line: Select[*tuple[Any, ...]] = (
        select(
            *(FormRow.id, DocumentRow.path, FormRow.ordinal, FormRow.department, FormRow.project, FormRow.year, FormRow.kind),
            *(FormRow.title, FormRow.weight_total, FormRow.score_total, FormRow.grade, FormRow.verdict),
            *(func.coalesce(counts.c.errors, 0), func.coalesce(counts.c.warnings, 0)),
        )
        .join(DocumentRow, DocumentRow.id == FormRow.document_id)
        .outerjoin(counts, counts.c.form_id == FormRow.id)
        .where(*_named(form_ids, paths))
        .order_by(FormRow.id)
    )
    with engine.connect() as connection:
        return [FormLine(*row) for row in connection.execute(line)]


def findings(
    engine: Engine,
    form_ids: Collection[int] | None = None,
    paths: Collection[str] | None = None,
    rules: Collection[str] | None = None,
    severities: Collection[str] | None = None,
) -> list[FindingLine]:
    """List the findings form by form: all of them, or those of forms named as in ``forms``, of some rules or severities."""
    line = finding_lines().where(*_named(form_ids, paths))
    if rules is not None:
        line = line.where(FindingRow.rule.in_(rules))
    if severities is not None:
        line = line.where(FindingRow.severity.in_(severities))
    with engine.connect() as connection:
        return [FindingLine(*row) for row in connection.execute(line)]


def finding_lines() -> Select[*tuple[Any, ...]]:
    """Give the statement whose rows are ``FindingLine``s, form by form."""
    return (
        select(
            *(FormRow.id, DocumentRow.path, FormRow.department, FormRow.year, FormRow.title),
            *(FindingRow.rule, FindingRow.severity, FindingRow.cause, FundRow.source),
            *(func.coalesce(IndicatorRow.content, IndicatorRow.level3), FindingRow.field),
            *(FindingRow.stated, FindingRow.computed, FindingRow.message, FindingRow.explanation, FormRow.money_unit),
        )
        .join(FormRow, FormRow.id == FindingRow.form_id)
        .join(DocumentRow, DocumentRow.id == FormRow.document_id)
        .outerjoin(FundRow, FundRow.id == FindingRow.fund_id)
        .outerjoin(IndicatorRow, IndicatorRow.id == FindingRow.indicator_id)
        .order_by(FormRow.id, FindingRow.id)
    )


def _counts() -> Select[*tuple[Any, ...]]:
    def count(severity: str) -> ColumnElement[int]:
        return func.sum(case((FindingRow.severity == severity, 1), else_=0))

    counted = select(FindingRow.form_id, count("error").label("errors"), count("warning").label("warnings"))
    return counted.group_by(FindingRow.form_id)


def _named(form_ids: Collection[int] | None, paths: Collection[str] | None) -> list[ColumnElement[bool]]:
    """Narrow to the forms that are named by id or by path, where any are."""
    named: list[ColumnElement[bool]] = []
    if form_ids is not None:
        named.append(FormRow.id.in_(form_ids))
    if paths is not None:
        found = select(PathRow.document_id).where(or_(false(), *(_at_or_below(path) for path in paths)))
        named.append(FormRow.document_id.in_(found))
    return [or_(*named)] if named else []


def _at_or_below(path: str) -> ColumnElement[bool]:
    folder = path.rstrip("/") + "/"
    return or_(PathRow.path == path, func.substr(PathRow.path, 1, len(folder)) == folder)
