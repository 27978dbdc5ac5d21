"""Why a request is not answered: an error by its code, told in the visitor's language on pages, as text and as JSON."""

import re
from importlib.resources import files

import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient

import store
from extract import message
from hebiao.errors import WrongUsage
from hebiao.locale.texts import LANGUAGES, catalogue
from hebiao.web import make_app
from hebiao.web.http.refusals import data_of, sentence_of
from hebiao.web.http.security import Access
from support.store_samples import fresh, record

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r'WrongUsage\(\s*"([\w-]+)"')
FOREIGN = {
    "access.foreign-host": {"host": "elsewhere.example"},
    "access.foreign-request": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
}


def modules(folder):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from modules(entry)
        elif entry.name.endswith(".py"):
            yield entry


@pytest.fixture
def site(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf")])
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("package", ["hebiao.web", "hebiao.review"])
def test_every_refusal_has_its_sentences(package):
    codes = [code for module in modules(files(package)) for code in CODE.findall(module.read_text("utf-8"))]
    assert codes
    assert [code for code in codes if f"refusal.{code}" not in catalogue()] == []


@pytest.mark.parametrize("key", FOREIGN)
def test_what_is_refused_before_a_page_sees_it_is_told_in_the_visitors_language(site, key):
    for language in LANGUAGES:
        site.cookies.set("hebiao_language", language)
        assert site.get("/", headers=FOREIGN[key]).text == catalogue()[key][language]


def test_the_token_is_asked_for_in_the_visitors_language(tmp_path):
    app = make_app(fresh(tmp_path), Access(token="secret"))
    for language in LANGUAGES:
        with TestClient(app, base_url="http://127.0.0.1", cookies={"hebiao_language": language}) as client:
            refused = client.get("/")
        assert (refused.status_code, refused.text) == (401, catalogue()["access.token-needed"][language])


@pytest.mark.parametrize(
    ("path", "code", "args"),
    [
        ("forms/99", "unknown-form", {}),
        ("nothing", "no-page", {}),
        ("scores?by=weather", "not-one-of", {"name": "by"}),
        (f"query?sql={'-' * 20_001}", "long-statement", {"most": 20_000}),
    ],
)
def test_the_api_gives_the_code_and_the_arguments_with_the_sentence(site, path, code, args):
    in_chinese = site.get(f"/api/{path}").json()
    site.cookies.set("hebiao_language", "en")
    in_english = site.get(f"/api/{path}").json()
    assert in_chinese["code"] == in_english["code"] == code
    assert args.items() <= in_english["args"].items()
    assert not CHINESE.search(in_english["error"])
    assert in_chinese["error"] != in_english["error"] or code == "not-one-of"


def test_a_reason_inside_a_reason_is_told_in_the_same_language():
    error = WrongUsage("not-corrected", reason=message("value-no-number", text="many"))
    assert sentence_of(error, "zh") == "不能更正：「many」不是一个数"
    assert sentence_of(error, "en") == 'Cannot be corrected: "many" is no number'
    assert data_of(error) == {
        "code": "not-corrected",
        "args": {"reason": {"code": "value-no-number", "args": {"text": "many"}}},
    }
