"""When what was read is stored: many records in one commit, and none kept waiting for long."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import store
from hebiao.importing.keeping import keep
from hebiao.importing.running import Run
from store import Record

RECORDS_A_COMMIT = 32
SECONDS_A_COMMIT = 2.0
SECONDS_BETWEEN_COUNTS = 10.0
COUNTS = ("files", "known", "imported", "no_form", "failed", "forms", "second_looks", "second_seconds")


@dataclass(slots=True)
class Waiting:
    """The records that wait for their commit, the first of them ``since`` then; ``counted`` is when the import's row was kept."""

    run: Run
    records: list[Record] = field(default_factory=list)
    since: float = 0.0
    counted: float = field(default_factory=time.monotonic)

    def add(self, record: Record) -> None:
        """Have a record wait, and store all that wait where they are many or have waited long enough."""
        if not self.records:
            self.since = time.monotonic()
        self.records.append(record)
        if len(self.records) == RECORDS_A_COMMIT:
            self.store()
        self.look()

    def look(self) -> None:
        """Store what has waited long enough, also while the next record is long in coming."""
        now = time.monotonic()
        if self.records and now - self.since > SECONDS_A_COMMIT:
            self.store()
        if now - self.counted > SECONDS_BETWEEN_COUNTS:
            keep_counts(self.run, done=False)
            self.counted = now

    def store(self) -> None:
        """Store all that wait."""
        if self.records:
            keep(self.run, self.records)
            self.records.clear()


def keep_counts(run: Run, *, done: bool) -> None:
    """Keep what was done so far in the import's row."""
    told = run.tally.summary
    counts = {name: getattr(told, name) for name in COUNTS} | {"findings": sum(told.findings.values())}
    run.patiently(lambda: store.keep_run(run.engine, run.number, counts, done=done))
