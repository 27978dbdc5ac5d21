"""From folders to rows: each content once, whatever happens has its row."""

import os
import sqlite3
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import hebiao.database
import hebiao.importing.storing
import hebiao.reading.file
import hebiao.workers.job
import store
from audit.finding import Audit, Finding
from extract import message
from hebiao import __version__
from hebiao.database import opened, retry_while_away
from hebiao.errors import DatabaseUnusable
from hebiao.importing.changes import Change
from hebiao.importing.pipeline import import_files
from hebiao.importing.run import ImportRequest, ImportSettings, Listener
from hebiao.importing.stream import READ_FORMS
from hebiao.sources.files import Choice
from hebiao.workers.answers import make_failure
from hebiao.workers.job import Job, Options
from hebiao.workers.worker import run_step
from normalize import Form
from store import Record
from store.errors import WriteFailed
from support.packed_files import zipped
from support.sentences import as_told


def read(job: Job) -> Record:
    """Read a made-up format: what the file's name begins with is what happens."""
    name = Path(job.path).name
    if name.startswith("crash"):
        os._exit(9)
    form = Form(1, "project", name, year=2023, score_total=Decimal("95.5"))
    audit = Audit((Finding("score-total", "error", as_told("合计不符")),), (), "differs")
    forms = ((form, audit),) if name.startswith("form") else ()
    error = None if forms else message("as-told", text="没有表格")
    return Record(
        job.sha256,
        job.path,
        name,
        "text",
        1,
        job.size,
        "imported" if forms else "no-form",
        "",
        __version__,
        error,
        forms=forms,
    )


def read_all_as_forms(job: Job) -> Record:
    return replace(read(replace(job, path=f"form of {Path(job.path).name}")), path=job.path)


def read_otherwise(job: Job) -> Record:
    record = read(job)
    return replace(
        record, forms=tuple((replace(form, score_total=Decimal(96)), audit) for form, audit in record.forms)
    )


def read_nothing(job: Job) -> Record:
    return make_failure(job.path, job.sha256, job.size, message("as-told", text="读不了"))


@pytest.fixture
def engine(tmp_path):
    with opened(f"sqlite:///{tmp_path}/archive.db", create=True) as engine:
        yield engine


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "forms"
    (folder / "again").mkdir(parents=True)
    for name, content in {
        "form.txt": "1",
        "crash.txt": "2",
        "note.txt": "3",
        "again/form-copy.txt": "1",
    }.items():
        (folder / name).write_text(content)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    return folder


def rows(engine, sql):
    return store.query_rows(engine, sql)[1]


def dump(engine):
    with engine.connect() as connection:
        return [
            line for line in connection.connection.driver_connection.iterdump() if "import_run" not in line
        ]


def names(engine):
    return [name for (name,) in rows(engine, "select name from document order by id")]


def test_every_file_has_its_row_and_the_summary_tells_all(engine, folder):
    summary = import_files(engine, [folder], Options(), step=read)
    assert (summary.files, summary.known, summary.imported, summary.no_form, summary.failed) == (
        5,
        1,
        1,
        1,
        2,
    )
    assert (summary.forms, summary.findings) == (1, {"error": 1})
    assert {Path(path).name: reason for path, reason in summary.failures} == {
        "crash.txt": "读取进程意外退出（退出码 9）",
        "broken.txt": "链接所指的文件不存在",
    }
    assert dict(rows(engine, "select name, status from document")) == {
        "form.txt": "imported",
        "crash.txt": "failed",
        "note.txt": "no-form",
        "broken.txt": "failed",
    }
    assert len(rows(engine, "select path from document_path")) == 5


def test_documents_are_numbered_in_the_order_of_their_files(engine, tmp_path):
    for number in range(40):
        (tmp_path / f"{number:02}.txt").symlink_to("nowhere") if number % 3 == 0 else (
            tmp_path / f"{number:02}.txt"
        ).write_text(str(number))
    import_files(engine, [tmp_path], Options(workers=3), step=read)
    assert names(engine) == sorted(names(engine))
    assert len(names(engine)) == 40


def test_the_same_folder_again_changes_nothing(engine, folder):
    (folder / "crash.txt").unlink()
    (folder / "broken.txt").unlink()
    import_files(engine, [folder], Options(), step=read)
    before = dump(engine)
    summary = import_files(engine, [folder], Options(), step=read)
    assert dump(engine) == before
    assert (summary.files, summary.known, summary.imported, summary.older) == (3, 3, 0, 0)


