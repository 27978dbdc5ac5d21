"""Questions in SQL on the page: answered, refused, kept, downloaded; what is dangerous is text."""

import csv
import io
import re
from contextlib import ExitStack
from dataclasses import replace

import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient
from markupsafe import escape

import store
from hebiao.questions import questions
from hebiao.web.app import make_app
from hebiao.web.http.security import Access
from hebiao.web.settings import SETTINGS
from hebiao.web.shared import sql_answers
from support.browser.attack import ATTACK, attack_record
from support.store_samples import count_rows, fresh, record


@pytest.fixture
def engine(tmp_path):
    made = fresh(tmp_path)
    store.save_records(made, [record("a.pdf"), attack_record(tmp_path)])
    yield made
    made.dispose()


@pytest.fixture
def site(engine):
    access = Access()
    with TestClient(
        make_app(engine, access), base_url="http://127.0.0.1", headers={"x-csrf-token": access.csrf}
    ) as client:
        yield client


def ask(site, sql, **how):
    return site.get("/sql", params={"sql": sql} | how).text


def test_an_answer_is_shown_with_links_to_its_forms(site):
    page = ask(site, "select id as form_id, score_total, null as nobody from form order by id")
    assert '<a href="/form/1">1</a>' in page
    assert '<td class="number">95.61</td>' in page
    assert '<span class="null">NULL</span>' in page


@pytest.mark.parametrize(
    "sql",
    ["delete from form", "attach 'x.db' as x", "pragma query_only = off", "selec", "select 1; select 2"],
)
def test_what_is_no_question_is_told(engine, site, sql):
    before = count_rows(engine)
    assert '<div class="failed"' in ask(site, sql)
    assert site.get("/sql.csv", params={"sql": sql}).status_code == 400
    assert count_rows(engine) == before


def test_the_rows_are_limited(site):
    page = ask(site, "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n")
    assert len(re.findall(r"<tr>", page)) == 1001
    assert "只显示前 1,000 行" in page


def test_a_text_of_a_form_is_text(site):
    page = ask(site, "select reason, title from indicator join form on form.id = form_id where form_id = 2")
    assert ATTACK not in page
    assert str(escape(ATTACK)) in page
    assert "<script>alert" not in ask(
        site, "select '<script>alert(1)</script>' as \"<script>alert(2)</script>\""
    )
    assert "<script>alert" not in ask(site, "</textarea><script>alert(3)</script>")


def test_an_answer_is_downloaded_without_formulas(site):
    answer = site.get("/sql.csv", params={"sql": "select '=1+1' as a, 2 as b"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [["a", "b"], ["'=1+1", "2"]]
    assert site.get("/sql.xlsx", params={"sql": "select 1 as a"}).content.startswith(b"PK")


def test_what_is_no_finite_number_is_shown_and_downloaded(site):
    asked = {"sql": "select 1e308 * 10 as a"}
    assert site.get("/sql", params=asked).status_code == 200
    assert site.get("/sql.xlsx", params=asked).content.startswith(b"PK")
    assert site.get("/api/query", params=asked).json()["rows"] == [[None]]


def test_a_question_is_kept_and_dropped(site):
    name = "<b>我的</b>"
    page = site.post("/sql/keep", data={"name": name, "sql": "select 42 as x"}).text
    assert str(escape(name)) in page
    number = re.search(r'name="question" value="(\d+)"', page)[1]
    assert str(escape(name)) not in site.post("/sql/drop", data={"question": number}).text
    assert (
        site.post(
            "/sql/keep", data={"name": name, "sql": "select 1"}, headers={"x-csrf-token": "guess"}
        ).status_code
        == 403
    )


def test_the_ready_made_questions_and_the_schema_are_at_hand(site):
    page = site.get("/sql").text
    assert all(question.zh in page for question in questions())
    assert {"indicator_full", "department", "score_total"} < set(re.findall(r'data-insert="(\w+)"', page))


def test_another_site_asks_nothing(site):
    asked = {"sql": "select 1"}
    elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert site.get("/sql", params=asked, headers=elsewhere).status_code == 403
    assert (
        site.get("/sql", params=asked, headers=elsewhere | {"sec-fetch-mode": "navigate"}).status_code == 200
    )
    assert (
        site.get("/sql", params=asked, headers=elsewhere | {"sec-fetch-site": "same-origin"}).status_code
        == 200
    )


def test_only_so_many_ask_at_a_time(site, monkeypatch):
    monkeypatch.setattr(sql_answers, "SETTINGS", replace(SETTINGS, sql_seconds=0.01))
    with ExitStack() as others:
        for _ in range(4):
            others.enter_context(sql_answers._TURNS)
        assert "太多" in ask(site, "select 1 as a")
    assert "太多" not in ask(site, "select 1 as a")
