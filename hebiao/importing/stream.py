"""Reads a stream of files in worker processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from extract import OcrMissing, Unreadable, message
from hebiao.sources.files import FoundFile, content_of, find_files, problem_of, removed, stand_in_for_content
from hebiao.workers import settings
from hebiao.workers.answers import make_failure
from hebiao.workers.collecting import Meanwhile, do_nothing
from hebiao.workers.job import Job, Options, ReadStep
from hebiao.workers.pool import count_workers, read_all
from store import Record

if TYPE_CHECKING:
    from normalize import Form

READ_FORMS = "hebiao.reading.file:read_job"
"""The step that reads the forms of a file, by its name: only workers import it."""


def read_files(
    paths: Iterable[str | Path], options: Options, step: ReadStep = READ_FORMS
) -> Iterator[Record]:
    """Read every file under ``paths``, each content once, without a database."""
    unpacked: dict[str, FoundFile] = {}
    for record in read_in_order(_first_of_each(paths, options, unpacked), options, step):
        removed(unpacked.pop(record.sha256, FoundFile(record.path)))
        yield record


def _first_of_each(
    paths: Iterable[str | Path], options: Options, unpacked: dict[str, FoundFile]
) -> Iterator[Job | Record]:
    """Yield the first file of each content, and note which are temporary."""
    seen: set[str] = set()
    for found in find_files(paths):
        entry = make_job(found, options)
        if entry.sha256 in seen:
            removed(found)
            continue
        seen.add(entry.sha256)
        unpacked[entry.sha256] = found
        yield entry


class ReadingFailed(Unreadable):
    """A worker could not read the file, for a ``reason``, a message."""

    code = "reading-failed"


def read_one(path: str | Path) -> list[Form]:
    """Return the forms of one file, read in this process; a file with scans by workers.

    Raises ``extract.Unreadable``, for a file without other forms also where its scans cannot be recognised.
    """
    from hebiao.reading.file import read_document
    from hebiao.reading.recognition import can_recognise

    options = Options()
    document, _, reading = read_document(path, options)
    if not document.pictures:
        return list(reading.forms)
    if not can_recognise(options):
        if not reading.forms:
            raise OcrMissing
        return list(reading.forms)
    entry = make_job(FoundFile(str(Path(path).absolute())), options)
    [record] = read_in_order(iter([entry]), options, READ_FORMS)
    if record.is_lost:
        raise ReadingFailed(reason=record.error or message("worker-lost"))
    return [form for form, _ in record.forms]


def make_job(found: FoundFile, options: Options) -> Job | Record:
    """Return what is to be done with a file; for one that cannot even be opened its failed record."""
    problem = found.problem
    if problem is None:
        try:
            content = content_of(found.place)
        except OSError as error:
            problem = problem_of(error)
        else:
            return Job(found.path, content.sha256, content.size, options, found.file)
    removed(found)
    return make_failure(found.path, stand_in_for_content(found.path), 0, problem)


def read_in_order(
    entries: Iterator[Job | Record], options: Options, step: ReadStep, meanwhile: Meanwhile = do_nothing
) -> Iterator[Record]:
    """Yield the record of each entry, in the entries' order; those of scans as they are done.

    The jobs are read by as many workers as the first of them are worth.

    ``meanwhile`` is done about once a second while a file keeps all waiting. With ``options.scheduler`` the
    cluster reads; raises ``ClusterUnusable`` where it cannot.
    """
    if options.scheduler is not None:
        from hebiao.workers.cluster import read_on_cluster

        yield from read_on_cluster(entries, options, step, meanwhile)
        return
    wanted = options.workers or os.cpu_count() or 1
    first = list(islice(entries, wanted * settings.WORKERS.files_per_worker))
    if first:
        workers = count_workers(len(first), wanted)
        yield from read_all(chain(first, entries), workers, step, meanwhile, page_workers=options.ocr_workers)
