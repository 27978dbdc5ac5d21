"""The review without a browser: what is said is kept with who said it, the form is audited again, and nothing else is written."""

import json
import re
from html import unescape

import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient
from msgspec import structs
from sqlalchemy import text

import store
from audit import audit_form
from hebiao.web.app import make_app
from hebiao.web.http.security import Access
from normalize import Form, Indicator
from support.store_samples import D, box, fresh, record

pytestmark = pytest.mark.usefixtures("database")


def summed() -> Form:
    """Two scores, of which 84 was read as 48."""
    misread = (structs.replace(box(1), confidence=0.5),)
    lines = (
        Indicator(1, "产出指标", level3="面积", weight=D(16), score=D(16), weight_text="16", score_text="16"),
        Indicator(
            2,
            level3="质量",
            weight=D(84),
            score=D(48),
            score_text="48",
            reason="天气",
            where={"score": misread},
        ),
    )
    return Form(
        1,
        "project",
        "自评表",
        year=2023,
        department="水利局",
        weight_total=D(100),
        score_total=D(100),
        indicators=lines,
    )


@pytest.fixture
def engine(tmp_path):
    made = fresh(tmp_path)
    form = summed()
    store.save_records(made, [record("a.pdf", forms=((form, audit_form(form)),))])
    yield made
    made.dispose()


@pytest.fixture
def site(engine):
    access = Access()
    with TestClient(
        make_app(engine, access), base_url="http://127.0.0.1", headers={"x-csrf-token": access.csrf}
    ) as client:
        client.post("/review/who", data={"who": "张三"})
        yield client


def hidden(page, name="item"):
    return unescape(re.search(f'name="{name}" value="([^"]*)"', page)[1])


def say(site, decision, **said):
    page = site.get("/review").text
    return site.post("/review/1", data={"item": hidden(page), "decision": decision} | said)


def rows(engine, table, *columns):
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(text(f"select {', '.join(columns)} from {table} order by id"))
        ]


def test_a_form_is_reviewed_alone_to_its_end(site, engine):
    form = summed()
    store.save_records(engine, [record("b.pdf", sha256="b" * 64, forms=((form, audit_form(form)),))])
    page = site.get("/review?within=2").text
    waiting = int(re.search(r"<b>(\d+)</b> 待复核", page)[1])
    for left in range(waiting, 0, -1):
        assert f"<b>{left}</b> 待复核" in page
        assert 'action="/review/2?within=2"' in page
        page = site.post("/review/2?within=2", data={"item": hidden(page), "decision": "accept"}).text
    assert "没有待复核的了" in page
    assert 'href="/review"' in page
    page = site.post("/review/undo?within=2").text
    assert 'action="/review/2?within=2"' in page
    assert site.get("/review?within=99").status_code == 404


def test_what_was_put_off_is_gone_through_as_asked_for(site):
    say(site, "skip")
    page = site.get("/review?skipped=1").text
    answer = site.post(
        "/review/1?skipped=1", data={"item": hidden(page), "decision": "accept"}, follow_redirects=False
    )
    assert "skipped=1" in answer.headers["location"]


def test_the_name_is_asked_once(engine):
    access = Access()
    with TestClient(make_app(engine, access), base_url="http://127.0.0.1") as client:
        assert 'name="who"' in client.get("/review").text
        assert "decision" not in client.get("/review").text
        client.post("/review/who", data={"who": " 李四 ", "csrf": access.csrf, "back": "year=2023"})
        assert "李四" in client.get("/review").text


def test_a_correction_is_kept_with_who_and_why_and_the_verdict_follows(engine, site):
    page = site.get("/review").text
    assert "总分" in page
    assert "<b>2</b>" in page
    answer = say(site, "correct", place="indicator-2-score", after="84", note="看清了")
    assert re.search(r"不符</span> → <span class=\"badge agrees\">相符", answer.text)
    assert rows(engine, "correction", "field", "before", "after", "who", "note") == [
        ("score", "48", "84", "张三", "看清了")
    ]
    assert rows(engine, "review_decision", "decision", "who", "note") == [("correct", "张三", "看清了")]
    assert store.load_form(engine, 1)[0].indicators[1].score == 84
    assert [case["after"] for case in json.loads(site.get("/review/corrections.json").text)] == ["84"]
    site.post("/review/undo")
    assert store.load_form(engine, 1)[1].verdict == "differs"
    assert json.loads(site.get("/review/corrections.json").text) == []


