"""Debian's Chromium, driven by Playwright, and what it complains of."""

import shutil
from contextlib import contextmanager

import pytest

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def browsing():
    """Give a browser; skips where there is none."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the browser is driven by playwright (pip install -e '.[dev]')"
    )
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("looking at the pages needs Chromium (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def looking(browser, address, **context):
    """Give a page that must not complain, nor ask anybody else for anything."""
    complaints = []
    with browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, **context) as window:
        page = window.new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(address) else complaints.append(f"asked {asked.url}"),
        )
        yield page
    assert complaints == []
