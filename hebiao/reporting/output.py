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
from hebiao.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console

Columns = Sequence[str]
Rows = Sequence[Sequence[object]]

COLUMNS_OF_A_FILE = 10_000  # a table in a file or a pipe is never wrapped

_FORMULA_SIGNS = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_PLAIN_NUMBER_OR_PLACEHOLDER = re.compile(r"[+-]?[\d,]*\.?\d+%?|[-－—]+")


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
        table.add_row(*(Text(printable(_show_value(value))) for value in row))
    buffer = io.StringIO()
    width = None if sys.stdout.isatty() else COLUMNS_OF_A_FILE
    console(buffer, width).print(table)
    lines = [line.rstrip() for line in buffer.getvalue().splitlines()]
    return "".join(f"{line}\n" for line in lines if line)


def as_csv(columns: Columns, rows: Rows) -> str:
    """Write CSV with a head, lines ending in LF.

    Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(_show_csv_value, columns))
    for row in rows:
        writer.writerow(map(_show_csv_value, row))
    return buffer.getvalue()


def _show_csv_value(value: object) -> str:
    if not isinstance(value, str):
        return _show_value(value)
    return re.sub("\r\n?", "\n", inert(value))  # csv quotes a lone CR only where CR ends its lines


def inert(text: str) -> str:
    """Make ``text`` safe as a spreadsheet's cell: one that would be a formula gets a leading apostrophe.

    Numbers such as ``-5`` and placeholders such as ``--`` stay as they are.
    """
    if _FORMULA_SIGNS.match(text) and not _PLAIN_NUMBER_OR_PLACEHOLDER.fullmatch(text):
        return f"'{text}"
    return text


def as_json(columns: Columns, rows: Rows) -> str:
    """Write a JSON list with one object a row; exact numbers stay numbers."""
    from msgspec.json import Encoder
    from msgspec.json import format as indented

    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    return indented(Encoder(decimal_format="number").encode(objects), indent=2).decode() + "\n"


FORMATS: dict[str, Callable[[Columns, Rows], str]] = {"table": as_table, "csv": as_csv, "json": as_json}


def write(text: str, file: Path | None = None) -> None:
    """Write a result to ``file``, else to standard output.

    On a terminal its control characters are spelt out.
    """
    if file is not None:
        with writing(file):
            file.write_text(text, encoding="utf-8", newline="")
        return
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Raise ``WrongUsage`` with the reason where ``file`` cannot be written."""
    try:
        yield
    except OSError as error:
        raise WrongUsage("file-not-writable", file=str(file), reason=error.strerror or error) from error


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


def _show_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
