"""The rule ``execution-score``: what it says of forms that break it, and of forms that it cannot check."""

from support.audit_forms import form, fund, indicator
from support.rule_snapshots import golden, snapshots

RULE = "execution-score"


def scored(score, *, executed="8519200", rate="1.0389", **rest):
    texts = {"rate": "103.89%", "score": score}
    amounts = {"budget": "8200000", "executed": executed, "rate": rate}
    return form([fund(1, "年度资金总额", weight="10", score=score, texts=texts, **amounts)], **rest)


ROW = indicator(1, "10", "9", level3="预算执行率", execution=True)

CASES = {
    "full over 100%": scored("10"),
    "the excess is deducted": scored("9.61"),
    "by the place's own rule": (scored("9.61"), "hunan"),
    "no rule": scored("7"),
    "the rate in its place": scored("103.89"),
    "told otherwise among the indicators": scored("10", indicators=[ROW]),
    "no rate": form([fund(1, "年度资金总额", weight="10", score="10")]),
    "no score": form([fund(1, "年度资金总额", budget="100")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)
