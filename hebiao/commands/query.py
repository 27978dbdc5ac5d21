"""``hebiao query``: a read-only question to the database."""

from __future__ import annotations

from pathlib import Path

import click

from hebiao.commands import options
from hebiao.commands.command import BadCall, TranslatedCommand, option
from hebiao.errors import WrongUsage


@click.command(cls=TranslatedCommand, help="query")
@click.argument("sql")
@options.database
@option(
    *("--format", "form"),
    type=click.Choice([*options.RESULT_FORMATS, "parquet"]),
    default="table",
    show_default=True,
    text="format",
)
@option(
    *("-o", "--output"),
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    text="output",
)
def query(sql: str, url: str, form: str, output: Path | None) -> None:
    """Run a read-only query and write its rows."""
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write

    if form == "parquet":
        _write_parquet(sql, url, output)
        return
    with opened(url) as engine:
        columns, rows = store.query_rows(engine, sql)
    write(FORMATS[form](columns, rows), output)


def _write_parquet(sql: str, url: str, output: Path | None) -> None:
    if output is None:
        raise BadCall("parquet-needs-file")
    check_parquet()
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import writing

    with opened(url) as engine, writing(output):
        store.query_frame(engine, sql).to_parquet(output)


def check_parquet() -> None:
    """Raise ``WrongUsage`` where no Parquet can be written."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise WrongUsage("parquet-not-installed")
