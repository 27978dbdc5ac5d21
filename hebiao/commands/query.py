"""``hebiao query``: a read-only question to the database."""

from __future__ import annotations

from pathlib import Path

import click

from hebiao.commands import options


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
    from hebiao.output import FORMATS, write

    if form == "parquet":
        if output is None:
            raise click.UsageError("parquet 格式需要 -o FILE")
        with opened(url) as engine:
            store.query(engine, sql).to_parquet(output)
        return
    with opened(url) as engine:
        columns, rows = store.query_rows(engine, sql)
    write(FORMATS[form](columns, rows), output)
