from dataclasses import replace

import pytest

from audit import all_rules, audit_form
from extract import message
from support.audit_forms import form, fund, in_chinese, indicator, of_rule, scored_form, wangcheng


def test_consistent_forms_agree():
    audit = audit_form(scored_form())
    assert (audit.findings, audit.verdict) == ((), "agrees")


def test_a_rule_without_the_mark_leaves_the_verdict():
    base = scored_form(weight_total="100")
    short = replace(base.indicators[0], score=base.indicators[0].score - 1)
    audit = audit_form(
        replace(base, indicators=(short, *base.indicators[1:]), score_total=base.score_total - 1)
    )
    assert [f.rule for f in audit.findings] == ["unexplained-deduction"]
    assert audit.verdict == "agrees"


def test_scores_without_a_total_cannot_agree():
    assert audit_form(scored_form(total=None)).verdict == "unchecked"


def test_a_doubtful_reading_cannot_agree_and_its_findings_have_an_unknown_cause():
    assert (
        audit_form(scored_form(warnings=(message("unplaced-text", text="第2页有字在格外"),))).verdict
        == "unchecked"
    )
    audit = audit_form(scored_form(total="98", warnings=(message("unplaced-text", text="第2页有字在格外"),)))
    assert (audit.verdict, {f.cause for f in audit.findings}) == ("differs", {"unknown"})


def test_weights_that_sum_to_100_without_one_score_cannot_agree():
    lines = [indicator(1, "60", None), indicator(2, "40", None)]
    audit = audit_form(form([], lines, weight_total="100"))
    assert [(f.rule, f.severity) for f in audit.findings] == [("incomplete", "warning")]
    assert audit.verdict == "unchecked"


def test_a_form_without_scores_agrees_by_its_funds_alone():
    lines = [indicator(1, None, None)]
    funds = [fund(1, "年度资金总额", budget="1000000", executed="900000", rate="0.9", texts={"rate": "90%"})]
    sources = [
        fund(2, "中央财政资金", budget="600000", executed="600000", among=True),
        fund(3, "地方财政资金", budget="400000", executed="300000"),
    ]
    columns = ("target", "actual", "reason")
    assert audit_form(form([*funds, *sources], lines, columns=columns)).verdict == "agrees"
    assert audit_form(form(funds, lines, columns=columns)).verdict == "unchecked"
    assert audit_form(form([*funds, sources[0]], lines, columns=columns)).verdict == "unchecked"
    assert audit_form(form([*funds, *sources], lines)).verdict == "unchecked", "a score column that is blank"


def test_an_empty_form_is_unchecked_and_every_rule_says_what_it_lacks():
    audit = audit_form(form(columns=()))
    assert audit.verdict == "unchecked"
    assert {c.rule for c in audit.checks} == {rule.name for rule in all_rules()}
    assert all(in_chinese(c.missing) for c in audit.checks if c.rule != "incomplete")


def test_what_a_form_does_not_print_does_not_apply_and_what_it_lacks_is_unchecked():
    plain = audit_form(scored_form())
    outcomes = {check.rule: check.outcome for check in plain.checks}
    nothing = ("grade", "local-rule", "level-weight", "fund-total", "over-achieved")
    assert {outcomes[rule] for rule in nothing} == {"n/a"}
    (graded,) = of_rule(audit_form(scored_form(grade="优", score_total=None)).checks, "grade")
    assert graded.outcome == "unchecked"
    (total,) = of_rule(audit_form(scored_form(total=None)).checks, "score-total")
    assert total.outcome == "unchecked"


def test_every_rule_leaves_a_check_on_a_full_form():
    assert {c.rule for c in audit_form(wangcheng()).checks} == {rule.name for rule in all_rules()}


def test_findings_only_come_from_rules_that_differ_or_tell():
    audit = audit_form(scored_form(total="98"))
    assert [c.outcome for c in of_rule(audit.checks, "score-total")] == ["differs"]


@pytest.mark.parametrize("huge", ["9" * 40, "9" * 300, "0." + "3" * 80])
def test_a_number_of_absurd_length_is_only_another_number(huge):
    funds = [
        fund(1, "总额", budget="3", executed=huge, rate="1.04", weight="10", score="9"),
        fund(2, "甲", budget=huge, executed="5"),
    ]
    audit = audit_form(
        form(
            funds,
            [indicator(1, huge, huge), indicator(2, "0.3", "0.31")],
            score_total=huge,
            weight_total="100",
        )
    )
    assert audit.verdict == "differs"
