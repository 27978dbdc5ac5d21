"""Who reads files elsewhere: the seam between the processes here, a cluster, and those who ask."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass

from hebiao.workers.job import Job, ReadStep


@dataclass(frozen=True, slots=True)
class Lane:
    """Does steps with files or pages elsewhere, as a ``concurrent.futures.Executor`` does.

    ``submit`` gives the future of an answer, encoded: a failed record where the file or page cannot be read.
    ``at_once`` is how many it wants to have, to be never idle. Both raise a ``HebiaoError`` where nobody is
    there who reads.
    """

    submit: Callable[[ReadStep, Job], Future[bytes]]
    at_once: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Executor:
    """Reads files in one lane, ``files``; ``open_pages`` opens another, in which pages are recognised."""

    files: Lane
    open_pages: Callable[[], AbstractContextManager[Lane]]
