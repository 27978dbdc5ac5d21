"""What an import did, added up while it runs: an archive's records would not fit into memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from audit import render
from extract import Message
from hebiao.locale.language import current_language
from store import LOST_STATUSES, Record, make_ready_forms

T = TypeVar("T")

MOST_KEPT = 1000  # failures and warnings; the database has them all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``status`` is ``known``, or that of the document.

    A known one needed no reading; ``older`` tells that another version of hebiao read it. ``seconds`` is the
    processor time of the reading, ``changes`` how many values the reading changed that the database had.
    """

    path: str
    sha256: str
    status: str
    error: str | None = None
    forms: int = 0
    severities: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    second_looks: int = 0
    second_seconds: float = 0.0
    older: bool = False
    changes: int = 0
    recognised: int = 0
    recognised_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one import: ``files`` is the sum of ``known``, ``imported``, ``no_form`` and ``failed``.

    ``failed`` counts also those that look like a form and gave none. ``older`` of the known were read by
    another version. ``findings`` counts by severity. ``failures`` (path
    and reason) and ``warnings`` (what the reading of a path was not sure of) are the first ``MOST_KEPT``;
    ``warned`` counts the files with warnings. ``second_looks`` counts the pages that a second engine read
    again in ``second_seconds``, ``recognised`` the pictures of pages that were read in ``recognised_seconds``;
    ``reading_seconds`` holds both. These are processor time, ``seconds`` and ``storing_seconds`` wall time.
    ``changed`` counts the documents in which reading again changed ``changes`` values.
    """

    files: int = 0
    known: int = 0
    older: int = 0
    imported: int = 0
    no_form: int = 0
    failed: int = 0
    forms: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    failures: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warned: int = 0
    changed: int = 0
    changes: int = 0
    seconds: float = 0.0
    reading_seconds: float = 0.0
    storing_seconds: float = 0.0
    second_looks: int = 0
    second_seconds: float = 0.0
    recognised: int = 0
    recognised_seconds: float = 0.0

    @property
    def files_per_second(self) -> float:
        """Files found per second of the whole import."""
        if self.seconds:
            return self.files / self.seconds
        return 0.0


Watch = Callable[[Outcome, Summary], None]
"""Is told of each file as soon as it is done, and of the import so far."""


@dataclass(slots=True)
class Tally:
    """The summary of an import that is under way, and who is told of each file."""

    watch: Watch
    summary: Summary = field(default_factory=Summary)

    def add(self, outcome: Outcome) -> None:
        """Count a file that is done, and tell of it."""
        self.summary = add_outcome(self.summary, outcome)
        self.watch(outcome, self.summary)

    def add_storing_time(self, seconds: float) -> None:
        """Count the time that storing took."""
        self.summary = replace(self.summary, storing_seconds=self.summary.storing_seconds + seconds)


def outcome_of(record: Record, refused: Message | None = None, changes: int = 0) -> Outcome:
    """Return the outcome of a record, with its sentences in the language that is spoken.

    ``refused`` is the reason why the database did not take it, if it did not.
    """
    language = current_language()
    if refused is not None:
        return Outcome(
            record.path, record.sha256, "failed", render(refused, language), seconds=record.seconds
        )
    return Outcome(
        record.path,
        record.sha256,
        record.status,
        None if record.error is None else render(record.error, language),
        len(record.forms),
        Counter(
            chain.from_iterable(rows.column("finding", "severity") for rows in make_ready_forms(record.forms))
        ),
        tuple(render(warning, language) for warning in record.warnings),
        record.seconds,
        record.second_looks,
        record.second_seconds,
        changes=changes,
        recognised=record.recognised,
        recognised_seconds=record.recognised_seconds,
    )


def add_outcome(summary: Summary, outcome: Outcome) -> Summary:
    """Add a file to the summary of those before it."""
    failed = outcome.status in LOST_STATUSES
    return replace(
        summary,
        files=summary.files + 1,
        known=summary.known + (outcome.status == "known"),
        older=summary.older + outcome.older,
        imported=summary.imported + (outcome.status == "imported"),
        no_form=summary.no_form + (outcome.status == "no-form"),
        failed=summary.failed + failed,
        forms=summary.forms + outcome.forms,
        findings=dict(Counter(summary.findings) + Counter(outcome.severities))
        if outcome.severities
        else summary.findings,
        failures=_append_to(summary.failures, (outcome.path, outcome.error or ""), is_wanted=failed),
        warnings=_append_to(
            summary.warnings, (outcome.path, outcome.warnings), is_wanted=bool(outcome.warnings)
        ),
        warned=summary.warned + bool(outcome.warnings),
        changed=summary.changed + bool(outcome.changes),
        changes=summary.changes + outcome.changes,
        reading_seconds=summary.reading_seconds + outcome.seconds,
        second_looks=summary.second_looks + outcome.second_looks,
        second_seconds=summary.second_seconds + outcome.second_seconds,
        recognised=summary.recognised + outcome.recognised,
        recognised_seconds=summary.recognised_seconds + outcome.recognised_seconds,
    )


def _append_to(some: tuple[T, ...], one: T, *, is_wanted: bool) -> tuple[T, ...]:
    if is_wanted and len(some) < MOST_KEPT:
        return (*some, one)
    return some
