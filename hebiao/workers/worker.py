"""What runs in a worker process: one file at a time, under limits, and whatever happens becomes a record."""

from __future__ import annotations

import errno
import fcntl
import importlib
import os
import resource
import signal
import tempfile
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import NoReturn

from extract import Message, Unreadable, message
from hebiao.workers.answer import encoded
from hebiao.workers.failure import OUT_OF_MEMORY, failed
from hebiao.workers.job import Job
from store import Record

Read = Callable[[Job], object]
"""What is done with a file: mostly ``read_record``; what it gives can be encoded by msgspec."""

MOST_ANSWER_BYTES = 64 * 2**20
MOST_FILE_BYTES = 256 * 2**20  # of a file that a reader writes
SIZE_BYTES = 8  # that tell how long an answer is, before it
CPU_GRACE = 5
LONGEST_REASON = 500


def work(jobs: Connection, answers: Connection, lifeline: Connection, folder: str) -> NoReturn:
    """Read what ``jobs`` brings and send each record, encoded and preceded by its size, to ``answers``; end with the parent.

    An answer of no size goes first: the worker is ready.

    Temporary files go to ``folder``.
    """
    _keep_only({jobs.fileno(), answers.fileno(), lifeline.fileno()})
    _end_with(lifeline.fileno())
    prepare(folder)
    process = os.getpid()
    _write(answers.fileno(), bytes(SIZE_BYTES))
    while True:
        try:
            read, job = jobs.recv()
        except EOFError:
            os._exit(0)
        answer = answer_to(read, job)
        if os.getpid() != process:  # a child that the reader forked came back in its stead
            os._exit(0)
        _write(answers.fileno(), len(answer).to_bytes(SIZE_BYTES) + answer)


def prepare(folder: str) -> None:
    """Make this process a worker: imports done, no core files, no large files, nothing printed, signals as they were."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    importlib.import_module("hebiao.workers.warm")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    _silence()
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, MOST_FILE_BYTES)


def answer_to(read: Read, job: Job) -> bytes:
    """Read a file under its limits and give what was read, encoded; one that is too large to hand over is a failed one.

    Without memory the process ends with ``OUT_OF_MEMORY``: what is left of it would hurt the next file.
    """
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)  # an alarm that the file before has left
        _lower(resource.RLIMIT_AS, job.options.memory)
        _end_by_cpu_time(job.seconds + CPU_GRACE)
        answer = _encoded(read(job), job)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    if len(answer) > MOST_ANSWER_BYTES:
        return _failure(job, message("large-answer", size=f"{MOST_ANSWER_BYTES // 2**20} MiB"))
    return answer


def read_record(job: Job) -> Record:
    """Give the record of a file; one that cannot be read gives a failed record with the reason. Raises ``MemoryError``."""
    try:
        return importlib.import_module("hebiao.reading.file").read_job(job)  # type: ignore[no-any-return]
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001  the worker's edge: a file must not hurt the others
        return failed(job.path, job.sha256, job.size, reason_of(error))


def reason_of(error: BaseException) -> Message:
    """Tell why a file could not be read; for an unforeseen error its type and message too."""
    if isinstance(error, Unreadable):
        return error.message
    if isinstance(error, PermissionError):
        return message("no-permission")
    if isinstance(error, RecursionError):
        return message("nested-too-deeply")
    if isinstance(error, OSError) and error.errno in _OF_DISK:
        return message(_OF_DISK[error.errno])
    return message("unforeseen-error", error=f"{type(error).__name__}: {error}"[:LONGEST_REASON])


_OF_DISK = {errno.EFBIG: "large-temporary-file", errno.ENOSPC: "no-room-for-temporary-files"}


def _encoded(answer: object, job: Job) -> bytes:
    try:
        return encoded(answer)
    except (TypeError, ValueError, OverflowError, LookupError, RecursionError) as error:
        return _failure(job, message("answer-not-encoded", error=type(error).__name__))


def _failure(job: Job, reason: Message) -> bytes:
    return encoded(failed(job.path, job.sha256, job.size, reason))


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _keep_only(files: set[int]) -> None:
    """Close what else is open: a reader that writes anywhere must not reach the server that other workers are forked from."""
    ends = [2, *sorted(files), resource.getrlimit(resource.RLIMIT_NOFILE)[0]]
    for one, other in pairwise(ends):
        os.closerange(one + 1, other)


def _silence() -> None:
    """Keep what libraries print about a broken file away from the user: its record tells the reason."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _end_with(lifeline: int) -> None:
    """Have the kernel end this process, and those that a reader starts, as soon as nobody holds the lifeline's other end.

    That ends a file that hangs in C, too, when its parent is killed. Where the kernel cannot (macOS), an idle
    worker still ends by the end of its jobs, and a busy one by its time limit on the processor.
    """
    os.setpgid(0, 0)
    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_RDONLY | os.O_ASYNC)


def _end_by_cpu_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
