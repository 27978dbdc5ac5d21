"""Does a step in a process of its own, so that nothing that happens there hurts who asked for it."""

from __future__ import annotations

import os
import pickle
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a step returned, None where its process ended before; the processor ``seconds`` that it took.

    ``is_cut`` where it was ended because its time was over.
    """

    value: T | None
    seconds: float
    is_cut: bool = False


def run_in_child(step: Callable[[], T], processor_seconds: float, wall_seconds: float) -> Answer[T]:
    """Do ``step`` in a child of this process.

    The system ends the child once it has used so much of a processor, which a busy machine does not change,
    and one that waits for something when ``wall_seconds`` are over. It ends, too, where it fails, crashes or
    runs out of memory. Only for a process without threads, as a worker is.
    """
    before = _read_child_seconds()
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_and_end(step, sink, processor_seconds, wall_seconds)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    spent = _read_child_seconds() - before
    if answer and status == 0:
        return Answer(pickle.loads(answer), spent)  # noqa: S301 - our own child wrote it
    is_cut = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGALRM)
    return Answer(None, spent, is_cut)


def _answer_and_end(
    step: Callable[[], object], sink: int, processor_seconds: float, wall_seconds: float
) -> None:
    """Run the step in the child and end it; an exception ends it too, with a status that says so."""
    status = 1
    try:
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, processor_seconds)
        signal.setitimer(signal.ITIMER_REAL, wall_seconds)
        answer = pickle.dumps(step())
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


def _read_child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
