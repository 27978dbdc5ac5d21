"""From files to rows: each content is read once and, whatever happens to it, has its row."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import store
from hebiao.database import files_of, retry_while_away
from hebiao.importing.run import ImportRequest, ImportRun, ImportSettings, Listener
from hebiao.importing.selecting import (
    choose_paths,
    describe_unreachable,
    find_places,
    keep_failed,
    select_jobs,
)
from hebiao.importing.storing import Batch, store_counts
from hebiao.importing.stream import READ_FORMS, read_in_order
from hebiao.importing.summary import Summary, Tally
from hebiao.locale.language import translate, translate_into
from hebiao.sources.files import FoundFile, find_files, shown
from hebiao.workers.answers import Answered
from hebiao.workers.job import Options, ReadStep
from normalize import Clause, find_noun, name_counted
from store import ReadyForm, ReadyForms, Record, clean

if TYPE_CHECKING:
    from sqlalchemy import Engine

IMPORT = ImportRequest()
SILENCE = Listener()
SETTINGS = ImportSettings()


def import_files(
    engine: Engine,
    paths: Iterable[str | Path],
    options: Options,
    request: ImportRequest = IMPORT,
    listener: Listener = SILENCE,
    *,
    step: ReadStep = READ_FORMS,
    settings: ImportSettings = SETTINGS,
) -> Summary:
    """Read every form under ``paths`` into the database.

    A content that the database has is not read again unless ``request`` says so, it only gains the places
    where it was found; one that failed before is tried again. Killed at any moment, it goes on when it is
    called again. Raises ``StoreError``, and ``DatabaseUnusable`` where the database goes away and does not
    come back in time.
    """
    started = time.monotonic()
    paths = list(paths)
    run = _begin_run(engine, paths, options, request, listener=listener, settings=settings)
    batch = Batch(run)
    jobs = select_jobs(run, _find_files(run, paths, request))
    try:
        with _collecting_seldom(settings.objects_between_collections):
            for record in read_in_order(jobs, options, step, batch.store_overdue):
                batch.add(name_nouns(record))
            batch.store()
        # not before: an import that is killed tries again what it must
        run.retry(lambda: store.forget_failures(engine, run.mended))
    except KeyboardInterrupt:
        store_counts(run, is_done=False)
        raise
    store_counts(run, is_done=True)
    return replace(run.tally.summary, seconds=time.monotonic() - started)


@contextmanager
def _collecting_seldom(objects: int) -> Iterator[None]:
    """Look for cycles of objects seldom: records have none, and go as soon as nobody has them."""
    before = gc.get_threshold()
    gc.set_threshold(objects, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin_run(
    engine: Engine,
    paths: Sequence[str | Path],
    options: Options,
    request: ImportRequest,
    *,
    listener: Listener,
    settings: ImportSettings,
) -> ImportRun:
    named = name_paths(paths, settings.most_paths_kept)
    version = options.version
    listener.start(named, version)
    since: datetime | None = None
    if request.reread:
        since = retry_while_away(lambda: _reread_since(engine, named, options, listener), listener.note)
    number = retry_while_away(lambda: store.begin_run(engine, named, version, since), listener.note)
    return ImportRun(
        engine=engine,
        number=number,
        options=options,
        version=version,
        listener=listener,
        tally=Tally(listener.file),
        settings=settings,
        since=since,
        keep=request.keep,
    )


def _reread_since(engine: Engine, named: Sequence[str], options: Options, listener: Listener) -> datetime:
    """Go on with a rereading that was broken off; one by a reader that the user names begins anew."""
    broken_off = None if options.engine else store.find_interrupted_rereading(engine, named, options.version)
    if broken_off is not None:
        listener.note(translate("import.rereading-resumed"))
    return broken_off or datetime.now(UTC)


def name_paths(paths: Sequence[str | Path], most: int) -> tuple[str, ...]:
    """Return what the user named; of a long list the first ``most``, and how many there are more."""
    named = tuple(shown(str(path)) for path in paths[:most])
    rest = len(paths) - most
    if rest > 0:
        return (*named, translate_into("zh", "import.more-paths", count=rest))
    return named


def _find_files(run: ImportRun, paths: Sequence[str | Path], request: ImportRequest) -> Iterator[FoundFile]:
    leave_out = files_of(run.engine)
    if request.keep:
        leave_out |= {str(Path(request.keep).absolute())}
    if not request.retry:
        return find_files(paths, leave_out, request.choice, run.opened.append)
    failures = run.retry(lambda: store.list_failures(run.engine))
    cut_short = run.retry(lambda: store.list_cut_short(run.engine))
    failed = dict.fromkeys((*(one.path for one in failures), *cut_short))
    if not paths:
        failed = dict.fromkeys(choose_paths(failed, request.choice))
        for sentence in describe_unreachable(failed):
            run.listener.note(sentence)
    places = paths or find_places(failed)
    return keep_failed(find_files(places, leave_out, request.choice, run.opened.append), failed)


def name_nouns(record: Record) -> Record:
    """Return the record with the nouns of its quantities named, for which workers lack jieba's words."""
    read = record.forms
    if not isinstance(read, Answered):
        return record
    rows: list[ReadyForm] = []
    for form, waiting in zip(read.rows, read.clauses, strict=True):
        rows.append(_name_nouns_in_rows(form, waiting) if waiting else form)
    return replace(
        record, forms=ReadyForms(rows, lambda: [(name_counted(form), audit) for form, audit in read])
    )


def _name_nouns_in_rows(form: ReadyForm, waiting: Mapping[int, Clause]) -> ReadyForm:
    nouns = list(form.column("quantity", "what"))
    for row, clause in waiting.items():
        nouns[row] = clean(find_noun(clause)) or nouns[row]
    return form.with_column("quantity", "what", nouns)
