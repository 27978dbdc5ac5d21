"""``hebiao show``: forms in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.errors import Exit, WrongUsage
from hebiao.reporting.output import writing
from hebiao.reporting.printable import printable
from hebiao.workers.job import Options, Picture

if TYPE_CHECKING:
    from audit import Audit
    from normalize.form import Form


def draw_file(path: Path, how: Options, page: int, file: Path) -> Exit:
    """Draw page ``page`` (from 1) of a PDF with its tables and cells into ``file``, a PNG.

    Raises ``WrongUsage`` for a file without pages, a page that it does not have, and a picture that cannot be
    written.
    """
    from hebiao.importing.stream import records
    from hebiao.importing.telling import tell_doubts

    with writing(file):
        file.open("ab").close()
    try:
        asked = replace(how, picture=Picture(page, str(file.absolute())))
        (record,) = records([path], asked)
        if record.status == "failed":
            tell_doubts(record)
            return Exit.FAILED_FILES
        if record.format != "pdf":
            raise WrongUsage(f"{path} 不是 PDF,没有页面可画")
        if page > record.pages:
            raise WrongUsage(f"{path} 没有第 {page} 页,共 {record.pages} 页")
    finally:
        if not file.stat().st_size:
            file.unlink()
    click.echo(f"已画 {printable(str(file))}", err=True)
    return Exit.DONE


WIDTH_OF_A_PIPE = 120


@click.command()
@click.argument("what", metavar="FILE|FORM")
@options.database
@options.reading
@click.option("--why", is_flag=True, help="列出每一处是凭什么认出来的(只对文件)。")
@click.option(
    "--page", type=click.IntRange(min=1), default=None, metavar="N", help="要画的页,与 --boxes 同用。"
)
@click.option(
    "--boxes",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE.png",
    help="把这一页画成图:表格、单元格、合并、跨页处,与 --page 同用。",
)
@click.pass_context
def show(
    context: click.Context,
    /,
    what: str,
    url: str,
    *,
    why: bool,
    page: int | None,
    boxes: Path | None,
    **how: object,
) -> None:
    """把一张自评表画成树:资金、目标、各级指标、得分,问题标在所在的行。

    FORM 是库中的编号;其余当作文件,直接读取,不入库。给出 --page 和 --boxes 时只画图,不画树。
    """
    form_id = options.form_id(what)
    if (page is None) != (boxes is None):
        raise click.UsageError("--page 和 --boxes 要一起用")
    if form_id is not None and (why or boxes):
        raise click.UsageError("--why 和 --boxes 只对文件,不对库中的编号")
    if page is not None and boxes is not None:
        context.exit(_show_page(what, options.read_options(how), page, boxes))
    if form_id is None:
        context.exit(_show_file(what, options.read_options(how), _why if why else _draw))
    from hebiao.database import opened
    from store import load_form

    with opened(url) as engine:
        _draw(*load_form(engine, form_id))


def _show_file(word: str, how: Options, draw: Callable[[Form, Audit], None]) -> Exit:
    from hebiao.importing.stream import records
    from hebiao.importing.telling import tell_doubts

    status = Exit.DONE
    for record in records(options.existing((word,)), how):
        for form, audit in record.forms:
            draw(form, audit)
        tell_doubts(record)
        if record.status == "failed":
            status = Exit.FAILED_FILES
    return status


def _show_page(word: str, how: Options, page: int, file: Path) -> Exit:

    (path,) = options.existing((word,))
    if path.is_dir():
        raise click.UsageError(f"要的是文件,不是文件夹:{word}")
    return draw_file(path, how, page, file)


def _why(form: Form, _audit: Audit) -> None:
    from hebiao.reporting.output import write
    from hebiao.reporting.why import why_lines

    write("".join(f"{line}\n" for line in why_lines(form)))


def _draw(form: Form, audit: Audit) -> None:
    from hebiao.reporting.form_tree import form_tree
    from hebiao.reporting.output import console

    console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE).print(form_tree(form, audit))
