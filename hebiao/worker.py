"""What runs in a worker process: one file at a time, under limits, and whatever happens becomes a record."""

from __future__ import annotations

import importlib
import os
import resource
import signal

from hebiao.failure import failed
from hebiao.job import Job
from store import Record

MEMORY = 2**30
OUT_OF_MEMORY = 77  # the exit status of a worker that reached MEMORY
CPU_GRACE = 5


def prepare(memory: int = MEMORY) -> None:
    """Make this process a worker: imports done, ``memory`` bytes of address space at most, no core files.

    It ends at once when told to.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    importlib.import_module("hebiao.warm")
    _silence()
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CORE, 0)


def read_record(job: Job) -> Record:
    """Give the record of a file; one that cannot be read gives a failed record with the reason.

    Without memory the process ends with ``OUT_OF_MEMORY``: what is left of it would hurt the next file.
    """
    _end_by_cpu_time(job.seconds + CPU_GRACE)
    try:
        return importlib.import_module("hebiao.reading").read_job(job)  # type: ignore[no-any-return]
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  the worker's edge: a file must not hurt the others
        return failed(job.path, job.sha256, job.size, reason_of(error))


def reason_of(error: Exception) -> str:
    """Why a file could not be read, in plain Chinese; for an unforeseen error its type and message too."""
    from extract import Unreadable

    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, PermissionError):
        return "没有读取权限"
    if isinstance(error, RecursionError):
        return "文件结构嵌套过深"
    return f"读取时发生意外错误({type(error).__name__}: {error})"


def _silence() -> None:
    """Keep what libraries print about a broken file away from the user: its record tells the reason."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _end_by_cpu_time(seconds: float) -> None:
    """Wear a second belt: a worker whose parent died in the middle of a hanging file ends all the same."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
