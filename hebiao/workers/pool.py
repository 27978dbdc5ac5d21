"""Reads many files in worker processes that are recycled and live under limits.

A file that breaks one hurts no other.

Each worker has pipes of its own: pools whose workers share a pipe and its lock (concurrent.futures, pebble)
stand still when a worker is killed while it holds the lock, and cannot run inside a worker of dask's.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from queue import SimpleQueue
from threading import Thread

from hebiao.workers import settings
from hebiao.workers.collecting import Meanwhile, collect_records, do_nothing
from hebiao.workers.executor import Executor, Lane
from hebiao.workers.job import Job, ReadStep, modules_of
from hebiao.workers.serving import PoolState, Task, TaskQueue, serve_tasks
from store import Record


def count_workers(files: int, wanted: int | None) -> int:
    """Return how many workers ``files`` files are worth."""
    return max(1, min(wanted or os.cpu_count() or 1, -(-files // settings.WORKERS.files_per_worker)))


def count_page_workers(wanted: int | None) -> int:
    """Return how many workers recognise pages, each with a core of its own: half of them have none."""
    return wanted or max(1, (os.cpu_count() or 1) // 2)


def read_all(
    entries: Iterable[Job | Record],
    workers: int,
    step: ReadStep,
    meanwhile: Meanwhile = do_nothing,
    *,
    page_workers: int | None = None,
) -> Iterator[Record]:
    """Yield the record of each entry as ``collect_records`` does.

    A file that hangs or ends its worker has a failed record.

    ``meanwhile`` is done about once a second while a file keeps all waiting.
    """
    preload = modules_of(step)
    with worker_pool(workers, preload) as files:
        executor = Executor(files, lambda: page_pool(page_workers, preload))
        yield from collect_records(entries, executor, step, meanwhile)


def page_pool(workers: int | None, preload: Sequence[str] = ()) -> AbstractContextManager[Lane]:
    """Keep processes that recognise pages, one at a time each."""
    return worker_pool(count_page_workers(workers), preload, at_worker=1)


@contextmanager
def worker_pool(workers: int, preload: Sequence[str] = (), *, at_worker: int | None = None) -> Iterator[Lane]:
    """Keep ``workers`` processes that read files; each starts with its first file.

    On leaving, all end at once, and what they had under way is dropped.

    ``preload`` names the modules that every worker needs; the first pool of a process loads them for all.
    ``at_worker`` is how many files a worker has: the one being read, and those that it reads next.
    """
    tasks: TaskQueue = SimpleQueue()
    stop, stopping = multiprocessing.Pipe(duplex=False)
    at_worker = at_worker or settings.WORKERS.files_at_worker
    state = PoolState(tuple(preload), at_worker)
    threads = [Thread(target=serve_tasks, args=(tasks, stop, state), daemon=True) for _ in range(workers)]

    def submit(step: ReadStep, job: Job) -> Future[bytes]:
        answer: Future[bytes] = Future()
        tasks.put(Task(step, job, answer))
        return answer

    for thread in threads:
        thread.start()
    try:
        files = at_worker + settings.WORKERS.files_waiting
        yield Lane(submit, lambda: workers * files)
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
