"""The rule ``weight-total``: what it says of forms that break it, and of forms that it cannot check."""

import pytest

from audit import audit_form
from support.audit_forms import find_outcome, form, fund, in_chinese, indicator, of_rule, scored_form
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


@pytest.mark.parametrize(
    ("stated", "weights", "found"),
    [
        ("100", ("10", "40", "50"), []),
        (None, ("10", "40", "50"), []),
        ("100", ("10", "40", "51"), ["分值合计填100，各项分值之和为101，相差-1。"]),
        ("90", ("10", "40", "40"), ["分值合计为90，不是100。"]),
        (None, ("10", "40", "40"), ["分值合计为90，不是100。"]),
        ("90", ("10", "40", "50"), ["分值合计填90，各项分值之和为100，相差-10。"]),
    ],
)
def test_weights_are_the_total_and_a_hundred(stated, weights, found):
    audit = audit_form(scored_form(weights, total=None, weight_total=stated))
    assert [in_chinese(f.message) for f in of_rule(audit.findings, "weight-total")] == found


def test_a_form_without_weights_is_not_held_to_them():
    lines = [indicator(n, None, "40") for n in (1, 2)]
    audit = audit_form(form([fund(1, "年度财政资金总额", weight="20", score="20")], lines, score_total="100"))
    assert find_outcome(form([], lines, score_total="80"), "weight-total") == "n/a"
    assert audit.verdict == "agrees"
