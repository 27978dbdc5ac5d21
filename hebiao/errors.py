"""What can go wrong, with the exit status that tells it.

    HebiaoError              the user can mend it
        WrongUsage           the command or the call asks for what cannot be
            WrongValue       it names what the program does not know
        DatabaseUnusable     the database cannot be opened, read or written
        ClusterUnusable      the cluster cannot be reached, or reads otherwise than this machine
        NoWorker             the system has no process or no memory to give for reading files

Each is a code with its arguments; the sentences stand in ``hebiao/locale/errors.toml``.
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from typing import ClassVar

from hebiao.locale.language import current_language, translate_into


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
    """Something that the user can mend.

    ``code`` is its entry in the catalogue, ``values`` fill the entry's blanks. As a text it is the sentence,
    in the language that is spoken.
    """

    exit_status: ClassVar[Exit] = Exit.BUG

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def sentence(self, language: str) -> str:
        """Return what is wrong in a language, ``zh`` or ``en``."""
        return translate_into(language, f"refusal.{self.code}", **self.values)

    def __str__(self) -> str:
        return self.sentence(current_language())

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the error with its values: a cluster sends it."""
        return partial(type(self), self.code, **self.values), ()


class WrongUsage(HebiaoError):
    """The command was called with something it cannot work with, as an SQL statement that is none."""

    exit_status = Exit.USAGE


class WrongValue(WrongUsage, ValueError):
    """The call names what the program does not know, as a group to compare scores by."""


class DatabaseUnusable(HebiaoError):
    """The database cannot be opened, read or written."""

    exit_status = Exit.DATABASE


class ClusterUnusable(HebiaoError):
    """The cluster that the user named cannot be reached, or cannot read files as this machine does."""

    exit_status = Exit.USAGE


class NoWorker(HebiaoError):
    """The system has no process or no memory to give for reading files."""

    exit_status = Exit.SYSTEM
