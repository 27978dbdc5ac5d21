"""What an import tells on standard error while it runs and when it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
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


def tell_doubts(record: Record) -> None:
    """Print what the reading of a file was not sure of, and why it gave no form if it gave none, to standard error."""
    tell_warnings(record.path, record.warnings)
    if record.forms:
        return
    word = "失败" if record.status == "failed" else "没有自评表"
    click.echo(f"{word} {printable(record.path)}:{printable(record.error or '')}", err=True)


def tell_warnings(path: str, warnings: Sequence[str]) -> None:
    """Print what the reading of a file was not sure of to standard error: the first, and how many more."""
    if warnings:
        more = f"(另有 {len(warnings) - 1} 条)" if len(warnings) > 1 else ""
        click.echo(f"注意 {printable(path)}:{printable(warnings[0])}{more}", err=True)


def tell(summary: Summary) -> None:
    """Print the summary of an import, with each warning, each failure and its reason, to standard error."""
    for path, warnings in summary.warnings:
        tell_warnings(path, warnings)
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
        *([f"再读 {summary.second_looks} 页({summary.second_seconds:.1f} 秒)"] if summary.second_looks else []),
        f"用时 {summary.seconds:.1f} 秒",
        f"每秒 {summary.files_per_second:.1f} 个文件",
    )
    return ",".join(parts)
