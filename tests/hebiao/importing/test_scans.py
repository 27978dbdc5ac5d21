"""Scans among other files: those are stored first, no scan is lost, and what lacked the extra is read again."""

import io
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import hebiao.reading.recognition
import store
from extract import Document, message
from extract.grid import Conservation
from hebiao.database import opened
from hebiao.importing.pipeline import import_files
from hebiao.importing.run import Listener
from hebiao.reading.file import _decide_status, read_job
from hebiao.reading.recognition import RECOGNISE_PAGE
from hebiao.sources.files import content_of
from hebiao.workers.answers import PagesWanted, RecognisedPage
from hebiao.workers.job import Job, Options, RecognisedPages
from normalize import Reading
from store import Record
from support.interrupted import archive, contents, finished, killed, processes_of, started
from support.packed_files import put, zipped

SCANS, OTHERS = 40, 60


def read(job: Job) -> Record | PagesWanted:
    """Read a made-up format: a file named ``scan`` has two pages that are pictures."""
    name = Path(job.path).name
    if name.startswith("scan") and job.recognised is None:
        return PagesWanted(f"{__name__}:recognise", (1, 2))
    record = Record(job.sha256, job.path, name, "text", 1, job.size, "no-form", "", "")
    if job.recognised is None:
        return record
    pages = job.recognised
    return replace(record, recognised=len(pages.files), recognised_seconds=pages.seconds)


def recognise(job: Job) -> RecognisedPage:
    """Recognise a page of a content, which must still be there."""
    time.sleep(0.02)
    assert content_of(job.place).sha256 == job.sha256
    return RecognisedPage(b"", 0.1)


@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
def test_files_among_scans_are_stored_first(tmp_path, is_packed):
    names = [f"scan-{number:03}" for number in range(SCANS)]
    names += [f"text-{number:03}" for number in range(OTHERS)]
    random.Random(3).shuffle(names)
    members = {f"{place:03}/{name}": name.encode() for place, name in enumerate(names)}
    if is_packed:
        put(tmp_path / "files" / "all.zip", zipped(members))
    else:
        for path, content in members.items():
            put(tmp_path / "files" / path, content)
    told = []
    listener = Listener(file=lambda outcome, _: told.append(Path(outcome.path).name))
    url = f"sqlite:///{tmp_path / 'all.db'}"
    with opened(url, create=True) as engine:
        summary = import_files(engine, [tmp_path / "files"], Options(workers=2), listener=listener, step=read)
        stored = [line.name for line in store.list_documents(engine)]
    assert summary.files == len(stored) == SCANS + OTHERS
    assert summary.recognised == 2 * SCANS
    assert summary.recognised_seconds == pytest.approx(0.1 * summary.recognised)
    last = max(place for place, name in enumerate(told) if name.startswith("text"))
    assert sum(name.startswith("scan") for name in told[:last]) < SCANS / 2


def scan_of(folder: Path, name: str = "scan.png", shade: int = 255) -> Path:
    out = io.BytesIO()
    Image.new("L", (413, 585), shade).save(out, "PNG", dpi=(50, 50))
    return put(folder / name, out.getvalue())


def job_of(path: Path, **how) -> Job:
    content = content_of(str(path))
    return Job(str(path), content.sha256, content.size, Options(**how))


def without_ocr(monkeypatch):
    monkeypatch.setattr(hebiao.reading.recognition, "is_ocr_installed", lambda: False)


def test_without_the_extra_a_scan_has_failed_with_the_command_that_installs_it(tmp_path, monkeypatch):
    without_ocr(monkeypatch)
    record = read_job(job_of(scan_of(tmp_path)))
    assert (record.status, record.error) == ("failed", message("ocr-missing"))
    off = read_job(job_of(scan_of(tmp_path), ocr_workers=0))
    assert (off.status, off.error) == ("failed", message("ocr-off"))


def test_with_the_extra_a_file_asks_for_its_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(hebiao.reading.recognition, "is_ocr_installed", lambda: True)
    job = job_of(scan_of(tmp_path))
    assert read_job(job) == PagesWanted(RECOGNISE_PAGE, (1,))
    why = message("time-limit", seconds="1")
    record = read_job(replace(job, recognised=RecognisedPages({}, {1: why})))
    assert (record.status, record.error) == ("failed", message("page-not-recognised", page=1, reason=why))


def test_forms_beside_scans_are_read_again_once_the_extra_is_there(tmp_path, monkeypatch):
    path = put(tmp_path / "files" / "mixed.pdf", b"form and scan")
    job = job_of(path)
    lacking = replace(read(job), status="imported", warnings=(message("ocr-missing"),))
    with opened(f"sqlite:///{tmp_path / 'a.db'}", create=True) as engine:
        store.save_records(engine, [lacking])
        without_ocr(monkeypatch)
        assert import_files(engine, [path], Options(), step=read).known == 1
        monkeypatch.setattr(hebiao.reading.recognition, "is_ocr_installed", lambda: True)
        assert import_files(engine, [path], Options(ocr_workers=0), step=read).known == 1
        assert import_files(engine, [path], Options(), step=read).no_form == 1
        assert import_files(engine, [path], Options(), step=read).known == 1


@pytest.mark.slow
def test_killed_among_scans_of_an_archive(tmp_path):
    pytest.importorskip("onnxruntime", reason="needs the extra ocr")
    folder = archive(tmp_path / "archive", 8)
    scans = {f"scan-{shade}.png": scan_of(tmp_path, shade=shade).read_bytes() for shade in range(200, 206)}
    put(folder / "scans.zip", zipped(scans))
    held_url, url = (f"sqlite:///{tmp_path / name}" for name in ("held.db", "killed.db"))
    begun = time.monotonic()
    finished(folder, held_url)
    seconds = time.monotonic() - begun
    drawn = random.Random(7)
    for _ in range(3):
        process = started(folder, url)
        time.sleep(drawn.uniform(seconds / 4, seconds))
        killed(process)
        until = time.monotonic() + 60
        while processes_of(process.pid):
            assert time.monotonic() < until
            time.sleep(0.02)
    finished(folder, url)
    assert contents(url) == contents(held_url)
    assert len(contents(url)["document"]) == 8 + 1 + len(scans)


@pytest.mark.parametrize(("scanned", "status"), [((1,), "unread"), ((), "no-form")])
def test_a_recognised_form_without_indicators_is_unread(scanned, status):
    document = Document("pdf", "pdfium", 1, (), (), Conservation(0, 0, 0), scanned=scanned)
    reading = Reading((), message("no-indicators", table="项目支出绩效自评表"))
    assert _decide_status(document, reading)[0] == status
