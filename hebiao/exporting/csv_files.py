"""Tables as CSV, one file each, that Excel opens in Chinese and takes no text in for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from hebiao.printable import inert
from store.exporting import Row, Table


def write_csv(folder: Path, table: Table, rows: Iterable[Row]) -> int:
    """Write a table to ``folder``; gives the number of its rows."""
    count = 0
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in table.fields)
        for row in rows:
            writer.writerow(map(_cell, row))
            count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value
