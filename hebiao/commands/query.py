"""``hebiao query``: a read-only question to the database."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from hebiao.commands import options
from hebiao.errors import WrongUsage


@click.command()
@click.argument("sql")
@options.database
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
    help="输出格式。",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="写入文件,而不是标准输出。",
)
def query(sql: str, url: str, form: str, output: Path | None) -> None:
    """执行一条只读 SQL 查询。

    CSV 中会被电子表格当作公式的文字前加一个撇号;数字不变。parquet 需要 -o。
    """
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
        raise click.UsageError("parquet 格式需要 -o FILE")
    if find_spec("pyarrow") is None:
        raise WrongUsage("parquet 格式需要 pyarrow:pip install hebiao[parquet]")
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import writing

    with opened(url) as engine, writing(output):
        store.query(engine, sql).to_parquet(output)
