"""The list of forms (自评表): searched, narrowed, sorted, a page at a time, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from hebiao.locale import formats
from hebiao.locale.texts import Texts
from hebiao.web.http.site import Reader, render, texts_of
from hebiao.web.http.table_files import csv_file, xlsx_file
from hebiao.web.shared.filters import Chosen, chosen
from hebiao.web.shared.paging import page_at
from store.read.listing import SORTS, ListedForm, count_forms, list_forms, years
from store.read.overview import VERDICTS
from store.search.searching import snippets

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name that the list gives it; ``coded`` values have names in the catalogue's group of that name."""

    name: str
    number: bool = False
    coded: bool = False
    show: Callable[..., object] = formats.or_dash

    @property
    def sorts(self) -> bool:
        """Whether the list can be sorted by it."""
        return self.name in SORTS

    def value(self, form: ListedForm) -> Value:
        """Give what the form has there."""
        value: Value = getattr(form, self.name)
        return value

    def said(self, form: ListedForm, t: Texts) -> Value:
        """Give the value as a spreadsheet has it: names in words, numbers as numbers."""
        value = self.value(form)
        return t.name(self.name, value) if self.coded and value is not None else value


COLUMNS = (
    Column("id", number=True),
    Column("year", number=True),
    Column("department"),
    Column("project"),
    Column("supervisor"),
    Column("kind", coded=True),
    Column("title"),
    Column("weight_total", number=True, show=formats.plain),
    Column("score_total", number=True, show=formats.plain),
    Column("grade"),
    Column("budget_yuan", number=True, show=formats.grouped),
    Column("executed_yuan", number=True, show=formats.grouped),
    Column("verdict", coded=True),
    Column("errors", number=True),
    Column("warnings", number=True),
    Column("file"),
)
AT_FIRST = ("year", "department", "project", "kind", "score_total", "grade", "verdict", "errors", "warnings")


def shown_columns(names: list[str]) -> tuple[Column, ...]:
    """Give the columns that are asked for in the list's order, or those that are shown at first."""
    asked = {name for name in names if any(column.name == name for column in COLUMNS)} or set(AT_FIRST)
    return tuple(column for column in COLUMNS if column.name in asked)


router = APIRouter()

_KINDS = ("department", "project", "transfer", "other")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    filters: Chosen
    sort: str
    descending: bool
    columns: tuple[Column, ...]


@router.get("/forms", response_class=HTMLResponse, include_in_schema=False)
def forms(request: Request, reader: Reader) -> HTMLResponse:
    """Show a page of the list."""
    asked = _asked(request)
    page_of_list = page_at(request.query_params.get("page"), count_forms(reader, asked.filters.filter))
    rows = _rows(reader, asked, page_of_list.offset, page_of_list.rows)
    return render(
        request,
        "forms.html",
        filters=asked.filters,
        asked=asked,
        every_column=COLUMNS,
        columns_at_first=AT_FIRST,
        pages=page_of_list,
        forms=rows,
        snippets=snippets(reader, [form.id for form in rows], asked.filters.filter.text),
        choices={"year": years(reader), "verdict": VERDICTS, "kind": _KINDS, "rule": _rules()},
    )


@router.get("/forms.csv", include_in_schema=False)
def forms_csv(request: Request, reader: Reader) -> Response:
    """Give the whole list with the shown columns as CSV."""
    asked, t = _asked(request), texts_of(request)
    return csv_file(t("forms.file-name"), *_table(reader, asked, request))


@router.get("/forms.xlsx", include_in_schema=False)
def forms_xlsx(request: Request, reader: Reader) -> Response:
    """Give the whole list with the shown columns as an Excel file."""
    asked, t = _asked(request), texts_of(request)
    return xlsx_file(t("forms.file-name"), *_table(reader, asked, request))


def _asked(request: Request) -> _Asked:
    query = request.query_params
    sort = query.get("sort", "")
    return _Asked(
        filters=chosen(request, ("sort", "desc", "col")),
        sort=sort if sort in SORTS else "id",
        descending=query.get("desc") == "1",
        columns=shown_columns(query.getlist("col")),
    )


def _rows(reader: Engine, asked: _Asked, offset: int = 0, limit: int | None = None) -> list[ListedForm]:
    found = list_forms(
        reader, asked.filters.filter, asked.sort, descending=asked.descending, offset=offset, limit=limit
    )
    return list(found)


def _table(reader: Engine, asked: _Asked, request: Request) -> tuple[list[str], list[list[object]]]:
    t = texts_of(request)
    rows: list[list[object]] = [
        [column.said(form, t) for column in asked.columns] for form in _rows(reader, asked)
    ]
    return [t(f"column.{column.name}") for column in asked.columns], rows


def _rules() -> tuple[str, ...]:
    from audit import all_rules

    return tuple(rule.name for rule in all_rules())
