"""The rule ``fund-total``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, fund
from support.rule_snapshots import golden, snapshots

RULE = "fund-total"


def sources(total, *amounts, **rest):
    rows = [fund(1, "年度资金总额", budget=total)]
    rows += [fund(n, f"来源{n}", budget=amount, **rest) for n, amount in enumerate(amounts, 2)]
    return form(rows)


CASES = {
    "agrees": sources("300000", "100000", "200000"),
    "another sum": sources("300000", "100000", "150000"),
    "a hundredth of the unit": sources("300000", "100000", "200100"),
    "a source is blank": sources("300000", "100000", None),
    "a single part": sources("300000", "100000", among=True),
    "a list of amounts": form(
        [fund(1, "总额", executed="300000"), fund(2, "收入", amount="200000", heading="按收入性质分")]
    ),
    "no amount in the total": sources(None, "100000", "200000"),
    "no sources": form([fund(1, "年度资金总额", budget="300000")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
