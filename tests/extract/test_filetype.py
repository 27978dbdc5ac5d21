"""What a file is, and the plain refusal of what hebiao does not read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from typing import get_args

import pytest

import extract
from extract import Message, message
from extract.errors import FileMissing, FileTooLarge, IsFolder, NoPermission, NoRegularFile
from extract.filetype import Kind, tell_kind
from extract.reader import READERS, find_reader


def package(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "<x/>")
    return buffer.getvalue()


def other(kind: str, **args: str) -> Message:
    return message("other-format", kind=message(f"format-{kind}", **args))


def compound(stream: str) -> bytes:
    """An OLE2 file's header and its directory's entry for a stream."""
    name = stream.encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\2"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


REFUSED = [
    (b"", message("empty-file")),
    (b"\xef\xbb\xbf \r\n", message("empty-file")),
    (bytes(4096), message("empty-file")),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", message("broken-picture")),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", message("broken-picture")),
    (b"II*\0\x08\0\0\0", message("broken-picture")),
    (b"BM\x36\0\0\0\0\0\0\0", message("broken-picture")),
    (package("xl/workbook.xml"), message("broken-part", part="xl/workbook.xml")),
    (package("OFD.xml"), message("no-pages")),
    (package("2023/自评表.pdf"), other("archive", variant="ZIP")),
    (compound("Workbook"), message("broken-package")),
    (compound("EncryptedPackage"), other("locked-office")),
    (b"Rar!\x1a\x07\x01\0", other("archive", variant="RAR")),
    (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        message("broken-part", part="xml"),
    ),
    (b"\x7fELF\x02\x01\x01\0\0\0", message("no-text")),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_no_form_is_refused_by_what_it_is_not_by_its_name(tmp_path, data, reason):
    path = tmp_path / "自评表.pdf"
    path.write_bytes(data)
    with pytest.raises(extract.Unreadable) as refusal:
        extract.read(path)
    assert refusal.value.message == reason
    assert path.name not in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before the mark\n" * 40 + b"%PDF-1.4", "pdf"),
        (b"." * 1024 + b"%PDF-1.4", "text"),
        (b"BM\t1\nRIFF\t2", "text"),
        ("名称\t1".encode("utf-16"), "text"),
    ],
)
def test_pdf_and_text_are_told_apart_by_content(data, kind):
    assert tell_kind(data) == kind


def test_each_kind_without_pages_has_a_reader():
    assert set(READERS) == set(get_args(Kind)) - {"pdf", "ofd", "picture"}
    assert all(callable(find_reader(kind)) for kind in READERS)


def test_of_the_type_that_a_package_names_only_the_beginning_is_read():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text" + bytes(64 * 2**20))
    tracemalloc.start()
    assert tell_kind(data.getvalue()) == "odt"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_broken_type_of_a_package_is_refused():
    packed = package("mimetype")
    broken = packed[:40] + b"\xff\xff" + packed[42:]
    with pytest.raises(extract.Unreadable):
        tell_kind(broken)


def test_a_text_file_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "form.pdf"
    path.write_text("名称\t档案馆\n得分\t96", "gb18030")
    assert extract.read(path).grids[0].rows == 2


def test_paths_that_hold_no_readable_file_are_refused(tmp_path):
    with pytest.raises(FileMissing):
        extract.read(tmp_path / "missing.pdf")
    with pytest.raises(IsFolder):
        extract.read(tmp_path)
    with pytest.raises(FileMissing):
        extract.read(tmp_path / "loop" / "x")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NoRegularFile):
        extract.read(tmp_path / "pipe")


def test_a_file_without_read_permission_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "locked.txt"
    path.write_text("名称\t1")

    def denied(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", denied)
    with pytest.raises(NoPermission):
        extract.read(path)


def test_a_file_over_the_limit_is_refused(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("a\t1\n" * 10)
    assert extract.read(path, max_bytes=40).grids
    with pytest.raises(FileTooLarge):
        extract.read(path, max_bytes=39)


def test_an_unknown_engine_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="tabula"):
        extract.read(tmp_path, engine="tabula")


def test_importing_extract_imports_no_heavy_package():
    heavy = "import sys, extract; print([m for m in ('pdfplumber', 'camelot', 'pandas', 'numpy', 'pypdfium2', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
