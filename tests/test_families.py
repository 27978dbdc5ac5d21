"""The samples of each layout family: they print the family's labels, their truth holds together, and hebiao reads them so."""

import importlib
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from audit import audit_form
from hebiao import read
from support.paths import SAMPLES
from support.truth import FUND_NUMBERS, SEEDED

FOLDER = SAMPLES / "families"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
OFFICE = json.loads((SAMPLES / "office" / "expected.json").read_text("utf-8"))
READ = EXPECTED | {f"../office/{name}": entry for name, entry in OFFICE.items()}
LABELS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
LINE_TEXTS = ("level1", "level2", "level3", "content", "sign", "target", "actual", "reason", "measures")
LINE_NUMBERS = ("weight", "score")


def bare(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def source_name(text):
    return re.sub(r"^其中:?|:$", "", bare(text))


def number_of(text):
    return None if text is None else Decimal(text)


@cache
def read_forms(name):
    return read(FOLDER / name)


def test_expected_covers_exactly_the_samples():
    assert {path.name for path in FOLDER.iterdir()} == {*EXPECTED, "expected.json"}


def test_expected_of_other_formats_covers_exactly_the_files():
    others = {"expected.json", "make_office.py"}
    assert {path.name for path in (SAMPLES / "office").iterdir() if path.is_file()} == {*OFFICE, *others}


def test_every_family_is_there():
    assert set(LABELS) <= {tag for entry in EXPECTED.values() for tag in entry["tags"]}


@pytest.mark.parametrize("family", LABELS)
def test_every_label_of_the_family_occurs(family):
    texts = [
        FOLDER / name for name, entry in EXPECTED.items() if family in entry["tags"] and name.endswith(".txt")
    ]
    printed = bare("".join(path.read_text("utf-8") for path in texts))
    wanted = [label if isinstance(label, list) else [label] for label in LABELS[family]]
    assert not [words for words in wanted if not any(bare(word) in printed for word in words)]


def test_the_script_writes_the_same_texts_and_the_same_truth_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(SAMPLES))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = importlib.import_module("make")
    make.write_families(make.load_families(), tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {name: (FOLDER / name).read_bytes() for name in written}
    assert {name for name in EXPECTED if name.endswith(".txt")} | {"expected.json"} == set(written)


def test_the_script_of_other_formats_tells_the_same_truth(monkeypatch):
    monkeypatch.syspath_prepend(str(SAMPLES / "office"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = importlib.import_module("make_office")
    assert json.loads(make.describe()) == OFFICE


@pytest.mark.parametrize(
    "name", [name for name, entry in EXPECTED.items() if name.endswith(".pdf") and entry["forms"]]
)
def test_a_page_end_cuts_a_row(name):
    """Some cell's text begins on one page and ends on the next: a browser writes a cell's lines one after the other."""
    with pypdfium2.PdfDocument(FOLDER / name) as document:
        pages = [bare(page.get_textpage().get_text_bounded()) for page in document]
    cells = re.split(r"[\t\n]", (FOLDER / name).with_suffix(".txt").read_text("utf-8"))
    assert any(is_cut(cell, pages) for cell in map(bare, cells))


def is_cut(cell, pages):
    halves = (
        [] if any(cell in page for page in pages) else [(cell[:at], cell[at:]) for at in range(1, len(cell))]
    )
    return any(first in page and rest in after for first, rest in halves for page, after in pairwise(pages))


def seeds(form):
    return Counter(seed["rule"] for seed in form["findings"])


FORMS = {name: form for name, entry in EXPECTED.items() if name.endswith(".txt") for form in entry["forms"]}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def main_fund(form):
    """The fund row that is a line, unless the execution rate stands in the indicator table."""
    inside = any(line["level1"] == "预算执行率" for line in form["indicators"])
    return [] if inside else [row for row in form["funds"] if row.get("score")][:1]


@every_form
def test_a_form_has_ten_indicators(form):
    assert len(form["indicators"]) >= 10


@every_form
@pytest.mark.parametrize("field", LINE_NUMBERS)
def test_totals_are_the_sums_of_their_lines_unless_seeded(form, field):
    stated = form[f"{field}_total"]
    lines = [row.get(field) for row in main_fund(form) + form["indicators"]]
    if stated is None or not any(lines):
        pytest.skip("this form prints no such total or no such column")
    assert (sum(Decimal(line or 0) for line in lines) != Decimal(stated)) == bool(
        seeds(form)[f"{field}-total"]
    )


@every_form
def test_fund_rows_add_up_and_rates_follow_unless_seeded(form):
    total = [row for row in form["funds"] if "合计" in row["source"]] or form["funds"][:1]
    parts = [row for row in form["funds"] if row not in total and row.get("amount_yuan") is None]
    stated = {
        field: row[field] for field in FUND_NUMBERS[:4] for row in total if row.get(field) and len(parts) > 1
    }
    off = [field for field, text in stated.items() if summed(parts, field) != Decimal(text)]
    assert off == [f"{seed['where']}_yuan" for seed in form["findings"] if seed["rule"] == "fund-total"]
    if form["kind"] != "transfer":  # there the rate may be of the budget less pooled funds
        assert sum(wrong_rate(row) for row in form["funds"]) == seeds(form)["execution-rate"]


def summed(rows, field):
    return sum(Decimal(row.get(field) or 0) for row in rows)


def wrong_rate(row):
    rate, base, executed = (number_of(row.get(field)) for field in ("rate", "budget_yuan", "executed_yuan"))
    base = base if base is not None else number_of(row.get("initial_yuan"))
    if None in (rate, base, executed):
        return False
    moved, half_a_digit = (
        Decimal(row.get("transferred_yuan") or 0),
        Decimal("0.5").scaleb(rate.as_tuple().exponent),
    )
    return abs(rate - (executed - moved) / base) > half_a_digit


@every_form
def test_scores_are_sound_unless_seeded(form):
    scored = [line for line in form["indicators"] if line["weight"] and line["score"]]
    over = [line["level3"] for line in scored if Decimal(line["score"]) > Decimal(line["weight"])]
    short = [line for line in scored if Decimal(line["score"]) < Decimal(line["weight"])]
    told = any(line["reason"] for line in form["indicators"])
    silent = [line["level3"] for line in short if told and not line["reason"] + line["measures"]]
    assert over == [seed["where"] for seed in form["findings"] if seed["rule"] == "score-over-weight"]
    assert silent == [seed["where"] for seed in form["findings"] if seed["rule"] == "unexplained-deduction"]


def printed(got, form):
    """What was read of a form, as far as the truth tells of it, in the shape of :func:`wanted`."""
    funds, lines = [*got.funds], [*got.indicators]
    return {
        "head": {field: bare(str(getattr(got, field))) for field in told_head(form)},
        "totals": (got.weight_total, got.score_total),
        "funds": [
            (source_name(fund.source), fund_numbers(fund, want))
            for fund, want in with_truth(sorted_funds(funds), form["funds"])
        ],
        "goals": [(bare(goal.expected), bare(goal.actual)) for goal in got.goals],
        "lines": [line_values(line, want) for line, want in with_truth(lines, form["indicators"])],
        "quantities": [
            bool(has_quantity(line, want)) for line, want in zip(lines, form["indicators"], strict=False)
        ],
    }


def wanted(form):
    """What expected.json says of a form."""
    return {
        "head": {field: bare(str(form[field])) for field in told_head(form)},
        "totals": (number_of(form["weight_total"]), number_of(form["score_total"])),
        "funds": [(source_name(row["source"]), numbers(row, FUND_NUMBERS)) for row in form["funds"]],
        "goals": [(bare(goal["expected"]), bare(goal["actual"])) for goal in form["goals"]],
        "lines": [
            {field: bare(row[field]) for field in LINE_TEXTS if field in row} | numbers(row, LINE_NUMBERS)
            for row in form["indicators"]
        ],
        "quantities": [True for _ in form["indicators"]],
    }


def numbers(row, fields):
    return {field: number_of(row[field]) for field in fields if field in row}


def told_head(form):
    return [
        field
        for field in ("kind", "title", "year", "department", "project", "supervisor", "grade")
        if field in form
    ]


def with_truth(got, truth):
    """Pair what was read with the truth in order; rows that are too many are paired with an empty truth."""
    return [(row, truth[at] if at < len(truth) else {}) for at, row in enumerate(got)]


def sorted_funds(funds):
    headings = list(dict.fromkeys(fund.list_heading for fund in funds))
    return sorted(funds, key=lambda fund: headings.index(fund.list_heading))


def fund_numbers(fund, want):
    return {field: getattr(fund, field) for field in FUND_NUMBERS if field in want}


def line_values(line, want):
    texts = {field: bare(getattr(line, field)) for field in LINE_TEXTS if field in want}
    return texts | {field: getattr(line, field) for field in LINE_NUMBERS if field in want}


def has_quantity(line, want):
    quantity = want.get("quantity")
    found = [(q.comparator, q.value, bare(q.unit)) for q in line.quantities if q.field == "target"]
    return (
        not quantity or (quantity["comparator"], Decimal(quantity["value"]), bare(quantity["unit"])) in found
    )


@pytest.mark.parametrize("name", READ)
def test_a_sample_is_read_as_it_was_laid_out(name):
    truth = READ[name]["forms"]
    assert [form.title for form in read_forms(name)] == [form["title"] for form in truth]
    for got, form in zip(read_forms(name), truth, strict=True):
        assert printed(got, form) == wanted(form)


@pytest.mark.parametrize("name", READ)
def test_audit_finds_the_seeded_mistakes_and_no_others(name):
    assert len(read_forms(name)) == len(READ[name]["forms"])
    for got, form in zip(read_forms(name), READ[name]["forms"], strict=True):
        audited = audit_form(got)
        found = Counter(
            finding.rule
            for finding in audited.findings
            if finding.rule in SEEDED and finding.severity != "info"
        )
        assert found == seeds(form)
        assert (audited.verdict == "differs") == bool(set(seeds(form)) - {"unexplained-deduction"})
