"""A folder with a file of every format under wrong endings: all is read, shown, searched, corrected and exported."""

from __future__ import annotations

import sqlite3

import pytest

from extract import read
from hebiao.cli import run
from hebiao.database import opened
from hebiao.review import correct
from support.paths import SAMPLES
from support.same_form import WRITERS, list_pieces

OFFICE = SAMPLES / "office"
NAMED = {
    "L03.docx": "a.pdf",
    "L11.html": "b.xls",
    "L01.xls": "c.xlsx",
    "L06.xlsx": "d.xls",
    "L04.rtf": "e.doc",
    "L12.mht": "f.doc",
    "L05.odt": "g.docx",
    "L08.xml": "h.xls",
    "L09.ods": "i.txt",
    "L00.ofd": "j.pdf",
    "L02.wps": "k",
    "L13.docling.json": "l.txt",
    "L18.mineru.json": "m.md",
    "L14.md": "n.html",
    "L16.doc": "o.wps",
    "L10.xls": "p.zip",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBIAO_DB", raising=False)
    inside = tmp_path / "forms"
    inside.mkdir()
    for kept, name in NAMED.items():
        (inside / name).write_bytes((OFFICE / kept).read_bytes())
    return inside


def columns(sql):
    return sqlite3.connect("hebiao.db").execute(sql).fetchall()


def test_every_format_is_imported_shown_searched_corrected_and_exported(folder, capsys):
    assert run(["import", str(folder), "--quiet"]) == 0
    assert columns("select count(distinct document_id) from form") == [(len(NAMED),)]
    assert columns("select name from document where status <> 'imported'") == []
    for name in ("a.pdf", "d.xls", "e.doc", "j.pdf", "l.txt"):
        assert run(["show", str(folder / name), "--quiet"]) == 0
    assert run(["search", "指标", "--quiet"]) == 0
    assert run(["export", "--to", "out.xlsx", "--quiet"]) == 0
    found = columns(
        "select form.id from form join document on document_id = document.id where format in ('docx', 'xlsx')"
    )
    with opened("sqlite:///hebiao.db") as engine:
        for (form,) in found:
            correct(engine, form, "form", 0, "department", after="改过的单位")
    assert run(["import", str(folder), "--reread", "--quiet"]) == 0
    assert columns("select count(*) from form where department = '改过的单位'") == [(len(found),)] == [(2,)]
    capsys.readouterr()


def test_what_has_no_page_to_draw_says_so(folder, capsys):
    (folder / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert run(["show", str(folder / "empty.zip"), "--page", "1", "--boxes", "page.png"]) in {2, 3}
    assert "empty.zip" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.pdf", "d.xls"])
def test_tables_that_stand_on_no_page_are_drawn(folder, name):
    assert run(["show", str(folder / name), "--page", "1", "--boxes", str(folder / "page.png")]) == 0


def test_a_package_without_its_list_of_types_is_a_document_and_no_archive(folder):
    written = WRITERS["docx"](list_pieces(read(OFFICE / "L03.docx")))
    assert b"Content_Types" not in written
    (folder / "a.pdf").write_bytes(written)
    assert run(["import", str(folder / "a.pdf"), "--quiet"]) == 0
    assert columns("select format, status from document") == [("docx", "imported")]
