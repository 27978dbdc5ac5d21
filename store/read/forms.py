"""The forms of a database, as lists to show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, false, func, nulls_last, or_, select

from store.engine.bulk import split_batches
from store.errors import UnknownSort
from store.read.measures import count_findings_by
from store.search.filtering import FormFilter, build_conditions
from store.settings import SETTINGS
from store.tables import DocumentRow, FindingRow, FormRow, FundRow, PathRow


class FormLine(NamedTuple):
    """A form with its file; ``errors`` and ``warnings`` count its findings."""

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


def find_forms(
    engine: Engine, form_ids: Collection[int] | None = None, paths: Collection[str] | None = None
) -> list[FormLine]:
    """List forms in the order of their ids: all of them, or those with an id or from a file or folder."""
    counts = count_findings_by(FindingRow.form_id)
    columns = (
        *(FormRow.id, DocumentRow.path, FormRow.ordinal, FormRow.department, FormRow.project),
        *(FormRow.year, FormRow.kind, FormRow.title, FormRow.weight_total, FormRow.score_total),
        *(FormRow.grade, FormRow.verdict),
        *(func.coalesce(counts.c.errors, 0), func.coalesce(counts.c.warnings, 0)),
    )
    line: Select[*tuple[Any, ...]] = (
        select(*columns)
        .join(DocumentRow, DocumentRow.id == FormRow.document_id)
        .outerjoin(counts, counts.c.owner == FormRow.id)
        .where(*build_named_conditions(form_ids, paths))
        .order_by(FormRow.id)
    )
    with engine.connect() as connection:
        return [FormLine(*row) for row in connection.execute(line)]


def build_named_conditions(
    form_ids: Collection[int] | None, paths: Collection[str] | None
) -> list[ColumnElement[bool]]:
    """Narrow to the forms that are named by id or by path, where any are."""
    named: list[ColumnElement[bool]] = []
    if form_ids is not None:
        named.append(FormRow.id.in_(form_ids))
    if paths is not None:
        at_paths = or_(false(), *(_is_at_or_below(path) for path in paths))
        named.append(FormRow.document_id.in_(select(PathRow.document_id).where(at_paths)))
    return [or_(*named)] if named else []


def _is_at_or_below(path: str) -> ColumnElement[bool]:
    folder = path.rstrip("/") + "/"
    return or_(PathRow.path == path, func.substr(PathRow.path, 1, len(folder)) == folder)


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

_SEVERITY_OF = {"errors": "error", "warnings": "warning"}


class ListedForm(NamedTuple):
    """A form with the amounts of its total fund row; ``errors`` and ``warnings`` count its findings."""

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
    counted = select(func.count(FormRow.id)).where(*build_conditions(chosen))
    with engine.connect() as connection:
        return connection.execute(counted).scalar_one()


def list_years(engine: Engine) -> list[int]:
    """List the years that the forms report on, the newest first."""
    year = FormRow.year
    known = select(year).where(year.is_not(None)).group_by(year).order_by(year.desc())
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
    """Yield the chosen forms in the order of one of ``SORTS``.

    Those without a value come last, equal ones by their ids. Raises ``UnknownSort`` for another ``sort``.
    """
    ordered = _select_ids(chosen, sort, descending=descending).offset(offset).limit(limit)
    with engine.connect() as connection:
        ids = connection.scalars(ordered).all()
        for some in split_batches(ids, SETTINGS.listed_forms_a_query):
            yield from _read_listed(connection, some)


def _select_ids(chosen: FormFilter, sort: str, *, descending: bool) -> Select[Any]:
    """Return the statement for the ids alone: an index answers it, however far the page."""
    if sort not in SORTS:
        raise UnknownSort(name=sort, known=tuple(SORTS))
    asked = select(FormRow.id).where(*build_conditions(chosen))
    if sort != "id":
        key = _count_found(_SEVERITY_OF[sort]) if sort in _SEVERITY_OF else FormRow.__table__.c[sort]
        asked = asked.order_by(nulls_last(key.desc() if descending else key.asc()))
    return asked.order_by(FormRow.id.desc() if descending else FormRow.id)


def _read_listed(connection: Connection, ids: Sequence[int]) -> Iterator[ListedForm]:
    columns = (
        *(FormRow.id, FormRow.year, FormRow.department, FormRow.project, FormRow.supervisor),
        *(FormRow.kind, FormRow.title, FormRow.weight_total, FormRow.score_total, FormRow.grade),
        *(FormRow.verdict, _count_found("error"), _count_found("warning")),
        *(_find_total(FundRow.budget_yuan), _find_total(FundRow.executed_yuan), DocumentRow.name),
    )
    line: Select[*tuple[Any, ...]] = select(*columns)
    line = line.join(DocumentRow, DocumentRow.id == FormRow.document_id).where(FormRow.id.in_(ids))
    by_id = {row[0]: ListedForm(*row) for row in connection.execute(line)}
    for form_id in ids:
        yield by_id[form_id]


def _count_found(severity: str) -> ColumnElement[int]:
    counted = select(func.count()).where(FindingRow.form_id == FormRow.id, FindingRow.severity == severity)
    return counted.correlate(FormRow).scalar_subquery()


def _find_total(amount: Any) -> ColumnElement[Decimal]:  # noqa: ANN401 - a column of FundRow
    total = select(amount).where(FundRow.form_id == FormRow.id, FundRow.total == 1)
    return total.order_by(FundRow.ordinal).limit(1).correlate(FormRow).scalar_subquery()
