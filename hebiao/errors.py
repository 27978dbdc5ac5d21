"""What can go wrong, and the exit status that tells it."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    FAILED_FILES = 3
    DATABASE = 4
    BUG = 70
    SYSTEM = 71
    INTERRUPTED = 130


class HebiaoError(Exception):
    """Something that the user can mend; the message is plain Chinese and ``code`` the exit status."""

    code: ClassVar[Exit] = Exit.BUG


class WrongUsage(HebiaoError):
    """The command was called with something it cannot work with, as an SQL statement that is none."""

    code = Exit.USAGE


class DatabaseUnusable(HebiaoError):
    """The database cannot be opened, read or written."""

    code = Exit.DATABASE


class ClusterUnusable(HebiaoError):
    """The cluster that the user named cannot be reached, or cannot read files as this machine does."""

    code = Exit.USAGE


class NoWorker(HebiaoError):
    """The system has no process or no memory to give for reading files."""

    code = Exit.SYSTEM
