"""A file that hangs, crashes or eats memory is marked failed, and no other file is hurt."""

import ctypes
import errno
import os
import signal
import threading
import time
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import pytest

import hebiao.reading.file
import hebiao.workers.process
import hebiao.workers.serving
from audit.messages.render import render
from extract import message
from hebiao.errors import NoWorker
from hebiao.importing.stream import READ_FORMS
from hebiao.workers import settings
from hebiao.workers.job import Job, Options
from hebiao.workers.pool import count_workers, read_all
from hebiao.workers.process import start_worker
from hebiao.workers.settings import WORKERS
from hebiao.workers.worker import run_step
from store import Record
from support.faults import eventually
from support.paths import SHARED

HOSTILE = SHARED / "hostile"
MEBIBYTE = 2**20


def job(path, seconds=20.0):
    return Job(str(path), f"sha-{path}", 10, Options(timeout=seconds))


def behave(job: Job) -> Record:
    """Do what the job's path says, as a file would that makes a reader do it."""
    kind = job.path.split("-")[0]
    if kind == "hang":
        time.sleep(3600)
    elif kind == "deaf":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        time.sleep(3600)
    elif kind == "slow":
        time.sleep(0.5)
    elif kind == "exit":
        os._exit(3)
    elif kind == "crash":
        ctypes.string_at(0)
    elif kind == "unpicklable":
        return lambda: None
    return Record(job.sha256, job.path, job.path, "text", 1, 1, "imported", "", "")


def eat(job: Job) -> Record:
    """Take memory until there is none, at the place where the worker calls the readers."""
    hebiao.reading.file.read_job = lambda _: (
        bytearray(4 * 2**30) if job.path.startswith("memory") else fail(job)
    )
    return run_step(READ_FORMS, job)


def fail(job):
    raise ValueError(f"odd {job.path}")


def nest(job: Job) -> Record:
    hebiao.reading.file.read_job = nest_for_ever
    return run_step(READ_FORMS, job)


def nest_for_ever(job):
    return nest_for_ever(job)


def by_path(records):
    return {record.path: record for record in records}


@pytest.mark.slow
def test_bad_files_fail_with_their_reasons_and_the_others_are_read():
    good = [job(f"good-{number}") for number in range(12)]
    bad = [job("hang-1", 1), job("deaf-1", 1), job("exit-1"), job("crash-1"), job("unpicklable-1")]
    jobs = [entry for pair in zip(good, bad, strict=False) for entry in pair] + good[len(bad) :]
    records = by_path(read_all(jobs, 2, behave))
    assert {path for path, record in records.items() if record.status == "imported"} == {
        entry.path for entry in good
    }
    reasons = {path: render(record.error) for path, record in records.items() if record.status == "failed"}
    assert reasons.keys() == {entry.path for entry in bad}
    assert "时限（1 秒）" in reasons["hang-1"]
    assert "时限（1 秒）" in reasons["deaf-1"]
    assert "退出码 3" in reasons["exit-1"]
    assert "SIGSEGV" in reasons["crash-1"]


def test_memory_over_the_limit_ends_the_worker_with_its_reason():
    records = by_path(read_all([job("memory-1"), job("other-1")], 1, eat))
    assert records["memory-1"].error == message("memory-limit", memory="1024 MiB")
    assert "ValueError: odd other-1" in render(records["other-1"].error)


def test_runaway_recursion_is_a_plain_reason():
    [record] = read_all([job("a")], 1, nest)
    assert record.error == message("nested-too-deeply")


def no_process(_preload=()):
    raise OSError(errno.EAGAIN, "Resource temporarily unavailable")


@pytest.fixture
def hurried(monkeypatch):
    hasty = replace(WORKERS, restart_pause_seconds=0.01, most_seconds_without_workers=0.1)
    monkeypatch.setattr(settings, "WORKERS", hasty)
    return monkeypatch


@pytest.mark.parametrize("workers", [1, 2])
def test_a_system_without_processes_ends_the_reading_and_fails_no_file(hurried, workers):
    hurried.setattr(hebiao.workers.serving, "start_worker", no_process)
    with pytest.raises(NoWorker, match="进程数已到上限"):
        list(read_all([job(f"good-{number}") for number in range(20)], workers, behave))


