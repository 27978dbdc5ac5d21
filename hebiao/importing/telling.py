"""What is told of files and imports on standard error when they are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from audit import render
from hebiao.importing.summary import Summary
from hebiao.locale.texts import texts
from hebiao.reporting.printable import one_line
from hebiao.reporting.words import SEVERITIES
from store import Record

MOST_TOLD = 20


_DOUBTS = {
    "zh": {
        "failed": "失败 {path}:{told}",
        "no-form": "没有自评表 {path}:{told}",
        "warned": "注意 {path}:{told}",
        "more": "(另有 {more} 条)",
    },
    "en": {
        "failed": "failed {path}: {told}",
        "no-form": "no form {path}: {told}",
        "warned": "note {path}: {told}",
        "more": " (and {more} more)",
    },
}


def tell_doubts(record: Record, language: str = "zh") -> None:
    """Print what the reading of a file was not sure of, and why it gave no form if it gave none, to standard error."""
    _tell_warnings(record.path, [render(warning, language) for warning in record.warnings], language)
    if not record.forms:
        status = "failed" if record.status == "failed" else "no-form"
        click.echo(_doubt(status, record.path, record.error or "", language), err=True)


def tell(summary: Summary) -> None:
    """Print the summary of an import, with the first warnings and failures, to standard error."""
    for path, warnings in summary.warnings[:MOST_TOLD]:
        _tell_warnings(path, warnings)
    if summary.warned > MOST_TOLD:
        click.echo(
            f"还有 {summary.warned - MOST_TOLD} 个文件读取时存疑,见 document 表的 warnings 列", err=True
        )
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


def _tell_warnings(path: str, warnings: Sequence[str], language: str = "zh") -> None:
    if warnings:
        more = _DOUBTS[language]["more"].format(more=len(warnings) - 1) if len(warnings) > 1 else ""
        click.echo(f"{_doubt('warned', path, warnings[0], language)}{more}", err=True)


def _doubt(what: str, path: str, told: str, language: str) -> str:
    return _DOUBTS[language][what].format(path=one_line(path), told=one_line(texts(language).say(told)))


def _counts(summary: Summary) -> Iterator[str]:
    found = "、".join(
        f"{word} {summary.findings[severity]}"
        for severity, word in SEVERITIES.items()
        if severity in summary.findings
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
