"""SQL: questions that people write themselves, the schema beside them; nothing can be written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hebiao.questions import questions
from hebiao.web.http.attachments import FileTable, csv_response, xlsx_response
from hebiao.web.http.refusals import RequestRefused
from hebiao.web.http.site import Reader, render, site_of
from hebiao.web.http.visitor import texts_for
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.sql_answers import answer_sql
from store import drop_question, keep_question, list_questions, list_relations

router = APIRouter()

_FORM_COLUMNS = frozenset({"form_id", "form"})
"""Columns whose whole numbers lead to a form."""


@router.get("/sql", response_class=HTMLResponse, include_in_schema=False)
def show_sql(request: Request, reader: Reader, sql: str = "") -> HTMLResponse:
    """Show a question, its answer, and what can be asked."""
    answer = answer_sql(reader, sql, SETTINGS.sql_shown_rows) if sql.strip() else None
    return render(
        request,
        "sql.html",
        sql=sql,
        answer=answer,
        tables=list_relations(reader),
        questions=questions(),
        kept_questions=list_questions(reader),
        form_columns=_FORM_COLUMNS,
        settings=SETTINGS,
    )


@router.get("/sql.csv", include_in_schema=False)
def send_sql_csv(request: Request, reader: Reader, sql: str) -> Response:
    """Send an answer as CSV."""
    return csv_response(texts_for(request)("sql.file-name"), _read_table(reader, sql))


@router.get("/sql.xlsx", include_in_schema=False)
def send_sql_xlsx(request: Request, reader: Reader, sql: str) -> Response:
    """Send an answer as an Excel file."""
    return xlsx_response(texts_for(request)("sql.file-name"), _read_table(reader, sql))


@router.post("/sql/keep", include_in_schema=False)
def keep_sql(
    request: Request,
    name: Annotated[str, Form(max_length=100)],
    sql: Annotated[str, Form(max_length=SETTINGS.sql_chars)],
) -> RedirectResponse:
    """Keep a question under a name."""
    if name.strip() and sql.strip():
        keep_question(site_of(request).writer, name.strip(), sql)
    return RedirectResponse("/sql", 303)


@router.post("/sql/drop", include_in_schema=False)
def drop_sql(request: Request, question: Annotated[int, Form()]) -> RedirectResponse:
    """Keep a question no longer."""
    drop_question(site_of(request).writer, question)
    return RedirectResponse("/sql", 303)


def _read_table(reader: Reader, sql: str) -> FileTable:
    answer = answer_sql(reader, sql, SETTINGS.sql_file_rows)
    if answer.refusal:
        raise RequestRefused(400, answer.refusal)
    return FileTable(answer.columns, answer.rows)
