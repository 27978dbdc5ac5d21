"""Hebiao reads each sample as expected.json has it, and finds the mistakes that were put in and no others."""

import json
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from audit import audit_form
from hebiao import read
from support.paths import SAMPLES
from support.truth import FUND_NUMBERS, SEEDED

EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FORMS = [
    (name, number, form) for name, entry in EXPECTED.items() for number, form in enumerate(entry["forms"])
]
IDS = [
    f"{EXPECTED[name]['tags'][0]}-{Path(name).suffix[1:]}-{form['year']}-{number + 1}"
    for name, number, form in FORMS
]
LINE_TEXTS = ("level1", "level2", "level3", "content", "target", "actual", "reason", "measures")

every_form = pytest.mark.parametrize(("name", "number", "form"), FORMS, ids=IDS)


@cache
def read_forms(name):
    return read(SAMPLES / name)


def number_of(text):
    return None if text is None else Decimal(text)


def bare(text):
    """A text without what two readings may differ in: blanks and widths."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def source_name(text):
    return re.sub(r"^其中:?|:$", "", bare(text))


def about(form, finding, seed):
    """Whether a finding is of the seed's rule and names its line or column."""
    lines = [line for line in form.indicators if line.ordinal == finding.indicator]
    funds = [source_name(fund.source) for fund in form.funds if fund.ordinal == finding.fund]
    names = {"", *funds, *(line.level3 for line in lines), *(bare(line.content) for line in lines)}
    at_column = bool(seed["where"]) and (finding.field or "").startswith(seed["where"])
    return finding.rule == seed["rule"] and (seed["where"] in names or at_column)


def printed(form):
    """What was read of a form, in the shape of :func:`wanted`."""
    return {
        "head": [
            form.kind,
            bare(form.title),
            form.year,
            *map(bare, (form.department, form.project, form.supervisor)),
        ],
        "totals": (form.weight_total, form.score_total),
        "funds": [
            (source_name(fund.source), [getattr(fund, field) for field in FUND_NUMBERS])
            for fund in sorted_funds(form)
        ],
        "goals": [(bare(goal.expected), bare(goal.actual)) for goal in form.goals],
        "lines": [
            [*(bare(getattr(line, field)) for field in LINE_TEXTS), line.weight, line.score]
            for line in form.indicators
        ],
    }


def sorted_funds(form):
    """The fund rows list by list, as expected.json has them."""
    headings = list(dict.fromkeys(fund.list_heading for fund in form.funds))
    return sorted(form.funds, key=lambda fund: headings.index(fund.list_heading))


def wanted(form):
    """What expected.json says of a form."""
    return {
        "head": [
            form["kind"],
            bare(form["title"]),
            form["year"],
            *(bare(form[field]) for field in ("department", "project", "supervisor")),
        ],
        "totals": (Decimal(form["weight_total"]), Decimal(form["score_total"])),
        "funds": [
            (source_name(row["source"]), [number_of(row.get(field)) for field in FUND_NUMBERS])
            for row in form["funds"]
        ],
        "goals": [(bare(goal["expected"]), bare(goal["actual"])) for goal in form["goals"]],
        "lines": [
            [*(bare(line[field]) for field in LINE_TEXTS), Decimal(line["weight"]), Decimal(line["score"])]
            for line in form["indicators"]
        ],
    }


SLID = {"银杉区保障性住房服务中心-2021.txt"}
"""Rows of a page stand a column beside their head's: their numbers were moved, and such a form never agrees."""


@pytest.mark.parametrize("name", EXPECTED)
def test_each_file_holds_the_forms_that_are_expected(name):
    assert [form.title for form in read_forms(name)] == [form["title"] for form in EXPECTED[name]["forms"]]


@every_form
def test_a_form_is_read_as_it_was_laid_out(name, number, form):
    assert printed(read_forms(name)[number]) == wanted(form)


@every_form
def test_audit_finds_the_seeded_mistakes_and_no_others(name, number, form):
    got = read_forms(name)[number]
    audited = audit_form(got)
    seeds = [seed["rule"] for seed in form["findings"]]
    found = [finding for finding in audited.findings if finding.rule in SEEDED and finding.severity != "info"]
    assert Counter(finding.rule for finding in found) == Counter(seeds)
    assert all(any(about(got, finding, seed) for finding in found) for seed in form["findings"])
    sound = "unchecked" if name in SLID else "agrees"
    assert audited.verdict == ("differs" if set(seeds) - {"unexplained-deduction"} else sound)


@every_form
def test_targets_are_read_into_exact_quantities(name, number, form):
    missing = []
    for line, want in zip(read_forms(name)[number].indicators, form["indicators"], strict=True):
        found = [(q.comparator, q.value, bare(q.unit)) for q in line.quantities if q.field == "target"]
        quantity = want.get("quantity")
        if (
            quantity
            and (quantity["comparator"], Decimal(quantity["value"]), bare(quantity["unit"])) not in found
        ):
            missing.append((want["target"], found))
    assert not missing
