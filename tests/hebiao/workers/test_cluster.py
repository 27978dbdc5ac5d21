"""A cluster gives what this machine gives, in the same order, whatever the files and its workers do."""

import socket
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from hebiao.cli import run
from hebiao.errors import ClusterUnusable
from hebiao.workers import settings
from hebiao.workers.job import Options
from hebiao.workers.pool import read_all
from support import scans
from support.faults import among_good, check, eventually, job, misbehave
from support.paths import HOUSE
from support.pdf_bytes import pdf

pytest.importorskip("distributed", reason="needs the extra cluster")

import hebiao.workers.cluster
from hebiao.workers.cluster import read_on_cluster

pytestmark = pytest.mark.slow

SAMPLES = HOUSE / "samples"


@contextmanager
def running(*command):
    """Run a command of dask's that finds the readers of these tests."""
    code = f"import sys; sys.path.insert(0, {str(HOUSE / 'tests')!r}); from dask.__main__ import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *command], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def dask_scheduler():
    """Give the address of a scheduler on loopback, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(
        "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"
    ) as process:
        yield f"tcp://127.0.0.1:{port}", process


@pytest.fixture(scope="module")
def scheduler():
    with dask_scheduler() as (address, _):
        yield address


def worker(scheduler, folder, *options):
    return running(
        *("worker", scheduler, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"),
        *("--local-directory", str(folder), *options),
    )


@pytest.fixture(scope="module")
def workers(scheduler, tmp_path_factory):
    """Run two workers, one of them as dask starts it by itself, under a nanny."""
    first, second = (tmp_path_factory.mktemp(name) for name in ("first", "second"))
    with worker(scheduler, first), worker(scheduler, second, "--no-nanny"):
        yield first, second


def guarded(folder):
    """Give the folders and files that an import keeps in the folder of one of dask's workers."""
    return list(folder.glob("dask-scratch-space/worker-*/tmp*/*")) + list(
        folder.glob("dask-scratch-space/worker-*/tmp*")
    )


def imported(folder, database, *options, meanwhile=lambda: None):
    """Run ``hebiao import`` and give its exit status, what it told, and what it stored."""
    command = [
        sys.executable,
        "-m",
        "hebiao",
        "import",
        str(folder),
        "--db",
        f"sqlite:///{database}",
        *options,
    ]
    importing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    meanwhile()
    told = importing.communicate(timeout=120)[1]
    return importing.returncode, told, rows(database)


def rows(database):
    """Give every row of what was read, without when and how fast."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = (
            "document",
            "form",
            "header",
            "fund",
            "goal",
            "level",
            "indicator",
            "quantity",
            "finding",
            "checked",
            "source",
        )
        found = {}
        for table in tables:
            cursor = connection.execute(f"select * from {table}")
            names = [column[0] for column in cursor.description]
            kept = [i for i, name in enumerate(names) if not (name.endswith("_at") or "seconds" in name)]
            found[table] = [tuple(row[i] for i in kept) for row in cursor]
        return found


@pytest.fixture
def archive(tmp_path):
    """Give a folder of good files, and one that runs out of memory."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for path in SAMPLES.iterdir():
        if path.suffix in {".pdf", ".txt"}:
            (folder / path.name).write_bytes(path.read_bytes())
    forms = {
        f"X{n}": ("/BBox [0 0 595 842]", f"/X{n + 1} Do " * 30 if n < 9 else "0 0 m 9 9 l S")
        for n in range(10)
    }
    (folder / "hostile.pdf").write_bytes(pdf("/X0 Do", forms=forms))
    return folder


@pytest.fixture
def among_files(tmp_path):
    """Give jobs whose bytes a cluster can be sent, the bad ones among good ones."""
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    return lambda bad: [replace(one, file=str(file)) for one in among_good(bad)]


@pytest.mark.usefixtures("workers")
def test_a_cluster_that_loses_a_worker_stores_what_this_machine_stores_row_for_row(
    scheduler, archive, tmp_path
):
    labels = tmp_path / "labels.toml"
    labels.write_text('[head]\ndepartment = ["经办单位全名"]\n', encoding="utf-8")
    options = ("--memory", "400M", "--labels", str(labels))
    here = imported(archive, tmp_path / "here.db", *options)
    with worker(scheduler, tmp_path / "third", "--no-nanny") as third:

        def lose_one():
            assert eventually(
                lambda: any(
                    path.suffix != ".toml" and path.is_file() for path in guarded(tmp_path / "third")
                ),
                60,
            )
            third.kill()

        there = imported(
            archive, tmp_path / "there.db", "--scheduler", scheduler, *options, meanwhile=lose_one
        )
    assert (here[0], there[0]) == (3, 3), there[1]
    assert there[2] == here[2]
    assert len(here[2]["form"]) > 10


