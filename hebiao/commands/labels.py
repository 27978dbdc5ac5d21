"""``hebiao labels``: the labels that are known."""

from __future__ import annotations

import click

from hebiao.commands import options


@click.command()
@click.option(
    "--labels",
    "file",
    type=click.Path(path_type=str),
    default=None,
    metavar="FILE.toml",
    help="连同自己的标签一起列出。",
)
@options.result_format
def labels(file: str | None, form: str) -> None:
    """列出认得的标签:类、项、标签;一级、二级指标名称在 level 类下。

    自己的 TOML 写法相同:[类] 下面 项 = ["标签", …],用 --labels 交给 import、check、show。
    """
    from pathlib import Path

    from hebiao.reading.labels import check_labels
    from hebiao.reporting.output import FORMATS, write
    from normalize.vocabulary.labels import lists, merged

    known = lists()
    if file is not None:
        check_labels(file)
        known = merged(known, Path(file))
    rows = [
        (block, kind, name)
        for block, kinds in known.items()
        for kind, names in kinds.items()
        for name in names
    ]
    write(FORMATS[form](("block", "kind", "label"), rows))
