"""Bad input of every kind: each file has its document row with status and reason, and the rest of the folder is imported."""

import sqlite3

import pytest

from hebiao.cli import run
from support.paths import SAMPLES

PDF = (SAMPLES / "云澜市妇幼保健院-2023.pdf").read_bytes()
GB18030 = SAMPLES / "澜江县水利局-2021.txt"


def pdf_of(*objects, trailer=b""):
    """Put objects together into a PDF with a right cross-reference table."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return (
        body + head + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(body))
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
LOCK = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32)
BAD = {
    "empty.pdf": b"",
    "half.pdf": PDF[: len(PDF) // 2],
    "password.pdf": pdf_of(
        CATALOG, b"<</Type/Pages/Kids[]/Count 0>>", LOCK, trailer=b"/Encrypt 3 0 R/ID[<00><00>]"
    ),
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "no-pages.pdf": pdf_of(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"),
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "noise.txt": bytes(range(256)) * 20,
}
REASONS = {
    "empty.pdf": "空",
    "password.pdf": "密码",
    "picture.pdf": "图片",
    "no-pages.pdf": "页",
    "half.pdf": "损坏",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    home = tmp_path_factory.mktemp("bad")
    folder = home / "forms"
    folder.mkdir()
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "gb18030.txt").write_bytes(GB18030.read_bytes())
    (folder / "note.txt").write_text("今天没有表。\n", encoding="utf-8")
    (folder / "gone.pdf").symlink_to(folder / "nowhere")
    status = run(["import", str(folder), "--db", f"sqlite:///{home}/hebiao.db"])
    rows = sqlite3.connect(home / "hebiao.db").execute("select name, status, error from document").fetchall()
    return status, {name: (state, error) for name, state, error in rows}


def test_the_import_says_that_files_failed(imported):
    assert imported[0] == 3


@pytest.mark.parametrize("name", [*BAD, "gone.pdf"])
def test_a_bad_file_is_failed_with_a_reason_in_plain_words(imported, name):
    state, reason = imported[1][name]
    assert state == "failed"
    assert REASONS.get(name, "") in reason
    assert "意外错误" not in reason
    assert any("\u4e00" <= character <= "\u9fff" for character in reason)


def test_a_text_without_a_form_has_not_failed(imported):
    state, reason = imported[1]["note.txt"]
    assert state == "no-form"
    assert reason


def test_a_text_in_gb18030_is_read(imported):
    assert imported[1]["gb18030.txt"] == ("imported", None)
