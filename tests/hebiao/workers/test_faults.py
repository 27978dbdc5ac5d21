"""Whatever a file makes its reader do: it alone fails, with the right reason; the others are read and nothing is left behind."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from audit.messages.render import render
from hebiao.importing.stream import READ_FORMS
from hebiao.workers.pool import read_all
from support.faults import ENDURED, FAILING, among_good, check, eventually, job, misbehave
from support.paths import HOUSE
from support.pdf_bytes import pdf

pytestmark = pytest.mark.slow

HOSTILE = HOUSE.parent / "shared" / "hostile"
GOOD = 70  # enough for a commit of 32 before the rest is read
HANGING = {"loop", "regex", "deaf", "stop"}


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """Give a check that nothing that started here is left, neither a process nor a temporary file."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("HEBIAO_TEST", str(tmp_path))

    def nothing_is_left():
        assert eventually(lambda: not processes_of(str(tmp_path))), processes_of(str(tmp_path))
        assert [
            str(path) for path in temporary.rglob("*") if path.is_file() and path.name != "jieba.cache"
        ] == []

    return nothing_is_left


def processes_of(mark):
    return [
        entry.name
        for entry in Path("/proc").glob("[0-9]*")
        if entry.name != str(os.getpid()) and has_mark(entry, mark)
    ]


