"""What an import tells on standard error while it runs and when it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from hebiao.printable import printable
from hebiao.words import SEVERITIES

if TYPE_CHECKING:
    from hebiao.pipeline import Progress
    from hebiao.summary import Summary
    from store import Record


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Draw a progress bar on standard error where that is a terminal; calling what is yielded moves it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from hebiao.output import console

    columns = (TextColumn("读取"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def tell_failure(record: Record) -> None:
    """Print why a file gave no form to standard error."""
    word = "失败" if record.status == "failed" else "没有自评表"
    click.echo(f"{word} {printable(record.path)}:{printable(record.error or '')}", err=True)


def tell(summary: Summary) -> None:
    """Print the summary of an import, with each failure and its reason, to standard error."""
    for path, reason in summary.failures:
        click.echo(f"失败 {printable(path)}:{printable(reason)}", err=True)
    click.echo(summary_line(summary), err=True)


def summary_line(summary: Summary) -> str:
    """Put the summary in one line."""
    found = "、".join(
        f"{word} {summary.findings[severity]}" for severity, word in SEVERITIES.items() if severity in summary.findings
    )
    parts = (
        f"文件 {summary.files}",
        f"读入 {summary.imported}",
        f"不是自评表 {summary.no_form}",
        f"失败 {len(summary.failures)}",
        f"已在库中 {summary.known}",
        f"自评表 {summary.forms}",
        f"问题 {sum(summary.findings.values())}" + (f"({found})" if found else ""),
        f"用时 {summary.seconds:.1f} 秒",
        f"每秒 {summary.files_per_second:.1f} 个文件",
    )
    return ",".join(parts)
