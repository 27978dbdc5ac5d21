"""Tables as CSV, one file each, that Excel opens in Chinese and takes no text in for a formula."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from hebiao.reporting.output import writing
from hebiao.reporting.printable import inert
from store.read.exporting import Field, Row, Table


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there at the end takes the place of ``file``. Raises ``WrongUsage``."""
    with whole_folder(file.parent) as folder:
        yield folder / file.name


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write files to, which are moved into ``folder`` at the end. Raises ``WrongUsage``."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=".hebiao-", dir=folder))
        try:
            yield own
            for file in sorted(own.iterdir()):
                file.replace(folder / file.name)
        finally:
            shutil.rmtree(own)


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


_ROWS_AT_ONCE = 20_000
_FEN_AND_LESS = 4
_PLACES = 10


def write_parquet(folder: Path, table: Table, rows: Callable[[], Iterable[Row]]) -> int:
    """Write a table to ``folder``; gives the number of its rows.

    Numbers are ``decimal128(38, 4)`` in yuan and ``decimal128(38, 10)`` else, or ``decimal256(76, 30)``
    throughout in a table that has one which does not fit; ``rows`` is asked again then. Raises
    ``pyarrow.ArrowInvalid`` for one that fits neither.
    """
    import pyarrow as pa

    try:
        return _write(folder, table, rows(), _narrow)
    except pa.ArrowInvalid:
        return _write(folder, table, rows(), _wide)


def _write(folder: Path, table: Table, rows: Iterable[Row], number: Callable[[Field], Any]) -> int:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "float": pa.float64(),
        "moment": pa.timestamp("us", "UTC"),
    }
    schema = pa.schema([(field.name, types.get(field.kind) or number(field)) for field in table.fields])
    rest, count = iter(rows), 0
    with ParquetWriter(folder / f"{table.name}.parquet", schema) as writer:
        while batch := list(islice(rest, _ROWS_AT_ONCE)):
            columns = [
                pa.array(values, field.type)
                for values, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            count += len(batch)
    return count


def _narrow(field: Field) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa

    return pa.decimal128(38, _FEN_AND_LESS if field.name.endswith("_yuan") else _PLACES)


def _wide(_field: Field) -> Any:  # noqa: ANN401 - as above
    import pyarrow as pa

    return pa.decimal256(76, 30)
