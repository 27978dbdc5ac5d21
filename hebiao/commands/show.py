"""``hebiao show``: forms in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.errors import Exit
from hebiao.job import Options

if TYPE_CHECKING:
    from audit.finding import Audit
    from normalize.form import Form

WIDTH_OF_A_PIPE = 120


@click.command()
@click.argument("what", metavar="FILE|FORM")
@options.database
@options.reading
@click.pass_context
def show(context: click.Context, /, what: str, url: str, **how: object) -> None:
    """把一张自评表画成树:资金、目标、各级指标、得分,问题标在所在的行。

    FORM 是库中的编号;其余当作文件,直接读取,不入库。
    """
    form_id = options.form_id(what)
    if form_id is None:
        context.exit(_show_file(what, options.read_options(how)))
    from hebiao.database import opened
    from store import load_form

    with opened(url) as engine:
        _draw(*load_form(engine, form_id))


def _show_file(word: str, how: Options) -> Exit:
    from hebiao.pipeline import plan, records
    from hebiao.progress import tell_doubts

    status = Exit.DONE
    for record in records(plan(options.existing((word,)), how), how):
        for form, audit in record.forms:
            _draw(form, audit)
        tell_doubts(record)
        if record.status == "failed":
            status = Exit.FAILED_FILES
    return status


def _draw(form: Form, audit: Audit) -> None:
    from hebiao.output import console
    from hebiao.terminal import form_tree

    console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE).print(form_tree(form, audit))
