"""How worker processes start and end: forked from a small server, blind to the user's main module."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.popen_forkserver import Popen
from pathlib import Path
from types import ModuleType
from typing import Any

from hebiao.sources.temporary import room
from hebiao.workers import settings
from hebiao.workers.worker import work

_SERVER_LOST = 255  # what multiprocessing gives for the exit status that nobody can tell any more

_main_is_hidden = threading.Lock()


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A worker process: ``jobs`` go in, ``answers`` come out, and it dies when ``lifeline`` closes.

    ``folder`` is for its temporary files.
    """

    process: Popen
    jobs: Connection
    answers: Connection
    lifeline: Connection
    folder: str


def start_worker(preload: Sequence[str] = ()) -> WorkerProcess:
    """Start a worker that has the modules ``preload``.

    Raises ``OSError`` or ``EOFError`` where the system has no process to give.
    """
    multiprocessing.set_forkserver_preload(["hebiao.workers.server", *preload, "hebiao.workers.worker"])
    # The server's socket goes to our folder: multiprocessing's own would stay where this process is killed.
    parent: Any = multiprocessing.current_process()
    process_settings: dict[str, object] = parent._config  # noqa: SLF001
    process_settings.setdefault("tempdir", _folder_for_socket())
    folder = tempfile.mkdtemp(dir=room())
    (jobs_in, jobs), (answers, answers_out), (held, lifeline) = (
        multiprocessing.Pipe(duplex=False) for _ in range(3)
    )
    given = (jobs_in, answers_out, held)
    try:
        with _hidden_main():
            process = Popen(
                ForkServerProcess(target=work, args=(*given, folder, tuple(preload)))
            )  # start() refuses inside a worker of dask's
    except (OSError, EOFError):
        for end in (jobs, answers, lifeline):
            end.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        for end in given:
            end.close()
    return WorkerProcess(process, jobs, answers, lifeline, folder)


def is_server_lost(worker: WorkerProcess) -> bool:
    """Return whether a worker that seems to have ended lives, and the server it was forked from does not."""
    if worker.process.wait(settings.WORKERS.exit_seconds) != _SERVER_LOST:
        return False
    try:
        os.kill(worker.process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def end_worker(worker: WorkerProcess) -> None:
    """End a worker at once, with every process that it started and every temporary file that it left."""
    for end in (worker.jobs, worker.answers, worker.lifeline):
        end.close()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    if worker.process.poll() is None:  # it may have no group of its own yet
        worker.process.kill()
        worker.process.wait(settings.WORKERS.kill_seconds)
    shutil.rmtree(worker.folder, ignore_errors=True)


@cache
def _folder_for_socket() -> str:
    """Return our folder, by a short name where its own leaves a socket in it no room."""
    folder = room()
    if len(os.fsencode(folder)) <= settings.WORKERS.most_folder_bytes or not Path("/proc/self/fd").is_dir():
        return folder
    return f"/proc/{os.getpid()}/fd/{os.open(folder, os.O_RDONLY | os.O_DIRECTORY)}"


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Hide the user's script, which a worker would import and, without a main guard, run again."""
    with _main_is_hidden:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
