"""A thread of the pool: it gives files to one worker process after another and takes what they answer."""

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
from hebiao.workers import settings
from hebiao.workers.answers import encode_answer, explain_end, explain_no_start, make_failure
from hebiao.workers.job import Job, ReadStep
from hebiao.workers.process import WorkerProcess, end_worker, is_server_lost, start_worker
from hebiao.workers.worker import SIZE_BYTES


@dataclass(slots=True)
class Task:
    """A file to read and the future of its record; ``is_retry`` when it has cost a worker once."""

    step: ReadStep
    job: Job
    answer: Future[bytes]
    is_retry: bool = False


TaskQueue = SimpleQueue[Task | None]


@dataclass(slots=True)
class PoolState:
    """What all threads of a pool know.

    ``preload`` names the modules that workers need, ``at_worker`` is how many files a worker has at once,
    ``workers`` has the folders of those that live, ``starting`` the threads that start one;
    ``without_since`` tells since when there was none to be had.
    """

    preload: tuple[str, ...] = ()
    at_worker: int = 1
    workers: set[str] = field(default_factory=set)
    starting: set[int] = field(default_factory=set)
    without_since: float | None = None


class _WorkerEnded(Exception):
    """The worker is gone, or sends what no worker sends."""


class _PoolClosed(Exception):
    """The pool is closed."""


def serve_tasks(tasks: TaskQueue, stop: Connection, state: PoolState) -> None:
    """Give each of ``tasks`` to a worker, until ``stop`` is closed at its other end.

    What is under way then is dropped.

    A file that takes too long or ends its worker gets a failed record, and another worker goes on with the
    next. Where the system has no worker to give, the tasks wait for it or for another thread; their answer is
    ``NoWorker`` when none had one for long.
    """
    under_way: deque[Task] = deque()
    while not stop.poll():
        if not under_way and not _take_task(tasks, under_way):
            return
        try:
            worker = _start(stop, state)
        except _PoolClosed:
            break
        except (OSError, EOFError) as error:
            _wait_for_the_system(error, under_way, tasks, stop, state)
            continue
        try:
            _serve_worker(worker, under_way, tasks, stop, state.at_worker)
        except _PoolClosed:
            break
        except TimeoutError:
            _fail(under_way, message("time-limit", seconds=f"{under_way[0].job.seconds:.0f}"))
        except _WorkerEnded:
            if not is_server_lost(worker):
                exit_code = worker.process.wait(settings.WORKERS.exit_seconds)
                _retry_or_fail(under_way, explain_end(exit_code, under_way[0].job))
        finally:
            state.workers.discard(worker.folder)
            end_worker(worker)
    for task in under_way:
        task.answer.cancel()


def _start(stop: Connection, state: PoolState) -> WorkerProcess:
    """Start a worker and wait until it is ready.

    Raises ``OSError`` or ``EOFError`` where the system has none to give.
    """
    state.starting.add(get_ident())
    try:
        worker = _await_imports(start_worker(state.preload), stop)
        state.workers.add(worker.folder)
        state.without_since = None
        return worker
    finally:
        state.starting.discard(get_ident())


def _await_imports(worker: WorkerProcess, stop: Connection) -> WorkerProcess:
    """Return a worker as soon as it has its imports."""
    try:
        _receive_bytes(SIZE_BYTES, worker, stop, monotonic() + settings.WORKERS.start_seconds)
    except _WorkerEnded:
        end_worker(worker)
        raise EOFError from None
    except (_PoolClosed, TimeoutError):
        end_worker(worker)
        raise
    return worker


def _wait_for_the_system(
    error: OSError | EOFError, under_way: deque[Task], tasks: TaskQueue, stop: Connection, state: PoolState
) -> None:
    """Leave the tasks to the other threads while they have or start workers.

    Where nobody has had one for long, give up.
    """
    now = monotonic()
    state.without_since = state.without_since or now
    if (
        not (state.workers or state.starting)
        and now - state.without_since > settings.WORKERS.most_seconds_without_workers
    ):
        for task in under_way:
            task.answer.set_exception(NoWorker("no-worker", reason=explain_no_start(error)))
    else:
        for task in under_way:
            tasks.put(task)
        stop.poll(settings.WORKERS.restart_pause_seconds)
    under_way.clear()


def _serve_worker(
    worker: WorkerProcess, under_way: deque[Task], tasks: TaskQueue, stop: Connection, at_worker: int
) -> None:
    """Let one worker read its share of files; of those ``under_way`` it has the first first."""
    sent = 0
    for left in range(settings.WORKERS.files_before_recycling, 0, -1):
        while len(under_way) < min(left, at_worker) and _take_task(
            tasks, under_way, settings.WORKERS.most_idle_seconds
        ):
            pass
        if not under_way:
            return
        for task in islice(under_way, sent, None):
            _send_task(worker, task)
        answer = _receive_answer(worker, stop, monotonic() + under_way[0].job.seconds)
        sent = len(under_way) - 1
        under_way.popleft().answer.set_result(answer)


def _take_task(tasks: TaskQueue, under_way: deque[Task], seconds: float | None = None) -> bool:
    """Take one more task; wait for one where there is none to do, at most some seconds.

    False where none came.
    """
    try:
        task = tasks.get(block=not under_way, timeout=seconds)
    except Empty:
        return False
    if task is not None:
        under_way.append(task)
    return task is not None


def _send_task(worker: WorkerProcess, task: Task) -> None:
    try:
        worker.jobs.send((task.step, task.job))
    except OSError:
        raise _WorkerEnded from None


def _receive_answer(worker: WorkerProcess, stop: Connection, until: float) -> bytes:
    size = int.from_bytes(_receive_bytes(SIZE_BYTES, worker, stop, until))
    if size > settings.WORKERS.most_answer_bytes:
        raise _WorkerEnded
    return _receive_bytes(size, worker, stop, until)


def _receive_bytes(size: int, worker: WorkerProcess, stop: Connection, until: float) -> bytes:
    """Return ``size`` bytes of an answer.

    Nobody waits for more than there are: a child of the worker may hold the pipe open.
    """
    got = bytearray()
    while len(got) < size:
        ready = wait([worker.answers, worker.process.sentinel, stop], max(until - monotonic(), 0))
        if stop in ready:
            raise _PoolClosed
        if not ready:
            raise TimeoutError
        piece = read_some(worker.answers.fileno(), size - len(got)) if worker.answers in ready else b""
        if not piece:
            raise _WorkerEnded
        got += piece
    return bytes(got)


def _retry_or_fail(under_way: deque[Task], reason: Message) -> None:
    """Have a new worker read the file again: the system or another file may have ended the first.

    What took too much of the processor would take it again.
    """
    if under_way[0].is_retry or reason.code == "cpu-limit":
        _fail(under_way, reason)
    else:
        under_way[0].is_retry = True


def _fail(under_way: deque[Task], reason: Message) -> None:
    task = under_way.popleft()
    job = task.job
    task.answer.set_result(encode_answer(make_failure(job.path, job.sha256, job.size, reason)))
