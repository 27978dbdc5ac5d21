"""What stands beside the hundred points: bonuses, deductions, vetoes, and an execution that the totals leave out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from normalize import Evidence
from support.audit_forms import form, fund, in_chinese, indicator, level, of_rule, scored_form

PLAIN = (indicator(1, "60", "60"), indicator(2, "30", "30"))


def held(*rows, total, weights="100"):
    execution = scored_form().funds
    lines = (*PLAIN, *rows)
    return audit_form(
        form(execution, lines, weight_total=weights, score_total=total, columns=("weight", "score", "reason"))
    )


def flagged(audit):
    return [(f.rule, f.severity) for f in audit.findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (indicator(3, "5", "2", level1="加分项"), "102"),
        (indicator(3, None, "2", level1="加分项"), "102"),
        (indicator(3, "5", None, level1="加分项"), "100"),
        (indicator(3, None, "-1", level1="扣分项"), "99"),
        (indicator(3, None, "1", level1="扣分项"), "99"),
        (indicator(3, "-5", "-1", level2="扣分指标"), "99"),
        (indicator(3, None, None, level2="一票否决指标"), "100"),
    ],
)
def test_rows_beside_the_hundred_are_no_mistake(row, total):
    audit = held(row, total=total)
    assert (flagged(audit), audit.verdict) == ([], "agrees")


def test_a_bonus_that_the_hundred_counts_is_a_line_like_others():
    funds = scored_form().funds
    lines = (indicator(1, "55", "55"), indicator(2, "30", "30"), indicator(3, "5", "2", level1="加分项"))
    assert audit_form(form(funds, lines, weight_total="100", score_total="97")).verdict == "agrees"


@pytest.mark.parametrize(
    ("row", "total", "rule"),
    [
        (indicator(3, "5", "7", level1="加分项"), "107", "score-over-weight"),
        (indicator(3, None, "2", level1="加分项"), "101", "score-total"),
        (indicator(3, None, "-1", level1="扣分项"), "100", "score-total"),
        (indicator(3, None, "-1", level1="产出指标"), "99", "negative-score"),
    ],
)
def test_rows_beside_the_hundred_are_held_to_what_they_say(row, total, rule):
    audit = held(row, total=total)
    assert (rule, "error") in flagged(audit)
    assert audit.verdict == "differs"


def test_what_a_deduction_is_for_may_stand_behind_its_name():
    for name in ("扣分项(未按时报送)", "扣分项：迟报", "扣分项—迟报"):
        audit = held(indicator(3, None, "-1", level1="满意度指标", level3=name), total="99")
        assert (flagged(audit), audit.verdict) == ([], "agrees")


def test_an_indicator_about_deductions_is_no_deduction():
    audit = held(indicator(3, None, "-1", level3="扣分项整改完成率"), total="99")
    assert [f.rule for f in of_rule(audit.findings, "negative-score")] == ["negative-score"]


def test_totals_that_leave_the_execution_out_agree():
    audit = audit_form(form(scored_form().funds, PLAIN, weight_total="90", score_total="90"))
    assert (flagged(audit), audit.verdict) == ([], "agrees")
    (told,) = of_rule(audit.findings, "weight-total")
    assert in_chinese(told.message) == "分值合计90没有算预算执行的10分，总分也没有。"


def test_an_execution_that_scores_nothing_is_left_out_by_the_weights_alone():
    funds = (replace(scored_form().funds[0], score=Decimal(), executed_yuan=Decimal(), rate=Decimal()),)
    audit = audit_form(form(funds, PLAIN, weight_total="90", score_total="90"))
    assert [rule for rule, severity in flagged(audit) if severity == "error"] == []


def test_a_hundred_points_and_the_execution_besides_are_too_many():
    lines = (indicator(1, "70", "70"), indicator(2, "30", "30"))
    audit = audit_form(form(scored_form().funds, lines, weight_total="100", score_total="100"))
    assert (flagged(audit), audit.verdict) == ([("weight-total", "error")], "differs")
    (told,) = of_rule(audit.findings, "weight-total")
    assert in_chinese(told.message) == "分值合计填100，没有算预算执行的10分，两者合计110分，不是100。"
    assert (told.stated, told.computed, told.explanation) == (Decimal(100), Decimal(110), None)


def test_a_deduction_that_was_added_is_found():
    row = indicator(3, None, "3", level1="扣分项")
    assert flagged(held(row, total="103")) == [("score-total", "error")]
    assert flagged(held(row, total="97")) == []


def test_a_deduction_whose_weight_the_hundred_counts_is_a_line_like_others():
    funds = scored_form().funds
    lines = (indicator(1, "55", "55"), indicator(2, "30", "30"), indicator(3, "5", "5", level1="扣分项"))
    assert audit_form(form(funds, lines, weight_total="100", score_total="100")).verdict == "agrees"


@pytest.mark.parametrize(
    ("weights", "total", "rules"),
    [
        ("100", "90", {"score-total"}),
        ("90", "100", {"weight-total"}),
        ("91", "90", {"weight-total"}),
        ("90", "89", {"score-total"}),
    ],
)
def test_only_both_totals_may_leave_the_execution_out(weights, total, rules):
    audit = audit_form(form(scored_form().funds, PLAIN, weight_total=weights, score_total=total))
    assert {rule for rule, _ in flagged(audit)} == rules


def test_the_execution_left_out_still_makes_a_hundred_with_the_rest():
    lines = (indicator(1, "60", "60"), indicator(2, "20", "20"))
    audit = audit_form(form(scored_form().funds, lines, weight_total="80", score_total="80"))
    assert [in_chinese(f.message) for f in of_rule(audit.findings, "weight-total")] == [
        "分值合计填80，没有算预算执行的10分，两者合计90分，不是100。"
    ]


def test_a_veto_does_not_hide_what_a_level_weighs():
    output = level(1, 1, "产出指标", "90")
    lines = (
        *(replace(line, levels=(1,)) for line in PLAIN),
        indicator(3, None, None, level3="一票否决:重大事故", levels=(1,)),
    )
    audit = audit_form(
        form(scored_form().funds, lines, weight_total="100", score_total="100", levels=(output,))
    )
    assert audit.verdict == "agrees"


@pytest.mark.parametrize(
    ("marks", "formula"),
    [
        (("(a)", "(b)", "(c)"), "c/b"),
        (("①", "②", "③"), "③/②"),
        (("(1)", "(2)", "(3)"), "(3)/(2)"),
        (("(1)(万元)", "(2)(万元)", "(3)(万元)"), "3/2"),
        (("(A,万元)", "(B,万元)", "(C,万元)"), "C/B"),
        (("(2)", "(3)", "(4)"), "4÷3"),
    ],
)
def test_funds_are_told_by_the_marks_of_their_own_heads_however_they_are_written(marks, formula):
    names = (("initial", "年初预算数"), ("budget", "全年预算数"), ("executed", "全年执行数"))
    evidence = tuple(
        Evidence("fund", field, name + mark, "label")
        for (field, name), mark in zip(names, marks, strict=True)
    )
    row = fund(
        1, "年度资金总额", initial="200", budget="100", executed="90", rate="0.45", texts={"rate": "45%"}
    )
    audited = form([row], PLAIN, weight_total="90", score_total="90", rate_formula=formula, evidence=evidence)
    (finding,) = of_rule(audit_form(audited).findings, "execution-rate")
    assert in_chinese(finding.message) == f"年度资金总额：执行率填45%，按{formula}计算为90.00%。"


def test_funds_are_told_by_the_letters_of_their_own_heads():
    heads = (("initial", "年初预算数(A)"), ("budget", "全年预算数(B)"), ("executed", "全年执行数(C)"))
    evidence = tuple(Evidence("fund", field, printed, "label") for field, printed in heads)
    row = fund(
        1, "年度资金总额", initial="200", budget="100", executed="90", rate="0.9", texts={"rate": "90%"}
    )
    audit = audit_form(
        form([row], PLAIN, weight_total="90", score_total="90", rate_formula="C/B", evidence=evidence)
    )
    assert not of_rule(audit.findings, "execution-rate")
    over_initial = form(
        [row], PLAIN, weight_total="90", score_total="90", rate_formula="C/A", evidence=evidence
    )
    (finding,) = of_rule(audit_form(over_initial).findings, "execution-rate")
    assert in_chinese(finding.message) == "年度资金总额：执行率填90%，按C/A计算为45.00%。"
