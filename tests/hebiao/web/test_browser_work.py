"""The pages that people work with, in a real browser: a review by keys alone, by mouse and on a phone; comparisons; SQL."""

import re
from contextlib import contextmanager

import pytest

from support.paths import SAMPLES

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from sqlalchemy import text

import store
from hebiao import Archive
from support.browser.attack import ATTACK, attack_record, failed_record
from support.browser.chromium import browsing, looking
from support.browser.server import serving

READ = ("碧川区教育局-2023.pdf", "云澜市公路养护中心-2022.pdf", "望城区征地服务中心-2020-a.pdf")
PAGES = (
    "/review",
    "/compare",
    "/compare/indicator",
    "/compare/missed",
    "/compare/spread",
    "/compare/names",
    "/sql",
    "/api",
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with browsing() as started:
        yield started


@contextmanager
def read_into(folder):
    """Give a database with some samples and the address of a site on it."""
    url = f"sqlite:///{folder}/forms.db"
    assert (
        Archive(url).load([SAMPLES / name for name in READ]).failures == ()
    )  # tells the reason of one that failed
    engine = store.open_store(url)
    with serving(engine, folder) as address:
        yield engine, address
    engine.dispose()


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    with read_into(tmp_path_factory.mktemp("samples")) as (_, address):
        yield address


@pytest.fixture
def desk(browser, tmp_path):
    """A window on a site of its own, and its database: what is written there hurts no other test."""
    with read_into(tmp_path) as (engine, address), looking(browser, address) as page:
        yield page, engine


def rows(engine, sql):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def decided(engine):
    return [one for (one,) in rows(engine, "select decision from review_decision order by id")]


def begin(page):
    page.goto("/review")
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pages rect.lit, #pages li.lit")


def press(page, *keys):
    """Press keys, the last of which brings another item; wait for that."""
    before = page.locator("[name=item]").get_attribute("value")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function(
        "(before) => { const now = document.querySelector('[name=item]'); return now && now.value !== before; }",
        arg=before,
    )
    page.wait_for_selector("#pages rect.lit, #pages li.lit")


def is_seen(page, selector):
    return page.evaluate(
        """(selector) => { const box = document.querySelector(selector).getBoundingClientRect();
        const pane = document.querySelector("#pages").getBoundingClientRect();
        return box.top >= pane.top && box.bottom <= pane.bottom && box.left >= pane.left && box.right <= pane.right; }""",
        selector,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_complains_or_is_wider_than_its_window(browser, samples, scheme, width):
    with looking(browser, samples, color_scheme=scheme) as window:
        window.set_viewport_size({"width": width, "height": 800})
        begin(window)
        for address in (*PAGES, "/sql?sql=select * from form"):
            window.goto(address, wait_until="networkidle")
            assert window.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_review_by_keys_alone(desk):
    page, engine = desk
    begin(page)
    assert is_seen(page, "#pages rect.lit")
    waiting = int(page.locator(".progress b").first.inner_text())
    first = page.locator("[name=item]").get_attribute("value")
    press(page, "a")
    press(page, "w")
    press(page, "s")
    assert decided(engine) == ["accept", "form-wrong", "skip"]
    assert int(page.locator(".progress b").first.inner_text()) == waiting - 3
    for _ in range(3):
        press(page, "u")
    assert decided(engine) == ["accept", "form-wrong", "skip", "undo", "undo", "undo"]
    assert page.locator("[name=item]").get_attribute("value") == first
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "after"
    page.keyboard.type("8")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "after"
    assert rows(engine, "select * from correction") == []
    press(page, "c", "9", "Enter")
    (made,) = rows(engine, "select id, entity, after, who from correction")
    assert (made[2], made[3]) == ("9", "张三")
    assert rows(engine, "select who from review_decision where who is not '张三'") == []
    press(page, "a")
    assert decided(engine)[-2:] == ["correct", "accept"]
    page.keyboard.press("?")
    assert {"a", "w", "s", "u", "c"} <= set(page.locator("dialog kbd").all_inner_texts())


def test_what_is_no_number_is_told_and_mended(desk):
    page, engine = desk
    begin(page)
    page.keyboard.press("c")
    page.keyboard.type("很多")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong")
    assert page.evaluate("document.activeElement.id") == "after"
    page.keyboard.type("7")  # over what was refused, which is selected
    press(page, "Enter")
    assert rows(engine, "select after from correction") == [("7",)]


def test_the_field_starts_with_what_was_read_and_two_keys_change_nothing(desk):
    page, engine = desk
    begin(page)
    page.goto("/review?severity=error")
    read = page.locator("#place option").first.get_attribute("data-text")
    assert page.locator("#after").input_value() == read
    assert page.locator(".agreeing b").first.inner_text() != read
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong")
    assert rows(engine, "select * from correction") == rows(engine, "select * from review_decision") == []


def test_a_mended_form_tells_its_new_verdict(desk):
    page, engine = desk
    begin(page)
    (form,) = rows(
        engine,
        "select form.id from form join document on document.id = document_id where name like '云澜市%'",
    )[0]
    page.goto("/review?department=云澜市公路养护中心")
    page.wait_for_selector("#pages rect.lit")
    agreeing = page.locator(".agreeing b").first.inner_text()
    page.keyboard.press("c")
    page.keyboard.type(agreeing)
    page.keyboard.press("Enter")
    page.wait_for_selector(".last")
    shown = page.locator(".verdict-now .badge").last.get_attribute("class").split()[-1]
    assert shown == store.load_form(engine, form)[1].verdict


def test_a_place_on_the_page_is_what_is_corrected(desk):
    page, engine = desk
    begin(page)
    page.goto("/review?rule=fund-total")
    page.wait_for_selector("#pages rect.lit")
    other = page.locator("#place option").nth(1)
    key, printed = other.get_attribute("value"), other.get_attribute("data-text")
    page.locator(f'#pages rect[data-of="{key}"]').first.click(force=True)
    assert page.locator("#place").input_value() == key
    assert page.locator("#after").input_value() == printed == page.locator("#reads").inner_text()
    page.locator("#after").fill("1")
    page.get_by_role("button", name="保存更正").click()
    page.wait_for_selector(".last")
    ((entity, field, before, after),) = rows(engine, "select entity, field, before, after from correction")
    assert (f"{entity}-{field}", before, after) == (re.sub(r"-\d+-", "-", key), printed, "1")


def test_the_place_of_a_value_is_cut_out_of_its_page_and_follows_the_choice(desk):
    page, _ = desk
    begin(page)
    page.goto("/review?rule=fund-total")
    page.wait_for_selector("#cutout svg[viewBox]")
    first = page.locator("#cutout svg").get_attribute("viewBox")
    assert re.search(r"/page/\d+\.png$", page.locator("#cutout image").get_attribute("href"))
    page.locator("#place").select_option(index=1)
    assert page.locator("#cutout svg").get_attribute("viewBox") != first


def test_a_review_on_a_phone(browser, samples):
    with looking(browser, samples, has_touch=True, is_mobile=True) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/review")
        page.locator("[name=who]").fill("李四")
        page.get_by_role("button", name="开始").tap()
        page.wait_for_selector("#pages rect.lit")
        assert is_seen(page, "#pages rect.lit")
        read = page.locator("#place option").first.get_attribute("data-text")
        assert page.locator("#after").input_value() == read
        before = page.locator("[name=item]").get_attribute("value")
        page.get_by_role("button", name="跳过").tap()
        page.wait_for_function(
            "(before) => document.querySelector('[name=item]').value !== before", arg=before
        )
        page.get_by_role("button", name="撤销上一步").tap()
        page.wait_for_function(
            "(before) => document.querySelector('[name=item]').value === before", arg=before
        )


def test_comparisons_are_drawn(browser, samples):
    with looking(browser, samples) as page:
        for address, charts in (("/compare", 1), ("/compare/indicator", 1), ("/compare/spread", 4)):
            page.goto(address, wait_until="networkidle")
            assert page.locator("[data-chart] canvas").count() == charts, address
        page.goto("/compare", wait_until="networkidle")
        page.keyboard.press("/")
        page.keyboard.type("碧川区教育局")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("department="))
        assert page.locator(".chip").all_inner_texts() == ["碧川区教育局"]
        assert page.locator(".years-table tbody tr").count() == 1


@pytest.mark.parametrize("drawn", ["years", "line", "lines"])
def test_scores_that_hardly_differ_fill_their_axis(browser, samples, drawn):
    with looking(browser, samples) as page:
        page.goto("/compare", wait_until="networkidle")
        low, high = page.evaluate(
            """(kind) => { const point = (name) => ({ name, series: "甲局", value: 99, low: 99, high: 99, told: "" });
            const box = document.createElement("div");
            box.className = "chart";
            box.dataset.chart = JSON.stringify({ kind, points: [point("2022"), point("2023")] });
            document.querySelector("main").append(box);
            charts.draw(box);
            return echarts.getInstanceByDom(box.firstChild).getModel().getComponent("yAxis").axis.scale.getExtent(); }""",
            drawn,
        )
    assert (low, high) == (98, 100)


def test_a_question_is_asked_drawn_and_kept(desk):
    page, engine = desk
    page.goto("/sql")
    page.locator(".ask-side summary", has_text="indicator_full").click()
    page.keyboard.press("e")
    page.keyboard.type("select level1, count(*) as n from ")
    page.locator('details[open] > p > [data-insert="indicator_full"]').click()
    page.keyboard.type(" group by level1")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".answer-table")
    assert "from indicator_full group by" in page.locator("#sql").input_value()
    assert page.locator(".answer-table tbody tr").count() > 1
    page.locator("[data-plot] summary").click()
    page.wait_for_selector("[data-plot] canvas")
    for kind in ("columns", "line"):
        page.locator("[data-axis=kind]").select_option(kind)
        assert page.locator("[data-plot] canvas").count() == 1
    page.locator("[name=name]").fill("各级指标")
    page.get_by_role("button", name="保存").click()
    page.locator(".questions", has_text="各级指标").wait_for()
    assert rows(engine, "select name from saved_query") == [("各级指标",)]
    page.locator("#sql").fill("delete from form")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".failed")
    assert len(rows(engine, "select id from form")) == len(READ)


