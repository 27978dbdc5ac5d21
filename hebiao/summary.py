"""What an import did, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from store import Record


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one import.

    ``files`` is every file found; ``known`` the contents that the database had before; ``imported``, ``no_form`` and ``failures``
    (path and reason) those read now. ``findings`` counts by severity. ``warnings`` are what the reading of a path was not sure of.
    ``second_looks`` counts the pages that a second engine read again in ``second_seconds``. ``seconds`` is wall time.
    """

    files: int
    known: int
    imported: int
    no_form: int
    forms: int
    findings: dict[str, int]
    failures: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, tuple[str, ...]], ...]
    seconds: float
    second_looks: int = 0
    second_seconds: float = 0.0

    @property
    def files_per_second(self) -> float:
        """Files found per second of the whole import."""
        return self.files / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of a record once it is stored: an archive's records would not fit into memory."""

    path: str
    status: str
    error: str | None
    forms: int
    severities: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    second_looks: int = 0
    second_seconds: float = 0.0


def outcome_of(record: Record, refused: str | None = None) -> Outcome:
    """Keep the outcome of a record; ``refused`` is the reason why the database did not take it, if it did not."""
    if refused is not None:
        return Outcome(record.path, "failed", refused, 0, ())
    severities = tuple(finding.severity for _, audit in record.forms for finding in audit.findings)
    return Outcome(
        record.path,
        record.status,
        record.error,
        len(record.forms),
        severities,
        record.warnings,
        record.second_looks,
        record.second_seconds,
    )


def summed_up(outcomes: Iterable[Outcome], files: int, known: int, seconds: float) -> Summary:
    """Add up the import from the outcomes of its records."""
    outcomes = tuple(outcomes)
    statuses = Counter(outcome.status for outcome in outcomes)
    return Summary(
        files=files,
        known=known,
        imported=statuses["imported"],
        no_form=statuses["no-form"],
        forms=sum(outcome.forms for outcome in outcomes),
        findings=dict(Counter(severity for outcome in outcomes for severity in outcome.severities)),
        failures=tuple((outcome.path, outcome.error or "") for outcome in outcomes if outcome.status == "failed"),
        warnings=tuple((outcome.path, outcome.warnings) for outcome in outcomes if outcome.warnings),
        seconds=seconds,
        second_looks=sum(outcome.second_looks for outcome in outcomes),
        second_seconds=sum(outcome.second_seconds for outcome in outcomes),
    )
