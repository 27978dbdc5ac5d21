"""The comparisons: what is charted stands in the table beside it, and names are one where a person said so."""

import json
import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient

import store
from hebiao.locale.texts import LANGUAGES, texts
from hebiao.web.app import make_app
from hebiao.web.http.security import Access
from hebiao.web.views import charts
from normalize import Indicator
from support.browser.attack import ATTACK, attack_record
from support.store_samples import D, fresh, record, rich_audit, rich_form

SHORT, LONG = "望城区征地服务中心", "长沙市望城区征地服务中心"
PAGES = ("/compare", "/compare/indicator", "/compare/missed", "/compare/spread", "/compare/names")
MISSED = Indicator(1, level3="满意度", target="≥95%", actual="90%", weight=D(10), score=D(10), achieved=0)


def made(department, year, score):
    form = replace(
        rich_form(), department=department, year=year, score_total=D(score), indicators=(MISSED,), levels=()
    )
    audit = replace(rich_audit(), findings=rich_audit().findings[:2])
    return record(f"{department}{year}", forms=((form, audit),))


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(
        engine, [made(SHORT, 2023, "92.5"), made(LONG, 2022, "95"), made("水利局", 2023, "100")]
    )
    yield engine
    engine.dispose()


@pytest.fixture
def site(engine):
    access = Access()
    with TestClient(
        make_app(engine, access), base_url="http://127.0.0.1", headers={"x-csrf-token": access.csrf}
    ) as client:
        yield client


def charts_on(page):
    return [json.loads(unescape(data)) for data in re.findall(r"data-chart='([^']*)'", page)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_each_comparison_is_shown(site, address, language):
    site.cookies.set("hebiao_language", language)
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.text.count('aria-current="true"') == 1


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_database_has_nothing_to_compare(tmp_path, address):
    engine = fresh(tmp_path, "empty.db")
    with TestClient(make_app(engine), base_url="http://127.0.0.1") as client:
        assert client.get(address).status_code == 200
    engine.dispose()


def test_departments_stand_side_by_side(site):
    page = site.get("/compare", params={"department": [SHORT, "水利局"]}).text
    (chart,) = charts_on(page)
    assert {(point["series"], point["name"], point["value"]) for point in chart["points"]} == {
        (SHORT, "2023", 92.5),
        ("水利局", "2023", 100.0),
    }
    assert "95" not in re.findall(r">([\d.]+)</a>", page)


def test_names_become_one_and_are_parted_again(site):
    assert LONG in site.get("/compare/names").text
    site.post("/compare/names", data={"alias": SHORT, "name": LONG, "same": 1})
    page = site.get("/compare", params={"department": SHORT}).text
    assert [(point["series"], point["name"]) for point in charts_on(page)[0]["points"]] == [
        (LONG, "2022"),
        (LONG, "2023"),
    ]
    assert page.count("department=") >= 2
    site.post("/compare/names", data={"alias": SHORT, "name": LONG, "same": 0})
    assert len(charts_on(site.get("/compare", params={"department": SHORT}).text)[0]["points"]) == 1
    assert site.post("/compare/names", data={"alias": SHORT, "name": SHORT, "same": 1}).status_code == 422


def test_missed_targets_with_full_scores_are_listed(site):
    page = site.get("/compare/missed?year=2023").text
    assert page.count("90%") == 2
    assert {point["name"] for point in charts_on(page)[0]["points"]} == {SHORT, "水利局"}


def test_one_indicator_is_compared(site):
    page = site.get("/compare/indicator", params={"name": "满意度"}).text
    assert [point["value"] for point in charts_on(page)[0]["points"]] == [100.0] * 3
    assert "<tbody>" not in site.get("/compare/indicator", params={"name": "没有"}).text


def test_a_chart_and_its_table_say_the_same(site):
    page = site.get("/compare/spread").text
    for chart, table in zip(
        charts_on(page), re.findall(r'<div class="bins">(.*?)</table>', page, re.DOTALL), strict=True
    ):
        rows = re.findall(r'<td>([^<]*)</td><td class="number">(\d+)</td>', table)
        assert rows == [
            (point["name"], str(int(point["value"]))) for point in chart["points"] if point["value"]
        ]
        assert sum(int(count) for _, count in rows) == 3


def test_how_round_scores_are_is_told_by_bins():
    zh = texts("zh")
    totals = [(D("95"), 3), (D("95.5"), 1), (D("98"), 2), (D("98.6"), 1)]
    assert [bin_[:2] for bin_ in charts.count_by_point(totals)] == [
        ("95", 3),
        ("95.x", 1),
        ("96", 0),
        ("97", 0),
        ("98", 3),
    ]
    assert [bin_.name for bin_ in charts.count_by_point(totals) if bin_.is_round] == ["95"]
    assert {bin_.name: bin_.number for bin_ in charts.count_last_digits(totals, zh) if bin_.number} == {
        "5": 3,
        "8": 2,
        "有小数": 2,
    }
    points = [
        (D(10), D(10), 4),
        (D("9.5"), D(10), 1),
        (D(8), D(10), 2),
        (D("7.9"), D(8), 1),
        (D(0), D(5), 1),
        (D(12), D(10), 1),
    ]
    assert {bin_.name: bin_.number for bin_ in charts.count_fineness(points, zh) if bin_.number} == {
        "满分": 4,
        "零分": 1,
        "整数": 3,
        "半分": 1,
        "更细": 1,
    }
    assert {bin_.name: bin_.number for bin_ in charts.count_rates(points) if bin_.number} == {
        "0%": 1,
        "80%": 2,
        "95%": 2,
        "100%": 5,
    }
    assert charts.count_by_point([]) == []


def test_what_is_dangerous_is_text(tmp_path, engine, site):
    store.save_records(engine, [attack_record(tmp_path)])
    for address in (*PAGES, f"/compare?department={ATTACK}", f"/compare/indicator?name={ATTACK}"):
        page = site.get(address).text
        assert "<img src=x" not in page, address
        assert "<svg onload" not in page, address


def test_a_department_is_told_by_its_subjects(site):
    page = site.get("/compare").text
    assert '<td class="subjects" hx-get="/compare/keywords?department=' in page
    told = site.get("/compare/keywords", params={"department": SHORT})
    assert "满意度</a>" in told.text
    assert f'href="/forms?q={quote("满意度")}&amp;department={quote(SHORT)}"' in told.text
    assert "</a>" not in site.get("/compare/keywords", params={"department": "没有这个部门"}).text


def test_what_is_typed_is_gone_on_with(site):
    assert '<datalist id="suggestions" hx-get="/suggestions"' in site.get("/forms?q=满").text
    assert '<option value="满意度">' in site.get("/suggestions", params={"q": "满"}).text
    assert site.get("/suggestions", params={"q": " "}).text.strip() == ""


def test_suggested_words_are_text(engine, site):
    dangerous = replace(MISSED, level3='"><svg onload=x>')
    form = replace(rich_form(), indicators=(dangerous,), levels=())
    audit = replace(rich_audit(), findings=rich_audit().findings[:2])
    assert store.save_records(engine, [record("c.pdf", forms=((form, audit),))]) == {}
    answer = site.get("/suggestions", params={"q": "onload"}).text
    assert "svg onload=x" in answer
    assert "<svg" not in answer
