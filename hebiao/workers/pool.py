"""Reads many files in worker processes that are recycled and live under limits; a file that breaks one hurts no other.

Each worker has pipes of its own. Pools whose workers share a pipe and its lock (concurrent.futures, pebble)
stand still when a worker is killed while it holds the lock, and cannot run inside a worker of dask's.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread

from hebiao.workers.executor import Executor, Meanwhile, collected, nothing
from hebiao.workers.job import Job
from hebiao.workers.lane import AT_THE_WORKER, Lives, Task, Tasks, run_lane
from hebiao.workers.worker import Read, read_record
from store import Record

FILES_PER_WORKER = 8  # below that a second worker costs more than it gains
FILES_WAITING = (
    8  # for each worker, which would be idle while the parent stores a commit and hands out nothing
)


def worker_count(files: int, wanted: int | None) -> int:
    """How many workers ``files`` files are worth."""
    return max(1, min(wanted or os.cpu_count() or 1, -(-files // FILES_PER_WORKER)))


def read_all(
    jobs: Iterable[Job], workers: int, read: Read = read_record, meanwhile: Meanwhile = nothing
) -> Iterator[Record]:
    """Give the record of each job, in the jobs' own order. A file that hangs or ends its worker has a failed record.

    ``meanwhile`` is done about once a second while a file keeps all waiting.
    """
    with worker_pool(workers) as executor:
        yield from collected(jobs, executor, read, meanwhile)


@contextmanager
def worker_pool(workers: int) -> Iterator[Executor]:
    """Keep ``workers`` processes that read files; on leaving, all end at once, and what they had under way is dropped."""
    tasks: Tasks = SimpleQueue()
    stop, stopping = multiprocessing.Pipe(duplex=False)
    lives = Lives()
    lanes = [Thread(target=run_lane, args=(tasks, stop, lives), daemon=True) for _ in range(workers)]

    def submit(read: Read, job: Job) -> Future[bytes]:
        answer: Future[bytes] = Future()
        tasks.put(Task(read, job, answer))
        return answer

    for lane in lanes:
        lane.start()
    try:
        yield Executor(submit, lambda: workers * (AT_THE_WORKER + FILES_WAITING))
    finally:
        stopping.close()
        for _ in lanes:
            tasks.put(None)
        for lane in lanes:
            lane.join()
        stop.close()
        while not tasks.empty():
            if task := tasks.get():
                task.answer.cancel()
