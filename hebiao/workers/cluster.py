"""Reads files on a cluster of dask's.

Its workers need this package and nothing else: each file's bytes travel with it.
"""

from __future__ import annotations

import pydoc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from distributed import Worker, WorkerPlugin, get_worker

from extract import Message, message
from hebiao import __version__
from hebiao.errors import ClusterUnusable, HebiaoError
from hebiao.sources.files import problem_of
from hebiao.workers import settings
from hebiao.workers.answers import encode_answer, make_failure
from hebiao.workers.collecting import Meanwhile, collect_records, do_nothing
from hebiao.workers.executor import Executor, Lane
from hebiao.workers.job import Job, Options, ReadStep, modules_of
from hebiao.workers.pool import count_page_workers, page_pool, worker_pool
from store import Record

if TYPE_CHECKING:
    from distributed import Client


class ReadingPlugin(WorkerPlugin):
    """Keeps a pool and a folder for the files' bytes as long as an import lasts.

    ``labels`` is the content of the user's file.
    """

    def __init__(self, name: str, labels: bytes | None, preload: tuple[str, ...] = ()) -> None:
        self.name = name
        self._preload = preload
        self._labels = labels

    def setup(self, worker: Worker) -> None:
        """Start; processes come with the first file."""
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(TemporaryDirectory(dir=worker.local_directory)))
        self._pool = self._open.enter_context(worker_pool(worker.state.nthreads, self._preload))
        pages = max(1, worker.state.nthreads // 2)
        self._pages = self._open.enter_context(page_pool(pages, self._preload))
        self._labels_file = None if self._labels is None else str(self._folder / "labels.toml")
        if self._labels is not None:
            (self._folder / "labels.toml").write_bytes(self._labels)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  dask's signature
        """End every process, and remove the folder."""
        self._open.close()

    def read(self, step: ReadStep, job: Job, content: bytes) -> bytes:
        """Return the encoded answer for a file that has this content, or for a page of it."""
        pool = self._pool if job.page is None else self._pages
        with NamedTemporaryFile(dir=self._folder) as file:
            file.write(content)
            file.flush()
            here = replace(job, file=file.name, options=replace(job.options, labels=self._labels_file))
            return pool.submit(step, here).result()


def read_on_worker(plugin_name: str, version: str, step: ReadStep, job: Job, content: bytes) -> bytes:
    """Have the plugin of that name read a file.

    Raises ``ClusterUnusable`` where another version of hebiao is installed.
    """
    worker = get_worker()
    if version != __version__:
        raise ClusterUnusable("cluster-version", address=worker.address, version=__version__, own=version)
    plugin = worker.plugins[plugin_name]
    assert isinstance(plugin, ReadingPlugin)
    return plugin.read(step, job, content)


_GONE = (OSError, ValueError, CancelledError, AttributeError)
"""What dask's client raises without a scheduler.

Once it has given the scheduler up, None stands in its place.
"""
LOST = "cluster-lost"
PRIORITY_OF_PAGES = -1


def read_on_cluster(
    entries: Iterable[Job | Record], options: Options, step: ReadStep, meanwhile: Meanwhile = do_nothing
) -> Iterator[Record]:
    """Yield the record of each entry, as ``hebiao.workers.pool.read_all`` does.

    Raises ``ClusterUnusable``.
    """
    with _client(str(options.scheduler)) as client, _executor(client, options, step) as executor:
        yield from collect_records(entries, executor, step, meanwhile)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
        from distributed.comm.addressing import get_address_host
    except ImportError:
        raise ClusterUnusable("cluster-not-installed") from None
    try:
        get_address_host(address)
    except ValueError:
        raise ClusterUnusable("scheduler-address", address=address) from None
    with dask.config.set(
        {"distributed.admin.large-graph-warning-threshold": f"{2 * settings.CLUSTER.most_bytes_sent} B"}
    ):
        try:
            client = Client(address, timeout=settings.CLUSTER.connect_seconds, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterUnusable("scheduler-unreachable", address=address, reason=str(error)) from error
        try:
            yield client
        finally:
            client.close(timeout=settings.CLUSTER.connect_seconds)


@contextmanager
def _executor(client: Client, options: Options, step: ReadStep) -> Iterator[Executor]:
    """Put a plugin into each of the cluster's workers as long as the import lasts."""
    labels = None if options.labels is None else Path(options.labels).read_bytes()
    threads = _count_threads(client)
    _check_version(client)
    plugin = ReadingPlugin(f"hebiao-{uuid4().hex}", labels, modules_of(step))
    client.register_plugin(plugin)
    dask = client.get_executor(pure=False)

    def submit(step: ReadStep, job: Job, own: Lane, priority: int = 0) -> Future[bytes]:
        if job.size > settings.CLUSTER.most_bytes_sent:
            return own.submit(step, job)
        answer: Future[bytes] = Future()
        try:
            content = Path(job.place).read_bytes()
        except OSError as error:
            answer.set_result(_failure(job, problem_of(error)))
            return answer
        sent = replace(job, file=None, options=replace(job.options, scheduler=None, labels=None))
        task = dask.submit(read_on_worker, plugin.name, __version__, step, sent, content, priority=priority)
        task.add_done_callback(lambda done: _settle(answer, done, job))
        return answer

    @contextmanager
    def open_pages() -> Iterator[Lane]:
        """Give at most half of the cluster's threads pages, and those only what files leave of them."""
        with page_pool(options.ocr_workers, modules_of(step)) as own:
            yield Lane(
                lambda step, job: submit(step, job, own, PRIORITY_OF_PAGES),
                lambda: options.ocr_workers or -(-threads() // 2),
            )

    try:
        # what is put together here keeps a cluster of many machines waiting where one process does it
        with worker_pool(count_page_workers(None), preload=modules_of(step)) as here:

            def submit_file(step: ReadStep, job: Job) -> Future[bytes]:
                if job.recognised is not None:  # its pages lie here
                    return here.submit(step, job)
                return submit(step, job, here)

            files = Lane(submit_file, lambda: settings.CLUSTER.files_per_thread * threads())
            yield Executor(files, open_pages)
    finally:
        with suppress(*_GONE):
            client.unregister_worker_plugin(plugin.name)


def _settle(answer: Future[bytes], done: Future[bytes], job: Job) -> None:
    """Pass on what a task gave. One that dask has given up is a failed file.

    What the user has to mend ends the import.
    """
    error = CancelledError() if done.cancelled() else done.exception()
    if error is None:
        answer.set_result(done.result())
    elif isinstance(error, HebiaoError):
        answer.set_exception(error)
    elif isinstance(error, CancelledError):
        answer.set_exception(ClusterUnusable(LOST))
    else:
        answer.set_result(_failure(job, message("cluster-worker-failed", error=type(error).__name__)))


def _failure(job: Job, reason: Message) -> bytes:
    return encode_answer(make_failure(job.path, job.sha256, job.size, reason))


def _count_threads(client: Client) -> Callable[[], int]:
    """Give who counts the cluster's threads.

    Raises ``ClusterUnusable`` where there have been none for long.
    """
    asked, threads, some = float("-inf"), 0, monotonic()

    def count() -> int:
        nonlocal asked, threads, some
        now = monotonic()
        if now - asked > settings.CLUSTER.count_interval_seconds:
            try:
                threads = sum(client.nthreads().values())
            except _GONE as error:
                raise ClusterUnusable(LOST) from error
            asked, some = now, now if threads else some
        if now - some > settings.CLUSTER.most_seconds_without_workers:
            raise ClusterUnusable("cluster-without-workers")
        return threads

    return count


def _check_version(client: Client) -> None:
    """Refuse a cluster with another version of hebiao, or none; raises ``ClusterUnusable``."""
    found = client.run(pydoc.locate, "hebiao.__version__", on_error="return")
    other = {address: version for address, version in found.items() if version != __version__}
    for address, version in other.items():
        if isinstance(version, str):
            raise ClusterUnusable("cluster-version", address=address, version=version, own=__version__)
        raise ClusterUnusable("cluster-without-hebiao", address=address, own=__version__)
