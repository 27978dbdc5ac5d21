"""A form of a file without pages stands beside its values as its tables, each value's cell with its key."""

import re

import pytest

from support.paths import SAMPLES

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient

import store
from hebiao import Archive
from hebiao.web.app import make_app
from hebiao.web.views.form import find_keys_by_place, find_places

pytestmark = pytest.mark.slow
WITH_PLACES = {"docx", "doc", "rtf", "odt", "xlsx", "xls", "sheetml", "ods", "html", "mht", "json"}


@pytest.fixture(scope="module")
def panes(tmp_path_factory):
    """Each form of the Office samples by its file's format: the form, and the pane with its file."""
    folder = tmp_path_factory.mktemp("panes")
    url = f"sqlite:///{folder}/forms.db"
    Archive(url).load([SAMPLES / "office"])
    engine = store.open_store(url)
    found = []
    with TestClient(make_app(engine, cache=folder), base_url="http://127.0.0.1") as client:
        for line in store.find_forms(engine):
            document = store.find_original(engine, store.find_document_of(engine, line.id))
            pane = client.get(f"/form/{line.id}/pages")
            found.append((document.format, store.load_form(engine, line.id)[0], pane))
    engine.dispose()
    return found


def test_each_value_of_a_table_has_its_cell(panes):
    formats = set()
    for format_, form, pane in panes:
        keys = {key for keys in find_keys_by_place(form).values() for key in keys}
        if format_ not in WITH_PLACES:
            continue
        formats.add(format_)
        lit = " ".join(re.findall(r'data-of="([^"]*)"', pane.text)).split()
        assert keys, format_
        assert keys - set(lit) == set(), format_
        assert '<table class="cells">' in pane.text
    assert formats == WITH_PLACES


def test_an_ofd_is_drawn_page_by_page(panes):
    ((form, pane),) = [(form, pane) for format_, form, pane in panes if format_ == "ofd"]
    assert find_places(form)
    assert '/page/1.png"' in pane.text
    assert "<rect data-of=" in pane.text
