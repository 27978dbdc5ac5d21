"""What ``hebiao import --reread`` prints: the values that reading again changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from itertools import chain, repeat

import click

from hebiao.importing.changes import Change
from hebiao.output import as_csv, as_json, as_table, write

COLUMNS = ("path", *(field.name for field in fields(Change)))
MOST_SHOWN = 200  # rows of a table; CSV and JSON have all

Row = tuple[object, ...]
Tell = Callable[[list[Row]], None]
Print = Callable[[str, Sequence[Change]], None]


@contextmanager
def printed(form: str) -> Iterator[Print]:
    """Print changes on standard output as they are told: as CSV and JSON all of them, as a table the first ``MOST_SHOWN``."""
    with {"table": _table, "csv": _csv, "json": _json}[form]() as tell:
        yield lambda path, changes: tell([(path, *astuple(change)) for change in changes])


@contextmanager
def _table() -> Iterator[Tell]:
    rows: list[Row] = []
    yield lambda more: rows.extend(more[: MOST_SHOWN - len(rows)])
    if rows:
        write(as_table(COLUMNS, rows))
    else:
        click.echo("重读没有改变任何值", err=True)
    if len(rows) == MOST_SHOWN:
        click.echo(f"只列出前 {MOST_SHOWN} 处变化;--format csv 或 json 给出全部", err=True)


@contextmanager
def _csv() -> Iterator[Tell]:
    head = as_csv(COLUMNS, ())
    write(head)
    yield lambda rows: write(as_csv(COLUMNS, rows).removeprefix(head))


@contextmanager
def _json() -> Iterator[Tell]:
    before = chain(("[",), repeat(","))
    yield lambda rows: write(next(before) + as_json(COLUMNS, rows).removeprefix("[").removesuffix("\n]\n"))
    write("[]\n" if next(before) == "[" else "\n]\n")
