"""From files and folders to rows: a stream in which each content is read once, and whatever happens to it has its row."""

from __future__ import annotations

import gc
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING

import store
from hebiao.database import files_of
from hebiao.importing.counted import counted
from hebiao.importing.patience import patiently
from hebiao.importing.running import Asked, Listener, Run
from hebiao.importing.storing import Waiting, keep_counts
from hebiao.importing.stream import read_in_order
from hebiao.importing.summary import Summary, Tally
from hebiao.importing.wanted import to_read
from hebiao.locale.language import translate, translate_into
from hebiao.sources.content import had_secret
from hebiao.sources.files import Choice, Found, find_files, removed, shown
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.originals import located
from hebiao.workers.job import Options
from hebiao.workers.worker import Read, read_record

if TYPE_CHECKING:
    from sqlalchemy import Engine

OBJECTS_BETWEEN = 50_000


@contextmanager
def seldom() -> Iterator[None]:
    """Look for cycles seldom: records are many objects without any, and go as soon as nobody has them."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def chosen(paths: Iterable[str], choice: Choice) -> Iterator[str]:
    """Give the paths that the user's globs choose, each matched whole, and the archives in which they may choose something."""
    for path in paths:
        below = path.lstrip("/")
        if choice.takes(below) or (is_named_as_archive(path) and not choice.shuts_out(below)):
            yield path


def places_of(paths: Iterable[str]) -> list[str]:
    """Give what must be opened to come by these paths: files, and the archives that hold them.

    What is gone is left out, and URLs that had a secret, which is not stored.
    """
    return list(dict.fromkeys(place for path in paths if (place := _place_of(path))))


def out_of_reach(paths: Collection[str]) -> Iterator[str]:
    """Tell of the paths that ``places_of`` leaves out."""
    secret = sum(map(had_secret, paths))
    if secret:
        yield translate("import.secret-urls", count=secret)
    if gone := sum(_place_of(path) is None for path in paths) - secret:
        yield translate("import.gone-files", count=gone)


def only(found: Iterable[Found], failed: Collection[str]) -> Iterator[Found]:
    """Pass on what failed before, and what is in an archive or folder that failed before."""
    for one in found:
        if any(path in failed for path in _with_parents(shown(one.path))):
            yield one
        else:
            removed(one)


def _with_parents(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _place_of(path: str) -> str | None:
    if "://" in path:
        return None if had_secret(path) else _archive_or_file(path)
    place, inside = located(path)
    return place if not inside or Path(place).is_file() else None


def _archive_or_file(url: str) -> str:
    """Give the URL up to what calls itself an archive: what follows may be in it."""
    place, _, path = url.partition("://")
    host, *names = path.split("/")
    steps = accumulate(names, "{}/{}".format, initial=host)
    return f"{place}://{next(filter(is_named_as_archive, islice(steps, 1, None)), path)}"


MOST_NAMED = 100
IMPORT = Asked()
SILENCE = Listener()


def import_files(
    engine: Engine,
    paths: Iterable[str | Path],
    options: Options,
    asked: Asked = IMPORT,
    listener: Listener = SILENCE,
    *,
    read: Read = read_record,
) -> Summary:
    """Read every form under ``paths`` into the database.

    A content that the database has is not read again unless ``asked`` says so, it only gains the places where
    it was found; one that failed before is tried again. Killed at any moment, it goes on when it is called
    again. Raises ``StoreError``, and ``DatabaseUnusable`` where the database goes away and does not come back
    in time.
    """
    started = time.monotonic()
    paths = list(paths)
    run = _begun(engine, paths, options, asked, listener)
    waiting = Waiting(run)
    records = read_in_order(to_read(run, _found(run, paths, asked)), options, read, waiting.look)
    try:
        with seldom():
            for record in records:
                waiting.add(counted(record))
            waiting.store()
        run.patiently(
            lambda: store.forget(engine, run.mended)
        )  # not before: an import that is killed tries again what it must
    except KeyboardInterrupt:
        keep_counts(run, done=False)
        raise
    keep_counts(run, done=True)
    return replace(run.tally.summary, seconds=time.monotonic() - started)


def _begun(
    engine: Engine, paths: Sequence[str | Path], options: Options, asked: Asked, listener: Listener
) -> Run:
    named, version = _named(paths), options.version
    listener.start(named, version)
    since = (
        patiently(lambda: _reread_since(engine, named, options, listener), listener.note)
        if asked.reread
        else None
    )
    number = patiently(lambda: store.begin_run(engine, named, version, since), listener.note)
    return Run(engine, number, options, version, listener, Tally(listener.file), since, asked.keep)


def _reread_since(engine: Engine, named: Sequence[str], options: Options, listener: Listener) -> datetime:
    """Go on with a rereading that was broken off; one by a reader that the user names begins anew."""
    broken_off = None if options.engine else store.interrupted_rereading(engine, named, options.version)
    if broken_off is not None:
        listener.note(translate("import.rereading-resumed"))
    return broken_off or datetime.now(UTC)


def _named(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """Give what the user named, of a long list the beginning."""
    named = tuple(shown(str(path)) for path in paths[:MOST_NAMED])
    rest = len(paths) - MOST_NAMED
    return (*named, translate_into("zh", "import.more-paths", count=rest)) if rest > 0 else named


def _found(run: Run, paths: Sequence[str | Path], asked: Asked) -> Iterator[Found]:
    leave_out = files_of(run.engine) | ({str(Path(asked.keep).absolute())} if asked.keep else set())
    if not asked.retry:
        return find_files(paths, leave_out, asked.choice, run.opened.append)
    failed = dict.fromkeys(one.path for one in run.patiently(lambda: store.failures(run.engine)))
    if not paths:
        failed = dict.fromkeys(chosen(failed, asked.choice))
        for words in out_of_reach(failed):
            run.listener.note(words)
    return only(find_files(paths or places_of(failed), leave_out, asked.choice, run.opened.append), failed)
