"""The findings of a database, as lists to show, and where they stand in their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, and_, func, or_, select

from store.read.forms import build_named_conditions
from store.search.filtering import FormFilter, build_conditions
from store.tables import DocumentRow, FindingRow, FormRow, FundRow, IndicatorRow, SourceRow


class FindingLine(NamedTuple):
    """A finding with its form.

    ``fund`` is the source of the fund row, ``indicator`` the content of the indicator or its level 3.
    ``code`` and ``args`` (JSON) are those of ``message``; ``args`` hold the ``explanation`` too.
    """

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
    code: str | None
    args: str | None
    money_unit: str | None


def find_findings(
    engine: Engine,
    form_ids: Collection[int] | None = None,
    paths: Collection[str] | None = None,
    rules: Collection[str] | None = None,
    severities: Collection[str] | None = None,
) -> list[FindingLine]:
    """List findings form by form: all, or those of forms named as in ``find_forms``, rules or severities."""
    line = _select_findings().where(*build_named_conditions(form_ids, paths))
    if rules is not None:
        line = line.where(FindingRow.rule.in_(rules))
    if severities is not None:
        line = line.where(FindingRow.severity.in_(severities))
    with engine.connect() as connection:
        return [FindingLine(*row) for row in connection.execute(line)]


def list_findings(
    engine: Engine,
    chosen: FormFilter,
    severities: Collection[str] = (),
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[FindingLine]:
    """List the findings of the chosen forms, form by form; of some rules and severities where any are."""
    line = _select_findings().where(*_build_conditions(chosen, severities)).offset(offset).limit(limit)
    with engine.connect() as connection:
        return [FindingLine(*row) for row in connection.execute(line)]


def count_findings(engine: Engine, chosen: FormFilter, severities: Collection[str] = ()) -> int:
    """Count them."""
    counted = select(func.count()).select_from(FindingRow).join(FormRow, FormRow.id == FindingRow.form_id)
    with engine.connect() as connection:
        return connection.execute(counted.where(*_build_conditions(chosen, severities))).scalar_one()


def _select_findings() -> Select[*tuple[Any, ...]]:
    """Return the statement whose rows are ``FindingLine``s, form by form."""
    indicator = func.coalesce(IndicatorRow.content, IndicatorRow.level3)
    columns = (
        *(FormRow.id, DocumentRow.path, FormRow.department, FormRow.year, FormRow.title),
        *(FindingRow.rule, FindingRow.severity, FindingRow.cause, FundRow.source, indicator),
        *(FindingRow.field, FindingRow.stated, FindingRow.computed, FindingRow.message),
        *(FindingRow.explanation, FindingRow.code, FindingRow.args, FormRow.money_unit),
    )
    return (
        select(*columns)
        .join(FormRow, FormRow.id == FindingRow.form_id)
        .join(DocumentRow, DocumentRow.id == FormRow.document_id)
        .outerjoin(FundRow, FundRow.id == FindingRow.fund_id)
        .outerjoin(IndicatorRow, IndicatorRow.id == FindingRow.indicator_id)
        .order_by(FormRow.id, FindingRow.id)
    )


def _build_conditions(chosen: FormFilter, severities: Collection[str]) -> list[ColumnElement[bool]]:
    conditions = build_conditions(chosen.narrowed("rule"))
    if chosen.rule:
        conditions.append(FindingRow.rule.in_(chosen.rule))
    if severities:
        conditions.append(FindingRow.severity.in_(severities))
    return conditions


class FindingPlace(NamedTuple):
    """A piece of a value of the line that a finding is about: its column, and its page, line or cell.

    All are None where nothing of the line has a place.
    """

    field: str | None
    page: int | None
    line: int | None
    place: str | None


def find_finding_places(
    engine: Engine, form_ids: Collection[int] | None = None
) -> Iterator[tuple[FindingPlace, ...]]:
    """Yield the places of each finding of some forms, or of all, in the order of ``find_findings``."""
    is_of_fund = and_(SourceRow.entity == "fund", SourceRow.entity_id == FindingRow.fund_id)
    is_of_indicator = and_(
        SourceRow.entity == "indicator",
        SourceRow.entity_id == FindingRow.indicator_id,
        FindingRow.fund_id.is_(None),
    )
    is_of_subtotal = and_(SourceRow.entity == "subtotal", SourceRow.entity_id == FindingRow.subtotal_id)
    lines = (FindingRow.indicator_id, FindingRow.fund_id, FindingRow.subtotal_id)
    is_of_form = and_(SourceRow.entity == "form", *(line.is_(None) for line in lines))
    is_of_line = or_(is_of_fund, is_of_indicator, is_of_subtotal, is_of_form)
    rows = (
        select(FindingRow.id, SourceRow.field, SourceRow.page, SourceRow.line, SourceRow.place)
        .outerjoin(SourceRow, and_(SourceRow.form_id == FindingRow.form_id, is_of_line))
        .order_by(FindingRow.form_id, FindingRow.id, SourceRow.id)
    )
    if form_ids is not None:
        rows = rows.where(FindingRow.form_id.in_(form_ids))
    with engine.connect() as connection:
        for _, pieces in groupby(connection.execute(rows), key=lambda row: row[0]):
            yield tuple(FindingPlace(*piece[1:]) for piece in pieces)
