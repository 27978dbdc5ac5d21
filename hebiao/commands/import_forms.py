"""``hebiao import``: forms into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, replace
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import BadCall, TranslatedCommand, option
from hebiao.errors import Exit
from hebiao.terminal import tell

if TYPE_CHECKING:
    from hebiao.importing.changes import Change
    from hebiao.importing.run import ImportRequest, Listener

MOST_ROWS_IN_TABLE = 200  # CSV and JSON have all

Row = tuple[object, ...]
WriteRows = Callable[[list[Row]], None]


@click.command(cls=TranslatedCommand, help="import")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@options.database
@option("--reread", is_flag=True, text="reread")
@option("--retry", is_flag=True, text="retry")
@option("--log", type=click.Choice(["json"]), default=None, text="log")
@option("--scheduler", default=None, metavar="ADDRESS", text="scheduler")
@options.add_choosing_options
@options.keep
@options.result_format
@options.add_reading_options
@click.pass_context
def import_forms(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    *,
    url: str,
    reread: bool,
    retry: bool,
    log: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    keep: str | None,
    form: str,
    **how: object,
) -> None:
    """Import files, and write what reading again changed."""
    from hebiao.database import opened
    from hebiao.importing.pipeline import import_files
    from hebiao.importing.run import ImportRequest

    if not paths and not retry:
        raise BadCall("missing-path")
    sources = options.find_sources(paths)
    chosen = options.read_options(how)
    request = ImportRequest(options.make_choice(include, exclude), reread, retry, keep)
    with (
        opened(url, create=True) as engine,
        _telling_progress(sources, request, log) as listener,
        _writing_changes(form, request) as write_changes,
    ):
        summary = import_files(engine, sources, chosen, request, replace(listener, change=write_changes))
    listener.end(summary)
    if summary.failed:
        context.exit(Exit.FAILED_FILES)


@contextmanager
def _telling_progress(sources: list[str], request: ImportRequest, log: str | None) -> Iterator[Listener]:
    """Give who tells of the import on standard error."""
    from hebiao.reporting.progress import json_lines, progress
    from hebiao.sources.files import count_files

    def count() -> int | None:
        if request.retry:
            return None
        return count_files(sources, choice=request.choice)

    if log is not None:
        yield json_lines()
        return
    with progress(count) as listener:
        yield listener


@contextmanager
def _writing_changes(form: str, request: ImportRequest) -> Iterator[Callable[[str, Sequence[Change]], None]]:
    """Write the changes as they are told: all of them as CSV and JSON, the first of them as a table."""
    if not request.reread:
        yield lambda _path, _changes: None
        return
    from hebiao.importing.changes import Change

    columns = ("path", *(field.name for field in fields(Change)))
    with {"table": _writing_table, "csv": _writing_csv, "json": _writing_json}[form](columns) as write_rows:
        yield lambda path, changes: write_rows([(path, *astuple(change)) for change in changes])


@contextmanager
def _writing_table(columns: Sequence[str]) -> Iterator[WriteRows]:
    from hebiao.reporting.output import as_table, write

    rows: list[Row] = []
    yield lambda more: rows.extend(more[: MOST_ROWS_IN_TABLE - len(rows)])
    if rows:
        write(as_table(columns, rows))
    else:
        tell("import.nothing-changed")
    if len(rows) == MOST_ROWS_IN_TABLE:
        tell("import.first-changes", most=MOST_ROWS_IN_TABLE)


@contextmanager
def _writing_csv(columns: Sequence[str]) -> Iterator[WriteRows]:
    from hebiao.reporting.output import as_csv, write

    head = as_csv(columns, ())
    write(head)
    yield lambda rows: write(as_csv(columns, rows).removeprefix(head))


@contextmanager
def _writing_json(columns: Sequence[str]) -> Iterator[WriteRows]:
    from hebiao.reporting.output import as_json, write

    is_begun = False

    def write_rows(rows: list[Row]) -> None:
        nonlocal is_begun
        objects = as_json(columns, rows).removeprefix("[").removesuffix("\n]\n")
        write(f"{',' if is_begun else '['}{objects}")
        is_begun = True

    yield write_rows
    write("\n]\n" if is_begun else "[]\n")
