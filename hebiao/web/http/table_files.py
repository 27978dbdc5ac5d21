"""Tables as files to keep."""

from __future__ import annotations

import io
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Response

from hebiao.reporting.output import as_csv
from hebiao.reporting.spreadsheet import put

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 16
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Chinese for something else


def csv_file(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Response:
    """Give a table as CSV in which no text is a formula."""
    return _attached(
        f"{name}.csv", (_BYTE_ORDER_MARK + as_csv(columns, rows)).encode(), "text/csv; charset=utf-8"
    )


def xlsx_file(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Response:
    """Give a table as an Excel file: numbers as numbers, every text as text."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, _WIDTH)
        for number, row in enumerate([columns, *rows]):
            for column, value in enumerate(row):
                put(sheet, number, column, value)
    return _attached(f"{name}.xlsx", held.getvalue(), _XLSX)


def _attached(name: str, content: bytes, kind: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
