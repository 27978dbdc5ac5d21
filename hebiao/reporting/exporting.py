"""Exports the database: a workbook with a summary, or a folder with a file for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.locale.language import translate
from hebiao.reporting.spreadsheet import ROWS_IN_SHEET, SheetColumn, open_book
from hebiao.reporting.tables import whole_file, whole_folder, write_csv, write_parquet
from store import (
    ExportTable,
    FormFilter,
    ListedForm,
    find_findings,
    list_export_tables,
    list_forms,
    open_snapshot,
    read_message,
    read_table,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

_YUAN_FORMAT = "#,##0.00"
_NUMBER_FORMATS = {"_yuan": _YUAN_FORMAT, "rate": "0.00%"}
_WIDTHS = {"text": 24, "moment": 20, "number": 16}
_WIDTH = 10  # characters, of a column of another kind

_SUMMARY_WIDTHS = {
    "department": 28,
    "year": 7,
    "project": 32,
    "title": 32,
    "verdict": 11,
    "score_total": 8,
    "weight_total": 9,
    "grade": 6,
    "errors": 6,
    "warnings": 6,
    "budget_yuan": 18,
    "executed_yuan": 18,
    "findings": 60,
    "file": 32,
    "form": 8,
}
_FORMS_AT_ONCE = 500
_MOST_FINDINGS_SHOWN = 10  # of a form, in one cell


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, the sheets that Excel's limit split, and how many texts it cut."""

    rows: dict[str, int]
    split: tuple[str, ...] = ()
    cut: int = 0


def export_workbook(
    engine: Engine, file: Path, chosen: FormFilter, rows_in_sheet: int = ROWS_IN_SHEET
) -> Exported:
    """Write the chosen forms to an Excel file: the summary, then a sheet for each table.

    Raises ``WrongUsage``.
    """
    summary = translate("workbook.summary")
    with whole_file(file) as path, open_snapshot(engine) as connection:
        book = open_book(path, rows_in_sheet)
        counts = {summary: book.write(summary, _summary_columns(), summary_rows(engine, chosen))}
        for table in list_export_tables():
            rows = read_table(connection, table, chosen)
            counts[table.name] = book.write(table.name, _table_columns(table), rows)
        book.file.close()
    return Exported(counts, tuple(book.split), book.cut)


def export_folder(engine: Engine, folder: Path, chosen: FormFilter, form: str) -> Exported:
    """Write the chosen forms to a folder, as ``csv`` or ``parquet``. Raises ``WrongUsage``."""
    counts: dict[str, int] = {}
    with whole_folder(folder) as path, open_snapshot(engine) as connection:
        for table in list_export_tables():
            read_rows = partial(read_table, connection, table, chosen)
            if form == "parquet":
                counts[table.name] = write_parquet(path, table, read_rows)
            else:
                counts[table.name] = write_csv(path, table, read_rows())
    return Exported(counts)


def _table_columns(table: ExportTable) -> list[SheetColumn]:
    columns: list[SheetColumn] = []
    for field in table.fields:
        number_format = _number_format(field.name) if field.kind == "number" else ""
        columns.append(SheetColumn(field.name, _WIDTHS.get(field.kind, _WIDTH), number_format))
    return columns


def _number_format(name: str) -> str:
    return next((shown for end, shown in _NUMBER_FORMATS.items() if name.endswith(end)), "")


def _summary_columns() -> list[SheetColumn]:
    columns: list[SheetColumn] = []
    for name, width in _SUMMARY_WIDTHS.items():
        number_format = _YUAN_FORMAT if name.endswith("_yuan") else ""
        columns.append(SheetColumn(translate(f"workbook.{name}"), width, number_format))
    return columns


def summary_rows(engine: Engine, chosen: FormFilter) -> Iterator[tuple[object, ...]]:
    """Yield a row for each of the chosen forms, department by department."""
    listed = list_forms(engine, chosen, "department")
    while some := list(islice(listed, _FORMS_AT_ONCE)):
        sentences = _finding_sentences(engine, [form.id for form in some])
        for form in some:
            yield _summary_row(form, sentences[form.id])


def _finding_sentences(engine: Engine, form_ids: list[int]) -> dict[int, list[str]]:
    sentences: dict[int, list[str]] = defaultdict(list)
    for found in find_findings(engine, form_ids, severities=("error", "warning")):
        severity = translate(f"severity.{found.severity}")
        message = read_message(found.message, found.code, found.args)
        sentences[found.form_id].append(translate("workbook.finding", severity=severity, message=message))
    return sentences


def _summary_row(form: ListedForm, sentences: list[str]) -> tuple[object, ...]:
    shown = sentences[:_MOST_FINDINGS_SHOWN]
    if len(sentences) > _MOST_FINDINGS_SHOWN:
        shown.append(translate("workbook.more", count=len(sentences) - _MOST_FINDINGS_SHOWN))
    verdict = translate(f"terminal.verdict.{form.verdict}")
    scores = (verdict, form.score_total, form.weight_total, form.grade, form.errors, form.warnings)
    return (
        *(form.department, form.year, form.project, form.title),
        *scores,
        *(form.budget_yuan, form.executed_yuan),
        *("\n".join(shown) or None, form.file, form.id),
    )
