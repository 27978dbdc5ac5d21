"""The forms of a database and their findings, as lists to show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, case, false, func, nulls_last, or_, select

from store.search.filtering import FormFilter, conditions
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
    """A finding in a list; ``fund`` is the fund row's source, ``indicator`` the indicator's content or level 3.

    ``code`` and ``args`` (JSON) are those of ``message``, in which ``args`` hold the ``explanation`` too.
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


def forms(
    engine: Engine, form_ids: Collection[int] | None = None, paths: Collection[str] | None = None
) -> list[FormLine]:
    """List the forms in the order of their ids: all of them, or those with an id or from a file or folder that is named."""
    counts = _counts().subquery()
    line: Select[*tuple[Any, ...]] = (
        select(
            *(
                FormRow.id,
                DocumentRow.path,
                FormRow.ordinal,
                FormRow.department,
                FormRow.project,
                FormRow.year,
                FormRow.kind,
            ),
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
            *(
                FindingRow.stated,
                FindingRow.computed,
                FindingRow.message,
                FindingRow.explanation,
                FindingRow.code,
                FindingRow.args,
                FormRow.money_unit,
            ),
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


def list_findings(
    engine: Engine,
    chosen: FormFilter,
    severities: Collection[str] = (),
    *,
    offset: int = 0,
    limit: int | None = None,
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
    return [
        *conditions(chosen.narrowed("rule")),
        *rules,
        *([FindingRow.severity.in_(severities)] if severities else []),
    ]


SORTS = (
    "id",
    "year",
    "department",
    "project",
    "kind",
    "score_total",
    "weight_total",
    "grade",
    "verdict",
    "errors",
    "warnings",
)
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
    known = (
        select(FormRow.year)
        .where(FormRow.year.is_not(None))
        .group_by(FormRow.year)
        .order_by(FormRow.year.desc())
    )
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
    key: ColumnElement[Any] = (
        _found(sort[:-1]) if sort in {"errors", "warnings"} else FormRow.__table__.c[sort]
    )
    order = [] if sort == "id" else [nulls_last(key.desc() if descending else key.asc())]
    return (
        select(FormRow.id)
        .where(*conditions(chosen))
        .order_by(*order, FormRow.id.desc() if descending else FormRow.id)
    )


def _forms(connection: Connection, ids: Sequence[int]) -> Iterator[ListedForm]:
    line: Select[*tuple[Any, ...]] = (
        select(
            *(
                FormRow.id,
                FormRow.year,
                FormRow.department,
                FormRow.project,
                FormRow.supervisor,
                FormRow.kind,
                FormRow.title,
            ),
            *(
                FormRow.weight_total,
                FormRow.score_total,
                FormRow.grade,
                FormRow.verdict,
                _found("error"),
                _found("warning"),
            ),
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
