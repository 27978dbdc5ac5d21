"""A file to read, and the limits under which it is read."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS_PER_MEBIBYTE = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: the reader's name, the time for one file in seconds (more for large ones), pages, processes.

    ``engine`` None takes the default reader, ``workers`` None one process for each core.
    """

    engine: str | None = None
    timeout: float = 60.0
    max_pages: int | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: ``path`` as the system knows it, and its content's ``sha256`` and ``size`` in bytes."""

    path: str
    sha256: str
    size: int
    options: Options

    @property
    def seconds(self) -> float:
        """The time that the file may take."""
        return self.options.timeout + self.size / 2**20 * SECONDS_PER_MEBIBYTE
