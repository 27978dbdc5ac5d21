"""A file on the way, whatever it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extract import Message


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder on the way: ``path`` names it; ``problem`` tells why it cannot be used, if it cannot.

    A path is absolute, or a URL without its secrets; a member of an archive has the archive's path before its
    own. ``file`` is where the bytes are where ``path`` is no path of this system: a temporary file that
    whoever takes the ``Found`` removes when it is done with.
    """

    path: str
    problem: Message | None = None
    file: str | None = None

    @property
    def place(self) -> str:
        """Where the bytes are."""
        if self.file is None:
            return self.path
        return self.file


def removed(found: Found) -> None:
    """Remove the temporary file of ``found``, where it has one."""
    if found.file is not None:
        Path(found.file).unlink(missing_ok=True)


Opened = Callable[[str], None]
"""Hears the path of each folder and archive that was gone through to its end."""


def nobody(_path: str) -> None:
    """Hear nothing of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file where it was found, and its path ``relative`` to what the user named.

    ``""`` for what the user named.
    """

    found: Found
    relative: str = ""