@pytest.mark.parametrize("decision", ["accept", "form-wrong"])
def test_what_is_decided_goes_and_comes_back(engine, site, decision):
    before = hidden(site.get("/review").text)
    assert hidden(say(site, decision).text) != before
    assert rows(engine, "review_decision", "decision", "who") == [(decision, "张三")]
    assert hidden(site.post("/review/undo").text) == before


def test_what_was_skipped_is_shown_when_asked_for(site):
    skipped = hidden(site.get("/review").text)
    say(site, "skip")
    say(site, "accept")
    assert "没有待复核的了" in site.get("/review").text
    assert hidden(site.get("/review?skipped=1").text) == skipped


def test_what_is_no_correction_is_told_and_can_be_mended(engine, site):
    answer = say(site, "correct", place="indicator-2-score", after='八十"四', note="?")
    assert "不是一个数" in answer.text
    assert 'value="八十&#34;四"' in answer.text
    assert '<option value="indicator-2-score" data-text="48" selected>' in answer.text
    assert rows(engine, "correction", "id") == rows(engine, "review_decision", "id") == []


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "perhaps"},
        {"decision": "correct", "place": "nowhere"},
        {"decision": "correct", "place": "form-x-y"},
    ],
)
def test_what_no_page_sends_is_refused(engine, site, said):
    item = hidden(site.get("/review").text)
    assert site.post("/review/1", data={"item": item} | said).status_code == 422
    assert rows(engine, "review_decision", "id") == []


def test_what_was_refused_can_be_loaded_again(site):
    for address in ("/review/1?year=2023", "/review/undo?year=2023"):
        again = site.get(address)
        assert (again.status_code, str(again.url)) == (200, "http://127.0.0.1/review?year=2023"), address
    answer = site.get("/sql/keep")
    assert (answer.status_code, "没有这个页面" in answer.text) == (405, True)


def test_what_is_gone_meanwhile_is_told(engine, site):
    item = hidden(site.get("/review").text)
    say(site, "correct", place="indicator-2-score", after="84")
    answer = site.post("/review/1", data={"item": item, "decision": "accept"})
    assert "已经处理过了" in answer.text
    assert len(rows(engine, "review_decision", "id")) == 1
    assert site.post("/review/9", data={"item": item, "decision": "accept"}).status_code == 404


def test_a_key_pressed_twice_decides_once(engine, site):
    item = hidden(site.get("/review").text)
    site.post("/review/1", data={"item": item, "decision": "skip"})
    assert "已经处理过了" in site.post("/review/1", data={"item": item, "decision": "accept"}).text
    assert rows(engine, "review_decision", "decision") == [("skip",)]
    site.post("/review/1?skipped=1", data={"item": item, "decision": "accept"})
    assert rows(engine, "review_decision", "decision") == [("skip",), ("accept",)]


def test_a_sum_offers_what_it_adds_up(site):
    page = site.get("/review").text
    options = re.findall(r'<option value="([^"]*)"', page)
    assert options[:3] == ["form-0-score_total", "indicator-1-score", "indicator-2-score"]


def test_the_field_starts_with_what_was_read_and_the_sum_stands_apart(site):
    page = site.get("/review").text
    assert re.search(r'name="after" id="after" value="100"', page)
    assert "data-fill" not in page
    assert re.search(r"与各项相符的值是[^<]*<b>64</b>", page)


def test_a_total_that_is_confirmed_as_it_was_read_keeps_its_finding(engine, site):
    answer = say(site, "correct", place="form-0-score_total", after="100")
    assert "与读到的一样" in answer.text
    assert rows(engine, "correction", "id") == rows(engine, "review_decision", "id") == []
    assert store.load_form(engine, 1)[0].score_total == 100
    assert "score-total" in {one.rule for one in store.load_form(engine, 1)[1].findings}


def test_a_doubtful_value_that_is_confirmed_as_it_was_read_is_accepted(engine, site):
    say(site, "skip")  # the total
    answer = say(site, "correct", place="indicator-2-score", after="48")
    assert "与读到的一样" not in answer.text
    assert rows(engine, "review_decision", "decision") == [("skip",), ("accept",)]
    assert rows(engine, "correction", "id") == []


def test_the_filters_are_kept(site):
    assert hidden(site.get("/review?rule=score-total").text) == hidden(site.get("/review").text)
    assert "没有待复核的了" in site.get("/review?rule=grade").text
    page = site.get("/review?year=2023").text
    action = unescape(re.search(r'action="(/review/1[^"]*)"', page)[1])
    answer = site.post(action, data={"item": hidden(page), "decision": "skip"})
    assert "year=2023" in str(answer.url)
    assert "没有待复核的了" in site.get("/review?year=1999").text
