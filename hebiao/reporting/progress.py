"""What is told on standard error of an import, while it runs and at its end, and of a file that was read."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from hebiao.importing.run import Listener
from hebiao.locale.language import current_language, join_clauses, show_message, translate
from hebiao.terminal import is_quiet, is_verbose, one_line, print_error, printable, tell, tell_text

if TYPE_CHECKING:
    from extract import Message
    from hebiao.importing.summary import Outcome, Summary
    from store import Record

SECONDS_BETWEEN_LINES = 60.0
MOST_FILES_NAMED = 20  # with warnings, and as many that failed
_REFRESHES_A_SECOND = 4
_SEVERITIES = ("error", "warning", "info")


@contextmanager
def progress(count: Callable[[], int | None]) -> Iterator[Listener]:
    """Tell how far an import is, and its summary at the end.

    On a terminal a bar tells it, else a line a minute.
    ``count`` gives about how many files there are, None where nobody knows.
    """
    if sys.stderr.isatty() and not is_quiet():
        with _drawing_bar(count) as listener:
            yield listener
    else:
        yield _writing_lines()


@contextmanager
def _drawing_bar(count: Callable[[], int | None]) -> Iterator[Listener]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from hebiao.reporting.output import console

    columns = (
        TextColumn(translate("import.reading")),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    screen = console(sys.stderr)
    with Progress(*columns, console=screen, transient=True, refresh_per_second=_REFRESHES_A_SECOND) as bar:
        task = bar.add_task("", total=None)
        started = time.monotonic()
        threading.Thread(target=lambda: bar.update(task, total=count()), daemon=True).start()

        def tell_file(outcome: Outcome, summary: Summary) -> None:
            if is_verbose():
                screen.print(_outcome_line(outcome))
            so_far = _so_far(summary, time.monotonic() - started)
            bar.update(task, completed=summary.files, description=so_far)
            if summary.files > (bar.tasks[task].total or summary.files):
                bar.tasks[task].total = None  # an archive was counted as one file, so nobody knows the end

        yield Listener(file=tell_file, note=lambda text: screen.print(printable(text)), end=tell_summary)


def _writing_lines() -> Listener:
    """Tell in a line a minute, for a log."""
    started = last = time.monotonic()

    def tell_file(outcome: Outcome, summary: Summary) -> None:
        nonlocal last
        if is_verbose():
            tell_text(_outcome_line(outcome))
        if time.monotonic() - last > SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            tell("import.processed", files=summary.files, so_far=_so_far(summary, last - started))

    return Listener(file=tell_file, note=tell_text, end=tell_summary)


def _so_far(summary: Summary, seconds: float) -> str:
    rate = summary.files / seconds if seconds else 0.0
    findings = sum(summary.findings.values())
    return translate(
        "import.so-far", rate=f"{rate:.1f}", forms=summary.forms, findings=findings, failed=summary.failed
    )


def _outcome_line(outcome: Outcome) -> str:
    return translate(
        f"read.{outcome.status}", path=one_line(outcome.path), reason=one_line(outcome.error or "")
    )


def json_lines() -> Listener:
    """Tell of the start, of each file, of notes and of the end with all counts, in lines of JSON."""
    return Listener(
        start=_write_start,
        file=_write_file,
        note=lambda text: _write_event("note", message=text),
        end=_write_end,
    )


def _write_start(paths: tuple[str, ...], version: str) -> None:
    _write_event("start", version=version, paths=paths)


def _write_file(outcome: Outcome, _summary: Summary) -> None:
    _write_event(
        "file",
        path=outcome.path,
        sha256=outcome.sha256,
        status=outcome.status,
        forms=outcome.forms,
        findings=sum(outcome.severities.values()),
        seconds=round(outcome.seconds, 4),
        error=outcome.error,
    )


def _write_end(summary: Summary) -> None:
    counts = asdict(summary)
    del counts["failures"], counts["warnings"]
    _write_event("end", **counts)


def _write_event(event: str, **facts: object) -> None:
    # what was asked for is no talk: it is written even where the command is quiet
    click.echo(json.dumps({"event": event, **facts}, ensure_ascii=False), err=True)


def tell_doubts(record: Record) -> None:
    """Print what the reading of a file was not sure of, and why it gave no form if it gave none."""
    _tell_warnings(record.path, record.warnings)
    if record.forms:
        return
    reason = "" if record.error is None else show_message(record.error, current_language())
    if record.is_lost:
        _print_failure(record.path, reason)
    else:
        tell("read.no-form", path=one_line(record.path), reason=one_line(reason))


def tell_summary(summary: Summary) -> None:
    """Print the summary of an import, with the first warnings and failures."""
    for path, warnings in summary.warnings[:MOST_FILES_NAMED]:
        _tell_warnings(path, warnings)
    if summary.warned > MOST_FILES_NAMED:
        tell("import.more-warned", count=summary.warned - MOST_FILES_NAMED)
    for path, reason in summary.failures[:MOST_FILES_NAMED]:
        _print_failure(path, reason)
    if summary.failed > MOST_FILES_NAMED:
        print_error(translate("import.more-failed", count=summary.failed - MOST_FILES_NAMED))
    for line in summary_lines(summary):
        tell_text(line)


def _tell_warnings(path: str, warnings: Sequence[Message | str]) -> None:
    if not warnings:
        return
    first = one_line(show_message(warnings[0], current_language()))
    key = "read.warned" if len(warnings) == 1 else "read.warned-often"
    tell(key, path=one_line(path), warning=first, more=len(warnings) - 1)


def _print_failure(path: str, reason: str) -> None:
    print_error(translate("read.failed", path=one_line(path), reason=one_line(reason)))


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield the summary in a few lines: what there is now, how long it took, and what can be done next."""
    yield join_clauses(_counts(summary))
    yield join_clauses(_times(summary))
    if summary.changed:
        yield translate("import.changed", files=summary.changed, values=summary.changes)
    if summary.older:
        yield translate("import.older", count=summary.older)
    if summary.failed:
        yield translate("import.see-failures")


def _counts(summary: Summary) -> Iterator[str]:
    yield translate("import.files", count=summary.files)
    yield translate("import.imported", count=summary.imported)
    yield translate("import.no-form", count=summary.no_form)
    yield translate("import.failed", count=summary.failed)
    yield translate("import.known", count=summary.known)
    yield translate("import.forms", count=summary.forms)
    severities = tuple(
        f"{translate(f'severity.{severity}')} {summary.findings[severity]}"
        for severity in _SEVERITIES
        if severity in summary.findings
    )
    key = "import.findings-of" if severities else "import.findings"
    yield translate(key, count=sum(summary.findings.values()), severities=severities)


def _times(summary: Summary) -> Iterator[str]:
    yield translate("import.seconds", seconds=f"{summary.seconds:.1f}")
    yield translate("import.rate", rate=f"{summary.files_per_second:.1f}")
    if summary.reading_seconds:
        yield translate("import.reading-seconds", seconds=f"{summary.reading_seconds:.1f}")
    if summary.second_looks:
        share = summary.second_seconds / summary.reading_seconds if summary.reading_seconds else 0
        yield translate(
            "import.second-looks",
            pages=summary.second_looks,
            seconds=f"{summary.second_seconds:.1f}",
            share=f"{share:.0%}",
        )
    if summary.recognised:
        yield translate(
            "import.recognised",
            pages=summary.recognised,
            seconds=f"{summary.recognised_seconds:.1f}",
        )
    if summary.storing_seconds:
        yield translate("import.storing-seconds", seconds=f"{summary.storing_seconds:.1f}")
