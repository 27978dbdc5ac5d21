"""A file that somebody writes to while it is read is never stored under the wrong hash."""

from pathlib import Path

import pytest

from hebiao.reading import file as reading
from hebiao.reading.file import FileLost
from hebiao.sources.content import FileChanged
from hebiao.sources.files import content_of
from hebiao.workers.job import Job, Options

FORM = "部门整体支出绩效自评表\n部门名称\t望城区征地服务中心\n"


def job_for(path):
    content = content_of(str(path))
    return Job(str(path), content.sha256, content.size, Options())


@pytest.mark.parametrize("after", [FORM.replace("望城", "开福"), "%PDF-1.4 cut", None])
def test_a_file_that_changed_between_hashing_and_reading_is_told_as_that(tmp_path, after):
    path = tmp_path / "a.txt"
    path.write_text(FORM)
    job = job_for(path)
    assert reading.read_job(job).sha256 == job.sha256
    path.unlink() if after is None else path.write_text(after)
    with pytest.raises(FileLost if after is None else FileChanged):
        reading.read_job(job)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(FORM)
    job = job_for(path)
    read = reading._read_pages
    monkeypatch.setattr(reading, "_read_pages", lambda *how: (read(*how), Path(path).write_text("more"))[0])
    with pytest.raises(FileChanged):
        reading.read_job(job)
