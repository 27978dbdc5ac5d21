"""``hebiao import``: forms into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, replace
from itertools import chain, repeat
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands import options as sources
from hebiao.errors import Exit
from hebiao.importing.changes import Change
from hebiao.reporting.output import as_csv, as_json, as_table, write

if TYPE_CHECKING:
    from hebiao.importing.changes import Change
    from hebiao.importing.running import Asked, Listener

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


@click.command("import")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@options.database
@click.option("--reread", is_flag=True, help="已在库中的也重读,并列出哪些值变了。")
@click.option("--retry", is_flag=True, help="只重试以前失败的文件,可以不给 PATH;不给时 GLOB 按完整路径匹配。")
@click.option(
    "--log",
    type=click.Choice(["json"]),
    default=None,
    help="在标准错误上为每个文件输出一行 JSON,代替进度和小结。",
)
@click.option(
    "--scheduler",
    default=None,
    metavar="ADDRESS",
    help="由 dask 集群读取,如 tcp://10.0.0.5:8786(要装 hebiao[cluster])。",
)
@sources.choosing
@sources.keep
@options.result_format
@options.reading
@click.pass_context
def load(
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
    """把文件、文件夹和压缩包中的自评表读入数据库。

    PATH 也可以是网址(s3://、https:// 等,要装 hebiao[remote]);单独一个 “-” 表示从标准输入读文件清单,每行一个。
    同样内容的文件只读一次。文件夹和压缩包中的隐藏文件、~$ 临时文件以及程序代码和数据文件(.py、.json
    等)不读,直接写明的照读。 中断后再运行同一条命令即可继续。--reread 找到的变化按 --format 写到标准输出。
    有文件读取失败时退出码为 3,其余文件照常入库。
    """
    from hebiao.database import opened
    from hebiao.importing.pipeline import import_files
    from hebiao.importing.running import Asked

    if not paths and not retry:
        raise click.UsageError("缺少 PATH(只有 --retry 可以不给)")
    wanted, chosen = sources.meant(paths), options.read_options(how)
    asked = Asked(sources.choice_of(include, exclude), reread, retry, keep)
    with (
        opened(url, create=True) as engine,
        _listening(wanted, asked, log) as listener,
        _printing(form, asked) as change,
    ):
        summary = import_files(engine, wanted, chosen, asked, replace(listener, change=change))
    listener.end(summary)
    if summary.failed:
        context.exit(Exit.FAILED_FILES)


@contextmanager
def _listening(wanted: list[str], asked: Asked, log: str | None) -> Iterator[Listener]:
    """Give who tells of the import on standard error."""
    from hebiao.importing.progress import json_lines, progress
    from hebiao.sources.files import count_files

    if log is not None:
        yield json_lines()
        return
    with progress(lambda: None if asked.retry else count_files(wanted, choice=asked.choice)) as listener:
        yield listener


@contextmanager
def _printing(form: str, asked: Asked) -> Iterator[Callable[[str, Sequence[Change]], None]]:
    """Give who prints the changes, where there may be some."""
    if not asked.reread:
        yield lambda _path, _changes: None
        return

    with printed(form) as tell:
        yield tell
