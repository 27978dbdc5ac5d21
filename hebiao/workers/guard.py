"""What runs inside a worker of dask's: a pool that reads files under their limits, for dask itself can end no task."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from distributed import Worker, WorkerPlugin, get_worker

from hebiao import __version__
from hebiao.errors import ClusterUnusable
from hebiao.workers.job import Job
from hebiao.workers.pool import worker_pool
from hebiao.workers.worker import Read


class Guard(WorkerPlugin):
    """Keeps a pool and a folder for the files' bytes as long as an import lasts; ``labels`` is the content of the user's file."""

    def __init__(self, name: str, labels: bytes | None) -> None:
        self.name = name
        self._labels = labels

    def setup(self, worker: Worker) -> None:
        """Start; processes come with the first file."""
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(TemporaryDirectory(dir=worker.local_directory)))
        self._pool = self._open.enter_context(worker_pool(worker.state.nthreads))
        self._labels_file = None if self._labels is None else str(self._folder / "labels.toml")
        if self._labels is not None:
            (self._folder / "labels.toml").write_bytes(self._labels)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  dask's signature
        """End every process, and remove the folder."""
        self._open.close()

    def read(self, read: Read, job: Job, content: bytes) -> bytes:
        """Give the encoded record of a file that has this content."""
        with NamedTemporaryFile(dir=self._folder) as file:
            file.write(content)
            file.flush()
            here = replace(job, file=file.name, options=replace(job.options, labels=self._labels_file))
            return self._pool.submit(read, here).result()


def read_guarded(guard: str, version: str, read: Read, job: Job, content: bytes) -> bytes:
    """Have the guard of that name read a file; raises ``ClusterUnusable`` where another version of hebiao is installed."""
    worker = get_worker()
    if version != __version__:
        raise ClusterUnusable(f"集群上 {worker.address} 的 hebiao 是 {__version__},本机是 {version}")
    plugin = worker.plugins[guard]
    assert isinstance(plugin, Guard)
    return plugin.read(read, job, content)
