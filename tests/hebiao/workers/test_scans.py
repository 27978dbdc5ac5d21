"""Pages are recognised in workers of their own: files that need none wait for no scan, and none is lost."""

import os
from dataclasses import replace

import pytest

from extract import message
from hebiao.workers import settings
from hebiao.workers.answers import make_failure
from hebiao.workers.pool import count_page_workers, read_all
from hebiao.workers.settings import WORKERS
from support.scans import OPTIONS, job, read


def collect(jobs, **how):
    return list(read_all(jobs, 1, read, page_workers=1, **how))


def test_files_wait_for_no_scan_and_scans_come_when_their_pages_are_there():
    digital = [job(f"good-{number}") for number in range(30)]
    failed = make_failure("gone", "sha-gone", 0, message("missing-file"))
    entries = [job("scan-3-slow"), job("scan-1-"), failed, *digital]
    paths = [record.path for record in collect(entries)]
    order = [path for path in paths if not path.startswith("scan")]
    assert order == ["gone", *(one.path for one in digital)]
    assert paths[-2:] == ["scan-3-slow", "scan-1-"]


def test_a_scan_has_what_was_recognised_on_each_page():
    [record] = collect([job("scan-3-good")])
    assert record.name == str({1: "1", 2: "2", 3: "3"})
    assert record.seconds == 1.5


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("odd", message("unforeseen-error", error="ValueError: odd")),
        ("grows", message("memory-limit", memory="768 MiB")),
        pytest.param("dies", message("worker-killed"), marks=pytest.mark.slow),
        pytest.param("loops", message("cpu-limit"), marks=pytest.mark.slow),
    ],
)
def test_a_page_that_fails_is_told_and_costs_no_other(fault, reason):
    quick = replace(OPTIONS, ocr_timeout=1)
    records = {record.path: record for record in collect([job(f"scan-3-{fault}", quick), job("scan-2-good")])}
    failed = records[f"scan-3-{fault}"]
    assert failed.warnings == (message("page-not-recognised", page=2, reason=reason),)
    assert failed.name == str({1: "1", 3: "3"})
    assert records["scan-2-good"].name == str({1: "1", 2: "2"})


def test_scans_fill_no_order_of_records(monkeypatch):
    monkeypatch.setattr(settings, "WORKERS", replace(WORKERS, records_ahead=4))
    entries = [*(job(f"scan-1-{number}") for number in range(40)), job("good-1")]
    entries.insert(0, job("scan-2-slow"))
    paths = [record.path for record in collect(entries)]
    assert sorted(paths) == sorted(one.path for one in entries)
    assert paths.index("good-1") <= WORKERS.files_waiting + 4


def test_few_copies_of_large_scans_wait(monkeypatch):
    monkeypatch.setattr(settings, "WORKERS", replace(WORKERS, most_scan_bytes_ahead=30))
    taken = []

    def source():
        for number in range(60):
            taken.append(number)
            yield replace(job(f"scan-2-{number}-slow"), file="/nowhere")

    records = read_all(source(), 1, read, page_workers=1)
    next(records)
    assert len(taken) <= 3 + WORKERS.files_at_worker + WORKERS.files_waiting + 1
    records.close()


def test_what_waits_for_its_commit_is_not_kept_waiting_by_pages(monkeypatch):
    monkeypatch.setattr(settings, "WORKERS", replace(WORKERS, look_interval_seconds=0.01))
    looks = []
    collect([job("scan-9-good")], meanwhile=lambda: looks.append(1))
    assert looks


def test_an_import_that_ends_early_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("hebiao.workers.scans.room", lambda: str(tmp_path))
    records = read_all([job("scan-1-good"), job("scan-2-slow")], 1, read, page_workers=1)
    next(records)
    records.close()
    assert not list(tmp_path.iterdir())


def test_half_of_the_cores_recognise_and_one_at_least(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 9)
    assert (count_page_workers(None), count_page_workers(3)) == (4, 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert count_page_workers(None) == 1
