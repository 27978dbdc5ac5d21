"""Tables as files of a folder: CSV in which Excel takes no text for a formula, and Parquet."""

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

from hebiao.reporting.output import inert, writing
from store import ExportColumn, ExportTable


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Return a path to write to; what stands there at the end takes the place of ``file``.

    Raises ``WrongUsage``.
    """
    with whole_folder(file.parent) as folder:
        yield folder / file.name


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder for files, which are moved into ``folder`` at the end. Raises ``WrongUsage``."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=".hebiao-", dir=folder))
        try:
            yield own
            for file in sorted(own.iterdir()):
                file.replace(folder / file.name)
        finally:
            shutil.rmtree(own)


def write_csv(folder: Path, table: ExportTable, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write a table to ``folder``; return the number of its rows."""
    count = 0
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in table.fields)
        for row in rows:
            writer.writerow(map(_show_csv_value, row))
            count += 1
    return count


def _show_csv_value(value: object) -> object:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value


_ROWS_AT_ONCE = 20_000
_YUAN_PLACES = 4  # decimals of an amount
_PLACES = 10  # decimals of another number


def write_parquet(folder: Path, table: ExportTable, rows: Callable[[], Iterable[tuple[Any, ...]]]) -> int:
    """Write a table to ``folder``; return the number of its rows.

    Numbers are ``decimal128(38, 4)`` in yuan and ``decimal128(38, 10)`` else, or ``decimal256(76, 30)``
    throughout in a table that has one which does not fit; ``rows`` is asked again then. Raises
    ``pyarrow.ArrowInvalid`` for one that fits neither.
    """
    import pyarrow as pa

    try:
        return _write(folder, table, rows(), _narrow_type)
    except pa.ArrowInvalid:
        return _write(folder, table, rows(), _wide_type)


def _write(
    folder: Path, table: ExportTable, rows: Iterable[tuple[Any, ...]], number: Callable[[ExportColumn], Any]
) -> int:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "float": pa.float64(),
        "moment": pa.timestamp("us", "UTC"),
    }
    schema = pa.schema([(field.name, types.get(field.kind) or number(field)) for field in table.fields])
    rest = iter(rows)
    count = 0
    with ParquetWriter(folder / f"{table.name}.parquet", schema) as writer:
        while batch := list(islice(rest, _ROWS_AT_ONCE)):
            columns = zip(*batch, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def _narrow_type(field: ExportColumn) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa

    places = _YUAN_PLACES if field.name.endswith("_yuan") else _PLACES
    return pa.decimal128(38, places)


def _wide_type(_field: ExportColumn) -> Any:  # noqa: ANN401 - as above
    import pyarrow as pa

    return pa.decimal256(76, 30)
