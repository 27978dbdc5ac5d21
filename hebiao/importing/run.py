"""An import: what is asked of it, who is told of it, and what it remembers while it is under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from hebiao.database import retry_while_away
from hebiao.importing.changes import Change
from hebiao.importing.summary import Outcome, Summary, Tally
from hebiao.sources.files import EVERYTHING, Choice
from hebiao.workers.job import Job, Options

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How an import batches its work, for the reasons below; no benchmark set these numbers.

    The database is asked of ``files_in_query`` files at once, fewer where they have ``most_query_bytes``:
    what archives unpack waits on the disk for the answer. ``records_in_commit`` records are stored in one
    transaction, fewer where the first has waited ``most_commit_delay_seconds``. ``counts_interval_seconds``
    pass between updates of the import's row, which keeps ``most_paths_kept`` of the paths.
    ``objects_between_collections`` objects are made before Python looks for cycles: records are many
    objects without any.
    """

    files_in_query: int = 64
    most_query_bytes: int = 64 * 2**20
    records_in_commit: int = 32
    most_commit_delay_seconds: float = 2.0
    counts_interval_seconds: float = 10.0
    most_paths_kept: int = 100
    objects_between_collections: int = 50_000


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is asked of an import: which files are read.

    With ``reread`` those that were read are read again, with ``retry`` only those that failed or were cut
    short. ``keep`` is the folder in which each content is kept under its hash, if any.
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
class ImportRun:
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
    settings: ImportSettings = ImportSettings()
    since: datetime | None = None
    keep: str | None = None
    under_way: dict[str, list[Job]] = field(default_factory=dict)
    unread: set[bytes] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    mended: set[str] = field(default_factory=set)

    def retry(self, action: Callable[[], T]) -> T:
        """Do what needs the database, and wait where it is away.

        Raises ``DatabaseUnusable`` when it does not come back.
        """
        return retry_while_away(action, self.listener.note)
