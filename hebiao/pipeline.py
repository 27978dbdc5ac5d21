"""From files and folders to rows: each content is read once, and whatever happens to it has its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import store
from hebiao.counted import counted
from hebiao.database import files_of
from hebiao.failure import failed
from hebiao.files import Found, content_of, find_files, problem_of, shown, stand_in_for_content
from hebiao.job import Job, Options
from hebiao.pool import Read, read_all, worker_count
from hebiao.summary import Outcome, Summary, outcome_of, summed_up
from hebiao.worker import read_record
from store import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine

Progress = Callable[[int, int], None]
Item = TypeVar("Item")

RECORDS_PER_COMMIT = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: ``jobs`` to read, ``unusable`` files with their reason, and by content where else it was found."""

    files: int
    jobs: tuple[Job, ...]
    unusable: tuple[Record, ...]
    places: dict[str, tuple[str, ...]]


def plan(paths: Iterable[str | Path], options: Options, leave_out: frozenset[str] = frozenset()) -> Plan:
    """Find the files and group them by content; nothing is read but their bytes."""
    jobs: dict[str, Job] = {}
    places: dict[str, tuple[str, ...]] = {}
    unusable: list[Record] = []
    for found in find_files(paths, leave_out):
        job = _job_or_failure(found, options)
        if isinstance(job, Record):
            unusable.append(job)
        else:
            jobs.setdefault(job.sha256, job)
            places[job.sha256] = (*places.get(job.sha256, ()), shown(found.path))
    return Plan(sum(map(len, places.values())) + len(unusable), tuple(jobs.values()), tuple(unusable), places)


def records(todo: Plan, options: Options, read: Read = read_record) -> Iterator[Record]:
    """Read what is planned, in worker processes; the unusable files come first, then each content in its order."""
    yield from todo.unusable
    if todo.jobs:
        yield from read_all(todo.jobs, worker_count(len(todo.jobs), options.workers), read)


def import_files(
    engine: Engine,
    paths: Iterable[str | Path],
    options: Options,
    progress: Progress = lambda _done, _total: None,
    read: Read = read_record,
) -> Summary:
    """Read every form under ``paths`` into the database; ``progress`` is told how many of how many contents are done.

    A content that this version has read before with the same labels is not read again, it only gains the places where it was
    found; one that failed before is tried again. Raises ``StoreError``.
    """
    started = datetime.now(UTC)
    todo = plan(paths, options, files_of(engine))
    known = store.known(engine, todo.places, options.version)
    fresh = replace(todo, jobs=tuple(job for job in todo.jobs if job.sha256 not in known))
    outcomes: list[Outcome] = []
    read_now = _counted_out(map(counted, records(fresh, options, read)), len(fresh.jobs) + len(fresh.unusable), progress)
    for batch in _batches(read_now, RECORDS_PER_COMMIT):
        refused = store.save(engine, batch)
        outcomes += (outcome_of(record, refused.get(record.path)) for record in batch)
    store.add_paths(engine, todo.places)
    summary = summed_up(outcomes, todo.files, len(known), (datetime.now(UTC) - started).total_seconds())
    if outcomes:
        _log(engine, started, paths, summary, options.version)
    return summary


def _log(engine: Engine, started: datetime, paths: Iterable[str | Path], summary: Summary, version: str) -> None:
    store.log_import(
        engine,
        started_at=started,
        paths=(shown(str(path)) for path in paths),
        files=summary.files,
        imported=summary.imported,
        no_form=summary.no_form,
        failed=len(summary.failures),
        forms=summary.forms,
        findings=sum(summary.findings.values()),
        version=version,
    )


def _job_or_failure(found: Found, options: Options) -> Job | Record:
    problem = found.problem
    if problem is None:
        try:
            content = content_of(found.path)
        except OSError as error:
            problem = problem_of(error)
        else:
            return Job(found.path, content.sha256, content.size, options)
    return failed(found.path, stand_in_for_content(found.path), 0, problem)


def _counted_out(items: Iterable[Item], total: int, progress: Progress) -> Iterator[Item]:
    progress(0, total)
    for done, item in enumerate(items, start=1):
        progress(done, total)
        yield item


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
