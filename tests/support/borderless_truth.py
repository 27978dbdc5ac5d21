"""How much of a form is read as samples/expected.json has it, field by field."""

import json
import re
import unicodedata
from decimal import Decimal

from support.paths import SAMPLES, TESTS

FOLDER = TESTS / "data" / "borderless"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
HEAD = ("kind", "title", "department", "project", "supervisor")
FUND = ("initial_yuan", "budget_yuan", "executed_yuan", "amount_yuan", "rate", "weight", "score")
LINE = ("level1", "level2", "level3", "target", "actual", "reason", "measures")
POINTS = ("weight", "score")


def bare(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def forms_of(path):
    """The forms that a file of the folder prints, as the sample behind its first hyphen has them."""
    return EXPECTED[f"{path.stem.split('-', 1)[1]}.pdf"]["forms"]


def wanted(form):
    """The fields of an expected form that print something, by their places."""
    fields = {("head", field): bare(form[field]) for field in HEAD}
    fields |= {("total", field): Decimal(form[f"{field}_total"]) for field in POINTS}
    for at, fund in enumerate(form["funds"]):
        fields |= {("fund", at, field): Decimal(fund[field]) for field in FUND if fund.get(field) is not None}
    for at, goal in enumerate(form["goals"]):
        fields |= {("goal", at, field): bare(goal[field]) for field in ("expected", "actual")}
    for at, line in enumerate(form["indicators"]):
        fields |= {("line", at, field): bare(line[field]) for field in LINE}
        fields |= {("line", at, field): Decimal(line[field]) for field in POINTS}
    return {place: value for place, value in fields.items() if value != ""}


def printed(form):
    """What was read of a form, in the shape of :func:`wanted`."""
    headings = list(dict.fromkeys(fund.list_heading for fund in form.funds))
    funds = sorted(form.funds, key=lambda fund: headings.index(fund.list_heading))
    fields = {("head", field): bare(getattr(form, field)) for field in HEAD}
    fields |= {("total", field): getattr(form, f"{field}_total") for field in POINTS}
    fields |= {("fund", at, field): getattr(fund, field) for at, fund in enumerate(funds) for field in FUND}
    fields |= {
        ("goal", at, field): bare(getattr(goal, field))
        for at, goal in enumerate(form.goals)
        for field in ("expected", "actual")
    }
    fields |= {
        ("line", at, field): bare(getattr(line, field))
        for at, line in enumerate(form.indicators)
        for field in LINE
    }
    return fields | {
        ("line", at, field): getattr(line, field)
        for at, line in enumerate(form.indicators)
        for field in POINTS
    }


def misread(form, want):
    """The fields that are not read as they were laid out: what was wanted, what was read."""
    got, fields = printed(form), wanted(want)
    return {place: (value, got.get(place)) for place, value in fields.items() if got.get(place) != value}


def share(forms, wants):
    """The share of fields read right, over all forms of a file."""
    total = sum(len(wanted(want)) for want in wants)
    wrong = sum(len(misread(form, want)) for form, want in zip(forms, wants, strict=True))
    return 1 - wrong / total
