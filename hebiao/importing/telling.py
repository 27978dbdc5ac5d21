"""What is told of files and imports on standard error when they are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from hebiao.importing.summary import Summary
from hebiao.printable import one_line
from hebiao.words import SEVERITIES
from store import Record

MOST_TOLD = 20


def tell_doubts(record: Record) -> None:
    """Print what the reading of a file was not sure of, and why it gave no form if it gave none, to standard error."""
    _tell_warnings(record.path, record.warnings)
    if record.forms:
        return
    word = "失败" if record.status == "failed" else "没有自评表"
    click.echo(f"{word} {one_line(record.path)}:{one_line(record.error or '')}", err=True)


def tell(summary: Summary) -> None:
    """Print the summary of an import, with the first warnings and failures, to standard error."""
    for path, warnings in summary.warnings[:MOST_TOLD]:
        _tell_warnings(path, warnings)
    if summary.warned > MOST_TOLD:
        click.echo(f"还有 {summary.warned - MOST_TOLD} 个文件读取时存疑,见 document 表的 warnings 列", err=True)
    for path, reason in summary.failures[:MOST_TOLD]:
        click.echo(f"失败 {one_line(path)}:{one_line(reason)}", err=True)
    if summary.failed > MOST_TOLD:
        click.echo(f"还有 {summary.failed - MOST_TOLD} 个文件失败", err=True)
    for line in summary_lines(summary):
        click.echo(line, err=True)


def summary_lines(summary: Summary) -> Iterator[str]:
    """Put the summary in a few lines: what there is now, how long it took, and what can be done next."""
    yield ",".join(_counts(summary))
    yield ",".join(_times(summary))
    if summary.changed:
        yield f"重读后 {summary.changed} 个文件的 {summary.changes} 个值变了"
    if summary.older:
        yield f"已在库中的有 {summary.older} 个由别的版本读入,加 --reread 可以重读并列出变化"
    if summary.failed:
        yield "hebiao failures 列出失败的文件和原因,hebiao import --retry 只重试它们"


def _tell_warnings(path: str, warnings: Sequence[str]) -> None:
    if warnings:
        more = f"(另有 {len(warnings) - 1} 条)" if len(warnings) > 1 else ""
        click.echo(f"注意 {one_line(path)}:{one_line(warnings[0])}{more}", err=True)


def _counts(summary: Summary) -> Iterator[str]:
    found = "、".join(
        f"{word} {summary.findings[severity]}" for severity, word in SEVERITIES.items() if severity in summary.findings
    )
    yield f"文件 {summary.files}"
    yield f"读入 {summary.imported}"
    yield f"不是自评表 {summary.no_form}"
    yield f"失败 {summary.failed}"
    yield f"已在库中 {summary.known}"
    yield f"自评表 {summary.forms}"
    yield f"问题 {sum(summary.findings.values())}" + (f"({found})" if found else "")


def _times(summary: Summary) -> Iterator[str]:
    yield f"用时 {summary.seconds:.1f} 秒"
    yield f"每秒 {summary.files_per_second:.1f} 个文件"
    if summary.reading_seconds:
        yield f"读取用处理器 {summary.reading_seconds:.1f} 秒"
    if summary.second_looks:
        share = summary.second_seconds / summary.reading_seconds if summary.reading_seconds else 0
        yield f"其中再读 {summary.second_looks} 页({summary.second_seconds:.1f} 秒,{share:.0%})"
    if summary.storing_seconds:
        yield f"入库 {summary.storing_seconds:.1f} 秒"
