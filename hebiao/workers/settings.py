"""The limits of worker processes and of the queues before and behind them, with their units.

None was set by a benchmark: each has a plain reason, or did for the samples and for the tests' hostile files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How many files go to workers at once, how long anybody waits, and how large an answer may be."""

    files_per_worker: int = 8  # for fewer, starting a second worker is taken to cost more than it gains
    files_before_recycling: int = 200
    files_at_worker: int = 2  # one being read and the next, so that a worker need not wait for a busy parent
    files_waiting: int = 8  # for each worker, which would be idle while the parent stores a commit
    records_ahead: int = 1024  # records that wait for a slow file before them
    most_bytes_ahead: int = 64 * 2**20  # of those records, and of the temporary copies of their files
    scans_ahead: int = 100_000  # files that wait for their pages, about a kilobyte each
    most_scan_bytes_ahead: int = 2**30  # of the temporary copies of their files
    look_interval_seconds: float = 1.0  # between looks whether anybody is there who reads

    start_seconds: float = 60.0  # until a worker has its imports; a busy disk may take long
    restart_pause_seconds: float = 1.0
    most_seconds_without_workers: float = 30.0  # after that the system has none to give
    most_idle_seconds: float = 60.0  # after that a worker's memory is worth more than its start
    exit_seconds: float = 1.0  # from the last byte that a worker sends to its exit status
    kill_seconds: float = 5.0  # a killed process that waits for a dead disk may take for ever
    cpu_grace_seconds: float = 5.0  # of the processor, above the time that a file may take

    most_answer_bytes: int = 64 * 2**20
    most_file_bytes: int = 256 * 2**20  # of a file that a reader writes
    most_reason_characters: int = 500
    most_folder_bytes: int = 80  # a socket's address has at most 103 on macOS and 107 on Linux


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How files go to a cluster of dask's, and how long anybody waits for it."""

    connect_seconds: float = 10
    most_seconds_without_workers: float = 60
    count_interval_seconds: float = 2
    files_per_thread: int = 3
    most_bytes_sent: int = 64 * 2**20  # a larger file is read here


WORKERS = WorkerSettings()
CLUSTER = ClusterSettings()
