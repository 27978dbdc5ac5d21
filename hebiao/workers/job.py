"""A file to read, the step that reads it, and the limits under which it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao import __version__
from hebiao.workers import settings

if TYPE_CHECKING:  # a question to the database needs no reader
    from extract import Message

SECONDS_PER_MEBIBYTE = 2
WALL_SECONDS_OF_A_PAGE = 10  # for one of the processor: files that are read go first
_LABELS, _PACK = "+labels.", "+pack."


@dataclass(frozen=True, slots=True)
class Picture:
    """A page (from 1) to draw with what was read of it, the file that it goes to, its legend's language."""

    page: int
    file: str
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read files.

    ``timeout`` is the time for one file in seconds, more for large ones. ``engine`` None takes the default
    reader, ``workers`` None one process for each core. ``memory`` is the address space of a process in bytes.
    ``labels`` is the user's own TOML file of synonyms, ``picture`` the page to draw. ``scheduler`` is the
    address of a cluster of dask's that reads instead of this machine, ``pack`` the place whose rules every
    form is held to. Pages that are pictures are recognised by ``ocr_workers`` processes, None one for two
    cores, 0 none; each has ``ocr_memory`` bytes, and a page ``ocr_timeout`` seconds of the processor.
    """

    engine: str | None = None
    timeout: float = 60.0
    max_pages: int | None = None
    workers: int | None = None
    labels: str | None = None
    picture: Picture | None = None
    memory: int = 2**30
    scheduler: str | None = None
    pack: str | None = None
    ocr_workers: int | None = None
    ocr_timeout: float = 60.0
    ocr_memory: int = 5 * 2**29

    @property
    def has_recognition(self) -> bool:
        """Whether pages that are pictures are to be recognised."""
        return self.ocr_workers != 0

    @property
    def version(self) -> str:
        """The version of the product, of the user's labels, and the place whose rules were asked for."""
        parts = [__version__]
        if self.labels:
            parts.append(f"{_LABELS}{hashlib.sha256(Path(self.labels).read_bytes()).hexdigest()[:8]}")
        if self.pack:
            parts.append(f"{_PACK}{self.pack}")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class RecognisedPages:
    """What became of a file's pages that are pictures, by their numbers, from 1.

    ``files`` hold what was recognised, ``failures`` tell why the others were not. ``seconds`` is the
    processor time that it took.
    """

    files: Mapping[int, str]
    failures: Mapping[int, Message]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: ``path`` names it to the user, ``sha256`` and ``size`` (bytes) are its content's.

    ``file`` is where its bytes are now, where that is another place: a member of an archive, a remote file.
    ``page`` is the one page to recognise, where that is the job; ``recognised`` are the pages that were.
    """

    path: str
    sha256: str
    size: int
    options: Options
    file: str | None = None
    page: int | None = None
    recognised: RecognisedPages | None = None

    @property
    def place(self) -> str:
        """Where the bytes are."""
        if self.file is None:
            return self.path
        return self.file

    @property
    def copied_bytes(self) -> int:
        """The bytes that lie in a temporary copy until the record of the file is taken."""
        if self.file is None:
            return 0
        return self.size

    @property
    def memory(self) -> int:
        """The address space that it may take, in bytes."""
        if self.page is None:
            return self.options.memory
        return self.options.ocr_memory

    @property
    def processor_seconds(self) -> float:
        """The time of the processor that it may take; of a file a little more than its time by the clock."""
        if self.page is None:
            return self.seconds + settings.WORKERS.cpu_grace_seconds
        return self.options.ocr_timeout

    @property
    def seconds(self) -> float:
        """The time that it may take: of a page much, as pages wait for files that are being read."""
        if self.page is None:
            return self.options.timeout + self.size / 2**20 * SECONDS_PER_MEBIBYTE
        return self.options.ocr_timeout * WALL_SECONDS_OF_A_PAGE


ReadStep = str | Callable[[Job], object]
"""What a worker does with a file, by its dotted name: ``package.module:function``.

So the parent need not import it.
What it returns can be encoded by msgspec.
"""


def modules_of(step: ReadStep) -> tuple[str, ...]:
    """Return the module of a step, which every worker needs before its first file."""
    if isinstance(step, str):
        return (step.partition(":")[0],)
    return (step.__module__,)


def product_of(version: str) -> str:
    """Return the version of the product alone."""
    return version.partition("+")[0]


def labels_of(version: str) -> str:
    """Return what tells the user's labels in a version from others; empty for none."""
    return version.partition(_LABELS)[2].partition("+")[0]


def pack_of(version: str) -> str:
    """Return the place whose rules a version's forms were held to because somebody asked for it.

    Empty for none.
    """
    return version.partition(_PACK)[2].partition("+")[0]