def test_files_that_end_their_workers_fail_on_a_cluster_as_they_do_here(scheduler, workers, among_files):
    kinds = ("loop", "deaf", "eat", "segfault", "exit", "kill", "close", "odd")
    jobs = among_files([job(f"{kind}-1", 1 if kind in {"loop", "deaf"} else 60) for kind in kinds])
    check(jobs, list(read_on_cluster(jobs, Options(scheduler=scheduler), misbehave)))
    assert [path for folder in workers for path in guarded(folder)] == []


@pytest.mark.usefixtures("workers")
def test_the_files_of_a_worker_that_dies_are_read_by_others(scheduler, among_files, tmp_path):
    jobs = among_files([job(f"slow-{number}") for number in range(60)])
    with worker(scheduler, tmp_path / "third", "--no-nanny") as third:
        records = read_on_cluster(jobs, Options(scheduler=scheduler), misbehave)
        read = [next(records) for _ in range(20)]
        third.kill()
        check(jobs, [*read, *records])


def told(record):
    return record.path, record.name, record.status, str(record.warnings)


def test_pages_are_tasks_of_their_own_and_come_as_they_do_here(scheduler, workers, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    names = ["scan-3-slow", "scan-3-dies", "scan-2-grows", "scan-1-", *(f"good-{n}" for n in range(20))]
    jobs = [replace(scans.job(name), file=str(file)) for name in names]
    here = list(read_all(jobs, 2, scans.read))
    there = list(read_on_cluster(jobs, Options(scheduler=scheduler), scans.read))
    assert sorted(map(told, there)) == sorted(map(told, here))
    good = [record.path for record in there if record.path.startswith("good")]
    assert good == names[4:]
    assert [path for folder in workers for path in guarded(folder)] == []


def test_a_scheduler_that_goes_away_ends_the_import(tmp_path, among_files):
    jobs = among_files([job(f"slow-{number}") for number in range(100)])
    with dask_scheduler() as (address, process), worker(address, tmp_path / "worker"):
        records = read_on_cluster(jobs, Options(scheduler=address), misbehave)
        next(records)
        process.kill()
        with pytest.raises(ClusterUnusable, match="中断"):
            list(records)


@pytest.mark.usefixtures("workers")
def test_workers_with_another_version_are_refused(scheduler, monkeypatch):
    monkeypatch.setattr(hebiao.workers.cluster, "__version__", "0.0.1")
    with pytest.raises(ClusterUnusable, match=r"本机是 0\.0\.1"):
        list(read_on_cluster([job("good-1")], Options(scheduler=scheduler), misbehave))


def test_a_scheduler_that_nobody_answers_for_is_wrong_usage(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(settings, "CLUSTER", replace(settings.CLUSTER, connect_seconds=1))
    (tmp_path / "form.txt").write_text("一", encoding="utf-8")
    arguments = ["import", str(tmp_path / "form.txt"), "--db", f"sqlite:///{tmp_path}/a.db", "--scheduler"]
    assert run([*arguments, "tcp://127.0.0.1:9"]) == 2
    assert "连不上调度器 tcp://127.0.0.1:9" in capsys.readouterr().err
    assert run([*arguments, "nonsense://"]) == 2
    assert "调度器的地址写得不对：nonsense://" in capsys.readouterr().err


def test_what_is_missing_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterUnusable, match=r"hebiao\[cluster\]"):
        list(read_on_cluster([job("good-1")], Options(scheduler="tcp://127.0.0.1:9"), misbehave))


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch):
    count = hebiao.workers.cluster._count_threads(SimpleNamespace(nthreads=dict))
    assert count() == 0
    monkeypatch.setattr(settings, "CLUSTER", replace(settings.CLUSTER, most_seconds_without_workers=-1))
    with pytest.raises(ClusterUnusable, match="没有工作进程"):
        count()


def test_reading_on_this_machine_imports_nothing_of_a_cluster(tmp_path):
    arguments = ["import", str(SAMPLES / "澜江县水利局-2021.txt"), "--db", f"sqlite:///{tmp_path}/a.db"]
    code = f"import sys\nfrom hebiao.cli import run\nprint(run({arguments}), {{'dask', 'distributed'}} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        == "0 set()\n"
    )
