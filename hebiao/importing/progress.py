"""What an import tells on standard error while it runs."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from hebiao.importing.running import Listener
from hebiao.importing.summary import Outcome, Summary
from hebiao.importing.telling import tell
from hebiao.reporting.printable import printable

SECONDS_BETWEEN_LINES = 60.0


@contextmanager
def progress(count: Callable[[], int | None]) -> Iterator[Listener]:
    """Tell how far an import is, with a bar on a terminal, else with a line a minute, and its summary at the end.

    ``count`` gives about how many files there are, None where nobody knows.
    """
    if sys.stderr.isatty():
        with _bar(count) as listener:
            yield listener
    else:
        yield _lines()


@contextmanager
def _bar(count: Callable[[], int | None]) -> Iterator[Listener]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from hebiao.reporting.output import console

    columns = (
        TextColumn("读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console(sys.stderr), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("", total=None)
        started = time.monotonic()
        threading.Thread(target=lambda: bar.update(task, total=count()), daemon=True).start()

        def file(_outcome: Outcome, summary: Summary) -> None:
            bar.update(
                task, completed=summary.files, description=_so_far(summary, time.monotonic() - started)
            )
            if summary.files > (bar.tasks[task].total or summary.files):
                bar.tasks[task].total = None  # an archive was counted as one file, so nobody knows the end

        yield Listener(file=file, note=lambda words: bar.console.print(printable(words)), end=tell)


def _lines() -> Listener:
    """Tell in a line a minute, for a log."""
    started = last = time.monotonic()

    def file(_outcome: Outcome, summary: Summary) -> None:
        nonlocal last
        if time.monotonic() - last > SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            click.echo(f"已处理 {summary.files} 个文件,{_so_far(summary, last - started)}", err=True)

    return Listener(file=file, note=lambda words: click.echo(printable(words), err=True), end=tell)


def _so_far(summary: Summary, seconds: float) -> str:
    rate = summary.files / seconds if seconds else 0.0
    findings = sum(summary.findings.values())
    return f"每秒 {rate:.1f} 个,自评表 {summary.forms},问题 {findings},失败 {summary.failed}"


def json_lines() -> Listener:
    """Tell of the start, of each file, of what else there is to say, and of the end with all counts."""
    return Listener(start=_start, file=_file, note=lambda words: _line("note", message=words), end=_end)


def _start(paths: tuple[str, ...], version: str) -> None:
    _line("start", version=version, paths=paths)


def _file(outcome: Outcome, _summary: Summary) -> None:
    _line(
        "file",
        path=outcome.path,
        sha256=outcome.sha256,
        status=outcome.status,
        forms=outcome.forms,
        findings=sum(outcome.severities.values()),
        seconds=round(outcome.seconds, 4),
        error=outcome.error,
    )


def _end(summary: Summary) -> None:
    counts = asdict(summary)
    del counts["failures"], counts["warnings"]
    _line("end", **counts)


def _line(event: str, **facts: object) -> None:
    click.echo(json.dumps({"event": event, **facts}, ensure_ascii=False), err=True)
