"""``hebiao failures``: the files that could not be read, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.reporting.printable import one_line

if TYPE_CHECKING:
    from store import Failure

EXAMPLES = 3


@click.command()
@options.database
@options.result_format
def failures(url: str, form: str) -> None:
    """列出没能读入的文件和原因,按原因归类,多的在前。

    table 每个原因举几个例子;csv 和 json 列出每一个文件。hebiao import --retry 只重试它们。
    """
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write

    with opened(url) as engine:
        failed = store.failures(engine)
    if not failed:
        click.echo("没有失败的文件", err=True)
    groups = _by_reason(failed)
    if form == "table":
        rows = [row for reason, some in groups for row in _rows(reason, some)]
        write(FORMATS[form](("files", "reason", "path"), rows))
    else:
        write(FORMATS[form](("reason", "path"), [tuple(one) for _, some in groups for one in some]))


def _by_reason(failed: Iterable[Failure]) -> list[tuple[str, list[Failure]]]:
    """Group what failed alike; reasons that differ in a number only are one, told with the number left out."""
    groups: dict[str, list[Failure]] = defaultdict(list)
    for one in failed:
        groups[re.sub(r"\d+", "…", one.reason)].append(one)
    named = (
        (some[0].reason if len({one.reason for one in some}) == 1 else kind, some)
        for kind, some in groups.items()
    )
    return sorted(named, key=lambda group: -len(group[1]))


def _rows(reason: str, some: list[Failure]) -> Iterator[tuple[int | None, str | None, str]]:
    yield len(some), one_line(reason), one_line(some[0].path)
    yield from ((None, None, one_line(one.path)) for one in some[1:EXAMPLES])
    if len(some) > EXAMPLES:
        yield None, None, f"……另有 {len(some) - EXAMPLES} 个"
