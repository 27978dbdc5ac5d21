"""Makes the pictures of the pages in the papers: reads the samples, serves them, and looks at them with Chromium."""

from __future__ import annotations

import io
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

import store
from hebiao import Archive
from hebiao.web import make_app

DOCS = Path(__file__).parent
SAMPLES = DOCS.parent / "samples"
COLOURS = 256


def overview(page: Page) -> None:
    """Show the overview of all samples."""
    page.goto("/", wait_until="networkidle")


def form(page: Page) -> None:
    """Show a form that contradicts itself, the score that is too high lit on its page."""
    page.goto("/forms?q=碧川区教育局&year=2023")
    page.locator("a.open").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("[data-goes]").first.click()


def review(page: Page) -> None:
    """Show the worst that waits in a form: its place on the page, and what may be right instead."""
    page.goto("/review")
    page.locator("[name=who]").fill("张三")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pages rect.lit")
    page.wait_for_load_state("networkidle")


PICTURES: dict[str, Callable[[Page], None]] = {"overview": overview, "form": form, "review": review}


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """Give the address of a site on the samples."""
    url = f"sqlite:///{folder}/forms.db"
    Archive(url).load([SAMPLES])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(make_app(store.open_store(url), cache=Path(folder)), log_level="warning")
        )
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def draw() -> None:
    """Write each picture beside this script, with as few colours as it needs."""
    with tempfile.TemporaryDirectory() as folder, serving(folder) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
        for name, show in PICTURES.items():
            show(page)
            seen = Image.open(io.BytesIO(page.screenshot()))
            seen.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
                DOCS / f"{name}.png", optimize=True
            )
        browser.close()


if __name__ == "__main__":
    draw()