def test_copies_gain_a_place_each_whether_their_content_is_stored_or_under_way_or_failed(engine, tmp_path):
    settings = ImportSettings(files_in_query=2)
    for number in range(6):
        (tmp_path / f"form-{number}.txt").write_text("1")
        (tmp_path / f"crash-{number}.txt").write_text("2")
    summary = import_files(engine, [tmp_path], Options(), step=read, settings=settings)
    assert (summary.files, summary.known, summary.imported, summary.failed) == (12, 10, 1, 1)
    assert rows(engine, "select count(*) from document_path group by document_id") == [(6,), (6,)]


def test_a_known_content_found_elsewhere_gains_a_place(engine, folder, tmp_path):
    import_files(engine, [folder / "form.txt"], Options(), step=read)
    copy = tmp_path / "copy.txt"
    copy.write_text("1")
    import_files(engine, [copy], Options(), step=read)
    assert sorted(rows(engine, "select path from document_path")) == sorted(
        [(str(folder / "form.txt"),), (str(copy),)]
    )
    assert rows(engine, "select count(*) from form") == [(1,)]


def test_a_file_that_failed_is_tried_again(engine, folder):
    import_files(engine, [folder / "crash.txt"], Options(), step=read)
    (folder / "form.txt").write_text("2")
    summary = import_files(engine, [folder / "form.txt"], Options(), step=read)
    assert summary.imported == 1
    assert rows(engine, "select status, error from document") == [("imported", None)]


def test_a_file_that_can_be_opened_by_now_has_failed_no_more(engine, folder):
    import_files(engine, [folder], Options(), step=read)
    (folder / "nowhere").write_text("1")
    import_files(engine, [folder / "broken.txt"], Options(), step=read)
    assert [Path(one.path).name for one in store.list_failures(engine)] == ["crash.txt"]


def test_an_archive_and_a_folder_that_can_be_opened_by_now_have_failed_no_more(engine, folder):
    (folder / "in").symlink_to(folder / "later")
    (folder / "cut.zip").write_bytes(zipped({"form.txt": b"5"})[:-9])
    import_files(engine, [folder], Options(), step=read)
    assert {"cut.zip", "in"} <= {Path(one.path).name for one in store.list_failures(engine)}
    (folder / "in").unlink()
    (folder / "in").mkdir()
    (folder / "cut.zip").write_bytes(zipped({"form.txt": b"5"}))
    summary = import_files(engine, [], Options(), ImportRequest(retry=True), step=read)
    assert summary.imported == 1
    assert [Path(one.path).name for one in store.list_failures(engine)] == ["broken.txt", "crash.txt"]


def test_a_retry_that_is_broken_off_is_gone_on_with(engine, folder):
    settings = ImportSettings(records_in_commit=1)
    members = {f"form {number}.txt": b"%d" % number for number in range(5, 9)}
    (folder / "cut.zip").write_bytes(zipped(members)[:-9])
    import_files(engine, [folder], Options(), step=read, settings=settings)
    (folder / "cut.zip").write_bytes(zipped(members))
    (folder / "nowhere").write_text("9")

    def break_off(_outcome, summary):
        if summary.files == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(
            engine,
            [],
            Options(),
            ImportRequest(retry=True),
            Listener(file=break_off),
            step=read,
            settings=settings,
        )
    import_files(engine, [], Options(), ImportRequest(retry=True), step=read, settings=settings)
    assert set(members) <= set(names(engine))
    assert [Path(one.path).name for one in store.list_failures(engine)] == ["crash.txt"]


def test_a_path_with_another_content_by_now_has_failed_no_more(engine, folder):
    import_files(engine, [folder], Options(), step=read)
    (folder / "crash.txt").rename(folder / "form-2.txt")
    (folder / "crash.txt").write_text("4")
    assert "crash.txt" in str(store.list_failures(engine))
    import_files(engine, [folder], Options(), step=read_all_as_forms)
    assert "crash.txt" not in str(store.list_failures(engine))


def test_only_what_failed_is_tried_again_and_needs_no_path(engine, folder):
    import_files(engine, [folder], Options(), step=read)
    (folder / "more.txt").write_text("5")
    seen = []
    listener = Listener(file=lambda outcome, _: seen.append((Path(outcome.path).name, outcome.status)))
    summary = import_files(engine, [], Options(), ImportRequest(retry=True), listener, step=read_all_as_forms)
    assert (summary.files, summary.imported, summary.failed) == (2, 1, 1)
    assert seen == [("broken.txt", "failed"), ("crash.txt", "imported")]