def has_mark(entry, mark):
    try:
        return f"HEBIAO_TEST={mark}".encode() in (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def run_apart(code):
    """Run Python that reads with the readers of ``faults`` in a process of its own."""
    head = f"import sys; sys.path.insert(0, {str(HOUSE / 'tests')!r})\nfrom support.faults import *\nfrom hebiao.workers.pool import read_all\n"
    return subprocess.Popen([sys.executable, "-c", head + code], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_each_bad_file_fails_for_its_own_reason_and_every_good_one_is_read(workers):
    roomy = {"huge": 2**30}
    bad = [job(f"{kind}-1", 1 if kind in HANGING else 60, roomy.get(kind, 2**28)) for kind in FAILING]
    jobs = among_good([*bad, *map(job, ENDURED)])
    check(jobs, list(read_all(jobs, workers, misbehave)))


@pytest.mark.parametrize("kind", ["segfault", "exit", "eat", "child", "things", "twice", "junk"])
def test_a_worker_that_a_file_has_hurt_hurts_no_other(kind):
    jobs = among_good([job(f"{kind}-1"), job(f"{kind}-2")])
    check(jobs, list(read_all(jobs, 1, misbehave)))


def test_a_file_that_finds_no_memory_after_another_has_kept_it_is_read_by_a_fresh_worker():
    jobs = [job("keep-1"), job("need-2"), job("keep-3"), job("need-4")]
    check(jobs, list(read_all(jobs, 1, misbehave)))


def test_workers_that_are_killed_at_any_moment_stop_nothing():
    code = """
import os, random, signal, threading, time
from pathlib import Path
def workers():
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try: name, rest = entry.read_text().rsplit(")", 1)
        except OSError: continue
        server = int(rest.split()[1])
        if server != 1 and Path(f"/proc/{server}/task/{server}/children").exists() and parent_of(server) == os.getpid():
            yield int(entry.parent.name)
def parent_of(pid):
    try: return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError: return 0
def kill():
    for _ in range(KILLS):
        time.sleep(random.uniform(0, 0.1))
        for pid in random.sample(there := list(workers()), min(1, len(there))):
            try: os.kill(pid, signal.SIGKILL)
            except ProcessLookupError: pass
    done.append(True)
done = []
def jobs():
    number = 0
    while not done:
        number += 1
        yield job(f"good-{number}")
threading.Thread(target=kill).start()
records = list(read_all(jobs(), 2, misbehave))
assert [record.path for record in records] == [f"good-{n + 1}" for n in range(len(records))]
print(len(records), sum(record.status == "imported" for record in records))
"""
    kills = 60
    told, _ = run_apart(code.replace("KILLS", str(kills))).communicate(timeout=300)
    read, imported = map(int, told.split())
    assert read > 200
    assert imported >= read - kills // 2  # only a file whose worker is killed twice running is given up


def test_nothing_is_left_when_reading_ends(alone):
    code = "print(len(list(read_all([job(f'{kind}-1') for kind in ('orphan', 'things', 'child', 'disk', 'twice')], 2, misbehave))))"
    assert run_apart(code).communicate(timeout=300)[0] == "5\n"
    alone()


def test_workers_start_where_the_folder_for_temporary_files_has_a_long_name(alone, monkeypatch, tmp_path):
    deep = tmp_path / "temporary" / ("长" * 40)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    code = "print([record.status for record in read_all([job('good-1'), job('segfault-1'), job('good-2')], 1, misbehave)])"
    assert run_apart(code).communicate(timeout=60)[0] == "['imported', 'failed', 'imported']\n"
    alone()


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_a_parent_that_is_killed(alone, signal_number, tmp_path):
    jobs = (
        "[job('orphan-1', 600), job('good-1'), job('deaf-1', 600), job('regex-1', 600), job('regex-2', 600)]"
    )
    parent = run_apart(f"for record in read_all({jobs}, 2, misbehave): print(record.path, flush=True)")
    assert [parent.stdout.readline() for _ in range(2)] == ["orphan-1\n", "good-1\n"]
    parent.send_signal(signal_number)
    parent.wait(60)
    assert eventually(lambda: not processes_of(str(tmp_path)))
    if signal_number == signal.SIGINT:
        alone()


@pytest.fixture
def archive(tmp_path):
    """Give a folder with good files, and two after them that hang or eat memory when PDFium reads them."""
    folder = tmp_path / "archive"
    folder.mkdir()
    form = (HOUSE / "samples" / "澜江县水利局-2021.txt").read_bytes()
    for number in range(GOOD):
        (folder / f"1-good-{number}.txt").write_bytes(form + b"\n" * number)
    forms = {
        f"X{n}": ("/BBox [0 0 595 842]", f"/X{n + 1} Do " * 30 if n < 9 else "0 0 m 9 9 l S")
        for n in range(10)
    }
    (folder / "2-billion.pdf").write_bytes(pdf("/X0 Do", forms=forms))
    (folder / "3-million.pdf").write_bytes(pdf("/X1 Do", forms=forms))
    return folder


def import_command(folder, *options):
    return [
        sys.executable,
        "-m",
        "hebiao",
        "import",
        str(folder),
        "--db",
        f"sqlite:///{folder}.db",
        "--workers",
        "1",
        *options,
    ]


def stored(folder):
    try:
        with sqlite3.connect(f"file:{folder}.db?mode=ro", uri=True) as database:
            return database.execute("select name, status, error from document order by name").fetchall()
    except sqlite3.Error:
        return []


@pytest.mark.parametrize(
    ("options", "reason"),
    [(["--timeout", "3", "--memory", "16G"], "读取超过时限"), (["--memory", "256M"], "所需内存超过上限")],
)
def test_hostile_files_fail_by_the_limit_that_they_pass(archive, alone, options, reason):
    assert subprocess.run(import_command(archive, *options), check=False, capture_output=True).returncode == 3
    assert [status for _, status, _ in stored(archive)] == ["imported"] * GOOD + ["failed"] * 2
    assert all(reason in error for _, _, error in stored(archive)[-2:])
    alone()


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_import_that_is_ended_keeps_what_is_stored_and_leaves_nothing(archive, alone, signal_number):
    if signal.getsignal(signal_number) is signal.SIG_IGN:
        pytest.skip("what runs these tests ignores the signal, as nohup does")
    command = import_command(archive, "--memory", "16G", "--timeout", "600")
    importing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert eventually(lambda: len(stored(archive)) >= 32, 60)
    finally:
        importing.send_signal(signal_number)
    assert "已中断" in importing.communicate(timeout=60)[1]
    assert importing.returncode == 130
    assert {status for _, status, _ in stored(archive)} == {"imported"}
    alone()


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not beside the repository")
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_hostile_files_end_within_their_limits(workers):
    jobs = [job(str(path), 5, 2**30) for path in sorted(HOSTILE.glob("*.pdf"))]
    records = list(read_all(jobs, workers, READ_FORMS))
    assert all(re.search("时限|内存", render(record.error)) for record in records)
