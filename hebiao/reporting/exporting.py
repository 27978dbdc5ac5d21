"""Exports the database: a workbook, or a folder with a file for each table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.reporting.tables import whole_file, whole_folder, write_csv, write_parquet
from hebiao.reporting.workbook import ROWS_A_SHEET, Column, opened
from store.read.exporting import Table, rows_of, snapshot, tables
from store.search.filtering import FormFilter

if TYPE_CHECKING:
    from sqlalchemy import Engine

_NUMBERS = {"_yuan": "#,##0.00", "rate": "0.00%"}
_WIDTHS = {"text": 24, "moment": 20, "number": 16}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, the sheets that Excel's limit split, and how many texts it cut."""

    rows: dict[str, int]
    split: tuple[str, ...] = ()
    cut: int = 0


def export_workbook(
    engine: Engine, file: Path, chosen: FormFilter, rows_a_sheet: int = ROWS_A_SHEET
) -> Exported:
    """Write the chosen forms to an Excel file: the summary, then a sheet for each table. Raises ``WrongUsage``."""
    from hebiao.reporting.workbook import COLUMNS, SHEET, summary

    with whole_file(file) as path, snapshot(engine) as connection:
        book = opened(path, rows_a_sheet)
        counts = {SHEET: book.write(SHEET, COLUMNS, summary(engine, chosen))}
        for table in tables():
            counts[table.name] = book.write(table.name, _columns(table), rows_of(connection, table, chosen))
        book.file.close()
    return Exported(counts, tuple(book.split), book.cut)


def export_folder(engine: Engine, folder: Path, chosen: FormFilter, form: str) -> Exported:
    """Write the chosen forms to a folder, as ``csv`` or ``parquet``. Raises ``WrongUsage``."""
    counts: dict[str, int] = {}
    with whole_folder(folder) as path, snapshot(engine) as connection:
        for table in tables():
            read_rows = partial(rows_of, connection, table, chosen)
            if form == "parquet":
                counts[table.name] = write_parquet(path, table, read_rows)
            else:
                counts[table.name] = write_csv(path, table, read_rows())
    return Exported(counts)


def _columns(table: Table) -> list[Column]:
    shown = (
        next((form for end, form in _NUMBERS.items() if field.name.endswith(end)), "")
        for field in table.fields
    )
    return [
        Column(field.name, _WIDTHS.get(field.kind, 10), form if field.kind == "number" else "")
        for field, form in zip(table.fields, shown, strict=True)
    ]
