"""From folders to rows: each content once, whatever happens has its row."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

import hebiao.reading
import store
from audit.finding import Audit, Finding
from hebiao import __version__
from hebiao.database import opened
from hebiao.job import Job, Options
from hebiao.pipeline import import_files
from hebiao.worker import read_record
from normalize.form import Form
from store import Record


def read(job: Job) -> Record:
    """Read a made-up format: what the file's name begins with is what happens."""
    name = Path(job.path).name
    if name.startswith("crash"):
        os._exit(9)
    form = Form(1, "project", name, year=2023, score_total=Decimal("95.5"))
    audit = Audit((Finding("score-total", "error", "合计不符"),), (), "differs")
    forms = ((form, audit),) if name.startswith("form") else ()
    error = None if forms else "没有表格"
    return Record(
        job.sha256, job.path, name, "text", 1, job.size, "imported" if forms else "no-form", "", __version__, error, forms=forms
    )


@pytest.fixture
def engine(tmp_path):
    with opened(f"sqlite:///{tmp_path}/archive.db", create=True) as engine:
        yield engine


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "forms"
    (folder / "again").mkdir(parents=True)
    for name, content in {"form.txt": "1", "crash.txt": "2", "note.txt": "3", "again/form-copy.txt": "1"}.items():
        (folder / name).write_text(content)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    return folder


def rows(engine, sql):
    return store.query_rows(engine, sql)[1]


def dump(engine):
    with engine.connect() as connection:
        return [line for line in connection.connection.driver_connection.iterdump() if "import_run" not in line]


def test_every_file_has_its_row_and_the_summary_tells_all(engine, folder):
    summary = import_files(engine, [folder], Options(), read=read)
    assert (summary.files, summary.imported, summary.no_form, summary.forms) == (5, 1, 1, 1)
    assert summary.findings == {"error": 1}
    assert {Path(path).name: reason for path, reason in summary.failures} == {
        "crash.txt": "读取进程意外退出(退出码 9)",
        "broken.txt": "文件不存在或已被移走",
    }
    assert dict(rows(engine, "select name, status from document")) == {
        "form.txt": "imported",
        "crash.txt": "failed",
        "note.txt": "no-form",
        "broken.txt": "failed",
    }
    assert len(rows(engine, "select path from document_path")) == 5


def test_the_same_folder_again_changes_nothing(engine, folder):
    (folder / "crash.txt").unlink()
    (folder / "broken.txt").unlink()
    import_files(engine, [folder], Options(), read=read)
    before = dump(engine)
    summary = import_files(engine, [folder], Options(), read=read)
    assert dump(engine) == before
    assert (summary.files, summary.known, summary.imported) == (3, 2, 0)


def test_a_known_content_found_elsewhere_gains_a_place(engine, folder, tmp_path):
    import_files(engine, [folder / "form.txt"], Options(), read=read)
    copy = tmp_path / "copy.txt"
    copy.write_text("1")
    import_files(engine, [copy], Options(), read=read)
    assert sorted(rows(engine, "select path from document_path")) == sorted([(str(folder / "form.txt"),), (str(copy),)])
    assert rows(engine, "select count(*) from form") == [(1,)]


def test_a_file_that_failed_is_tried_again(engine, folder):
    import_files(engine, [folder / "crash.txt"], Options(), read=read)
    (folder / "form.txt").write_text("2")
    summary = import_files(engine, [folder / "form.txt"], Options(), read=read)
    assert summary.imported == 1
    assert rows(engine, "select status, error from document") == [("imported", None)]


def test_progress_counts_contents(engine, folder):
    told = []
    import_files(engine, [folder], Options(), lambda *step: told.append(step), read)
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.usefixtures("folder")
def test_the_database_in_the_folder_is_left_out(engine, tmp_path):
    summary = import_files(engine, [tmp_path], Options(), read=read)
    assert summary.files == 5


def test_no_files_are_no_error(engine, tmp_path):
    (tmp_path / "empty").mkdir()
    summary = import_files(engine, [tmp_path / "empty"], Options())
    assert (summary.files, summary.failures, summary.files_per_second) == (0, (), 0.0)


def test_permission_is_told_in_plain_words(tmp_path, monkeypatch):
    def refuse(job):
        raise PermissionError(13, "Permission denied", job.path)

    monkeypatch.setattr(hebiao.reading, "read_job", refuse)
    assert read_record(Job(str(tmp_path), "s", 1, Options())).error == "没有读取权限"
