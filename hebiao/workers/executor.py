"""Where files are read, here or on a cluster, behind one seam; and how their records are collected."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue

from hebiao.workers.answer import decoded
from hebiao.workers.job import Job
from hebiao.workers.worker import Read
from store import Record

AHEAD = 1024  # records that wait for a slow file before them
BYTES_AHEAD = 64 * 2**20  # of those records, and of the temporary copies of their files
SECONDS_BETWEEN_LOOKS = 1.0  # whether anybody is there who reads

Meanwhile = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Executor:
    """Reads files elsewhere, as a ``concurrent.futures.Executor`` does.

    ``submit`` gives the future of a file's record, encoded: a failed one where the file cannot be read.
    ``at_once`` is how many files it wants to have, to be never idle. Both raise a ``HebiaoError`` where
    nobody is there who reads.
    """

    submit: Callable[[Read, Job], Future[bytes]]
    at_once: Callable[[], int]


def nothing() -> None:
    """Do nothing meanwhile."""


def collected(
    jobs: Iterable[Job], executor: Executor, read: Read, meanwhile: Meanwhile = nothing
) -> Iterator[Record]:
    """Give the record of each job, in the jobs' own order: a record waits for those before it.

    Jobs are taken as they are needed, so many that the executor is busy and little waits. ``meanwhile`` is
    done about once a second while there is no record to give.
    """
    source = iter(jobs)
    under_way: deque[tuple[Job, Future[bytes]]] = deque()
    done: SimpleQueue[Future[bytes]] = SimpleQueue()
    running = held = 0
    while True:
        room = (
            min(executor.at_once() - running, AHEAD - len(under_way) + running) if held < BYTES_AHEAD else 0
        )
        for job in islice(source, max(room, 0 if under_way else 1)):
            future = executor.submit(read, job)
            future.add_done_callback(done.put)
            under_way.append((job, future))
            running += 1
            held += _copied(job)
            if held >= BYTES_AHEAD:
                break
        if not under_way:
            return
        held += len(_next(done, executor, meanwhile).result())
        running -= 1
        while under_way and under_way[0][1].done():
            job, future = under_way.popleft()
            held -= len(future.result()) + _copied(job)
            yield decoded(future.result())


def _next(done: SimpleQueue[Future[bytes]], executor: Executor, meanwhile: Meanwhile) -> Future[bytes]:
    while True:
        try:
            return done.get(timeout=SECONDS_BETWEEN_LOOKS)
        except Empty:
            executor.at_once()
            meanwhile()


def _copied(job: Job) -> int:
    """Count the bytes of a file that lie in a temporary copy until its record is taken."""
    return 0 if job.file is None else job.size
