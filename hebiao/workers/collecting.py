"""The records of a stream of files in the files' order, and of scans as they are done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic

from hebiao.workers import settings
from hebiao.workers.answers import decode_record, find_wanted_pages
from hebiao.workers.executor import Executor
from hebiao.workers.job import Job, ReadStep
from hebiao.workers.scans import OnAnswer, ScanQueue
from store import Record

Meanwhile = Callable[[], None]


def do_nothing() -> None:
    """Do nothing meanwhile."""


def collect_records(
    entries: Iterable[Job | Record], executor: Executor, step: ReadStep, meanwhile: Meanwhile = do_nothing
) -> Iterator[Record]:
    """Yield the record of each entry, in the entries' own order: a record waits for those before it.

    A file with pages to recognise leaves the order: no other waits for it, and its record comes when its
    pages are there. Jobs are taken as they are needed, so many that the executor is busy and little waits.
    ``meanwhile`` is done about once a second while there is no record to give.
    """
    collection = _Collection(iter(entries), executor, step)
    with collection.scans:
        while True:
            collection.take_entries()
            if collection.is_empty:
                return
            if not collection.has_record:
                collection.wait(meanwhile)
            yield from collection.pop_records()


@dataclass(slots=True, eq=False)
class _FileUnderWay:
    """A file that is being read, and its record, encoded, once it is there."""

    job: Job
    answer: bytes | None = None


class _Collection:
    """What is under way: files in their order, and scans."""

    def __init__(self, source: Iterator[Job | Record], executor: Executor, step: ReadStep) -> None:
        self.scans = ScanQueue(executor, step, self._watch)
        self._source = source
        self._files = executor.files
        self._step = step
        self._in_order: deque[Record | _FileUnderWay] = deque()
        self._done: SimpleQueue[tuple[Future[bytes], OnAnswer]] = SimpleQueue()
        self._running = 0
        self._held_bytes = 0
        self._looked = monotonic()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not self._in_order and not self.scans.count

    def take_entries(self) -> None:
        """Take as many entries as there is room for, one at least where nothing is under way."""
        room = self._count_room()
        if self.is_empty:
            room = max(room, 1)
        while room > 0:
            entry = next(self._source, None)
            if entry is None:
                return
            room -= 1
            if isinstance(entry, Record):
                self._in_order.append(entry)
                continue
            reading = _FileUnderWay(entry)
            self._in_order.append(reading)
            self._running += 1
            self._held_bytes += entry.copied_bytes
            self._watch(self._files.submit(self._step, entry), partial(self._take_answer, reading))
            if self._held_bytes >= settings.WORKERS.most_bytes_ahead:
                return

    def _count_room(self) -> int:
        limits = settings.WORKERS
        scans_fill = (
            self.scans.count >= limits.scans_ahead or self.scans.copied_bytes >= limits.most_scan_bytes_ahead
        )
        if scans_fill or self._held_bytes >= limits.most_bytes_ahead:
            return 0
        waiting = len(self._in_order) - self._running
        return min(self._files.at_once() - self._running, limits.records_ahead - waiting)

    @property
    def has_record(self) -> bool:
        """Whether there is a record for which no file before it is waited for."""
        if not self._in_order:
            return False
        first = self._in_order[0]
        return isinstance(first, Record) or first.answer is not None

    def pop_records(self) -> Iterator[Record]:
        """Yield the records for which no file before them is waited for, and those of scans."""
        while self.has_record:
            first = self._in_order.popleft()
            if isinstance(first, Record):
                yield first
            elif first.answer is not None:
                self._held_bytes -= len(first.answer) + first.job.copied_bytes
                yield decode_record(first.answer)
        yield from map(decode_record, self.scans.take_records())

    def wait(self, meanwhile: Meanwhile) -> None:
        """Wait until a file or page is done, and look about once a second whether anybody is there."""
        is_done = False
        while not is_done:
            try:
                future, on_answer = self._done.get(timeout=settings.WORKERS.look_interval_seconds)
            except Empty:
                pass
            else:
                on_answer(future.result())
                is_done = True
            self._look_around(meanwhile)

    def _look_around(self, meanwhile: Meanwhile) -> None:
        now = monotonic()
        if now - self._looked < settings.WORKERS.look_interval_seconds:
            return
        self._looked = now
        self._files.at_once()
        self.scans.give_pages()
        meanwhile()

    def _watch(self, future: Future[bytes], on_answer: OnAnswer) -> None:
        future.add_done_callback(lambda done: self._done.put((done, on_answer)))

    def _take_answer(self, reading: _FileUnderWay, answer: bytes) -> None:
        self._running -= 1
        wanted = find_wanted_pages(answer)
        if wanted is None:
            reading.answer = answer
            self._held_bytes += len(answer)
            return
        self._in_order.remove(reading)
        self._held_bytes -= reading.job.copied_bytes
        self.scans.add(reading.job, wanted)
