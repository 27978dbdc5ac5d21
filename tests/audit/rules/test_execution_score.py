"""The rule ``execution-score``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from support.audit_forms import form, fund, in_chinese, indicator, of_rule, scored_form
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


@pytest.mark.parametrize(
    ("executed", "weight", "score", "explanation"),
    [
        ("861000", "10", "8.61", "8.61 = 10 × 86.1/100，全国惯例：执行率×分值"),
        ("1038900", "10", "10", "10 = 10 × 1，全国惯例：超过100%按满分计"),
        ("735600", "20", "14.71", "14.71 = 20 × 73.56/100，全国惯例：执行率×分值（四舍五入）"),
        ("735600", "10", "5", None),
    ],
)
def test_a_scoring_rule_is_named_or_the_score_is_flagged(executed, weight, score, explanation):
    audit = audit_form(
        form(
            [
                fund(
                    1,
                    "总额",
                    budget="1000000",
                    executed=executed,
                    weight=weight,
                    score=score,
                    texts={"score": score},
                )
            ]
        )
    )
    (check,) = of_rule(audit.checks, "execution-score")
    assert in_chinese(check.explanation) == explanation
    assert len(of_rule(audit.findings, "execution-score")) == (explanation is None)
    assert not in_chinese(of_rule(audit.checks, "execution-score")[0].missing)


@pytest.mark.parametrize(("name", "word"), [("weight", "分值"), ("score", "得分")])
def test_an_execution_that_is_printed_twice_has_the_same_points_twice(name, word):
    base = scored_form()
    row = indicator(9, "10", "10", level3="预算执行率", execution=True)
    assert not audit_form(replace(base, indicators=(*base.indicators, row))).findings
    other = replace(base.funds[0], **{name: Decimal("7.5")})
    audit = audit_form(replace(base, funds=(other,), indicators=(*base.indicators, row)))
    (finding,) = of_rule(audit.findings, "execution-score")
    assert (finding.severity, finding.fund, finding.field) == ("warning", 1, name)
    assert (finding.stated, finding.computed) == (Decimal("7.5"), 10)
    assert in_chinese(finding.message) == f"预算执行的{word}在资金表中填7.5，在指标表中填10。"


def overspent(score, **rest):
    row = fund(
        1,
        "总额",
        budget="1000000",
        executed="1038900",
        transferred="0",
        weight="10",
        score=score,
        texts={"score": score},
    )
    audit = audit_form(form([row], **rest))
    (check,) = of_rule(audit.checks, "execution-score")
    return check, of_rule(audit.findings, "execution-score")


@pytest.mark.parametrize(
    ("score", "rest", "explanation"),
    [
        ("9.61", {"department": "长沙市望城区水利局"}, "9.61 = 10 × (2 − 103.89/100)，湖南口径（观察所得）"),
        ("9.61", {"rate_formula": "(B-C)/A"}, "9.61 = 10 × (2 − 103.89/100)，湖南口径（观察所得）"),
        (
            "9.63",
            {"department": "孝感市水利局"},
            "9.63 = 10 ÷ (103.89/100)，湖北口径：超支按预算数与执行数之比计",
        ),
        ("10.00", {"department": "孝感市水利局"}, "10 = 10 × 1，全国惯例：超过100%按满分计"),
    ],
)
def test_a_place_s_own_rule_binds_its_forms_and_those_that_print_it(score, rest, explanation):
    check, found = overspent(score, **rest)
    assert check.outcome == "agrees"
    assert in_chinese(check.explanation).startswith(explanation)
    assert found == []


@pytest.mark.parametrize(
    ("score", "rest", "place"),
    [
        ("9.61", {}, "湖南口径（观察所得）"),
        ("9.61", {"department": "岳阳县水利局"}, "湖南口径（观察所得）"),
        ("9.61", {"department": "中江县水利局"}, "湖南口径（观察所得）"),
        ("9.63", {"department": "中江县水利局"}, "湖北口径"),
    ],
)
def test_another_places_rule_excuses_no_score_and_is_named_as_a_possibility(score, rest, place):
    check, (finding,) = overspent(score, **rest)
    assert check.outcome == "differs"
    assert in_chinese(finding.explanation).startswith(f"可能按{place}计分")


def test_a_score_in_percent_of_its_weight_prints_the_decimals_of_its_points():
    texts = {"rate": "95.50%", "score": "95.5%"}
    row = fund(
        1,
        "年度资金总额",
        budget="1000000",
        executed="955000",
        rate="0.955",
        weight="10",
        score="9.55",
        texts=texts,
    )
    assert of_rule(audit_form(form([row])).findings, RULE) == []
