"""Files that could not be read: each has its record and its reason."""

from __future__ import annotations

import errno
import signal
from pathlib import Path

from hebiao import __version__
from hebiao.locale.language import Phrase
from hebiao.sources.files import shown
from hebiao.workers.job import Job
from store import Record


def failed(path: str, sha256: str, size: int, reason: str) -> Record:
    """Make the record of a file that could not be read, with the reason in plain Chinese."""
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


def why_ended(exit_code: int | None, job: Job) -> str:
    """Tell why a worker that read ``job`` ended, in plain Chinese, by its exit status; None where it gave up its pipes alive."""
    if exit_code is None:
        return "读取进程失去联系:文件可能带有恶意内容"
    if exit_code in _ENDED:
        return _ENDED[exit_code].format(memory=f"{job.options.memory // 2**20} MiB")
    if exit_code < 0:
        return (
            f"读取进程崩溃({signal.Signals(-exit_code).name}):文件可能损坏、带有恶意内容,或所需内存超过上限"
        )
    return f"读取进程意外退出(退出码 {exit_code})"


_ENDED = {
    OUT_OF_MEMORY: "读取所需内存超过上限({memory})",
    # so libraries in C end where they get no memory
    -signal.SIGABRT: "读取进程中止(SIGABRT):所需内存超过上限({memory}),或文件带有恶意内容",
    -signal.SIGXCPU: "读取超过处理器时限",
    -signal.SIGKILL: "读取进程两次被系统强行结束:系统内存可能不足",
}


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
