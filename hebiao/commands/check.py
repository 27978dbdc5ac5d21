"""``hebiao check``: what contradicts itself, form by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.errors import Exit
from hebiao.job import Options

if TYPE_CHECKING:
    from hebiao.checking import Checked


@click.command()
@click.argument("what", nargs=-1, metavar="[FORM|PATH]...")
@options.database
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True, help="达到此级别的问题使退出码为 1。"
)
@options.result_format
@options.reading
@click.pass_context
def check(context: click.Context, /, what: tuple[str, ...], url: str, fail_on: str, form: str, **how: object) -> None:
    """逐表列出问题。

    FORM 是库中的编号;PATH 是文件或文件夹,直接读取,不入库;都不给时检查库中所有自评表。
    有文件读取失败时退出码为 3(即使也有问题)。
    """
    from hebiao.checking import Checked, together, told

    ids = [number for number in map(options.form_id, what) if number is not None]
    words = tuple(word for word in what if options.form_id(word) is None)
    checked, status = _files(words, options.read_options(how)) if words else (Checked(), Exit.DONE)
    if ids or not words:
        checked = together([_stored(url, ids or None), checked])
    _write(checked, form)
    click.echo(told(checked), err=True)
    context.exit(status or (Exit.FINDINGS if checked.reaches(fail_on) else Exit.DONE))


def _stored(url: str, ids: list[int] | None) -> Checked:
    from hebiao.checking import in_database
    from hebiao.database import opened

    with opened(url) as engine:
        return in_database(engine, ids)


def _files(words: tuple[str, ...], how: Options) -> tuple[Checked, Exit]:
    from hebiao.checking import in_record, together
    from hebiao.pipeline import plan, records
    from hebiao.progress import tell_doubts

    checked: list[Checked] = []
    status = Exit.DONE
    for record in records(plan(options.existing(words), how), how):
        checked.append(in_record(record))
        tell_doubts(record)
        if record.status == "failed":
            status = Exit.FAILED_FILES
    return together(checked), status


def _write(checked: Checked, form: str) -> None:
    from dataclasses import astuple, fields

    from hebiao.checking import Line, as_text
    from hebiao.output import FORMATS, write

    if form == "table":
        write("".join(f"{line}\n" for line in as_text(checked.lines)))
    else:
        write(FORMATS[form]([field.name for field in fields(Line)], [astuple(line) for line in checked.lines]))
