"""Puts what was read into the database, and tells what became of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import store
from hebiao.importing.running import Run
from hebiao.importing.summary import Outcome, outcome_of
from hebiao.review.correcting import apply_corrections
from hebiao.sources.files import Found, removed, shown
from store import Record
from store.people.correcting import corrections_by_content, corrections_now

if TYPE_CHECKING:
    from sqlalchemy import Connection
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from hebiao.importing.changes import Change, changes
from store.entities import MANY, TEXTS

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hebiao.review.correcting import Audited
    from normalize.form import Form


def keep(run: Run, records: Sequence[Record]) -> None:
    """Store some records, each whole or not at all, with all places of their contents and with what people corrected in them.

    A content that was read again and says what it said before keeps its rows.
    """
    started = time.monotonic()
    corrected: dict[str, Record] = {}
    before = run.patiently(lambda: _beside_the_stored(run, records, corrected)) if run.since else {}
    others = [record for record in records if not before.get(record.sha256, UNREAD).same]
    amend = partial(_with_corrections, corrected)
    refused = run.patiently(lambda: store.save(run.engine, others, anew=run.since is not None, amend=amend))
    _keep_places(run, records, before)
    run.tally.stored_in(time.monotonic() - started)
    for record in records:
        found = before.get(record.sha256, UNREAD).changes
        _done(run, outcome_of(corrected[record.sha256], refused.get(record.path), len(found)))
        if found:
            run.listener.change(record.path, found)


def _beside_the_stored(
    run: Run, records: Sequence[Record], corrected: dict[str, Record]
) -> dict[str, Compared]:
    made = corrections_by_content(run.engine, {record.sha256 for record in records})
    corrected |= {record.sha256: apply_corrections(made, record) for record in records}
    return compared(run.engine, list(corrected.values()))


def _with_corrections(
    corrected: dict[str, Record], connection: Connection, records: list[Record]
) -> list[Record]:
    """Put into records what was corrected in them until now, also since they were read; keep them in ``corrected``."""
    made = corrections_now(connection, {record.sha256 for record in records})
    amended = [apply_corrections(made, record) for record in records]
    corrected |= {record.sha256: record for record in amended}
    return amended


def _keep_places(run: Run, records: Sequence[Record], before: Mapping[str, Compared]) -> None:
    same = {sha256 for sha256, found in before.items() if found.same}
    if same:
        run.patiently(lambda: store.read_again(run.engine, same, run.version))
    places = {
        record.sha256: [shown(job.path) for job in run.under_way.get(record.sha256, ())] for record in records
    }
    run.patiently(
        lambda: store.add_paths(
            run.engine, {key: paths for key, paths in places.items() if key in same or len(paths) > 1}
        )
    )


def _done(run: Run, outcome: Outcome) -> None:
    """Tell what became of a content and of those that waited for it, and let go of what was unpacked for it."""
    run.tally.add(outcome)
    if outcome.status == "failed":
        run.unread.add(bytes.fromhex(outcome.sha256))
    jobs = run.under_way.pop(outcome.sha256, [])
    for job in jobs[:1]:
        removed(Found(job.path, file=job.file))
    for job in jobs[1:]:
        run.tally.add(Outcome(shown(job.path), job.sha256, "known"))


@dataclass(frozen=True, slots=True)
class Compared:
    """A new reading beside the stored one: whether they are the ``same`` in all that is stored, and the values that differ."""

    same: bool
    changes: tuple[Change, ...] = ()


UNREAD = Compared(same=False)


def compared(engine: Engine, records: Collection[Record]) -> dict[str, Compared]:
    """Compare, by SHA-256, what was read with what is stored; what either could not read is left out."""
    good = [record for record in records if record.status != "failed"]
    stored = store.standing(engine, {record.sha256 for record in good})
    return {
        record.sha256: _beside(engine, record)
        for record in good
        if record.sha256 in stored and stored[record.sha256].status != "failed"
    }


def _beside(engine: Engine, record: Record) -> Compared:
    before = [store.load_form(engine, form) for form in store.stored_forms(engine, record.sha256)]
    after = [(_as_stored(form), audit) for form, audit in record.forms]
    pairs = zip_longest((form for form, _ in before), (form for form, _ in after))
    return Compared(
        _said(before) == _said(after), tuple(chain.from_iterable(changes(old, new) for old, new in pairs))
    )


def _said(forms: list[Audited]) -> list[tuple[object, ...]]:
    """Give what forms and audits say; a correction leaves findings and checks in another order."""
    return [(form, audit.verdict, Counter(audit.findings), Counter(audit.checks)) for form, audit in forms]


def _as_stored(form: Form) -> Form:
    """Give a form without what the database does not keep: the evidence, empty places, texts of a fund row that have no column."""
    lines = {many: tuple(map(_placed, getattr(form, many))) for many in MANY.values()}
    funds = tuple(
        replace(fund, texts={cell: fund.texts[cell] for cell in TEXTS if cell in fund.texts})
        for fund in lines["funds"]
    )
    placed: Form = replace(_placed(form), evidence=(), **lines | {"funds": funds})
    return placed


def _placed(entry: Any) -> Any:  # noqa: ANN401 - any entry with a ``where``
    places = {name: boxes for name, boxes in entry.where.items() if boxes}
    return entry if len(places) == len(entry.where) else replace(entry, where=places)


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
