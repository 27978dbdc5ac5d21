"""``hebiao export``: all tables for Excel, and for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from hebiao.commands import options
from hebiao.commands.command import BadCall, TranslatedCommand, option
from hebiao.commands.query import check_parquet
from hebiao.terminal import tell


@click.command(cls=TranslatedCommand, help="export")
@option(
    *("--to", "target"),
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.xlsx|FOLDER",
    text="to",
)
@options.database
@option(*("--format", "form"), type=click.Choice(["csv", "parquet"]), default=None, text="export-format")
@option("--year", type=int, default=None, metavar="Y", text="export-year")
@option("--department", default=None, metavar="NAME", text="export-department")
def export(*, target: Path, url: str, form: str | None, year: int | None, department: str | None) -> None:
    """Write all tables to a workbook or to a folder."""
    from hebiao.database import opened
    from hebiao.reporting.exporting import export_folder, export_workbook

    chosen = options.make_filter(year, department)
    is_workbook = target.suffix.lower() == ".xlsx"
    _check_target(target, form, is_workbook=is_workbook)
    with opened(url) as engine:
        if is_workbook:
            done = export_workbook(engine, target, chosen)
        else:
            done = export_folder(engine, target, chosen, form or "csv")
    tell("export.written", forms=done.rows["form"], rows=sum(done.rows.values()), target=str(target))
    if done.split:
        tell("export.split", tables=done.split)
    if done.cut:
        tell("export.cut", count=done.cut)


def _check_target(target: Path, form: str | None, *, is_workbook: bool) -> None:
    if is_workbook and form is not None:
        raise BadCall("workbook-has-one-format")
    if not is_workbook and target.exists() and not target.is_dir():
        raise BadCall("no-folder", target=str(target))
    if form == "parquet":
        check_parquet()
