"""The pages in a real browser: they load, filter, light and add up, ask nobody else, and show what is dangerous as text."""

import re

import pytest

from support.paths import SAMPLES

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

import store
from hebiao import Archive
from support.browser.attack import ATTACK, FILE_NAME, attack_record, failed_record
from support.browser.chromium import browsing, looking
from support.browser.server import serving

READ = (
    "碧川区教育局-2023.pdf",
    "望城区征地服务中心-2020-a.pdf",
    "望城区征地服务中心-2020.txt",
    "澜江县水利局-2021.txt",
    "README.md",
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The address of a site on some samples."""
    folder = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{folder}/forms.db"
    assert (
        Archive(url).load([SAMPLES / name for name in READ]).failures == ()
    )  # tells the reason of one that failed
    with serving(store.open_store(url), folder) as address:
        yield address


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """The address of a site on a database that is full of attacks."""
    folder = tmp_path_factory.mktemp("attack")
    engine = store.open_store(f"sqlite:///{folder}/forms.db")
    store.save_records(engine, [attack_record(folder), failed_record()])
    with serving(engine, folder) as address:
        yield address


@pytest.fixture
def page(browser, samples):
    with looking(browser, samples) as window:
        yield window


def form_of(page, department, file):
    """Open the form that was read from a file."""
    page.goto(f"/forms?q={department}&col=file")
    page.locator("tr", has_text=file).locator("a.open").click()
    page.wait_for_selector("#pages .sheet, #pages .lines")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_complains_or_is_wider_than_its_window(browser, samples, scheme, width):
    with looking(browser, samples, color_scheme=scheme) as window:
        window.set_viewport_size({"width": width, "height": 800})
        for address in ("/", "/forms", "/files", "/form/1"):
            window.goto(address, wait_until="networkidle")
            assert window.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_fits_a_phone_with_the_columns_that_were_chosen(browser, samples, language):
    with looking(browser, samples) as window:
        window.context.add_cookies([{"name": "hebiao_language", "value": language, "url": samples}])
        window.set_viewport_size({"width": 390, "height": 800})
        for address in ("/forms", "/forms?q=教育"):
            window.goto(address, wait_until="networkidle")
            assert window.evaluate("document.querySelector('.list').scrollWidth") <= 390, address
        assert window.locator("td.department").first.is_visible()
        window.goto("/forms?col=project&col=grade&col=warnings", wait_until="networkidle")
        for column in ("project", "grade", "warnings"):
            assert window.locator(f"td.{column}").first.is_visible(), column


def test_a_click_on_anything_filters_everything(page):
    page.goto("/")
    page.locator(".verdicts .differs").click()
    page.wait_for_url("**/?verdict=differs")
    shown = int(page.locator(".figures b").first.inner_text())
    assert shown == int(page.locator(".verdicts .differs b").inner_text()) > 0
    page.get_by_role("link", name="2020").click()
    page.wait_for_url("**/?year=2020&verdict=differs")
    assert 0 < int(page.locator(".figures b").first.inner_text()) <= shown
    page.locator(".chip", has_text="2020").click()
    page.wait_for_url("**/?verdict=differs")
    assert int(page.locator(".figures b").first.inner_text()) == shown
    page.go_back()
    page.wait_for_url("**/?year=2020&verdict=differs")


def test_a_click_on_a_chart_filters(page):
    page.goto("/", wait_until="networkidle")
    where = page.evaluate(
        """() => { const chart = echarts.getInstanceByDom(document.querySelector("#chart-years > div"));
        const name = chart.getOption().xAxis[0].data[0], value = chart.getOption().series[2].data[0].value;
        const [x, y] = chart.convertToPixel("grid", [name, value]); return {x, y}; }"""
    )
    page.locator("#chart-years").click(position=where)
    page.wait_for_url(re.compile(r"\?year=\d{4}$"))
    page.wait_for_selector(".chip")
    assert page.locator("#chart-years canvas").count() == 1


def test_typing_narrows_the_list_and_keeps_the_cursor(page):
    page.goto("/forms")
    before = page.locator("a.open").count()
    page.keyboard.press("/")
    page.keyboard.type("征地服务")
    page.wait_for_url(re.compile(r"\?q=%E5%BE%81"))
    assert 0 < page.locator("a.open").count() < before
    assert page.locator("mark").first.inner_text() == "征地服务"
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("?q=%E5%BE%81%E5%9C%B0%E6%9C%8D%E5%8A%A1")


def test_a_value_lights_its_place_and_the_page_scrolls_there(page):
    form_of(page, "征地服务", "2020-a.pdf")
    value = page.locator('[data-at="indicator-10-score"]')
    value.hover()
    lit = page.locator("#pages rect.lit")
    assert [rect.get_attribute("data-of") for rect in lit.all()] == ["indicator-10-score"]
    assert page.locator("#tree .lit").count() == 1
    assert is_inside(lit.bounding_box(), page.locator("#pages").bounding_box())
    assert overlaps_image(page, lit)


def test_a_place_lights_its_value_and_the_tree_scrolls_there(page):
    form_of(page, "征地服务", "2020-a.pdf")
    page.locator('#pages rect[data-of="indicator-10-score"]').hover()
    lit = page.locator("#tree .lit")
    assert [value.get_attribute("data-at") for value in lit.all()] == ["indicator-10-score"]
    assert is_inside(lit.bounding_box(), page.locator("#tree").bounding_box())


def test_a_value_lights_its_line_in_a_text_file(page):
    form_of(page, "水利局", "水利局-2021.txt")
    value = page.locator('[data-at="indicator-1-target"]')
    value.hover()
    assert value.inner_text().strip() in page.locator(".lines .lit").inner_text()


def test_a_finding_leads_to_its_value(page):
    form_of(page, "征地服务", "2020-a.pdf")
    finding = page.locator("[data-goes]").first
    finding.click()
    assert page.locator("#tree .value.lit").get_attribute("data-at") == finding.get_attribute("data-goes")
    assert page.locator("#pages rect.lit").count() > 0


def test_sums_follow_the_ticks_exactly(page):
    form_of(page, "征地服务", "2020-a.pdf")
    total = page.locator('[data-sum="score"]')
    assert total.inner_text() == "95.61"
    page.locator("tr.total input[data-tick]").uncheck()
    assert (total.inner_text(), page.locator('[data-difference="score"]').inner_text()) == ("86", "9.61")
    page.locator("tr.total input[data-tick]").check()
    assert (total.inner_text(), page.locator('[data-difference="score"]').inner_text()) == ("95.61", "0")
    executed = page.locator('[data-sum="executed_yuan"]')
    assert executed.inner_text() == "851.92"
    page.locator('input[data-tick="fund"]').uncheck()
    assert (executed.inner_text(), page.locator('[data-difference="executed_yuan"]').inner_text()) == (
        "0",
        "851.92",
    )


def test_the_keyboard_alone_opens_a_form_and_walks_it(page):
    page.goto("/forms")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/2")
    page.wait_for_selector("#pages .sheet, #pages .lines")
    page.keyboard.press("]")
    page.wait_for_url("**/form/3")
    page.wait_for_selector("#pages .sheet, #pages .lines")
    page.keyboard.press("j")
    assert page.locator("#tree .lit").count() > 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.wait_for_url(re.compile(r":\d+/$"))


def test_language_and_colours_are_kept(browser, samples):
    with looking(browser, samples) as window:
        window.goto("/forms?year=2020")
        window.keyboard.press("l")
        window.wait_for_selector("text=Overview")
        assert window.url.endswith("/forms?year=2020")
        window.keyboard.press("t")
        window.wait_for_selector('html[data-theme="light"]')
        window.keyboard.press("t")
        window.wait_for_selector('html[data-theme="dark"]')
        window.goto("/")
        assert window.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_dangerous_is_shown_as_text(browser, attacked, language):
    with looking(browser, attacked) as window:
        window.context.add_cookies([{"name": "hebiao_language", "value": language, "url": attacked}])
        columns = "&".join(
            f"col={name}" for name in ("department", "project", "supervisor", "title", "grade", "file")
        )
        for address in (
            "/",
            f"/forms?{columns}&department={ATTACK.replace('&', '%26')}",
            "/files",
            "/form/1",
            f"/?year={ATTACK[:30]}",
        ):
            window.goto(address, wait_until="networkidle")
            assert window.evaluate("typeof hacked") == "undefined", address
            assert window.locator("main script, main [onerror], main [onload]").count() == 0, address
        window.goto("/form/1", wait_until="networkidle")
        for key in (
            "form-0-title",
            "fund-1-source",
            "goal-1-expected",
            "level-1-name",
            "indicator-1-reason",
            "indicator-1-target",
        ):
            assert window.locator(f'[data-at="{key}"]').first.text_content() == ATTACK
        assert FILE_NAME in window.locator("p.file").inner_text()
        assert ATTACK in window.locator(".lines").inner_text()
        assert window.locator(".finding").first.inner_text().count(ATTACK) >= 1


def is_inside(inner, outer):
    return (
        outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
        and outer["x"] <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    )


def overlaps_image(page, rect):
    """Tell whether the overlay lies exactly on its picture: a point is the same on both."""
    return page.evaluate(
        """(rect) => { const sheet = rect.closest(".sheet"), over = sheet.querySelector("svg").getBoundingClientRect();
        const image = sheet.querySelector("img").getBoundingClientRect();
        return ["x", "y", "width", "height"].every((edge) => Math.abs(over[edge] - image[edge]) < 1); }""",
        rect.element_handle(),
    )


def test_words_are_offered_while_one_types_and_departments_are_told_by_theirs(page):
    page.goto("/forms")
    page.locator("#q").press_sequentially("征地")
    page.wait_for_selector("#suggestions option", state="attached")
    offered = page.locator("#suggestions option").evaluate_all("all => all.map(one => one.value)")
    assert offered
    assert all("征地" in word for word in offered)
    page.goto("/compare", wait_until="networkidle")
    page.wait_for_selector(".subjects a")
