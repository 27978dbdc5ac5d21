"""The rule ``weight-total``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, indicator, scored_form
from support.rule_snapshots import golden, snapshots

RULE = "weight-total"

TOO_MUCH = [indicator(1, "60", "50"), indicator(2, "41", "40")]
NINETY = [indicator(1, "50", "50"), indicator(2, "40", "40")]

CASES = {
    "agrees": scored_form(),
    "another sum": form([], TOO_MUCH, weight_total="100"),
    "not 100": form([], NINETY, weight_total="90"),
    "not 100 and no total": form([], TOO_MUCH),
    "a place that does not hold it to 100": (form([], NINETY, weight_total="90"), "zhejiang"),
    "no weights": form([], [indicator(1, None, "9")], weight_total="100"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