def test_globs_choose_among_what_failed_by_the_whole_path(engine, folder):
    (folder / "cut.zip").write_bytes(zipped({"form.txt": b"5"})[:-9])
    import_files(engine, [folder], Options(), step=read)

    def retried(**globs):
        seen = []
        listener = Listener(file=lambda outcome, _: seen.append(Path(outcome.path).name))
        import_files(engine, [], Options(), ImportRequest(Choice(**globs), retry=True), listener, step=read)
        return seen

    assert retried(exclude=("crash*",)) == ["broken.txt", "cut.zip"]
    assert retried(exclude=("*/forms/c*",)) == ["broken.txt"]
    assert retried(include=("crash*",)) == ["crash.txt", "cut.zip"]


def test_what_an_older_version_read_is_left_alone_and_told(engine, folder, monkeypatch):
    import_files(engine, [folder / "form.txt"], Options(), step=read)
    monkeypatch.setattr(hebiao.workers.job, "__version__", "99.0")
    summary = import_files(engine, [folder / "form.txt"], Options(), step=read)
    assert (summary.known, summary.older, summary.imported) == (1, 1, 0)


def test_reading_again_tells_what_changed_and_doubles_nothing(engine, folder):
    import_files(engine, [folder], Options(), step=read)
    told = []
    listener = Listener(change=lambda path, changes: told.extend((Path(path).name, one) for one in changes))
    summary = import_files(
        engine, [folder], Options(), ImportRequest(reread=True), listener, step=read_otherwise
    )
    assert (summary.files, summary.known, summary.imported, summary.changed, summary.changes) == (
        5,
        1,
        1,
        1,
        1,
    )
    assert told == [("form.txt", Change(1, "form.txt", "form", "", "score_total", "95.5", "96"))]
    assert rows(engine, "select score_total from form") == [(96,)]


def test_a_form_that_says_the_same_again_keeps_its_rows(engine, folder):
    import_files(engine, [folder / "form.txt", folder / "note.txt"], Options(), step=read)
    before = dump(engine)
    summary = import_files(engine, [folder], Options(), ImportRequest(reread=True), step=read)
    assert (summary.changed, summary.changes) == (0, 0)
    assert [line for line in dump(engine) if 'INSERT INTO "form"' in line] == [
        line for line in before if 'INSERT INTO "form"' in line
    ]


def test_reading_again_goes_on_where_it_was_broken_off(engine, tmp_path):
    settings = ImportSettings(records_in_commit=1)
    for name in ("form a.txt", "form b.txt", "form c.txt"):
        (tmp_path / name).write_text(name)
    import_files(engine, [tmp_path], Options(), step=read, settings=settings)

    def break_off(_outcome, summary):
        if summary.files == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(
            engine,
            [tmp_path],
            Options(),
            ImportRequest(reread=True),
            Listener(file=break_off),
            step=read_otherwise,
            settings=settings,
        )
    assert rows(engine, "select files, interrupted from import_run order by id desc limit 1") == [(2, 1)]
    notes = []
    again = import_files(
        engine,
        [tmp_path],
        Options(),
        ImportRequest(reread=True),
        Listener(note=notes.append),
        step=read_otherwise,
        settings=settings,
    )
    assert (again.known, again.changed, len(notes)) == (2, 1, 1)
    anew = import_files(
        engine,
        [tmp_path],
        Options(),
        ImportRequest(reread=True),
        Listener(note=notes.append),
        step=read,
        settings=settings,
    )
    assert (anew.known, anew.changed, len(notes)) == (0, 3, 1)


def test_a_new_reading_that_fails_takes_nothing_away(engine, folder):
    import_files(engine, [folder / "form.txt"], Options(), step=read)
    summary = import_files(engine, [folder], Options(), ImportRequest(reread=True), step=read_nothing)
    assert (summary.imported, summary.changed) == (0, 0)
    assert rows(engine, "select status from document where name = 'form.txt'") == [("imported",)]


def test_an_import_has_its_row_from_the_start(engine, folder):
    during = []
    listener = Listener(
        file=lambda *_: during.append(rows(engine, "select interrupted, finished_at from import_run"))
    )
    import_files(engine, [folder], Options(), listener=listener, step=read)
    assert during[0] == [(1, None)]
    [run] = rows(
        engine, "select files, known, imported, no_form, failed, forms, findings, interrupted from import_run"
    )
    assert run == (5, 1, 1, 1, 2, 1, 1, 0)


