"""Forms as a long list: narrowed, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, nulls_last, select

from store.filtering import FormFilter, conditions
from store.tables import DocumentRow, FindingRow, FormRow, FundRow

SORTS = ("id", "year", "department", "project", "kind", "score_total", "weight_total", "grade", "verdict", "errors", "warnings")
"""The columns by which the list can be sorted."""

_ROWS_A_QUERY = 500


class ListedForm(NamedTuple):
    """A form in the list; amounts are yuan of its total fund row, ``errors`` and ``warnings`` count its findings."""

    id: int
    year: int | None
    department: str | None
    project: str | None
    supervisor: str | None
    kind: str
    title: str
    weight_total: Decimal | None
    score_total: Decimal | None
    grade: str | None
    verdict: str
    errors: int
    warnings: int
    budget_yuan: Decimal | None
    executed_yuan: Decimal | None
    file: str


def count_forms(engine: Engine, chosen: FormFilter) -> int:
    """Count the chosen forms."""
    with engine.connect() as connection:
        return connection.execute(select(func.count(FormRow.id)).where(*conditions(chosen))).scalar_one()


def years(engine: Engine) -> list[int]:
    """List the years that the forms report on, the newest first."""
    known = select(FormRow.year).where(FormRow.year.is_not(None)).group_by(FormRow.year).order_by(FormRow.year.desc())
    with engine.connect() as connection:
        return [year for year in connection.scalars(known) if year is not None]


def list_forms(
    engine: Engine,
    chosen: FormFilter,
    sort: str = "id",
    *,
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> Iterator[ListedForm]:
    """Yield the chosen forms in the order of one of ``SORTS``, those without a value last; equal ones by their ids.

    Raises ``ValueError`` for another ``sort``.
    """
    ordered = _ordered(chosen, sort, descending=descending).offset(offset).limit(limit)
    with engine.connect() as connection:
        ids = connection.scalars(ordered).all()
        for start in range(0, len(ids), _ROWS_A_QUERY):
            yield from _forms(connection, ids[start : start + _ROWS_A_QUERY])


def _ordered(chosen: FormFilter, sort: str, *, descending: bool) -> Select[Any]:
    """Give the statement for the ids alone: an index answers it, however far the page."""
    if sort not in SORTS:
        raise ValueError(f"不能按 {sort} 排序,可以按:{'、'.join(SORTS)}")
    key: ColumnElement[Any] = _found(sort[:-1]) if sort in {"errors", "warnings"} else FormRow.__table__.c[sort]
    order = [] if sort == "id" else [nulls_last(key.desc() if descending else key.asc())]
    return select(FormRow.id).where(*conditions(chosen)).order_by(*order, FormRow.id.desc() if descending else FormRow.id)


def _forms(connection: Connection, ids: Sequence[int]) -> Iterator[ListedForm]:
    line: Select[*tuple[Any, ...]] = (
        select(
            *(FormRow.id, FormRow.year, FormRow.department, FormRow.project, FormRow.supervisor, FormRow.kind, FormRow.title),
            *(FormRow.weight_total, FormRow.score_total, FormRow.grade, FormRow.verdict, _found("error"), _found("warning")),
            *(_paid(FundRow.budget_yuan), _paid(FundRow.executed_yuan), DocumentRow.name),
        )
        .join(DocumentRow, DocumentRow.id == FormRow.document_id)
        .where(FormRow.id.in_(ids))
    )
    by_id = {row[0]: ListedForm(*row) for row in connection.execute(line)}
    yield from (by_id[form_id] for form_id in ids)


def _found(severity: str) -> ColumnElement[int]:
    counted = select(func.count()).where(FindingRow.form_id == FormRow.id, FindingRow.severity == severity)
    return counted.correlate(FormRow).scalar_subquery()


def _paid(amount: Any) -> ColumnElement[Decimal]:  # noqa: ANN401 - a column of FundRow
    total = select(amount).where(FundRow.form_id == FormRow.id, FundRow.total == 1)
    return total.order_by(FundRow.ordinal).limit(1).correlate(FormRow).scalar_subquery()
