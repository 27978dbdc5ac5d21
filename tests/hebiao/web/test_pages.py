"""What the pages answer, without a browser."""

import csv
import hashlib
import io
import re
import tomllib
from importlib.resources import files
from zipfile import ZipFile

import pytest

from extract import message

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from dataclasses import replace

from fastapi.testclient import TestClient

import store
from audit import all_rules
from extract.grid import Box
from hebiao.errors import WrongUsage
from hebiao.locale.texts import LANGUAGES, catalogue
from hebiao.review import correct
from hebiao.web.app import make_app
from hebiao.web.http.static_files import static_files
from hebiao.web.views.lists import COLUMNS
from normalize import Form
from support.pdf_bytes import pdf
from support.store_samples import fresh, no_form, record, rich_form

TEMPLATES = files("hebiao.web").joinpath("templates")


@pytest.fixture
def site(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), record("b.pdf"), no_form(), no_form("broken.pdf", "failed")])
    with TestClient(make_app(engine, cache=tmp_path / "cache"), base_url="http://127.0.0.1") as client:
        yield client
    engine.dispose()


def test_a_file_that_looks_like_a_form_is_shown_with_its_status(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), no_form("lost.txt", "unread")])
    with TestClient(make_app(engine, cache=tmp_path / "cache"), base_url="http://127.0.0.1") as client:
        assert "/files?status=unread" in client.get("/").text
        shown = client.get("/files?status=unread").text
        failures = client.get("/api/failures").json()
    engine.dispose()
    assert "lost.txt" in shown
    assert "a.pdf" not in shown
    assert failures["total"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?year=2023&verdict=differs&rule=over-budget&kind=project",
        "/forms",
        "/forms?q=腾地&sort=errors&desc=1",
        "/files",
        "/form/1",
    ],
)
def test_each_page_is_shown_in_each_language(site, address, language):
    site.cookies.set("hebiao_language", language)
    answer = site.get(address)
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in answer.text


def test_a_rule_s_name_that_is_cut_off_is_told_in_full(site):
    page = site.get("/").text
    names = {catalogue()[f"rule.{rule}"]["zh"] for rule in re.findall(r"rule=([a-z-]+)", page)}
    assert names
    assert names <= set(re.findall(r'class="name" title="([^"]+)"', page))


def test_what_is_not_there_is_told_in_a_page(site):
    for address in ("/form/99", "/form/99/pages", "/nothing", "/document/1/page/9.png"):
        answer = site.get(address)
        assert (answer.status_code, "<h1>" in answer.text) == (404, True), address


def test_an_empty_database_says_how_to_fill_it(tmp_path):
    engine = fresh(tmp_path)
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        assert "hebiao import" in client.get("/").text
        assert client.get("/forms").status_code == client.get("/files").status_code == 200
        for address, charts in (("/", 2), ("/compare", 1), ("/compare/indicator", 1)):
            assert client.get(address).text.count('data-empty="没有可画的数据。"') == charts, address


def test_a_file_leads_to_its_first_form(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), record("b.pdf", rich_form(1), rich_form(2)), no_form()])
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        page = client.get("/files").text
        assert re.findall(r'<a href="(/form/\d+)"[^>]*>(.*?)</a>', page) == [
            ("/form/2", "b.pdf"),
            ("/form/1", "a.pdf"),
        ]
        assert 'data-empty="' not in client.get("/").text


def test_a_value_without_a_file_is_shown_all_the_same(site):
    assert "11876.45亩" in site.get("/form/1").text
    pages = site.get("/form/1/pages").text
    assert "/data/2023/a.pdf" in pages
    assert "<img" not in pages


def test_a_download_holds_what_is_shown_and_no_formula(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("=cmd()|a.pdf"), record("b.pdf")])
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        table = list(
            csv.reader(
                io.StringIO(
                    client.get("/forms.csv?sort=id&desc=1&col=id&col=file&col=score_total").content.decode(
                        "utf-8-sig"
                    )
                )
            )
        )
        assert table == [["编号", "总分", "文件"], ["2", "95.61", "b.pdf"], ["1", "95.61", "'=cmd()|a.pdf"]]
        book = ZipFile(io.BytesIO(client.get("/forms.xlsx?col=file&col=score_total").content))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<v>95.61</v>" in sheet
        assert client.get("/forms.csv?year=1999&col=id").content.decode("utf-8-sig") == "编号\n"


def test_every_column_has_a_name_and_a_row_fills_it(site):
    shown = site.get("/forms?" + "&".join(f"col={column.name}" for column in COLUMNS)).text
    assert len(re.findall(r"<td", shown)) == 2 * (len(COLUMNS) + 1)


