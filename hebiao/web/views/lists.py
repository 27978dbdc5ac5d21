"""The lists: forms (自评表), searched and sorted, also as a file, and files (文件) with why one has no form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from audit import all_rules
from hebiao.locale import formats
from hebiao.locale.texts import Texts
from hebiao.web.http.attachments import FileTable, csv_response, xlsx_response
from hebiao.web.http.site import Reader, render
from hebiao.web.http.visitor import texts_for
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.address import AddressFilters, find_page, read_filters
from store import (
    SORTS,
    VERDICTS,
    ListedForm,
    count_documents_by_status,
    count_forms,
    find_snippets,
    list_documents,
    list_forms,
    list_years,
    suggest_words,
)

router = APIRouter()

STATUSES = ("imported", "no-form", "failed", "unread")
KINDS = ("department", "project", "transfer", "other")

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column by the name of the field that it shows.

    The values of a ``coded`` one have names in the catalogue's group of that name.
    """

    name: str
    is_number: bool = False
    coded: bool = False
    show: Callable[..., object] = formats.or_dash

    @property
    def is_sortable(self) -> bool:
        """Whether the list can be sorted by it."""
        return self.name in SORTS

    def value(self, form: ListedForm) -> Value:
        """Return what the form has there."""
        value: Value = getattr(form, self.name)
        return value

    def spreadsheet_value(self, form: ListedForm, t: Texts) -> Value:
        """Return the value as a spreadsheet has it: codes as names, numbers as numbers."""
        value = self.value(form)
        return t.name(self.name, value) if self.coded and value is not None else value


COLUMNS = (
    ListColumn("id", is_number=True),
    ListColumn("year", is_number=True),
    ListColumn("department"),
    ListColumn("project"),
    ListColumn("supervisor"),
    ListColumn("kind", coded=True),
    ListColumn("title"),
    ListColumn("weight_total", is_number=True, show=formats.plain),
    ListColumn("score_total", is_number=True, show=formats.plain),
    ListColumn("grade"),
    ListColumn("budget_yuan", is_number=True, show=formats.grouped),
    ListColumn("executed_yuan", is_number=True, show=formats.grouped),
    ListColumn("verdict", coded=True),
    ListColumn("errors", is_number=True),
    ListColumn("warnings", is_number=True),
    ListColumn("file"),
)
COLUMNS_AT_FIRST = (
    *("year", "department", "project", "kind", "score_total", "grade"),
    *("verdict", "errors", "warnings"),
)


def choose_columns(names: list[str]) -> tuple[ListColumn, ...]:
    """Return the columns of these names in the list's order, or those that are shown at first."""
    known = {column.name for column in COLUMNS}
    chosen = known.intersection(names) or set(COLUMNS_AT_FIRST)
    return tuple(column for column in COLUMNS if column.name in chosen)


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What the address says of the list: which forms, in which order, with which columns."""

    filters: AddressFilters
    sort: str
    descending: bool
    columns: tuple[ListColumn, ...]


@router.get("/forms", response_class=HTMLResponse, include_in_schema=False)
def show_forms(request: Request, reader: Reader) -> HTMLResponse:
    """Show a page of the list."""
    order = _read_order(request)
    narrowed = order.filters.filter
    page = find_page(request.query_params.get("page"), count_forms(reader, narrowed))
    forms = _read_forms(reader, order, page.offset, page.rows)
    rules = tuple(rule.name for rule in all_rules())
    return render(
        request,
        "forms.html",
        filters=order.filters,
        order=order,
        every_column=COLUMNS,
        columns_at_first=COLUMNS_AT_FIRST,
        list_page=page,
        forms=forms,
        snippets=find_snippets(reader, [form.id for form in forms], narrowed.text),
        choices={"year": list_years(reader), "verdict": VERDICTS, "kind": KINDS, "rule": rules},
    )


@router.get("/forms.csv", include_in_schema=False)
def send_forms_csv(request: Request, reader: Reader) -> Response:
    """Send the whole list with the shown columns as CSV."""
    return csv_response(texts_for(request)("forms.file-name"), _read_table(request, reader))


@router.get("/forms.xlsx", include_in_schema=False)
def send_forms_xlsx(request: Request, reader: Reader) -> Response:
    """Send the whole list with the shown columns as an Excel file."""
    return xlsx_response(texts_for(request)("forms.file-name"), _read_table(request, reader))


@router.get("/suggestions", response_class=HTMLResponse, include_in_schema=False)
def show_suggestions(
    request: Request, reader: Reader, q: Annotated[str, Query(max_length=SETTINGS.search_chars)] = ""
) -> HTMLResponse:
    """Show the names and words that hold what was typed in the search field."""
    words = suggest_words(reader, q, SETTINGS.suggested_words)
    return render(request, "suggestions.html", words=words)


@router.get("/files", response_class=HTMLResponse, include_in_schema=False)
def show_files(request: Request, reader: Reader, status: str = "") -> HTMLResponse:
    """Show a page of the files, of one status where the address names it."""
    chosen = status if status in STATUSES else None
    narrowed = (chosen,) if chosen else ()
    counts = count_documents_by_status(reader)
    total = counts.get(chosen, 0) if chosen else sum(counts.values())
    page = find_page(request.query_params.get("page"), total)
    return render(
        request,
        "files.html",
        files=list_documents(reader, *narrowed, offset=page.offset, limit=page.rows),
        filters=read_filters(request, ("status",)),
        statuses=STATUSES,
        counts=counts,
        chosen=chosen,
        list_page=page,
    )


def _read_order(request: Request) -> ListOrder:
    query = request.query_params
    sort = query.get("sort", "")
    return ListOrder(
        filters=read_filters(request, ("sort", "desc", "col")),
        sort=sort if sort in SORTS else "id",
        descending=query.get("desc") == "1",
        columns=choose_columns(query.getlist("col")),
    )


def _read_forms(
    reader: Engine, order: ListOrder, offset: int = 0, limit: int | None = None
) -> list[ListedForm]:
    found = list_forms(
        reader, order.filters.filter, order.sort, descending=order.descending, offset=offset, limit=limit
    )
    return list(found)


def _read_table(request: Request, reader: Engine) -> FileTable:
    order, t = _read_order(request), texts_for(request)
    names = [t(f"column.{column.name}") for column in order.columns]
    return FileTable(names, [_read_row(form, order.columns, t) for form in _read_forms(reader, order)])


def _read_row(form: ListedForm, columns: tuple[ListColumn, ...], t: Texts) -> list[object]:
    return [column.spreadsheet_value(form, t) for column in columns]
