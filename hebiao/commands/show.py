"""``hebiao show``: forms in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import BadCall, TranslatedCommand, option
from hebiao.errors import Exit, WrongUsage
from hebiao.locale.language import current_language
from hebiao.terminal import tell

if TYPE_CHECKING:
    from audit import Audit
    from hebiao.workers.job import Options
    from normalize import Form

COLUMNS_OF_A_PIPE = 120  # as wide is the tree where nobody knows the width


@click.command(cls=TranslatedCommand, help="show")
@click.argument("what", metavar="FILE|FORM")
@options.database
@options.add_reading_options
@option("--why", is_flag=True, text="why")
@option("--page", type=click.IntRange(min=1), default=None, metavar="N", text="page")
@option(
    "--boxes",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE.png",
    text="boxes",
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
    """Write the tree of a form, its evidence, or the picture of a page."""
    form_id = options.parse_form_id(what)
    if (page is None) != (boxes is None):
        raise BadCall("page-with-boxes")
    if form_id is not None and (why or boxes):
        raise BadCall("only-for-files")
    if page is not None and boxes is not None:
        context.exit(_show_page(what, options.read_options(how), page, boxes))
    if form_id is None:
        context.exit(_show_file(what, options.read_options(how), _write_evidence if why else _write_tree))
    from hebiao.database import opened
    from store import load_form

    with opened(url) as engine:
        _write_tree(*load_form(engine, form_id))


def _show_file(word: str, how: Options, show_form: Callable[[Form, Audit], None]) -> Exit:
    from hebiao.importing.stream import read_files
    from hebiao.reporting.progress import tell_doubts

    status = Exit.DONE
    for record in read_files(options.find_paths((word,)), how):
        for form, audit in record.forms:
            show_form(form, audit)
        tell_doubts(record)
        if record.is_lost:
            status = Exit.FAILED_FILES
    return status


def _show_page(word: str, how: Options, page: int, file: Path) -> Exit:
    """Draw a page of a PDF with its tables and cells; raises ``WrongUsage`` for a page that is not there."""
    from hebiao.reporting.output import writing

    (path,) = options.find_paths((word,))
    if path.is_dir():
        raise BadCall("folder-no-file", path=word)
    with writing(file):
        file.open("ab").close()
    try:
        status = _draw_page(path, how, page, file)
    finally:
        if not file.stat().st_size:
            file.unlink()
    return status


def _draw_page(path: Path, how: Options, page: int, file: Path) -> Exit:
    """Draw page ``page`` (from 1) into ``file``, a PNG."""
    from hebiao.importing.stream import read_files
    from hebiao.reporting.progress import tell_doubts
    from hebiao.workers.job import Picture

    picture = Picture(page, str(file.absolute()), current_language())
    records = list(read_files([path], replace(how, picture=picture)))
    if len(records) != 1:
        raise WrongUsage("not-one-file", path=str(path))
    record = records[0]
    if record.status == "failed":
        tell_doubts(record)
        return Exit.FAILED_FILES
    if page > record.pages:
        raise WrongUsage("no-such-page", path=str(path), page=page, pages=record.pages)
    tell("read.drawn", file=str(file))
    return Exit.DONE


def _write_evidence(form: Form, _audit: Audit) -> None:
    from hebiao.reporting.evidence import evidence_lines
    from hebiao.reporting.output import write

    write("".join(f"{line}\n" for line in evidence_lines(form)))


def _write_tree(form: Form, audit: Audit) -> None:
    from hebiao.reporting.form_tree import form_tree
    from hebiao.reporting.output import console

    width = None if sys.stdout.isatty() else COLUMNS_OF_A_PIPE
    console(width=width).print(form_tree(form, audit))
