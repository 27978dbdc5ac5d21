"""Reads many files in worker processes that are recycled and live under limits.

A file that breaks one hurts no other.

One seam, ``Executor``, serves the processes here and a cluster. Each worker has pipes of its own: pools whose
workers share a pipe and its lock (concurrent.futures, pebble) stand still when a worker is killed while it
holds the lock, and cannot run inside a worker of dask's.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread

from hebiao.workers import settings
from hebiao.workers.answers import decode_record
from hebiao.workers.job import Job, ReadStep, modules_of
from hebiao.workers.serving import PoolState, Task, TaskQueue, serve_tasks
from store import Record

Meanwhile = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Executor:
    """Reads files elsewhere, as a ``concurrent.futures.Executor`` does.

    ``submit`` gives the future of a file's record, encoded: a failed one where the file cannot be read.
    ``at_once`` is how many files it wants to have, to be never idle. Both raise a ``HebiaoError`` where
    nobody is there who reads.
    """

    submit: Callable[[ReadStep, Job], Future[bytes]]
    at_once: Callable[[], int]


def do_nothing() -> None:
    """Do nothing meanwhile."""


def collect_records(
    jobs: Iterable[Job], executor: Executor, step: ReadStep, meanwhile: Meanwhile = do_nothing
) -> Iterator[Record]:
    """Yield the record of each job, in the jobs' own order: a record waits for those before it.

    Jobs are taken as they are needed, so many that the executor is busy and little waits. ``meanwhile`` is
    done about once a second while there is no record to give.
    """
    source = iter(jobs)
    under_way: deque[tuple[Job, Future[bytes]]] = deque()
    done: SimpleQueue[Future[bytes]] = SimpleQueue()
    running = held = 0
    while True:
        room = 0 if under_way else 1
        if held < settings.WORKERS.most_bytes_ahead:
            waiting = len(under_way) - running
            free = settings.WORKERS.records_ahead - waiting
            room = max(room, min(executor.at_once() - running, free))
        for job in islice(source, room):
            future = executor.submit(step, job)
            future.add_done_callback(done.put)
            under_way.append((job, future))
            running += 1
            held += _copy_bytes(job)
            if held >= settings.WORKERS.most_bytes_ahead:
                break
        if not under_way:
            return
        held += len(_wait_for_next(done, executor, meanwhile).result())
        running -= 1
        while under_way and under_way[0][1].done():
            job, future = under_way.popleft()
            held -= len(future.result()) + _copy_bytes(job)
            yield decode_record(future.result())


def _wait_for_next(
    done: SimpleQueue[Future[bytes]], executor: Executor, meanwhile: Meanwhile
) -> Future[bytes]:
    while True:
        try:
            return done.get(timeout=settings.WORKERS.look_interval_seconds)
        except Empty:
            executor.at_once()
            meanwhile()


def _copy_bytes(job: Job) -> int:
    """Count the bytes of a file that lie in a temporary copy until its record is taken."""
    if job.file is None:
        return 0
    return job.size


def count_workers(files: int, wanted: int | None) -> int:
    """Return how many workers ``files`` files are worth."""
    return max(1, min(wanted or os.cpu_count() or 1, -(-files // settings.WORKERS.files_per_worker)))


def read_all(
    jobs: Iterable[Job], workers: int, step: ReadStep, meanwhile: Meanwhile = do_nothing
) -> Iterator[Record]:
    """Yield the record of each job, in the jobs' own order.

    A file that hangs or ends its worker has a failed record.

    ``meanwhile`` is done about once a second while a file keeps all waiting.
    """
    with worker_pool(workers, preload=modules_of(step)) as executor:
        yield from collect_records(jobs, executor, step, meanwhile)


@contextmanager
def worker_pool(workers: int, preload: Sequence[str] = ()) -> Iterator[Executor]:
    """Keep ``workers`` processes that read files.

    On leaving, all end at once, and what they had under way is dropped.

    ``preload`` names the modules that every worker needs; the first pool of a process loads them for all.
    """
    tasks: TaskQueue = SimpleQueue()
    stop, stopping = multiprocessing.Pipe(duplex=False)
    state = PoolState(tuple(preload))
    threads = [Thread(target=serve_tasks, args=(tasks, stop, state), daemon=True) for _ in range(workers)]

    def submit(step: ReadStep, job: Job) -> Future[bytes]:
        answer: Future[bytes] = Future()
        tasks.put(Task(step, job, answer))
        return answer

    for thread in threads:
        thread.start()
    try:
        files = settings.WORKERS.files_at_worker + settings.WORKERS.files_waiting
        yield Executor(submit, lambda: workers * files)
    finally:
        stopping.close()
        for _ in threads:
            tasks.put(None)
        for thread in threads:
            thread.join()
        stop.close()
        while not tasks.empty():
            if task := tasks.get():
                task.answer.cancel()
