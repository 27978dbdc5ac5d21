"""Which of the files found are to be read: each content once, and none that the database has already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from pathlib import Path

import store
from extract import message
from hebiao.importing.run import ImportRun
from hebiao.importing.stream import make_job
from hebiao.importing.summary import Outcome
from hebiao.locale.language import translate
from hebiao.reading.recognition import can_recognise
from hebiao.sources.content import had_secret
from hebiao.sources.files import Choice, FoundFile, problem_of, removed, shown, stand_in_for_content
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.originals import keep, located
from hebiao.workers.answers import make_failure
from hebiao.workers.job import Job, labels_of, pack_of, product_of
from store import Record, Standing


def select_jobs(run: ImportRun, found: Iterable[FoundFile]) -> Iterator[Job | Record]:
    """Yield what is to be read, in the order of the files.

    A file that cannot even be opened comes as its record.

    What needs no reading is told and gains its places in the database.
    """
    entries = (_keep_original(run, make_job(one, run.options)) for one in found)
    for some in _batch(run, entries):
        yield from _select_new(run, some)


def _batch(run: ImportRun, entries: Iterable[Job | Record]) -> Iterator[list[Job | Record]]:
    """Yield the entries in batches, of each of which the database is asked at once."""
    some: list[Job | Record] = []
    size = 0
    for entry in entries:
        some.append(entry)
        size += entry.size if isinstance(entry, Job) else 0
        if len(some) == run.settings.files_in_query or size > run.settings.most_query_bytes:
            yield some
            some = []
            size = 0
    yield some


def _keep_original(run: ImportRun, entry: Job | Record) -> Job | Record:
    """Keep the content before anything is done with it, where the user asked for that.

    What cannot be kept has failed.
    """
    if run.keep is None or not isinstance(entry, Job):
        return entry
    try:
        keep(entry.place, entry.sha256, run.keep)
    except OSError as error:
        removed(FoundFile(entry.path, file=entry.file))
        reason = message("original-not-kept", reason=problem_of(error))
        return make_failure(entry.path, stand_in_for_content(entry.path), 0, reason)
    return entry


def _select_new(run: ImportRun, some: Sequence[Job | Record]) -> list[Job | Record]:
    """Ask the database once for all, and sort out what needs no reading."""
    opened = tuple(run.opened)
    run.opened.clear()
    paths = (*opened, *(entry.path for entry in some if isinstance(entry, Job)))
    stand_ins = {stand_in_for_content(path) for path in paths}
    contents = {entry.sha256 for entry in some}
    stored = run.retry(lambda: store.find_standing(run.engine, contents | stand_ins))
    run.mended.update(stand_ins & stored.keys())
    new: list[Job | Record] = []
    known: list[Job] = []
    for entry in some:
        if isinstance(entry, Record):
            new.append(entry)
        elif entry.sha256 in run.under_way:
            _wait_for_first(run, entry)
        elif _is_known(run, entry, stored.get(entry.sha256)):
            known.append(entry)
        else:
            run.under_way[entry.sha256] = [entry]
            new.append(entry)
    _pass_over(run, known, stored)
    return new


def _wait_for_first(run: ImportRun, job: Job) -> None:
    """Keep the place until the content is stored that another job has under way."""
    run.under_way[job.sha256].append(job)
    removed(FoundFile(job.path, file=job.file))


def _is_known(run: ImportRun, job: Job, stored: Standing | None) -> bool:
    """Return whether a content needs no reading.

    What other labels or another pack has read is read with those asked for.
    """
    if bytes.fromhex(job.sha256) in run.unread:
        return True
    if stored is None or stored.status in store.LOST_STATUSES:
        return False
    if run.since is not None:
        return stored.imported_at >= run.since
    if stored.is_cut_short:
        return False
    if stored.lacks_ocr and can_recognise(run.options):
        return False
    has_same_labels = run.options.labels is None or labels_of(stored.version) == labels_of(run.version)
    return has_same_labels and run.options.pack in (None, pack_of(stored.version))


def _pass_over(run: ImportRun, known: Sequence[Job], stored: Mapping[str, Standing]) -> None:
    """Tell of files that need no reading, and add the places where they were found."""
    places: dict[str, list[str]] = defaultdict(list)
    for job in known:
        places[job.sha256].append(shown(job.path))
    run.retry(lambda: store.add_paths(run.engine, places))
    for job in known:
        removed(FoundFile(job.path, file=job.file))
        standing = stored.get(job.sha256)
        is_older = standing is not None and product_of(standing.version) != product_of(run.version)
        run.tally.add(Outcome(shown(job.path), job.sha256, "known", older=is_older))


def choose_paths(paths: Iterable[str], choice: Choice) -> Iterator[str]:
    """Yield the paths that the user's globs choose, each matched whole.

    Archives in which they may choose something are among them.
    """
    for path in paths:
        below = path.lstrip("/")
        if choice.takes(below) or (is_named_as_archive(path) and not choice.shuts_out(below)):
            yield path


def find_places(paths: Iterable[str]) -> list[str]:
    """Return what must be opened to come by these paths: files, and the archives that hold them.

    What is gone is left out, and URLs that had a secret, which is not stored.
    """
    places = (_find_place(path) for path in paths)
    return list(dict.fromkeys(place for place in places if place))


def describe_unreachable(paths: Collection[str]) -> Iterator[str]:
    """Yield sentences about the paths that ``find_places`` leaves out."""
    secret = sum(map(had_secret, paths))
    if secret:
        yield translate("import.secret-urls", count=secret)
    gone = sum(_find_place(path) is None for path in paths) - secret
    if gone:
        yield translate("import.gone-files", count=gone)


def keep_failed(found: Iterable[FoundFile], failed_paths: Collection[str]) -> Iterator[FoundFile]:
    """Yield what failed before, and what is in an archive or folder that failed before."""
    for one in found:
        if any(path in failed_paths for path in _with_parents(shown(one.path))):
            yield one
        else:
            removed(one)


def _with_parents(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _find_place(path: str) -> str | None:
    if "://" in path:
        if had_secret(path):
            return None
        return _archive_or_file(path)
    place, inside = located(path)
    if not inside or Path(place).is_file():
        return place
    return None


def _archive_or_file(url: str) -> str:
    """Return the URL up to what calls itself an archive: what follows may be in it."""
    protocol, _, path = url.partition("://")
    host, *names = path.split("/")
    steps = accumulate(names, "{}/{}".format, initial=host)
    archives = filter(is_named_as_archive, islice(steps, 1, None))
    return f"{protocol}://{next(archives, path)}"
