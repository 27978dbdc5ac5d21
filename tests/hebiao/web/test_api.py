"""The API: what the pages show, as JSON that its OpenAPI document describes; read-only, limited, and behind the same token."""

import json
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient

import store
from audit import render
from hebiao.web.api.describing import describe_api
from hebiao.web.app import make_app
from hebiao.web.http.security import access_to
from normalize import Form
from support.browser.attack import ATTACK, attack_record, failed_record
from support.store_samples import count_rows, fresh, record

pytestmark = pytest.mark.usefixtures("database")
PATHS = {
    *(
        "/api/overview",
        "/api/forms",
        "/api/forms/{form_id}",
        "/api/findings",
        "/api/scores",
        "/api/search",
        "/api/review",
    ),
    *("/api/failures", "/api/corrections", "/api/corrections/cases", "/api/questions", "/api/query"),
}
ASKED = {"/api/search": "?text=腾地", "/api/query": "?sql=select 1 as a"}


@pytest.fixture
def engine(tmp_path):
    made = fresh(tmp_path)
    store.save_records(made, [record("a.pdf"), record("b.pdf"), attack_record(tmp_path), failed_record()])
    yield made
    made.dispose()


@pytest.fixture
def site(engine):
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        yield client


def exact(answer):
    return json.loads(answer.text, parse_float=Decimal)


def address(path):
    return path.replace("{form_id}", "1") + ASKED.get(path, "")


def test_the_document_describes_every_path(site):
    document = site.get("/openapi.json").json()
    assert set(document["paths"]) == PATHS
    assert all(set(operations) == {"get"} for operations in document["paths"].values())
    schemas = document["components"]["schemas"]
    references = {one.split("/")[-1] for one in strings(document) if one.startswith("#/components/schemas/")}
    assert references <= set(schemas)
    assert schemas["ListedForm"]["properties"]["score_total"]["anyOf"] == [
        {"type": "number"},
        {"type": "null"},
    ]
    assert "decimal" not in set(strings(schemas))


def strings(value):
    if isinstance(value, dict):
        return [one for inner in value.values() for one in strings(inner)]
    return (
        [one for inner in value for one in strings(inner)]
        if isinstance(value, list)
        else [value]
        if isinstance(value, str)
        else []
    )


@pytest.mark.parametrize("path", sorted(PATHS))
def test_each_answer_is_what_the_document_says(site, path):
    answer = site.get(address(path))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in answer.headers
    content = describe_api()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    schema = describe_api()["components"]["schemas"].get(content.get("$ref", "").split("/")[-1])
    if schema:
        assert set(answer.json()) == set(schema["properties"])


def test_numbers_are_exact_and_lists_go_page_by_page(site):
    page = exact(site.get("/api/forms?limit=1&offset=1&sort=id"))
    assert (page["total"], [row["id"] for row in page["rows"]]) == (3, [2])
    assert page["rows"][0]["score_total"] == Decimal("95.61")
    assert [row["id"] for row in site.get("/api/forms?sort=id&desc=1").json()["rows"]] == [3, 2, 1]
    assert site.get("/api/forms?verdict=agrees").json() == {"total": 0, "rows": []}
    assert site.get("/api/findings?rule=score-total&severity=error").json()["total"] == 3


def test_a_form_comes_whole(engine, site):
    answer = exact(site.get("/api/forms/1"))
    form, audit = store.load_form(engine, 1)
    told = answer["form"]
    assert told["warnings"] == [render(warning) for warning in form.warnings] != []
    assert told["warning_messages"] == [warning.to_data() for warning in form.warnings]
    assert told["notes"] == [render(note) for note in form.notes]
    assert told["note_messages"] == [note.to_data() for note in form.notes]
    bare = msgspec.convert(told | {"warnings": [], "notes": []}, Form, strict=False)
    assert bare == replace(form, warnings=(), notes=())
    assert answer["audit"]["verdict"] == audit.verdict
    (over,) = (one for one in answer["audit"]["findings"] if one["rule"] == "over-budget")
    assert (over["message"], over["explanation"]) == ("超预算31.92万元", "四舍五入")
    assert (over["code"], over["args"]["text"]) == ("as-told", "超预算31.92万元")
    assert [one["outcome"] for one in answer["audit"]["checks"]] == [one.outcome for one in audit.checks]
    assert answer["file"] == "/data/2023/a.pdf"


def test_a_question_in_sql_has_limits_and_writes_nothing(engine, site):
    before = count_rows(engine)
    answer = site.get(
        "/api/query", params={"sql": "select score_total from form order by id", "limit": 2}
    ).json()
    assert (answer["columns"], answer["rows"], answer["more"]) == (["score_total"], [[95.61], [95.61]], True)
    for sql in ("delete from form", "select 1; delete from form", "selec", ""):
        refused = site.get("/api/query", params={"sql": sql})
        assert (refused.status_code, set(refused.json())) == (400, {"error", "code", "args"})
    assert count_rows(engine) == before


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        *(
            ("forms/99", 404),
            ("nothing", 404),
            ("forms?limit=5000", 422),
            ("forms?sort=x", 422),
            ("scores?by=x", 422),
        ),
        *(("forms/x", 404), (f"forms/{10**30}", 422), (f"forms?offset={10**30}", 422), ("search", 422)),
        ("findings?severity=x", 422),
    ],
)
def test_what_cannot_be_answered_is_told_in_json(site, asked, status):
    answer = site.get(f"/api/{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert set(answer.json()) == {"error", "code", "args"}


def test_a_number_that_is_none_is_null(site, engine):
    endless = "1e308 * 10" if engine.dialect.name == "sqlite" else "'NaN'::numeric"
    assert site.get("/api/query", params={"sql": f"select {endless} as a"}).json()["rows"] == [[None]]


def test_what_is_dangerous_stays_json(site):
    answer = site.get("/api/forms/3")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["form"]["title"] == ATTACK
    assert ATTACK in site.get("/api/failures").json()["rows"][0]["error"]


def test_scripts_bring_the_token_in_a_header(engine):
    access = access_to("192.168.1.7")
    with TestClient(
        make_app(engine, access), base_url="http://192.168.1.7", follow_redirects=False
    ) as client:
        assert client.get("/api/forms").status_code == client.get("/openapi.json").status_code == 401
        assert client.get("/api/forms", headers={"authorization": "Bearer guess"}).status_code == 401
        assert (
            client.get("/api/forms", headers={"authorization": f"Bearer {access.token}"}).json()["total"] == 3
        )


def test_the_page_lists_every_path_in_words(site):
    page = site.get("/api").text
    assert all(f"GET {path}<" in page for path in PATHS)
    assert page.count("/api/forms/{form_id}") == 1
    assert "score_lines" not in page
