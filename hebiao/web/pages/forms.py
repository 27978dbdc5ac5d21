"""The list of forms (自评表): searched, narrowed, sorted, a page at a time, and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from hebiao.web.columns import AT_FIRST, COLUMNS, Column, shown_columns
from hebiao.web.downloads import csv_file, xlsx_file
from hebiao.web.filters import Chosen, chosen
from hebiao.web.paging import page_at
from hebiao.web.site import Reader, render, texts_of
from store.form_list import SORTS, ListedForm, count_forms, list_forms, years
from store.overview import VERDICTS
from store.snippets import snippets

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
    found = list_forms(reader, asked.filters.filter, asked.sort, descending=asked.descending, offset=offset, limit=limit)
    return list(found)


def _table(reader: Engine, asked: _Asked, request: Request) -> tuple[list[str], list[list[object]]]:
    t = texts_of(request)
    rows: list[list[object]] = [[column.said(form, t) for column in asked.columns] for form in _rows(reader, asked)]
    return [t(f"column.{column.name}") for column in asked.columns], rows


def _rules() -> tuple[str, ...]:
    from audit import rules

    return tuple(rule.name for rule in rules())
