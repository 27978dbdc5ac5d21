"""SQL: questions that people write themselves, with the schema beside them, on a connection that cannot write."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hebiao.questions import questions
from hebiao.web.http.site import Reader, render, site_of, texts_of
from hebiao.web.http.table_files import csv_file, xlsx_file
from hebiao.web.shared.sql_answers import LONGEST_SQL, MOST_ROWS, MOST_SHOWN, SECONDS, answer
from store.people.questions import drop_question, keep_question, kept_questions
from store.read.asking import tables

router = APIRouter()

_FORM_COLUMNS = frozenset({"form_id", "form"})
_LONGEST_CELL = 2000


@router.get("/sql", response_class=HTMLResponse, include_in_schema=False)
def sql_page(request: Request, reader: Reader, sql: str = "") -> HTMLResponse:
    """Show a question, its answer, and what can be asked."""
    return render(
        request,
        "sql.html",
        sql=sql,
        answer=answer(reader, sql, MOST_SHOWN) if sql.strip() else None,
        tables=tables(reader),
        questions=questions(),
        kept=kept_questions(reader),
        limits={"seconds": f"{SECONDS:g}", "rows": MOST_SHOWN, "most": MOST_ROWS},
        form_columns=_FORM_COLUMNS,
        longest=LONGEST_SQL,
        longest_cell=_LONGEST_CELL,
    )


@router.get("/sql.csv", include_in_schema=False)
def sql_csv(request: Request, reader: Reader, sql: str) -> Response:
    """Give an answer as CSV."""
    return csv_file(texts_of(request)("sql.file-name"), *_table(reader, sql))


@router.get("/sql.xlsx", include_in_schema=False)
def sql_xlsx(request: Request, reader: Reader, sql: str) -> Response:
    """Give an answer as an Excel file."""
    return xlsx_file(texts_of(request)("sql.file-name"), *_table(reader, sql))


@router.post("/sql/keep", include_in_schema=False)
def keep(
    request: Request,
    name: Annotated[str, Form(max_length=100)],
    sql: Annotated[str, Form(max_length=LONGEST_SQL)],
) -> RedirectResponse:
    """Keep a question under a name."""
    if name.strip() and sql.strip():
        keep_question(site_of(request).writer, name.strip(), sql)
    return RedirectResponse("/sql", 303)


@router.post("/sql/drop", include_in_schema=False)
def drop(request: Request, question: Annotated[int, Form()]) -> RedirectResponse:
    """Keep a question no longer."""
    drop_question(site_of(request).writer, question)
    return RedirectResponse("/sql", 303)


def _table(reader: Reader, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    found = answer(reader, sql, MOST_ROWS)
    if found.error:
        raise HTTPException(400, found.error)
    return found.columns, found.rows
