"""One printed number broken at a time in every sound sample: what arithmetic can tell is found, and what is plain is explained."""

from collections import Counter

import pytest

from support.audit_measure import counted, false_alarms, measured, once, sound_forms
from support.audit_shifts import tallied
from support.paths import SAMPLES

FOUND, EXPLAINED, EXPLAINED_WRONGLY = 0.99, 0.75, 0.01
BLAMED_WRONGLY = 0.02
"""The share of findings whose explanation may blame a figure that is right, of slips that are on no list."""


@pytest.fixture(scope="module")
def forms():
    return [
        pair
        for folder in (SAMPLES, SAMPLES / "families")
        for pair in sound_forms(folder, folder / "expected.json")
    ]


@pytest.fixture(scope="module")
def kinds(forms):
    return counted(outcome for form in once(forms) for outcome in measured(form))


def share(kinds, part, whole):
    return sum(c[part] for c in kinds.values()) / sum(c[whole] for c in kinds.values())


def test_a_sound_form_has_no_finding_that_sets_the_verdict(forms):
    assert len(forms) > 30
    assert [(name, found) for name, form in forms if (found := false_alarms(form))] == []


def test_a_broken_number_is_found_by_every_rule_that_it_breaks(kinds):
    assert share(kinds, "found", "to find") >= FOUND
    assert [kind for kind, counts in kinds.items() if counts["found"] < FOUND * counts["to find"]] == []


def test_the_slip_is_named_where_no_other_explains_the_form_as_well(kinds):
    assert share(kinds, "explained", "to explain") >= EXPLAINED
    assert share(kinds, "explained wrongly", "to explain") <= EXPLAINED_WRONGLY


def test_a_slip_outside_the_list_is_hardly_ever_laid_on_a_figure_that_is_right(forms):
    counts = sum(tallied(once(forms)).values(), Counter())
    assert counts["findings"] > 2000
    assert counts["blames what is right"] <= BLAMED_WRONGLY * counts["findings"]
    assert counts["blames what is wrong"] >= 0.25 * counts["findings"]


def test_every_way_to_break_a_number_occurs(kinds):
    assert {
        "rounded", "cut", "two digits swapped", "a digit dropped", "万元 for 元", "percent for ratio", "one line left out",
        "one line twice", "the execution's points left out", "the execution's points twice", "the rate by another formula",
        "a weight changed, the total not", "a score changed, the total not", "a score above its weight",
    } <= kinds.keys()  # fmt: skip
