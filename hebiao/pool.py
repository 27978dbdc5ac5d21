"""Reads many files in worker processes that are recycled and live under limits; a file that breaks one hurts no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice, takewhile

from pebble import ProcessExpired, ProcessPool

from hebiao.failure import failed
from hebiao.job import Job
from hebiao.start import worker_context
from hebiao.worker import MEMORY, OUT_OF_MEMORY, prepare, read_record
from store import Record

Read = Callable[[Job], Record]
UnderWay = dict[Future[Record], Job]

FILES_PER_WORKER = 8  # below that a second worker costs more than it gains
FILES_BEFORE_RECYCLING = 200
AHEAD = 64  # records that wait for a slow file before them
SECONDS_BETWEEN_LOOKS = 1.0


def worker_count(files: int, wanted: int | None) -> int:
    """How many workers ``files`` files are worth."""
    return max(1, min(wanted or os.cpu_count() or 1, -(-files // FILES_PER_WORKER)))


def read_all(jobs: Iterable[Job], workers: int, read: Read = read_record, memory: int = MEMORY) -> Iterator[Record]:
    """Give the record of each job, in the jobs' own order: a record waits for those before it, ``AHEAD`` of them at most.

    Each job has its own time limit, each worker ``memory`` bytes. A job that times out or ends its worker gives a failed record.
    Should the whole pool break, the jobs that it had are read again, each in a pool of its own.
    """
    source = iter(jobs)
    while True:
        with _pool(workers, memory) as pool:
            interrupted = yield from _drain(pool, source, 3 * workers, read)
        if not interrupted:
            return
        for future, job in interrupted.items():
            yield _record_of(future, job) if _has_record(future) else _alone(job, read, memory)


def _drain(pool: ProcessPool, source: Iterator[Job], at_once: int, read: Read) -> Generator[Record, None, UnderWay]:
    """Yield records until the source is empty; return what a broken pool had under way, done or not."""
    under_way: UnderWay = {}
    while True:
        running = [future for future in under_way if not future.done()]
        room = min(at_once - len(running), AHEAD + at_once - len(under_way))
        fresh = {_schedule(pool, job, read): job for job in islice(source, max(room, 0))}
        under_way |= fresh
        if not under_way:
            return {}
        wait([*running, *fresh], SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
        if not pool.active or any(map(_is_broken, under_way)):
            return under_way
        yield from (_record_of(future, under_way.pop(future)) for future in _done_first(under_way))


def _done_first(under_way: UnderWay) -> list[Future[Record]]:
    return list(takewhile(lambda future: future.done(), under_way))


def _is_broken(future: Future[Record]) -> bool:
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


def _has_record(future: Future[Record]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _alone(job: Job, read: Read, memory: int) -> Record:
    with _pool(1, memory) as pool:
        future = _schedule(pool, job, read)
        while not wait([future], SECONDS_BETWEEN_LOOKS).done and pool.active:
            pass
        return _record_of(future, job)


def _schedule(pool: ProcessPool, job: Job, read: Read) -> Future[Record]:
    try:
        return pool.schedule(read, args=(job,), timeout=job.seconds)
    except RuntimeError as error:  # the pool has broken already
        broken: Future[Record] = Future()
        broken.set_exception(BrokenProcessPool(str(error)))
        return broken


def _record_of(future: Future[Record], job: Job) -> Record:
    if not future.done():
        return failed(job.path, job.sha256, job.size, "读取进程无法工作")
    error = future.exception()
    return future.result() if error is None else failed(job.path, job.sha256, job.size, _reason_of(error, job))


def _reason_of(error: BaseException, job: Job) -> str:
    if isinstance(error, TimeoutError):
        return f"读取超过时限({job.seconds:.0f} 秒)"
    if not isinstance(error, ProcessExpired):
        return f"读取进程出错({type(error).__name__}: {error})"
    code = int(error.exitcode or 0)
    if code == OUT_OF_MEMORY:
        return "读取所需内存超过上限"
    if code == -signal.SIGXCPU:
        return "读取超过处理器时限"
    if code < 0:
        return f"读取进程崩溃({signal.Signals(-code).name}):文件可能损坏、带有恶意内容,或所需内存超过上限"
    return f"读取进程意外退出(退出码 {code})"


@contextmanager
def _pool(workers: int, memory: int) -> Iterator[ProcessPool]:
    pool = ProcessPool(workers, FILES_BEFORE_RECYCLING, prepare, (memory,), worker_context())
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
