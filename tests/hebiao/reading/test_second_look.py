"""What becomes of a number that was moved over the edge of its cell in a real file, and of files that nothing speaks against."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

import hebiao.reading.second_look
import store
from audit import render
from hebiao.database import opened
from hebiao.importing.pipeline import import_files
from hebiao.importing.run import ImportRequest
from hebiao.reading.file import read_job
from hebiao.reading.second_look import TAKEN
from hebiao.sources.files import content_of
from hebiao.workers.job import Job, Options
from support.audit_forms import in_chinese
from support.paths import HOUSE, SAMPLES

sys.path.append(str(HOUSE / "benchmarks"))
from moved_numbers import with_number_moved

WANGCHENG = (
    SAMPLES / "望城区征地服务中心-2020-b.pdf"
)  # LibreOffice's; its execution rate is wrong as the real form's is
CLEAN = SAMPLES / "澜江县水利局-2021.txt"


def record_of(path: Path):
    content = content_of(str(path))
    return read_job(Job(str(path), content.sha256, content.size, Options()))


def fund(record, ordinal=1):
    return next(fund for fund in record.forms[0][0].funds if fund.ordinal == ordinal)


@pytest.fixture(scope="module")
def sound():
    return record_of(WANGCHENG)


@pytest.fixture
def moved(tmp_path, sound):
    def move(field: str, share: float):
        path = tmp_path / f"{field}-{share}.pdf"
        path.write_bytes(with_number_moved(WANGCHENG, fund(sound).where[field][0], share)[0])
        return path

    return move


def test_a_number_that_runs_over_its_edge_is_saved_by_the_second_reading(moved):
    record = record_of(moved("budget", 0.4))
    form, audit = record.forms[0]
    assert fund(record).budget_yuan == Decimal(8200000)
    assert TAKEN in form.notes
    assert [finding.rule for finding in audit.findings if finding.rule == "fund-total"] == []
    assert {box.confidence for box in fund(record).where["budget"]} == {0.5}
    assert {box.confidence for box in fund(record).where["source"]} == {1.0}
    assert any("82 / 820" in render(warning) for warning in record.warnings)


def test_a_number_that_no_reading_has_right_is_flagged_as_misread(moved):
    record = record_of(moved("budget", 0.6))
    assert fund(record).budget_yuan != Decimal(8200000)
    causes = {
        finding.rule: (finding.cause, in_chinese(finding.message)) for finding in record.forms[0][1].findings
    }
    cause, message = causes["fund-total"]
    assert cause == "reading"
    assert "两次读取不一致：" in message


def test_a_contradiction_on_a_page_that_was_surely_read_is_the_forms(sound):
    assert sound.second_looks == 0
    findings = sound.forms[0][1].findings
    assert {finding.cause for finding in findings} == {"form"}
    assert "execution-rate" in {finding.rule for finding in findings}


def fail(*_):
    raise KeyError("odd")


def crash(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_):
    while True:
        pass


def eat(*_):
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    bytearray(2**31)


HARMS = [("read_again", harm) for harm in (fail, hang, eat, crash, lambda *_: os._exit(0))]


@pytest.mark.parametrize(("step", "harm"), [*HARMS, ("compare_pages", fail), ("_better", fail)])
def test_whatever_happens_to_a_second_look_the_first_reading_stands(moved, monkeypatch, step, harm):
    monkeypatch.setattr(hebiao.reading.second_look, "SECONDS", 0.5)
    monkeypatch.setattr(hebiao.reading.second_look, step, harm)
    record = record_of(moved("budget", 0.4))
    causes = {finding.rule: finding.cause for finding in record.forms[0][1].findings}
    assert record.status == "imported"
    assert causes["fund-total"] == "unknown"  # the page is weak
    assert record.second_looks == 1
    code = "second-look-cut" if harm is hang else "second-look-missing"
    assert [warning.code for warning in record.forms[0][0].warnings if "second-look" in warning.code] == [
        code
    ]
    assert record.is_cut_short == (harm is hang)


def test_a_second_look_that_waits_ends_with_the_files_own_time(moved, monkeypatch):
    monkeypatch.setattr(hebiao.reading.second_look, "read_again", lambda *_: time.sleep(60))
    content = content_of(str(path := moved("budget", 0.4)))
    record = read_job(Job(str(path), content.sha256, content.size, Options(timeout=3)))
    assert record.is_cut_short


def test_without_the_second_engine_nothing_agrees(moved, monkeypatch):
    import_module = importlib.import_module

    def without_pdfplumber(name):
        if name.startswith("extract.engines"):
            raise ModuleNotFoundError(name)
        return import_module(name)

    monkeypatch.setattr(importlib, "import_module", without_pdfplumber)
    monkeypatch.setitem(sys.modules, "extract.engines.plumber", None)
    record = record_of(moved("budget", 0.4))
    assert record.status == "imported"
    assert "second-look-missing" in {warning.code for warning in record.warnings}
    assert record.forms[0][1].verdict != "agrees"


def test_what_two_readings_differ_in_is_in_doubt(moved):
    record = record_of(moved("budget", 0.4))
    _, audit = record.forms[0]
    assert None not in {box.doubt for box in fund(record).where["budget"]}
    assert audit.verdict != "agrees"


def test_a_busy_machine_changes_nothing_that_is_read(moved):
    path = moved("budget", 0.4)
    calm = record_of(path)
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * os.cpu_count())]
    try:
        busy = record_of(path)
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    assert busy.forms == calm.forms
    assert busy.warnings == calm.warnings


def read_without_time(job):
    hebiao.reading.second_look.SECONDS = 0.0
    return read_job(job)


def test_one_that_was_cut_off_is_stored_so_and_tried_again(moved, tmp_path):
    path = moved("budget", 0.4)
    with opened(f"sqlite:///{tmp_path}/x.db", create=True) as engine:

        def stored():
            return store.query_rows(engine, "select budget_yuan from fund where ordinal = 1")[1]

        import_files(engine, [path], Options(), step=read_without_time)
        first = stored()
        assert store.list_cut_short(engine) == [str(path)]
        assert store.list_failures(engine) == []
        retry = ImportRequest(retry=True)
        again = import_files(engine, [], Options(), retry, step=read_without_time)
        assert again.imported == 1
        assert stored() == first
        assert import_files(engine, [], Options(), retry).imported == 1
        assert store.list_cut_short(engine) == []
        assert stored() == [(8200000,)] != first
        assert import_files(engine, [], Options(), retry).files == 0
        assert import_files(engine, [path], Options()).known == 1


def test_what_nothing_speaks_against_is_not_read_again(monkeypatch):
    monkeypatch.setattr(hebiao.reading.second_look, "read_again", None)
    assert record_of(SAMPLES / "碧川区民政局-2023.pdf").second_looks == 0
    assert record_of(CLEAN).second_looks == 0


def test_how_often_it_was_asked_is_stored_and_summed_up(moved, tmp_path):
    path = moved("budget", 0.4)
    with opened(f"sqlite:///{tmp_path}/x.db", create=True) as engine:
        summary = import_files(engine, [path, CLEAN], Options())
        rows = dict(store.query_rows(engine, "select name, second_looks from document")[1])
        low = store.query_rows(
            engine, "select count(*) from source where confidence = 0.5 and entity = 'fund'"
        )[1]
    assert summary.second_looks == 1
    assert rows == {path.name: 1, CLEAN.name: 0}
    assert low[0][0] > 0
