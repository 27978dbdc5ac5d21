"""What an import tells a program: one JSON object a line on standard error."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from hebiao.importing.running import Listener
from hebiao.importing.summary import Outcome, Summary


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
