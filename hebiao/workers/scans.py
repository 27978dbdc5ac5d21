"""Files of which pages are recognised: page by page in workers of their own, while other files are read."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from extract import Message
from hebiao.sources.temporary import room
from hebiao.workers.answers import PagesWanted, decode_page, find_wanted_pages
from hebiao.workers.executor import Executor, Lane
from hebiao.workers.job import Job, ReadStep, RecognisedPages
from hebiao.workers.worker import explain_error

OnAnswer = Callable[[bytes], None]
Watch = Callable[[Future[bytes], OnAnswer], None]
"""Has a function called with the answer of a future once it is there."""


@dataclass(slots=True)
class _Scan:
    """A file whose pages are recognised: ``given`` of them to workers, and ``answered``.

    ``folder`` keeps what was recognised, from the first page on.
    """

    job: Job
    step: ReadStep
    pages: tuple[int, ...]
    given: int = 0
    answered: int = 0
    folder: str | None = None
    files: dict[int, str] = field(default_factory=dict)
    failures: dict[int, Message] = field(default_factory=dict)
    seconds: float = 0.0


class ScanQueue:
    """The files of an import that wait for their pages, the first of them first.

    The lane of workers is opened with the first of them. Used as a context it ends the lane and removes what
    was recognised of files that are not done. ``copied_bytes`` lie in temporary copies of the files.
    """

    def __init__(self, executor: Executor, step: ReadStep, watch: Watch) -> None:
        self.copied_bytes = 0
        self.count = 0
        self._executor = executor
        self._step = step
        self._watch = watch
        self._lane: Lane | None = None
        self._waiting: deque[_Scan] = deque()
        self._pages_under_way = 0
        self._folders: set[str] = set()
        self._records: deque[bytes] = deque()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Give the queue itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the lane, and remove what is left."""
        self._open.close()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def add(self, job: Job, wanted: PagesWanted) -> None:
        """Have pages of a file recognised."""
        self.count += 1
        self.copied_bytes += job.copied_bytes
        self._waiting.append(_Scan(job, wanted.step, wanted.pages))
        self.give_pages()

    def take_records(self) -> list[bytes]:
        """Return the encoded records of the files that were done since the last time."""
        records = list(self._records)
        self._records.clear()
        return records

    def give_pages(self) -> None:
        """Keep the lane busy; raises a ``HebiaoError`` where nobody is there who recognises."""
        if not self._waiting:
            return
        if self._lane is None:
            self._lane = self._open.enter_context(self._executor.open_pages())
        while self._waiting and self._pages_under_way < self._lane.at_once():
            scan = self._waiting[0]
            page = scan.pages[scan.given]
            scan.given += 1
            if scan.given == len(scan.pages):
                self._waiting.popleft()
            answer = self._lane.submit(scan.step, replace(scan.job, page=page))
            self._pages_under_way += 1
            self._watch(answer, partial(self._take_page, scan, page))

    def _take_page(self, scan: _Scan, page: int, answer: bytes) -> None:
        """Keep what was recognised on a page in a file; with the last page the file is read once more."""
        self._pages_under_way -= 1
        found = decode_page(answer)
        if isinstance(found, Message):
            scan.failures[page] = found
        else:
            scan.seconds += found.seconds
            self._keep_page(scan, page, found.content)
        scan.answered += 1
        if scan.answered == len(scan.pages):
            recognised = RecognisedPages(scan.files, scan.failures, scan.seconds)
            record = self._executor.files.submit(self._step, replace(scan.job, recognised=recognised))
            self._watch(record, partial(self._take_record, scan))
        self.give_pages()

    def _keep_page(self, scan: _Scan, page: int, content: bytes) -> None:
        try:
            file = Path(self._find_folder(scan)) / str(page)
            file.write_bytes(content)
        except OSError as error:
            scan.failures[page] = explain_error(error)
        else:
            scan.files[page] = str(file)

    def _find_folder(self, scan: _Scan) -> str:
        if scan.folder is None:
            scan.folder = tempfile.mkdtemp(dir=room())
            self._folders.add(scan.folder)
        return scan.folder

    def _take_record(self, scan: _Scan, answer: bytes) -> None:
        assert find_wanted_pages(answer) is None, "pages are recognised once"
        self._records.append(answer)
        self.count -= 1
        self.copied_bytes -= scan.job.copied_bytes
        if scan.folder is not None:
            self._folders.discard(scan.folder)
            shutil.rmtree(scan.folder, ignore_errors=True)
