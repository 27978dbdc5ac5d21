"""One lane of the pool: a thread that gives files to one worker process after another and takes what they answer."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from os import read as read_some
from queue import Empty, SimpleQueue
from threading import get_ident
from time import monotonic

from extract import Message, message
from hebiao.errors import NoWorker
from hebiao.workers.answer import encoded
from hebiao.workers.failure import explain_no_start, failed, why_ended
from hebiao.workers.job import Job
from hebiao.workers.start import SECONDS_TO_DIE, Worker, end_worker, lost_its_server, start_worker
from hebiao.workers.worker import MOST_ANSWER_BYTES, SIZE_BYTES, Read

FILES_BEFORE_RECYCLING = 200
SECONDS_IDLE = 60.0  # after that a worker's memory is worth more than its start
AT_THE_WORKER = 2  # one being read and the next, so that a worker need not wait for a busy parent
SECONDS_TO_START = 60.0  # until it has its imports; a busy disk may take long
SECONDS_BEFORE_STARTING_AGAIN = 1.0
SECONDS_WITHOUT_WORKERS = 30.0  # after that the system has none to give


@dataclass(slots=True)
class Task:
    """A file to read and the future of its record; ``again`` when it has cost a worker once."""

    read: Read
    job: Job
    answer: Future[bytes]
    again: bool = False


Tasks = SimpleQueue[Task | None]


@dataclass(slots=True)
class Lives:
    """Of all lanes: the folders of the workers that live, the lanes that start one, and since when there was none to be had."""

    workers: set[str] = field(default_factory=set)
    starting: set[int] = field(default_factory=set)
    without_since: float | None = None


class _Ended(Exception):
    """The worker is gone, or sends what no worker sends."""


class _Stopped(Exception):
    """The pool is closed."""


def run_lane(tasks: Tasks, stop: Connection, lives: Lives) -> None:
    """Give each of ``tasks`` to a worker, until ``stop`` is closed at its other end; what is under way then is dropped.

    A file that takes too long or ends its worker gets a failed record, and another worker goes on with the
    next. Where the system has no worker to give, the tasks wait for it or for another lane; their answer is
    ``NoWorker`` when none had one for long.
    """
    under_way: deque[Task] = deque()
    while not stop.poll():
        if not under_way and not _take(tasks, under_way):
            return
        try:
            worker = _started(stop, lives)
        except _Stopped:
            break
        except (OSError, EOFError) as error:
            _wait_for_the_system(error, under_way, tasks, stop, lives)
            continue
        try:
            _serve(worker, under_way, tasks, stop)
        except _Stopped:
            break
        except TimeoutError:
            _fail(under_way, message("time-limit", seconds=f"{under_way[0].job.seconds:.0f}"))
        except _Ended:
            if not lost_its_server(worker):
                _put_off_or_fail(under_way, why_ended(worker.process.wait(SECONDS_TO_DIE), under_way[0].job))
        finally:
            lives.workers.discard(worker.folder)
            end_worker(worker)
    for task in under_way:
        task.answer.cancel()


def _started(stop: Connection, lives: Lives) -> Worker:
    """Start a worker and wait until it is ready; raises ``OSError`` or ``EOFError`` where the system has none to give."""
    lives.starting.add(get_ident())
    try:
        worker = _ready(start_worker(), stop)
        lives.workers.add(worker.folder)
        lives.without_since = None
        return worker
    finally:
        lives.starting.discard(get_ident())


def _ready(worker: Worker, stop: Connection) -> Worker:
    """Give a worker as soon as it has its imports."""
    try:
        _exactly(SIZE_BYTES, worker, stop, monotonic() + SECONDS_TO_START)
    except _Ended:
        end_worker(worker)
        raise EOFError from None
    except (_Stopped, TimeoutError):
        end_worker(worker)
        raise
    return worker


def _wait_for_the_system(
    error: OSError | EOFError, under_way: deque[Task], tasks: Tasks, stop: Connection, lives: Lives
) -> None:
    """Leave the tasks to the other lanes while they have or start workers; where nobody has had one for long, give up."""
    now = monotonic()
    lives.without_since = lives.without_since or now
    if not (lives.workers or lives.starting) and now - lives.without_since > SECONDS_WITHOUT_WORKERS:
        for task in under_way:
            task.answer.set_exception(NoWorker("no-worker", reason=explain_no_start(error)))
    else:
        for task in under_way:
            tasks.put(task)
        stop.poll(SECONDS_BEFORE_STARTING_AGAIN)
    under_way.clear()


def _serve(worker: Worker, under_way: deque[Task], tasks: Tasks, stop: Connection) -> None:
    """Let one worker read its share of files; of those ``under_way`` it has the first first."""
    sent = 0
    for left in range(FILES_BEFORE_RECYCLING, 0, -1):
        while len(under_way) < min(left, AT_THE_WORKER) and _take(tasks, under_way, SECONDS_IDLE):
            pass
        if not under_way:
            return
        for task in islice(under_way, sent, None):
            _send(worker, task)
        answer = _answer(worker, stop, monotonic() + under_way[0].job.seconds)
        sent = len(under_way) - 1
        under_way.popleft().answer.set_result(answer)


def _take(tasks: Tasks, under_way: deque[Task], seconds: float | None = None) -> bool:
    """Take one more task; wait for one where there is none to do, at most some seconds. False where none came."""
    try:
        task = tasks.get(block=not under_way, timeout=seconds)
    except Empty:
        return False
    if task is not None:
        under_way.append(task)
    return task is not None


def _send(worker: Worker, task: Task) -> None:
    try:
        worker.jobs.send((task.read, task.job))
    except OSError:
        raise _Ended from None


def _answer(worker: Worker, stop: Connection, until: float) -> bytes:
    size = int.from_bytes(_exactly(SIZE_BYTES, worker, stop, until))
    if size > MOST_ANSWER_BYTES:
        raise _Ended
    return _exactly(size, worker, stop, until)


def _exactly(size: int, worker: Worker, stop: Connection, until: float) -> bytes:
    """Take ``size`` bytes of an answer, never waiting for more than there are: a child of the worker may hold the pipe open."""
    got = bytearray()
    while len(got) < size:
        ready = wait([worker.answers, worker.process.sentinel, stop], max(until - monotonic(), 0))
        if stop in ready:
            raise _Stopped
        if not ready:
            raise TimeoutError
        piece = read_some(worker.answers.fileno(), size - len(got)) if worker.answers in ready else b""
        if not piece:
            raise _Ended
        got += piece
    return bytes(got)


def _put_off_or_fail(under_way: deque[Task], reason: Message) -> None:
    """Have a new worker read the file again: the system may have killed the first, or another file have hurt it."""
    if under_way[0].again:
        _fail(under_way, reason)
    else:
        under_way[0].again = True


def _fail(under_way: deque[Task], reason: Message) -> None:
    task = under_way.popleft()
    job = task.job
    task.answer.set_result(encoded(failed(job.path, job.sha256, job.size, reason)))