def test_a_database_that_goes_away_for_a_while_is_waited_for(engine, folder, monkeypatch):
    monkeypatch.setattr(hebiao.database, "RETRY_PAUSES_SECONDS", (0.0, 0.0))
    save, tries, notes = store.save_records, [], []

    def shaky(*args, **more):
        tries.append(1)
        if len(tries) < 3:
            raise WriteFailed(reason="weg") from OperationalError("insert", {}, away(sqlite3.SQLITE_FULL))
        return save(*args, **more)

    monkeypatch.setattr(store, "save_records", shaky)
    summary = import_files(engine, [folder], Options(), listener=Listener(note=notes.append), step=read)
    assert summary.imported == 1
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("code", "error", "tries"),
    [(sqlite3.SQLITE_FULL, DatabaseUnusable, 3), (sqlite3.SQLITE_READONLY, OperationalError, 1)],
)
def test_patience_ends_and_is_kept_for_what_may_pass(monkeypatch, code, error, tries):
    monkeypatch.setattr(hebiao.database, "RETRY_PAUSES_SECONDS", (0.0, 0.0))
    tried = []

    def fail():
        tried.append(1)
        raise OperationalError("insert", {}, away(code))

    with pytest.raises(error):
        retry_while_away(fail, lambda _: None)
    assert len(tried) == tries


def test_a_full_disk_is_told_and_waited_for_though_its_savepoint_is_missed(monkeypatch):
    monkeypatch.setattr(hebiao.database, "RETRY_PAUSES_SECONDS", (0.0,))
    notes = []

    def fail():
        missed = OperationalError("rollback to savepoint", {}, away(sqlite3.SQLITE_ERROR))
        missed.__context__ = OperationalError("insert", {}, away(sqlite3.SQLITE_FULL))
        raise missed

    with pytest.raises(DatabaseUnusable, match="磁盘已满"):
        retry_while_away(fail, notes.append)
    assert len(notes) == 1


def away(code):
    error = sqlite3.OperationalError("away")
    error.sqlite_errorcode = code
    return error


def test_memory_is_for_what_is_under_way_only(engine, tmp_path, monkeypatch):
    settings = ImportSettings(records_in_commit=4, files_in_query=4)
    for number in range(300):
        (tmp_path / f"{number:03}.txt").write_text(str(number))
    under_way = []
    store_records = hebiao.importing.storing.store_records
    monkeypatch.setattr(
        hebiao.importing.storing,
        "store_records",
        lambda run, batch: under_way.append(len(run.under_way)) or store_records(run, batch),
    )
    import_files(engine, [tmp_path], Options(workers=1), step=read, settings=settings)
    assert len(under_way) >= 75
    assert max(under_way) < 40


def read_after_the_others(job: Job) -> Record:
    """Wait with the last file until those before it are told of."""
    while job.path.endswith("z.txt") and not Path(job.path).with_name(".told").exists():
        time.sleep(0.01)
    return read(job)


def test_what_is_read_is_stored_while_one_file_takes_long(engine, tmp_path):
    settings = ImportSettings(most_commit_delay_seconds=0.1)
    for name in ("form a.txt", "form b.txt", "form z.txt"):
        (tmp_path / name).write_text(name)
    told = []

    def tell(outcome, _):
        told.append((Path(outcome.path).name, outcome.status))
        if len(told) == 2:
            (tmp_path / ".told").touch()

    import_files(
        engine,
        [tmp_path],
        Options(workers=1, timeout=30),
        listener=Listener(file=tell),
        step=read_after_the_others,
        settings=settings,
    )
    assert told == [(name, "imported") for name in ("form a.txt", "form b.txt", "form z.txt")]


@pytest.mark.usefixtures("folder")
def test_the_database_in_the_folder_is_left_out(engine, tmp_path):
    summary = import_files(engine, [tmp_path], Options(), step=read)
    assert summary.files == 5


def test_no_files_are_no_error(engine, tmp_path):
    (tmp_path / "empty").mkdir()
    summary = import_files(engine, [tmp_path / "empty"], Options())
    assert (summary.files, summary.failures, summary.files_per_second) == (0, (), 0.0)


def test_a_file_that_is_written_to_while_it_is_read_is_told(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("今天没有表。")
    record = run_step(READ_FORMS, Job(str(path), "00", 1, Options()))
    assert (record.status, record.error) == ("failed", message("file-changed"))


def test_permission_is_told_in_plain_words(tmp_path, monkeypatch):
    def refuse(job):
        raise PermissionError(13, "Permission denied", job.path)

    monkeypatch.setattr(hebiao.reading.file, "read_job", refuse)
    assert run_step(READ_FORMS, Job(str(tmp_path), "s", 1, Options())).error == message("no-permission")
