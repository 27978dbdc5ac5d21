"""Results as a table, CSV or JSON, on standard output or into a file."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hebiao.errors import WrongUsage
from hebiao.reporting.printable import inert, printable

if TYPE_CHECKING:
    from rich.console import Console

Columns = Sequence[str]
Rows = Sequence[Sequence[object]]

WIDE_ENOUGH = 10_000  # a table in a file or a pipe is never wrapped


def as_table(columns: Columns, rows: Rows) -> str:
    """Draw a table as wide as the terminal, or as its longest row where there is none."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        numeric = any(isinstance(row[number], int | float | Decimal) for row in rows)
        table.add_column(Text(printable(column)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(_text(value))) for value in row))
    buffer = io.StringIO()
    console(buffer, None if sys.stdout.isatty() else WIDE_ENOUGH).print(table)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines() if line.strip())


def as_csv(columns: Columns, rows: Rows) -> str:
    """Write CSV with a head, lines ending in LF.

    Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(_csv_text, columns))
    writer.writerows(
        [_csv_text(value) if isinstance(value, str) else _text(value) for value in row] for row in rows
    )
    return buffer.getvalue()


def _csv_text(text: str) -> str:
    return re.sub("\r\n?", "\n", inert(text))  # csv quotes a lone CR only where CR ends its lines


def as_json(columns: Columns, rows: Rows) -> str:
    """Write a JSON list with one object a row; exact numbers stay numbers."""
    from msgspec.json import Encoder
    from msgspec.json import format as indented

    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    return indented(Encoder(decimal_format="number").encode(objects), indent=2).decode() + "\n"


FORMATS: dict[str, Callable[[Columns, Rows], str]] = {"table": as_table, "csv": as_csv, "json": as_json}


def write(text: str, file: Path | None = None) -> None:
    """Write a result to ``file``, else to standard output; on a terminal its control characters are spelt out."""
    if file is not None:
        with writing(file):
            file.write_text(text, encoding="utf-8", newline="")
        return
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Tell in plain words why ``file`` cannot be written: raises ``WrongUsage``."""
    try:
        yield
    except OSError as error:
        raise WrongUsage(f"写不了文件 {file}:{error.strerror or error}") from error


def console(file: IO[str] | None = None, width: int | None = None, *, color: bool = False) -> Console:
    """Make a rich console to which no text is markup, an emoji name or something to highlight."""
    from rich.console import Console

    return Console(
        file=file,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        force_terminal=color or None,
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
