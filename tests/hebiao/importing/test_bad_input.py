"""Bad input of every kind: each file has its document row with status and reason, and the rest of the folder is imported."""

import sqlite3

import pypdfium2 as pdfium
import pytest

from hebiao.cli import run
from support.paths import SAMPLES
from support.pdf_bytes import pdf, show

CLEAN = SAMPLES / "云澜市妇幼保健院-2023.pdf"
PDF = CLEAN.read_bytes()
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

SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q\n"
CURVES = "100 100 m 110 120 120 120 130 100 c 130 90 110 90 100 100 c h f\n" * 1000
WITHOUT_OCR = ("--ocr-workers", "0")
HEADS = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出指标 数量指标 养护里程 86公里 86公里 20 20\n"
LOST = {
    "scan.pdf": ("failed", pdf(SCAN)),
    "report-with-scan.pdf": ("failed", pdf(show("绩效自评报告", 200, 700), SCAN)),
    "curves.pdf": ("failed", pdf(CURVES)),
    "lost.txt": ("unread", HEADS.encode()),
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    home = tmp_path_factory.mktemp("bad")
    folder = home / "forms"
    folder.mkdir()
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "gb18030.txt").write_bytes(GB18030.read_bytes())
    for name, (_, content) in LOST.items():
        (folder / name).write_bytes(content)
    (folder / "note.txt").write_text("今天没有表。\n", encoding="utf-8")
    (folder / "gone.pdf").symlink_to(folder / "nowhere")
    status = run(["import", str(folder), "--db", f"sqlite:///{home}/hebiao.db", *WITHOUT_OCR])
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


@pytest.mark.parametrize("name", LOST)
def test_a_file_whose_form_may_not_have_been_read_says_why(imported, name):
    state, reason = imported[1][name]
    assert state == LOST[name][0]
    assert any(words in reason for words in ("是图片", "是曲线", "像自评表"))


@pytest.mark.parametrize("name", LOST)
def test_an_import_of_such_a_file_alone_is_no_success_and_it_is_tried_again(tmp_path, name, capsys):
    file = tmp_path / name
    file.write_bytes(LOST[name][1])
    url = f"sqlite:///{tmp_path}/hebiao.db"
    assert run(["import", str(file), "--db", url, *WITHOUT_OCR]) == 3
    assert run(["import", "--retry", "--db", url, *WITHOUT_OCR]) == 3
    capsys.readouterr()
    assert run(["failures", "--db", url]) == 0
    assert name in capsys.readouterr().out
    assert run(["check", str(file), *WITHOUT_OCR]) == 3


def test_a_form_beside_a_picture_is_imported_with_a_note(tmp_path):
    file = tmp_path / "mixed.pdf"
    with pdfium.PdfDocument(CLEAN) as form, pdfium.PdfDocument(pdf(SCAN)) as scan:
        form.import_pages(scan)
        form.save(file)
    assert run(["import", str(file), "--db", f"sqlite:///{tmp_path}/hebiao.db", *WITHOUT_OCR]) == 0
    rows = sqlite3.connect(tmp_path / "hebiao.db").execute("select status, error, warnings from document")
    [(state, error, told)] = rows.fetchall()
    assert (state, error) == ("imported", None)
    assert "是图片" in told


def test_a_text_without_a_form_has_not_failed(imported):
    state, reason = imported[1]["note.txt"]
    assert state == "no-form"
    assert reason


def test_a_text_in_gb18030_is_read(imported):
    assert imported[1]["gb18030.txt"] == ("imported", None)
