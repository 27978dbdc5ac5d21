"""``hebiao import``: forms into the database."""

from __future__ import annotations

import click

from hebiao.commands import options
from hebiao.errors import Exit


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.database
@options.reading
@click.pass_context
def load(context: click.Context, /, paths: tuple[str, ...], url: str, **how: object) -> None:
    """把文件和文件夹中的自评表读入数据库。

    同样内容的文件只读一次。文件夹中的隐藏文件、~$ 临时文件以及程序代码和数据文件(.py、.json 等)不读,直接写明的照读。
    有文件读取失败时退出码为 3,其余文件照常入库。
    """
    from hebiao.database import opened
    from hebiao.pipeline import import_files
    from hebiao.progress import progress_bar, tell

    wanted, chosen = options.existing(paths), options.read_options(how)
    with opened(url, create=True) as engine, progress_bar() as progress:
        summary = import_files(engine, wanted, chosen, progress)
    tell(summary)
    if summary.failures:
        context.exit(Exit.FAILED_FILES)
