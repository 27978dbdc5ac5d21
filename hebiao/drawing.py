"""One page of a file as a picture, drawn in a worker under the limits that every file has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from hebiao.errors import Exit, WrongUsage
from hebiao.output import writing
from hebiao.printable import printable
from hebiao.workers.job import Options, Picture


def draw_file(path: Path, how: Options, page: int, file: Path) -> Exit:
    """Draw page ``page`` (from 1) of a PDF with its tables and cells into ``file``, a PNG.

    Raises ``WrongUsage`` for a file without pages, a page that it does not have, and a picture that cannot be written.
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
