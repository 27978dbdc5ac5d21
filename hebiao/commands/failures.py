"""``hebiao failures``: the files that could not be read, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand
from hebiao.terminal import one_line, tell

if TYPE_CHECKING:
    from store import FailedFile

EXAMPLES = 3  # files named for each reason in a table


@click.command(cls=TranslatedCommand, help="failures")
@options.database
@options.result_format
def failures(url: str, form: str) -> None:
    """Write the files that failed, the commonest reason first."""
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write

    with opened(url) as engine:
        failed = store.list_failures(engine)
    if not failed:
        tell("failures.none")
    groups = _group_by_reason(failed)
    rows: list[tuple[object, ...]] = []
    if form == "table":
        for reason, some in groups:
            rows += _list_examples(reason, some)
        write(FORMATS[form](("files", "reason", "path"), rows))
        return
    for _, some in groups:
        rows += (tuple(one) for one in some)
    write(FORMATS[form](("reason", "path"), rows))


def _group_by_reason(failed: Iterable[FailedFile]) -> list[tuple[str, list[FailedFile]]]:
    """Group what failed alike.

    Reasons that differ in a number only are one, told with the number left out.
    """
    groups: dict[str, list[FailedFile]] = defaultdict(list)
    for one in failed:
        groups[re.sub(r"\d+", "…", one.reason)].append(one)
    named: list[tuple[str, list[FailedFile]]] = []
    for kind, some in groups.items():
        is_one_reason = len({one.reason for one in some}) == 1
        named.append((some[0].reason if is_one_reason else kind, some))
    return sorted(named, key=lambda group: -len(group[1]))


def _list_examples(reason: str, some: list[FailedFile]) -> Iterator[tuple[int | None, str | None, str]]:
    yield len(some), one_line(reason), one_line(some[0].path)
    for one in some[1:EXAMPLES]:
        yield None, None, one_line(one.path)
