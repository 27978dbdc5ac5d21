"""``hebiao import`` and ``hebiao failures`` as a user runs them: what goes wrong, what is tried again, what changed."""

import csv
import io
import json
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from hebiao.cli import run
from hebiao.database import opened
from hebiao.importing.selecting import describe_unreachable, find_places
from hebiao.importing.summary import Outcome, Summary, add_outcome
from hebiao.reporting.progress import SECONDS_BETWEEN_LINES, progress, tell_summary
from hebiao.review import correct
from support.paths import SAMPLES

FORM = SAMPLES / "银杉区保障性住房服务中心-2021.txt"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBIAO_DB", raising=False)
    for name, content in {
        "a.pdf": b"",
        "b.pdf": b"%PDF-1.4 nothing",
        "c.pdf": b"%PDF-1.4 nothing more",
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "form.txt").write_bytes(FORM.read_bytes())
    return tmp_path


def columns(sql):
    return sqlite3.connect("hebiao.db").execute(sql).fetchall()


def test_failures_are_grouped_by_reason_and_listed_in_full(capsys):
    assert run(["import", "."]) == 3
    err = capsys.readouterr().err
    assert "失败 3" in err
    assert "hebiao failures" in err
    assert run(["failures"]) == 0
    table = capsys.readouterr().out
    assert table.index("b.pdf") < table.index("a.pdf")
    assert run(["failures", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {Path(row["path"]).name for row in rows} == {"a.pdf", "b.pdf", "c.pdf"}
    assert run(["failures", "--format", "json"]) == 0
    assert [row["path"] for row in json.loads(capsys.readouterr().out)] == [row["path"] for row in rows]


def test_what_failed_is_tried_again_without_paths(home, capsys):
    run(["import", "."])
    (home / "a.pdf").write_bytes(FORM.read_bytes() + b"\n")
    (home / "new.txt").write_bytes(FORM.read_bytes() + b"\n\n")
    capsys.readouterr()
    assert run(["import", "--retry"]) == 3
    assert "文件 3，读入 1，不是自评表 0，失败 2" in capsys.readouterr().err
    run(["failures", "--format", "json"])
    assert {Path(row["path"]).name for row in json.loads(capsys.readouterr().out)} == {"b.pdf", "c.pdf"}


def test_a_retry_opens_the_archives_of_urls_and_says_what_it_cannot_come_by(home):
    here, gone = str(home / "a.pdf"), str(home / "gone.zip/a.pdf")
    behind = ["s3://b/2023.zip/x/a.pdf", "s3://b/2023.zip/x/b.pdf", "s3://zip.b/y.pdf"]
    secret = ["https://***@host/a.pdf", "https://host/a.pdf?sig=***", "https://host/b.pdf?token=***&x=1"]
    assert find_places([here, gone, *behind, *secret]) == [here, "s3://b/2023.zip", "s3://zip.b/y.pdf"]
    told = list(describe_unreachable([here, gone, *behind, *secret]))
    assert [words[:9] for words in told] == ["3 个失败的文件来", "1 个失败的文件已"]
    assert list(describe_unreachable([here])) == []


def test_a_folder_that_keeps_nothing_ends_the_import_before_it_begins(home, capsys):
    (home / "file").touch()
    assert run(["import", ".", "--keep", "file/originals"]) == 2
    assert "不能写入文件夹" in capsys.readouterr().err
    assert not (home / "hebiao.db").exists()


def test_without_paths_only_a_retry_is_understood(capsys):
    assert run(["import"]) == 2
    assert run(["import", "--reread"]) == 2
    assert "PATH" in capsys.readouterr().err
    assert run(["import", "--retry"]) == 0


def test_the_log_is_one_object_a_line(capsys):
    assert run(["import", ".", "--log", "json"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    start, *files, end = map(json.loads, err.splitlines())
    assert (start["event"], end["event"]) == ("start", "end")
    assert {Path(one["path"]).name: (one["event"], one["status"]) for one in files} == {
        "a.pdf": ("file", "failed"),
        "b.pdf": ("file", "failed"),
        "c.pdf": ("file", "failed"),
        "form.txt": ("file", "imported"),
    }
    [form] = [one for one in files if one["forms"]]
    assert form.keys() == {"event", "path", "sha256", "status", "forms", "findings", "seconds", "error"}
    assert form["seconds"] > 0
    assert (end["files"], end["failed"], end["forms"]) == (4, 3, 1)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_reading_again_prints_what_changed(form, capsys):
    run(["import", "form.txt"])
    columns("select 1")
    with sqlite3.connect("hebiao.db") as connection:
        connection.execute("update form set department = '旧名', grade = null")
    capsys.readouterr()
    assert run(["import", "form.txt", "--reread", "--format", form]) == 0
    out, err = capsys.readouterr()
    assert "重读后 1 个文件" in err
    assert "旧名" in out
    if form != "table":
        rows = json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))
        [row] = [row for row in rows if row["field"] == "department"]
        assert (row["entity"], row["before"], row["after"]) == ("form", "旧名", "银杉区保障性住房服务中心")
    assert columns("select department from form") == [("银杉区保障性住房服务中心",)]
    assert columns("select count(*) from document") == [(1,)]


@pytest.mark.parametrize(
    ("form", "nothing"),
    [("table", ""), ("csv", "path,form,title,entity,row,field,before,after\n"), ("json", "[]\n")],
)
def test_nothing_changed_is_told_in_every_format(form, nothing, capsys):
    run(["import", "form.txt"])
    ids = columns("select id from form")
    capsys.readouterr()
    assert run(["import", "form.txt", "--reread", "--format", form]) == 0
    assert capsys.readouterr().out == nothing
    assert columns("select id from form") == ids


def test_a_persons_correction_outlives_reading_again(capsys):
    run(["import", "form.txt"])
    with opened("sqlite:///hebiao.db") as engine:
        correct(engine, 1, "form", 0, "department", after="改过的单位")
    capsys.readouterr()
    assert run(["import", "form.txt", "--reread"]) == 0
    assert capsys.readouterr().out == ""
    assert columns("select department from form") == [("改过的单位",)]


def test_a_name_with_a_line_break_makes_no_line_of_its_own(home, capsys):
    (home / "d\n失败 form.txt").write_bytes(b" ")
    assert run(["import", "."]) == 3
    assert r"/d\n失败 form.txt：文件是空的" in capsys.readouterr().err
    run(["failures"])
    assert r"/d\n失败 form.txt" in capsys.readouterr().out
    tell_summary(Summary(warnings=(("e\n注意", ("存疑",)),), warned=1))
    assert r"注意 e\n注意：存疑" in capsys.readouterr().err


def test_a_bar_that_counted_an_archive_as_one_file_shows_no_end(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    told, until = "", time.monotonic() + 10
    with progress(lambda: 1) as listener:
        while "2/?" not in told and time.monotonic() < until:
            listener.file(Outcome("x", "", "imported"), Summary(files=2))
            told += capsys.readouterr().err
            time.sleep(0.05)
    assert "2/?" in told


def test_where_no_terminal_is_a_long_import_tells_how_far_it_is_now_and_then(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    summary = Summary()
    with progress(lambda: 10) as listener:
        for _ in range(4):
            outcome = Outcome("/a.pdf", "00", "imported", forms=1)
            summary = add_outcome(summary, outcome)
            listener.file(outcome, summary)
            now[0] += SECONDS_BETWEEN_LINES * 0.6
    assert capsys.readouterr().err == "已处理 3 个文件，每秒 0.0 个，自评表 3，问题 0，失败 0\n"
