"""An import that is under way: what it works with, and what it has to remember."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from hebiao.importing.changes import Change
from hebiao.importing.patience import patiently
from hebiao.importing.summary import Outcome, Summary, Tally
from hebiao.sources.files import EVERYTHING, Choice
from hebiao.workers.job import Job, Options

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import: which files, and whether those that were read are read again or only those that failed.

    ``keep`` is the folder in which each content is kept under its hash, if any.
    """

    choice: Choice = EVERYTHING
    reread: bool = False
    retry: bool = False
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told while an import runs.

    ``start`` hears the paths and the version, ``end`` of the whole import; ``file`` of each file that is done
    and of the import so far; ``change`` which values reading a path again changed; ``note`` what the user
    should know meanwhile, in the language that is spoken.
    """

    start: Callable[[tuple[str, ...], str], None] = lambda _paths, _version: None
    file: Callable[[Outcome, Summary], None] = lambda _outcome, _summary: None
    change: Callable[[str, Sequence[Change]], None] = lambda _path, _changes: None
    note: Callable[[str], None] = lambda _words: None
    end: Callable[[Summary], None] = lambda _summary: None


@dataclass(frozen=True, slots=True)
class Run:
    """An import that is under way, ``number`` in ``import_run``.

    ``under_way`` has the jobs of each content that is being read, by SHA-256: the first is read, the others
    are further places of the same content. ``unread`` has the digests of what could not be read, ``opened``
    the paths of folders and archives that could be opened since the database was last asked, ``mended`` the
    stand-ins of what could not be opened before and can by now. Where ``since`` is set, what was read before
    that time is read again.
    """

    engine: Engine
    number: int
    options: Options
    version: str
    listener: Listener
    tally: Tally
    since: datetime | None = None
    keep: str | None = None
    under_way: dict[str, list[Job]] = field(default_factory=dict)
    unread: set[bytes] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    mended: set[str] = field(default_factory=set)

    def patiently(self, action: Callable[[], T]) -> T:
        """Do what needs the database, and wait where it is away; raises ``DatabaseUnusable`` when it does not come back."""
        return patiently(action, self.listener.note)
