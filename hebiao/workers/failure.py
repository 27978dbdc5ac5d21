"""Files that could not be read: each has its record and its reason."""

from __future__ import annotations

import errno
import signal
from pathlib import Path

from extract import Message, message
from hebiao import __version__
from hebiao.locale.language import Phrase
from hebiao.sources.files import shown
from hebiao.workers.job import Job
from store import Record


def failed(path: str, sha256: str, size: int, reason: Message) -> Record:
    """Make the record of a file that could not be read, with the reason."""
    return Record(
        sha256=sha256,
        path=shown(path),
        name=shown(Path(path).name),
        format="",
        pages=0,
        bytes=size,
        status="failed",
        engine="",
        version=__version__,
        error=reason,
    )


OUT_OF_MEMORY = 77  # the exit status of a worker that reached its limit of memory


def why_ended(exit_code: int | None, job: Job) -> Message:
    """Tell why a worker that read ``job`` ended, by its exit status; None where it gave up its pipes alive."""
    if exit_code is None:
        return message("worker-lost")
    if exit_code in _OUT_OF_MEMORY:
        return message(_OUT_OF_MEMORY[exit_code], memory=f"{job.options.memory // 2**20} MiB")
    if exit_code in _BY_SYSTEM:
        return message(_BY_SYSTEM[exit_code])
    if exit_code < 0:
        return message("worker-crashed", signal=signal.Signals(-exit_code).name)
    return message("worker-ended", status=exit_code)


_OUT_OF_MEMORY = {
    OUT_OF_MEMORY: "memory-limit",
    -signal.SIGABRT: "worker-aborted",  # so libraries in C end where they get no memory
}
_BY_SYSTEM = {-signal.SIGXCPU: "cpu-limit", -signal.SIGKILL: "worker-killed"}


def explain_no_start(error: OSError | EOFError) -> Phrase | str:
    """Return why no worker could be started; what the system says where nobody knows."""
    for kind, key in _NOT_STARTED.items():
        if isinstance(error, kind):
            return Phrase(key)
    number = error.errno if isinstance(error, OSError) else None
    key = _OF_SYSTEM.get(number or 0, "")
    return Phrase(key) if key else str(error)


_NOT_STARTED = {EOFError: "away.process-ended", TimeoutError: "away.process-not-ready"}
_OF_SYSTEM = {
    errno.EAGAIN: "away.no-more-processes",
    errno.ENOMEM: "away.no-memory",
    errno.ENOSPC: "away.temporary-disk-full",
    errno.EDQUOT: "away.temporary-quota-used",
    errno.EMFILE: "away.many-open-files",
    errno.ENFILE: "away.many-open-files",
}
