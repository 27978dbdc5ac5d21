"""Waits for what another machine is asked, but not for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from hebiao.sources.content import NotReadable, problem_of, without_secrets

T = TypeVar("T")

_MESSAGE_LENGTH = 200
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, in Chinese."""

    reason: str


def started(do: Callable[..., T], *arguments: object) -> Future[T]:
    """Do it in a thread of its own, which keeps nobody from ending."""
    from pebble.concurrent import thread

    return thread(do)(*arguments)


def outcome(future: Future[T], seconds: float) -> T | Failure:
    """Give the result of ``future``, or why there is none after ``seconds``."""
    try:
        error = future.exception(seconds)
    except TimeoutError:
        return Failure(f"等了 {seconds:.0f} 秒没有取到")
    return future.result() if error is None else Failure(_reason(error))


def _reason(error: BaseException) -> str:
    error = _first(error)
    if isinstance(error, NotReadable | FileNotFoundError | PermissionError):
        return problem_of(error)
    return without_secrets(f"取不到({type(error).__name__}: {error})")[:_MESSAGE_LENGTH]


def _first(error: BaseException) -> BaseException:
    """Give what was first wrong: to fsspec a file is not found, too, whose server cannot be reached or lets nobody in."""
    cause = error.__cause__ if isinstance(error, FileNotFoundError) else None
    told = isinstance(cause, OSError) or getattr(cause, "status", _NOT_FOUND) != _NOT_FOUND
    return cause if cause is not None and told else error
