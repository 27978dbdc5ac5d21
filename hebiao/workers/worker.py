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
from hebiao.workers import settings
from hebiao.workers.answers import OUT_OF_MEMORY, encode_answer, make_failure
from hebiao.workers.job import Job, ReadStep

SIZE_BYTES = 8  # that tell how long an answer is, before it


def work(
    jobs: Connection, answers: Connection, lifeline: Connection, folder: str, preload: tuple[str, ...] = ()
) -> NoReturn:
    """Read what ``jobs`` brings and send each record, encoded and preceded by its size, to ``answers``.

    End with the parent.

    An answer of no size goes first: the worker is ready. Temporary files go to ``folder``.
    """
    _keep_only({jobs.fileno(), answers.fileno(), lifeline.fileno()})
    _end_with(lifeline.fileno())
    prepare(folder, preload)
    process = os.getpid()
    _write(answers.fileno(), bytes(SIZE_BYTES))
    while True:
        try:
            step, job = jobs.recv()
        except EOFError:
            os._exit(0)
        answer = answer_job(step, job)
        if os.getpid() != process:  # a child that the reader forked came back in its stead
            os._exit(0)
        _write(answers.fileno(), len(answer).to_bytes(SIZE_BYTES) + answer)


def prepare(folder: str, preload: tuple[str, ...]) -> None:
    """Make this process a worker: imports done, no core or large files, nothing printed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # as the server does
    for module in preload:
        importlib.import_module(module)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    _silence()
    _lower_limit(resource.RLIMIT_CORE, 0)
    _lower_limit(resource.RLIMIT_FSIZE, settings.WORKERS.most_file_bytes)


def answer_job(step: ReadStep, job: Job) -> bytes:
    """Do a step with a file under its limits and return what it gives, encoded.

    What is too large to hand over is a failure.

    Without memory the process ends with ``OUT_OF_MEMORY``: what is left of it would hurt the next file.
    """
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)  # an alarm that the file before has left
        _lower_limit(resource.RLIMIT_AS, job.memory)
        _end_by_cpu_time(job.processor_seconds)
        answer = _encode(run_step(step, job), job)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    most = settings.WORKERS.most_answer_bytes
    if len(answer) > most:
        return _encode_failure(job, message("large-answer", size=f"{most // 2**20} MiB"))
    return answer


def run_step(step: ReadStep, job: Job) -> object:
    """Do a step with a file; what cannot be read gives a failed record with the reason.

    Raises ``MemoryError``.
    """
    try:
        return _find_step(step)(job)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001  the worker's edge: a file must not hurt the others
        return make_failure(job.path, job.sha256, job.size, explain_error(error))


def _find_step(step: ReadStep) -> Callable[[Job], object]:
    if not isinstance(step, str):
        return step
    module, _, name = step.partition(":")
    function: Callable[[Job], object] = getattr(importlib.import_module(module), name)
    return function


def explain_error(error: BaseException) -> Message:
    """Return why a file could not be read; for an unforeseen error its type and message too."""
    if isinstance(error, Unreadable):
        return error.message
    if isinstance(error, PermissionError):
        return message("no-permission")
    if isinstance(error, RecursionError):
        return message("nested-too-deeply")
    if isinstance(error, OSError) and error.errno in _OF_DISK:
        return message(_OF_DISK[error.errno])
    return message(
        "unforeseen-error",
        error=f"{type(error).__name__}: {error}"[: settings.WORKERS.most_reason_characters],
    )


_OF_DISK = {errno.EFBIG: "large-temporary-file", errno.ENOSPC: "no-room-for-temporary-files"}


def _encode(answer: object, job: Job) -> bytes:
    try:
        return encode_answer(answer)
    except (TypeError, ValueError, OverflowError, LookupError, RecursionError) as error:
        return _encode_failure(job, message("answer-not-encoded", error=type(error).__name__))


def _encode_failure(job: Job, reason: Message) -> bytes:
    return encode_answer(make_failure(job.path, job.sha256, job.size, reason))


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _keep_only(files: set[int]) -> None:
    """Close what else is open: a reader that writes anywhere must not reach the server of the workers."""
    ends = [2, *sorted(files), resource.getrlimit(resource.RLIMIT_NOFILE)[0]]
    for one, other in pairwise(ends):
        os.closerange(one + 1, other)


def _silence() -> None:
    """Keep what libraries print about a broken file away from the user: its record tells the reason."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _end_with(lifeline: int) -> None:
    """Have the kernel end this process as soon as nobody holds the lifeline's other end.

    Those that a reader starts end with it. That ends a file that hangs in C, too, when its parent is killed.
    Where the kernel cannot (macOS), an idle worker still ends by the end of its jobs, and a busy one by its
    time limit on the processor.
    """
    os.setpgid(0, 0)
    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_RDONLY | os.O_ASYNC)


def _end_by_cpu_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _lower_limit(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
