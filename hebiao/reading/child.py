"""Does a step in a process of its own, so that nothing that happens there hurts who asked for it."""

from __future__ import annotations

import os
import pickle
import resource
import signal
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def run_in_child(step: Callable[[], T], seconds: float) -> tuple[T | None, float]:
    """Return what ``step`` returns in a child of this process, and the processor seconds that it took.

    None where the child fails, crashes, runs out of memory, or is not ready after ``seconds``: the system
    ends it then, whatever it does. Only for a process without threads, as a worker is.
    """
    before = _read_child_seconds()
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_and_end(step, sink, seconds)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    spent = _read_child_seconds() - before
    # our own child wrote it
    return (pickle.loads(answer) if answer and status == 0 else None), spent  # noqa: S301


def _answer_and_end(step: Callable[[], object], sink: int, seconds: float) -> None:
    """Run the step in the child and end it; an exception ends it too, with a status that says so."""
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = pickle.dumps(step())
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


def _read_child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
