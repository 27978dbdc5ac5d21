"""A file that hangs, crashes or eats memory is marked failed, and no other file is hurt."""

import ctypes
import os
import signal
import time
from pathlib import Path

import pytest

import hebiao.reading.file
import hebiao.workers.executor
import hebiao.workers.lane
from hebiao.workers.job import Job, Options
from hebiao.workers.pool import read_all, worker_count
from hebiao.workers.worker import read_record
from store import Record

HOSTILE = Path(__file__).parents[2] / "shared" / "hostile"
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
    hebiao.reading.file.read_job = lambda _: bytearray(4 * 2**30) if job.path.startswith("memory") else fail(job)
    return read_record(job)


def fail(job):
    raise ValueError(f"odd {job.path}")


def nest(job: Job) -> Record:
    hebiao.reading.file.read_job = nest_for_ever
    return read_record(job)


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
    assert {path for path, record in records.items() if record.status == "imported"} == {entry.path for entry in good}
    reasons = {path: record.error for path, record in records.items() if record.status == "failed"}
    assert reasons.keys() == {entry.path for entry in bad}
    assert "时限(1 秒)" in reasons["hang-1"]
    assert "时限(1 秒)" in reasons["deaf-1"]
    assert "退出码 3" in reasons["exit-1"]
    assert "SIGSEGV" in reasons["crash-1"]


def test_memory_over_the_limit_ends_the_worker_with_its_reason():
    records = by_path(read_all([job("memory-1"), job("other-1")], 1, eat))
    assert records["memory-1"].error == "读取所需内存超过上限(1024 MiB)"
    assert "ValueError: odd other-1" in records["other-1"].error


def test_runaway_recursion_is_a_plain_reason():
    [record] = read_all([job("a")], 1, nest)
    assert record.error == "文件结构嵌套过深"


def test_a_pool_that_cannot_start_fails_its_files_and_ends(monkeypatch):
    def no_process():
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(hebiao.workers.lane, "start_worker", no_process)
    monkeypatch.setattr(hebiao.workers.lane, "SECONDS_BEFORE_STARTING_AGAIN", 0.01)
    records = list(read_all([job("good-1"), job("good-2")], 1, behave))
    assert [record.error for record in records] == ["无法启动读取进程(Resource temporarily unavailable)"] * 2


@pytest.mark.parametrize("workers", [1, 3])
def test_records_come_in_the_order_of_the_jobs_whichever_is_done_first(workers):
    jobs = [job("slow-0"), *(job(f"good-{number}") for number in range(1, 6)), job("exit-6"), job("good-7")]
    assert [record.path for record in read_all(jobs, workers, behave)] == [entry.path for entry in jobs]


def test_few_records_wait_for_a_slow_one(monkeypatch):
    monkeypatch.setattr(hebiao.workers.executor, "AHEAD", 4)
    taken = []

    def source():
        for number in range(200):
            taken.append(number)
            yield job("slow-0" if number == 0 else f"good-{number}")

    records = read_all(source(), 2, behave)
    next(records)
    assert len(taken) <= 4 + 3 * 2
    records.close()


def test_the_source_is_read_as_needed():
    taken = []

    def source():
        for number in range(100):
            taken.append(number)
            yield job(f"good-{number}")

    records = read_all(source(), 1, behave)
    next(records)
    assert len(taken) < 10
    records.close()


@pytest.mark.parametrize(("files", "wanted", "expected"), [(1, 4, 1), (8, 4, 1), (9, 4, 2), (1000, 4, 4), (0, None, 1)])
def test_few_files_start_few_workers(files, wanted, expected):
    assert worker_count(files, wanted) == expected


@pytest.mark.slow
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not beside the repository")
def test_hostile_files_end_within_their_limits():
    files = sorted(HOSTILE.glob("*.pdf"))
    started = time.monotonic()
    records = list(read_all([job(path, 5) for path in files], 2))
    assert [record.status for record in records] == ["failed"] * len(files)
    assert time.monotonic() - started < 30
