"""A form's page shows every value that has a place, every finding at its value, and sums as the audit adds them."""

import re
from decimal import Decimal
from html import unescape

import pytest

from support.paths import SAMPLES

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient

import store
from audit import audit_form, build_ledger
from hebiao import Archive
from hebiao.web.app import make_app
from hebiao.web.views import form_tree as tree
from hebiao.web.views.form import find_keys_by_line, find_places
from hebiao.web.views.form_sums import add_up

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Each form of the samples: its name, its form, its audit and its page."""
    folder = tmp_path_factory.mktemp("forms")
    url = f"sqlite:///{folder}/forms.db"
    Archive(url).load([SAMPLES])
    engine = store.open_store(url)
    with TestClient(make_app(engine, cache=folder), base_url="http://127.0.0.1") as client:
        yield [
            (line.path, *store.load_form(engine, line.id), client.get(f"/form/{line.id}").text)
            for line in store.find_forms(engine)
        ]
    engine.dispose()


def test_every_place_on_a_page_has_a_value_beside_it(read):
    assert len(read) > 20
    for path, form, _, page in read:
        placed = {spot.key for on_page in find_places(form).values() for spot in on_page}
        placed |= {key for keys in find_keys_by_line(form).values() for key in keys}
        assert placed - shown(page) == set(), path


def test_every_finding_leads_to_a_value(read):
    found = [
        (path, line.key, page) for path, form, audit, page in read for line in tree.list_findings(form, audit)
    ]
    assert found
    assert [(path, key) for path, key, page in found if key not in shown(page)] == []


def test_the_sums_are_those_of_the_audit(read):
    compared = 0
    for path, form, _, _ in read:
        sums = add_up(form)
        checked = {check.rule: check for check in audit_form(form).checks} | {
            found.rule: found for found in audit_form(form).findings
        }
        for rule, total in zip(("weight-total", "score-total"), sums.lines, strict=True):
            told = checked.get(rule)
            if told is not None and told.computed is not None:
                assert (total.stated or Decimal(100), total.computed) == (
                    told.stated or Decimal(100),
                    told.computed,
                ), path
                compared += 1
    assert compared > 20


def test_funds_add_up_as_in_the_audit(read):
    compared = 0
    for path, form, _, _ in read:
        sums = add_up(form)
        lists = iter(sums.lists)
        for one in build_ledger(form).fund_sums:
            total = next(lists) if one.is_list else sums.columns[one.field]
            ticked = sum(
                (row.amounts.get(total.name, Decimal()) for row in sums.funds.values() if row.is_counted),
                Decimal(),
            )
            assert (total.stated, total.computed, ticked) == (one.stated, one.computed, one.computed), (
                path,
                one.field,
            )
            compared += 1
    assert compared > 20


def test_levels_span_each_row_once(read):
    for path, form, _, _ in read:
        rows = tree.list_indicators(form)
        assert [sum(row.spans[at] for row in rows) for at in (0, 1)] == [len(rows)] * 2, path


def test_a_finding_tells_its_figures_as_its_column_prints_them():
    assert tree.show_figure(Decimal("1.038927"), "rate", "万元") == "103.8927%"
    assert tree.show_figure(Decimal(8519200), "executed_yuan", "万元") == "851.92 万元"
    assert tree.show_figure(Decimal(8519200), "executed_yuan", "元") == "8519200 元"
    assert tree.show_figure(Decimal("95.60"), "score_total", "万元") == "95.6"
    assert tree.show_figure(None, "score", "元") == "—"


def test_amounts_are_shown_in_the_unit_that_they_were_taken_in(read):
    assumed = [
        (form, tree.find_money_unit(form)) for _, form, _, _ in read if form.money_unit is None and form.funds
    ]
    assert {unit for _, unit in assumed} >= {"万元"}
    for _, form, _, _ in read:
        for fund in form.funds:
            if fund.budget_yuan and fund.texts.get("budget", "").replace(".", "").isdigit():
                assert Decimal(fund.texts["budget"]) == Decimal(
                    tree.amount(fund.budget_yuan, tree.find_money_unit(form))
                )


def shown(page):
    return set(map(unescape, re.findall(r'data-at="([^"]*)"', page)))
