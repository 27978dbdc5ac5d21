"""The samples: what expected.json says of them holds together, and the script writes them again."""

import importlib
import json
import sys
from collections import Counter
from decimal import Decimal

import pytest

from support.paths import SAMPLES

EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FORMS = [form for entry in EXPECTED.values() for form in entry["forms"]]
SEEDED = {
    "score-total",
    "weight-total",
    "fund-total",
    "execution-rate",
    "score-over-weight",
    "unexplained-deduction",
}

every_form = pytest.mark.parametrize("form", FORMS, ids=range(1, len(FORMS) + 1))


def number_of(text):
    return None if text is None else Decimal(text)


def seeds(form):
    return Counter(seed["rule"] for seed in form["findings"])


def lines_sum(form, field):
    fund_rows = [row for row in form["funds"] if row["weight"] is not None]
    return sum(Decimal(line[field]) for line in fund_rows + form["indicators"])


def part_sum(form, field):
    parts = [number_of(row[field]) for row in form["funds"][1:]]
    return sum(part for part in parts if part is not None)


def reasonless(line):
    return Decimal(line["score"]) < Decimal(line["weight"]) and not line["reason"] + line["measures"]


def test_expected_covers_exactly_the_forms_that_stand_there():
    assert {path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".txt"}} == set(EXPECTED)


def test_the_samples_hold_what_a_first_user_should_see():
    layouts = Counter(tag for entry in EXPECTED.values() for tag in entry["tags"])
    seen = Counter(rule for form in FORMS for rule in seeds(form))
    years = Counter(department for department, _ in {(form["department"], form["year"]) for form in FORMS})
    assert min(layouts[layout] for layout in ("L00", "L01", "L02", "targets", "report")) >= 1
    assert SEEDED - {"weight-total"} <= set(seen)
    assert sum(count > 1 for count in years.values()) >= 2
    assert [len(entry["forms"]) for name, entry in EXPECTED.items() if name.startswith("碧川区民政局")] == [2]


@every_form
def test_totals_are_the_sums_of_their_lines_unless_seeded(form):
    assert (lines_sum(form, "score") != Decimal(form["score_total"])) == seeds(form)["score-total"]
    assert Decimal(form["weight_total"]) == lines_sum(form, "weight") == 100


@every_form
def test_rates_are_what_the_amounts_give_unless_seeded(form):
    off = 0
    for row in form["funds"]:
        rate, budget, executed = (number_of(row[field]) for field in ("rate", "budget_yuan", "executed_yuan"))
        moved = number_of(row.get("transferred_yuan")) or 0
        if rate is not None:
            off += abs(rate - (executed - moved) / budget) > Decimal("0.00005")
    assert off == seeds(form)["execution-rate"]


@every_form
def test_fund_rows_add_up_unless_seeded(form):
    total, *parts = form["funds"]
    if all(row["amount_yuan"] is None for row in parts):
        off = sum(
            part_sum(form, field) != number_of(total[field]) for field in ("budget_yuan", "executed_yuan")
        )
    else:
        amounts = {number_of(total[field]) for field in ("initial_yuan", "budget_yuan", "executed_yuan")}
        lists = parts[:-2], parts[-2:]
        sums = [sum(number_of(row["amount_yuan"]) or 0 for row in rows) for rows in lists]
        off = sum(found not in amounts for found in sums)
    assert off == seeds(form)["fund-total"]


@every_form
def test_scores_and_reasons_are_sound_unless_seeded(form):
    over = [line["level3"] for line in form["indicators"] if Decimal(line["score"]) > Decimal(line["weight"])]
    silent = [line["content"] or line["level3"] for line in form["indicators"] if reasonless(line)]
    assert over == [seed["where"] for seed in form["findings"] if seed["rule"] == "score-over-weight"]
    assert silent == [seed["where"] for seed in form["findings"] if seed["rule"] == "unexplained-deduction"]


def test_the_script_writes_the_same_texts_and_the_same_truth_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(SAMPLES))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = importlib.import_module("make")
    make.write_texts(make.load(), tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(written) == 5
    assert written == {name: (SAMPLES / name).read_bytes() for name in written}
