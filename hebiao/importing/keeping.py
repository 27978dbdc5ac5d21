"""Puts what was read into the database, and tells what became of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import store
from hebiao.files import Found, removed, shown
from hebiao.importing.rereading import Compared, compared
from hebiao.importing.running import Run
from hebiao.importing.summary import Outcome, outcome_of
from hebiao.review.correcting import apply_corrections
from store import Record
from store.correcting import corrections_by_content, corrections_now

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNREAD = Compared(same=False)


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


def _beside_the_stored(run: Run, records: Sequence[Record], corrected: dict[str, Record]) -> dict[str, Compared]:
    made = corrections_by_content(run.engine, {record.sha256 for record in records})
    corrected |= {record.sha256: apply_corrections(made, record) for record in records}
    return compared(run.engine, list(corrected.values()))


def _with_corrections(corrected: dict[str, Record], connection: Connection, records: list[Record]) -> list[Record]:
    """Put into records what was corrected in them until now, also since they were read; keep them in ``corrected``."""
    made = corrections_now(connection, {record.sha256 for record in records})
    amended = [apply_corrections(made, record) for record in records]
    corrected |= {record.sha256: record for record in amended}
    return amended


def _keep_places(run: Run, records: Sequence[Record], before: Mapping[str, Compared]) -> None:
    same = {sha256 for sha256, found in before.items() if found.same}
    if same:
        run.patiently(lambda: store.read_again(run.engine, same, run.version))
    places = {record.sha256: [shown(job.path) for job in run.under_way.get(record.sha256, ())] for record in records}
    run.patiently(
        lambda: store.add_paths(run.engine, {key: paths for key, paths in places.items() if key in same or len(paths) > 1})
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
