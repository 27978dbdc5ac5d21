"""Tables as files that the browser keeps."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from fastapi import Response

from hebiao.reporting.output import as_csv
from hebiao.reporting.spreadsheet import put

_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMN_WIDTH_CHARS = 16
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Chinese for something else


class FileTable(NamedTuple):
    """A table to write into a file."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def csv_response(name: str, table: FileTable) -> Response:
    """Return a table as CSV in which no text is a formula."""
    content = _BYTE_ORDER_MARK + as_csv(table.columns, table.rows)
    return _attach(f"{name}.csv", content.encode(), _CSV)


def xlsx_response(name: str, table: FileTable) -> Response:
    """Return a table as an Excel file: numbers as numbers, every text as text."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, _COLUMN_WIDTH_CHARS)
        for number, row in enumerate([table.columns, *table.rows]):
            for column, value in enumerate(row):
                put(sheet, number, column, value)
    return _attach(f"{name}.xlsx", content.getvalue(), _XLSX)


def _attach(name: str, content: bytes, media_type: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=media_type, headers=headers)
