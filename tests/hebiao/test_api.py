"""Hebiao from Python."""

import subprocess
import sys
from decimal import Decimal

import pytest
from PIL import Image

import hebiao
from extract import Unreadable
from hebiao.errors import DatabaseUnusable, WrongUsage
from hebiao.importing.run import Listener
from support.paths import SAMPLES

WARNED = SAMPLES / "青禾县林业工作总站-2022.txt"


def test_read_and_audit_one_file():
    [form] = hebiao.read(WARNED)
    assert form.year == 2022
    assert isinstance(form.score_total, Decimal)
    assert [finding.rule for finding in hebiao.audit(form)] == ["execution-rate"]


def test_what_numbers_count_is_named_as_in_an_import(tmp_path):
    archive = hebiao.Archive(f"sqlite:///{tmp_path}/a.db")
    archive.load(WARNED)
    stored = archive.query("select what from quantity where what is not null order by what")["what"].tolist()
    lines = [*hebiao.read(WARNED)[0].goals, *hebiao.read(WARNED)[0].indicators]
    assert stored == sorted(quantity.what for line in lines for quantity in line.quantities if quantity.what)
    assert stored


def test_a_file_without_a_form_gives_none_and_a_bad_one_its_reason(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("今天没有表。", encoding="utf-8")
    assert hebiao.read(str(note)) == []
    note.write_bytes(b"")
    with pytest.raises(Unreadable, match="空"):
        hebiao.read(note)


def test_a_scan_without_the_extra_names_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setattr("hebiao.reading.recognition.is_ocr_installed", lambda: False)
    scan = tmp_path / "scan.png"
    Image.new("L", (413, 585), 255).save(scan)
    with pytest.raises(Unreadable, match=r"hebiao\[ocr\]"):
        hebiao.read(scan)


def test_an_archive_loads_and_answers(tmp_path):
    archive = hebiao.Archive(f"sqlite:///{tmp_path}/a.db")
    summary = archive.load([WARNED])
    assert (summary.forms, summary.findings) == (1, {"warning": 1})
    frame = archive.query("select year, score_total from form")
    assert frame.to_dict("records") == [
        {"year": 2022, "score_total": pytest.approx(float(hebiao.read(WARNED)[0].score_total))}
    ]
    assert archive.load(str(WARNED)).known == 1
    with pytest.raises(WrongUsage):
        archive.query("delete from form")


def test_an_archive_takes_what_the_import_takes(tmp_path):
    archive, told = hebiao.Archive(f"sqlite:///{tmp_path}/a.db"), []
    listener = Listener(file=lambda outcome, _: told.append(outcome.status))
    assert archive.load(WARNED.parent, include=[WARNED.name], keep=tmp_path / "kept", timeout=30).forms == 1
    assert [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert archive.load(WARNED, reread=True, listener=listener).changes == 0
    assert archive.load(retry=True).files == 0
    assert told == ["imported"]


def test_an_archive_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DatabaseUnusable, match="没有数据库"):
        hebiao.Archive(f"sqlite:///{tmp_path}/none.db").query("select 1")


def test_a_script_without_a_main_guard_runs_once(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"print('once')\nimport hebiao\nprint(hebiao.Archive('sqlite:///{tmp_path}/a.db').load({str(WARNED)!r}).forms)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "1"]


def test_an_archive_answers_with_frames(tmp_path):
    archive = hebiao.Archive(f"sqlite:///{tmp_path}/a.db")
    archive.load(WARNED)
    found = archive.search("公益林", year=2022)
    assert set(found["department"]) == {"青禾县林业工作总站"}
    assert found["text"].str.contains("公益林").all()
    assert archive.search("没有这样的词").empty
    scores = archive.scores()
    assert list(scores.columns) == ["department", "forms", "mean", "lowest", "highest", "errors", "warnings"]
    assert scores["mean"].dtype == float
    assert archive.findings()["rule"].tolist() == ["execution-rate"]
    assert archive.findings(severities=["error"]).empty
