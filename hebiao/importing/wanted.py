"""Which of the files found are to be read: each content once, and none that the database has already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import store
from hebiao.importing.running import Run
from hebiao.importing.stream import hashed
from hebiao.importing.summary import Outcome
from hebiao.sources.files import Found, problem_of, removed, shown, stand_in_for_content
from hebiao.sources.originals import keep
from hebiao.workers.failure import failed
from hebiao.workers.job import Job, labels_of, pack_of, product_of
from store import Record, Standing

FILES_A_QUESTION = 64
BYTES_A_QUESTION = 64 * 2**20  # what archives unpack waits on the disk until its question is answered


def to_read(run: Run, found: Iterable[Found]) -> Iterator[Job | Record]:
    """Give what is to be read, in the order of the files; a file that cannot even be opened comes as its record.

    What needs no reading is told and gains its places in the database.
    """
    for some in _questions(_kept(run, hashed(one, run.options)) for one in found):
        yield from _new(run, some)


def _questions(entries: Iterable[Job | Record]) -> Iterator[list[Job | Record]]:
    some: list[Job | Record] = []
    size = 0
    for entry in entries:
        some.append(entry)
        size += entry.size if isinstance(entry, Job) else 0
        if len(some) == FILES_A_QUESTION or size > BYTES_A_QUESTION:
            yield some
            some, size = [], 0
    yield some


def _kept(run: Run, entry: Job | Record) -> Job | Record:
    """Keep the content before anything is done with it, where the user asked for that; what cannot be kept has failed."""
    if run.keep is not None and isinstance(entry, Job):
        try:
            keep(entry.place, entry.sha256, run.keep)
        except OSError as error:
            removed(Found(entry.path, file=entry.file))
            return failed(
                entry.path, stand_in_for_content(entry.path), 0, f"原件没有存下:{problem_of(error)}"
            )
    return entry


def _new(run: Run, some: Sequence[Job | Record]) -> list[Job | Record]:
    """Ask the database once for all, and sort out what needs no reading."""
    opened, run.opened[:] = tuple(run.opened), ()
    stand_ins = {
        stand_in_for_content(path)
        for path in (*opened, *(entry.path for entry in some if isinstance(entry, Job)))
    }
    stored = run.patiently(lambda: store.standing(run.engine, {entry.sha256 for entry in some} | stand_ins))
    run.mended.update(stand_ins & stored.keys())
    new: list[Job | Record] = []
    known: list[Job] = []
    for entry in some:
        if isinstance(entry, Record):
            new.append(entry)
        elif entry.sha256 in run.under_way:
            _wait_for_the_first(run, entry)
        elif _is_known(run, entry, stored.get(entry.sha256)):
            known.append(entry)
        else:
            run.under_way[entry.sha256] = [entry]
            new.append(entry)
    _pass_over(run, known, stored)
    return new


def _wait_for_the_first(run: Run, job: Job) -> None:
    """Keep the place until the content is stored that another job has under way."""
    run.under_way[job.sha256].append(job)
    removed(Found(job.path, file=job.file))


def _is_known(run: Run, job: Job, stored: Standing | None) -> bool:
    """Tell whether a content needs no reading; what other labels or another pack has read is read with those asked for."""
    if bytes.fromhex(job.sha256) in run.unread:
        return True
    if stored is None or stored.status == "failed":
        return False
    if run.since is not None:
        return stored.imported_at >= run.since
    same_labels = run.options.labels is None or labels_of(stored.version) == labels_of(run.version)
    return same_labels and run.options.pack in (None, pack_of(stored.version))


def _pass_over(run: Run, known: Sequence[Job], stored: Mapping[str, Standing]) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for job in known:
        places[job.sha256].append(shown(job.path))
    run.patiently(lambda: store.add_paths(run.engine, places))
    for job in known:
        removed(Found(job.path, file=job.file))
        older = job.sha256 in stored and product_of(stored[job.sha256].version) != product_of(run.version)
        run.tally.add(Outcome(shown(job.path), job.sha256, "known", older=older))