def end_at_once(*_given):
    os._exit(9)


def test_a_worker_that_ends_before_it_is_ready_ends_the_reading(hurried):
    hurried.setattr(hebiao.workers.process, "work", end_at_once)
    with pytest.raises(NoWorker, match="一启动就退出"):
        list(read_all([job("good-1")], 1, behave))


def test_a_killed_server_of_workers_costs_no_file():
    records = []
    for record in read_all([job(f"slow-{number}") for number in range(14)], 2, behave):
        records.append(record)
        if len(records) in {3, 6, 9}:
            os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    assert [record.error for record in records] == [None] * 14


def start_late(preload):
    time.sleep(1)  # ten times as long as a hurried lane waits
    return start_worker(preload)


def test_a_lane_without_a_worker_leaves_its_files_to_the_others(hurried):
    first = threading.Lock()
    hurried.setattr(
        hebiao.workers.serving,
        "start_worker",
        lambda preload: start_late(preload) if first.acquire(blocking=False) else no_process(),
    )
    records = by_path(read_all([job(f"good-{number}") for number in range(40)], 2, behave))
    assert len(records) == 40
    assert {record.error for record in records.values()} == {None}


@pytest.mark.parametrize("workers", [1, 3])
def test_records_come_in_the_order_of_the_jobs_whichever_is_done_first(workers):
    jobs = [job("slow-0"), *(job(f"good-{number}") for number in range(1, 6)), job("exit-6"), job("good-7")]
    assert [record.path for record in read_all(jobs, workers, behave)] == [entry.path for entry in jobs]


def test_few_records_wait_for_a_slow_one(monkeypatch):
    monkeypatch.setattr(settings, "WORKERS", replace(WORKERS, records_ahead=4))
    taken = []

    def source():
        for number in range(200):
            taken.append(number)
            yield job("slow-0" if number == 0 else f"good-{number}")

    records = read_all(source(), 2, behave)
    next(records)
    assert len(taken) <= 4 + 2 * (WORKERS.files_at_worker + WORKERS.files_waiting)
    records.close()


def test_the_source_is_read_as_needed():
    taken = []

    def source():
        for number in range(100):
            taken.append(number)
            yield job(f"good-{number}")

    records = read_all(source(), 1, behave)
    next(records)
    assert len(taken) <= 1 + WORKERS.files_at_worker + WORKERS.files_waiting
    records.close()


def test_few_copies_of_large_files_wait(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "WORKERS", replace(WORKERS, most_bytes_ahead=20))
    taken = []

    def source():
        for number in range(100):
            taken.append(number)
            yield replace(job(f"slow-{number}"), file=str(tmp_path / "copy"))

    records = read_all(source(), 2, behave)
    next(records)
    assert len(taken) <= 3
    records.close()


def leave_a_mark(job: Job) -> Record:
    Path(job.path).touch()
    return behave(job)


def test_a_worker_has_files_to_read_while_nobody_takes_records(tmp_path):
    records = read_all((job(tmp_path / f"good-{number}") for number in range(40)), 1, leave_a_mark)
    next(records)
    assert eventually(lambda: len(list(tmp_path.iterdir())) >= WORKERS.files_waiting)
    records.close()


@pytest.mark.parametrize(
    ("files", "wanted", "expected"), [(1, 4, 1), (8, 4, 1), (9, 4, 2), (1000, 4, 4), (0, None, 1)]
)
def test_few_files_start_few_workers(files, wanted, expected):
    assert count_workers(files, wanted) == expected


@pytest.mark.slow
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not beside the repository")
def test_hostile_files_end_within_their_limits():
    files = sorted(HOSTILE.glob("*.pdf"))
    started = time.monotonic()
    records = list(read_all([job(path, 5) for path in files], 2, READ_FORMS))
    assert [record.status for record in records] == ["failed"] * len(files)
    assert time.monotonic() - started < 30