@pytest.mark.parametrize(
    ("columns", "across", "up"),
    [
        ("2023 as year, 96.5 as mean", "year", "mean"),
        ("1 as n, 'a' as name", "name", "n"),
        ("1 as n", "n", "n"),
    ],
)
def test_a_chart_draws_a_number_over_another_column(browser, samples, columns, across, up):
    with looking(browser, samples) as page:
        page.goto(f"/sql?sql=select {columns}")
        page.keyboard.press("g")
        page.wait_for_selector("[data-plot] canvas")
        chosen = "(select) => select.selectedOptions[0].textContent"
        assert [page.locator(f"[data-axis={axis}]").evaluate(chosen) for axis in ("x", "y")] == [across, up]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_dangerous_is_shown_as_text(browser, tmp_path, language):
    engine = store.open_store(f"sqlite:///{tmp_path}/forms.db")
    store.save_records(engine, [attack_record(tmp_path), failed_record()])
    with serving(engine, tmp_path) as address, looking(browser, address) as page:
        page.context.add_cookies([{"name": "hebiao_language", "value": language, "url": address}])
        page.goto("/review")
        page.locator("[name=who]").fill(ATTACK[:40])
        page.keyboard.press("Enter")
        page.wait_for_selector("#pages li")
        sql = "/sql?sql=select form_id, title, reason from indicator join form on form.id = form_id"
        for asked in (
            *PAGES,
            sql,
            "/compare?department=" + ATTACK.replace("&", "%26"),
            "/sql?sql=" + ATTACK.replace("&", "%26"),
        ):
            page.goto(asked, wait_until="networkidle")
            assert page.evaluate("typeof hacked") == "undefined", asked
            assert page.locator("main script, main [onerror], main [onload]").count() == 0, asked
        page.goto("/review")
        page.locator("#after").fill(ATTACK)
        page.locator("[name=note]").fill(ATTACK)
        page.get_by_role("button", name=re.compile("更正|Save")).first.click()
        page.wait_for_selector(".wrong, .last")
        assert page.evaluate("typeof hacked") == "undefined"
        assert page.locator("main script, main [onerror], main [onload]").count() == 0
        page.goto(sql, wait_until="networkidle")
        assert ATTACK in page.locator(".answer-table td").nth(1).inner_text()
    engine.dispose()
