"""What somebody corrects while an import runs is in the database when the import is done."""

import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import text

import hebiao.importing.storing
import store
from audit.finding import Audit
from hebiao import __version__
from hebiao.importing.changes import compare_with_stored
from hebiao.importing.pipeline import import_files
from hebiao.importing.run import ImportRequest
from hebiao.workers.job import Options
from normalize import Form, Goal
from store import Record
from support.store_samples import url_in

pytestmark = pytest.mark.usefixtures("database")

CORRECT = """
import sys
import store
from hebiao.review import correct
correct(store.open_store(sys.argv[1]), 1, "goal", 1, "actual", after="腾地9000亩")
"""


def read(job):
    form = Form(1, "project", "自评表", goals=(Goal(1, "腾地8000亩", "腾地900亩"),))
    made = ((form, Audit((), (), "unchecked")),)
    return Record(job.sha256, job.path, "form", "text", 1, job.size, "imported", "", __version__, forms=made)


def read_otherwise(job):
    record = read(job)
    return replace(
        record, forms=tuple((replace(form, title="新读的自评表"), audit) for form, audit in record.forms)
    )


def test_a_correction_between_the_comparing_and_the_storing_of_a_new_reading_is_kept(tmp_path, monkeypatch):
    url = url_in(tmp_path)
    engine = store.open_store(url)
    (tmp_path / "form").write_text("一", "utf8")

    def compared_and_then_corrected(*given):
        found = compare_with_stored(*given)
        subprocess.run([sys.executable, "-c", CORRECT, url], check=True, timeout=60)
        return found

    import_files(engine, [tmp_path / "form"], Options(), step=read)
    monkeypatch.setattr(hebiao.importing.storing, "compare_with_stored", compared_and_then_corrected)
    summary = import_files(
        engine, [tmp_path / "form"], Options(), ImportRequest(reread=True), step=read_otherwise
    )
    assert summary.changed == 1
    with engine.connect() as connection:
        told = connection.execute(
            text("select form.title, goal.actual from form join goal on goal.form_id = form.id")
        ).all()
    assert told == [("新读的自评表", "腾地9000亩")]
