"""Puts what was read into the database, and tells what became of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import store
from hebiao.importing.changes import ReadingComparison, compare_with_stored
from hebiao.importing.run import ImportRun
from hebiao.importing.summary import Outcome, outcome_of
from hebiao.review import apply_corrections
from hebiao.sources.files import FoundFile, removed, shown
from store import Record, group_corrections, group_corrections_now

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COUNTS = ("files", "known", "imported", "no_form", "failed", "forms", "second_looks", "second_seconds")
_NOT_COMPARED = ReadingComparison(is_same=False)


@dataclass(slots=True)
class Batch:
    """The records that wait for their commit, the first of them ``since`` then.

    ``counted`` is when the import's row was kept.
    """

    run: ImportRun
    records: list[Record] = field(default_factory=list)
    since: float = 0.0
    counted: float = field(default_factory=time.monotonic)

    def add(self, record: Record) -> None:
        """Have a record wait, and store all that wait where they are many or have waited long enough."""
        if not self.records:
            self.since = time.monotonic()
        self.records.append(record)
        if len(self.records) == self.run.settings.records_in_commit:
            self.store()
        self.store_overdue()

    def store_overdue(self) -> None:
        """Store what has waited long enough, also while the next record is long in coming."""
        now = time.monotonic()
        if self.records and now - self.since > self.run.settings.most_commit_delay_seconds:
            self.store()
        if now - self.counted > self.run.settings.counts_interval_seconds:
            store_counts(self.run, is_done=False)
            self.counted = now

    def store(self) -> None:
        """Store all that wait."""
        if self.records:
            store_records(self.run, self.records)
            self.records.clear()


def store_records(run: ImportRun, records: Sequence[Record]) -> None:
    """Store some records, each whole or not at all.

    All places of their contents are stored, and what people corrected in them. A content that was read again
    and says what it said before keeps its rows.
    """
    started = time.monotonic()
    corrected: dict[str, Record] = {}
    compared = run.retry(lambda: _compare_corrected(run, records, corrected)) if run.since else {}
    new = [record for record in records if not compared.get(record.sha256, _NOT_COMPARED).is_same]
    amend = partial(_correct_records, corrected)
    refused = run.retry(lambda: store.save_records(run.engine, new, anew=run.since is not None, amend=amend))
    _store_places(run, records, compared)
    run.tally.add_storing_time(time.monotonic() - started)
    for record in records:
        changes = compared.get(record.sha256, _NOT_COMPARED).changes
        _finish(run, outcome_of(corrected[record.sha256], refused.get(record.path), len(changes)))
        if changes:
            run.listener.change(record.path, changes)


def _compare_corrected(
    run: ImportRun, records: Sequence[Record], corrected: dict[str, Record]
) -> dict[str, ReadingComparison]:
    """Compare what was read, as people corrected it, with what is stored.

    Keep the corrected records in ``corrected``.
    """
    made = group_corrections(run.engine, {record.sha256 for record in records})
    corrected |= {record.sha256: apply_corrections(made, record) for record in records}
    return compare_with_stored(run.engine, list(corrected.values()))


def _correct_records(
    corrected: dict[str, Record], connection: Connection, records: list[Record]
) -> list[Record]:
    """Put into records what was corrected in them until now, also since they were read.

    Keep them in ``corrected``.
    """
    made = group_corrections_now(connection, {record.sha256 for record in records})
    amended = [apply_corrections(made, record) for record in records]
    corrected |= {record.sha256: record for record in amended}
    return amended


def _store_places(
    run: ImportRun, records: Sequence[Record], compared: Mapping[str, ReadingComparison]
) -> None:
    """Store every place of each content: those that wait for it, and those of one that keeps its rows."""
    same = {sha256 for sha256, comparison in compared.items() if comparison.is_same}
    if same:
        run.retry(lambda: store.mark_read_again(run.engine, same, run.version))
    places: dict[str, list[str]] = {}
    for record in records:
        paths = [shown(job.path) for job in run.under_way.get(record.sha256, ())]
        if record.sha256 in same or len(paths) > 1:
            places[record.sha256] = paths
    run.retry(lambda: store.add_paths(run.engine, places))


def _finish(run: ImportRun, outcome: Outcome) -> None:
    """Tell what became of a content and of those that waited for it; remove what was unpacked for it."""
    run.tally.add(outcome)
    if outcome.status in store.LOST_STATUSES:
        run.unread.add(bytes.fromhex(outcome.sha256))
    jobs = run.under_way.pop(outcome.sha256, [])
    for job in jobs[:1]:
        removed(FoundFile(job.path, file=job.file))
    for job in jobs[1:]:
        run.tally.add(Outcome(shown(job.path), job.sha256, "known"))


def store_counts(run: ImportRun, *, is_done: bool) -> None:
    """Keep what was done so far in the import's row."""
    summary = run.tally.summary
    counts = {name: getattr(summary, name) for name in _COUNTS}
    counts["findings"] = sum(summary.findings.values())
    run.retry(lambda: store.keep_run(run.engine, run.number, counts, done=is_done))
