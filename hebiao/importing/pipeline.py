"""From files and folders to rows: a stream in which each content is read once, and whatever happens to it has its row."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import store
from hebiao.database import files_of
from hebiao.files import Found, find_files, shown
from hebiao.importing import collecting
from hebiao.importing.committing import Waiting, keep_counts
from hebiao.importing.counted import counted
from hebiao.importing.patience import patiently
from hebiao.importing.retrying import chosen, only, out_of_reach, places_of
from hebiao.importing.running import Asked, Listener, Run
from hebiao.importing.stream import read_in_order
from hebiao.importing.summary import Summary, Tally
from hebiao.importing.wanted import to_read
from hebiao.workers.job import Options
from hebiao.workers.worker import Read, read_record

if TYPE_CHECKING:
    from sqlalchemy import Engine

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

    A content that the database has is not read again unless ``asked`` says so, it only gains the places where it was found; one
    that failed before is tried again. Killed at any moment, it goes on when it is called again. Raises ``StoreError``, and
    ``DatabaseUnusable`` where the database goes away and does not come back in time.
    """
    started = time.monotonic()
    paths = list(paths)
    run = _begun(engine, paths, options, asked, listener)
    waiting = Waiting(run)
    records = read_in_order(to_read(run, _found(run, paths, asked)), options, read, waiting.look)
    try:
        with collecting.seldom():
            for record in records:
                waiting.add(counted(record))
            waiting.store()
        run.patiently(lambda: store.forget(engine, run.mended))  # not before: an import that is killed tries again what it must
    except KeyboardInterrupt:
        keep_counts(run, done=False)
        raise
    keep_counts(run, done=True)
    return replace(run.tally.summary, seconds=time.monotonic() - started)


def _begun(engine: Engine, paths: Sequence[str | Path], options: Options, asked: Asked, listener: Listener) -> Run:
    named, version = _named(paths), options.version
    listener.start(named, version)
    since = patiently(lambda: _reread_since(engine, named, options, listener), listener.note) if asked.reread else None
    number = patiently(lambda: store.begin_run(engine, named, version, since), listener.note)
    return Run(engine, number, options, version, listener, Tally(listener.file), since, asked.keep)


def _reread_since(engine: Engine, named: Sequence[str], options: Options, listener: Listener) -> datetime:
    """Go on with a rereading that was broken off; one by a reader that the user names begins anew."""
    broken_off = None if options.engine else store.interrupted_rereading(engine, named, options.version)
    if broken_off is not None:
        listener.note("接着上次中断的重读:那次已重读的不再读")
    return broken_off or datetime.now(UTC)


def _named(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """Give what the user named, of a long list the beginning."""
    rest = len(paths) - MOST_NAMED
    return (*(shown(str(path)) for path in paths[:MOST_NAMED]), *((f"……另有 {rest} 个",) if rest > 0 else ()))


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