def test_every_text_is_in_both_languages_and_used_ones_are_there():
    assert [key for key, pair in catalogue().items() if set(pair) != set(LANGUAGES)] == []
    used = {
        key
        for page in TEMPLATES.iterdir()
        for key in re.findall(r't\("([a-z0-9-]+\.[a-z0-9_-]+)"[,)]', page.read_text())
    }
    assert used - set(catalogue()) == set()
    fields = [set(re.findall(r"{(\w+)}", text)) for pair in catalogue().values() for text in pair.values()]
    assert fields[::2] == fields[1::2]


CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("entity", "row", "field", "after"),
    [
        ("indicator", 1, "score", "many"),
        ("form", 0, "year", "?"),
        ("form", 0, "money_unit", "kg"),
        ("indicator", 1, "achieved", "?"),
    ],
)
def test_why_a_correction_is_refused_is_told_in_english(tmp_path, entity, row, field, after):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf")])
    with pytest.raises(WrongUsage) as refused:
        correct(engine, 1, entity, row, field, after=after)
    told, _, units = refused.value.sentence("en").partition("these are: ")
    assert after in told
    assert not CHINESE.search(told)
    assert bool(units) == (field == "money_unit")


def test_why_a_file_has_no_form_is_told_in_english(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(
        engine,
        [
            replace(no_form("broken.pdf", "failed"), error=message("locked-pdf")),
            record("a.pdf", Form(1, "other", "", notes=(message("default-money-unit", unit="万元"),))),
        ],
    )
    with TestClient(
        make_app(engine), base_url="http://127.0.0.1", cookies={"hebiao_language": "en"}
    ) as client:
        assert "protected by a password" in client.get("/files").text
        assert "No money unit is printed" in client.get(f"/form/{store.find_forms(engine)[0].id}").text


def test_why_nothing_is_answered_is_told_in_english(site):
    site.cookies.set("hebiao_language", "en")
    asked = site.get("/sql", params={"sql": "begin"}).text
    assert re.search(r"<pre>(Only questions|This statement)", asked)
    assert "is longer than 20000 characters" in site.get("/sql", params={"sql": "-" * 20_001}).text
    assert "lacks the page&#39;s token" in site.post("/sql/keep", data={"name": "a", "sql": "b"}).text
    site.cookies.set("hebiao_language", "zh")
    assert "语句超过 20000 个字符" in site.get("/sql", params={"sql": "-" * 20_001}).text


def test_every_rule_has_a_name():
    assert [rule.name for rule in all_rules() if f"rule.{rule.name}" not in catalogue()] == []


def test_no_template_holds_a_script_a_style_or_an_address_elsewhere():
    for page in TEMPLATES.iterdir():
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"<style|\sstyle=|\son\w+=|https?://|\|\s*safe|autoescape", text) == [], page.name
        assert re.findall(r"<script(?! src=)", text) == [], page.name


def test_what_is_vendored_is_what_its_list_says():
    folder = files("hebiao.web").joinpath("static", "vendor")
    told = tomllib.loads(folder.joinpath("vendored.toml").read_text(encoding="utf-8"))
    scripts = {name.removeprefix("vendor/") for name in static_files() if name.startswith("vendor/")}
    assert scripts == set(told)
    for name, entry in told.items():
        assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == entry["sha256"], name
        assert all(folder.joinpath(licence).is_file() for licence in entry["licence_files"]), name


@pytest.mark.parametrize(
    ("content", "form", "told"),
    [
        (pdf(*["q Q"] * 63), Form(1, "other", "", page_first=1, page_last=63), "第 61–63 页没有画出"),
        (pdf(*["q Q"] * 60), Form(1, "other", "", page_first=1, page_last=60), None),
        (
            b"line\n" * 2100,
            Form(1, "other", "", where={"title": (Box(line=1),), "grade": (Box(line=2100),)}),
            "第 2001–2100 行没有列出",
        ),
        (
            b"line\n" * 2000,
            Form(1, "other", "", where={"title": (Box(line=1),), "grade": (Box(line=2000),)}),
            None,
        ),
    ],
)
def test_what_is_not_drawn_of_a_long_form_is_told(tmp_path, content, form, told):
    file = tmp_path / "long"
    file.write_bytes(content)
    kind = "pdf" if form.page_last else "text"
    engine = fresh(tmp_path)
    sha256 = hashlib.sha256(content).hexdigest()
    store.save_records(
        engine, [record("long", form, path=str(file), sha256=sha256, format=kind, pages=form.page_last or 1)]
    )
    with TestClient(make_app(engine, cache=tmp_path / "cache"), base_url="http://127.0.0.1") as client:
        page = client.get("/form/1/pages").text
    assert page.count("<figure") == min(form.page_last or 0, 60)
    assert told in page if told else "没有画出" not in page and "没有列出" not in page
    engine.dispose()
