import pytest

from audit import audit_form
from support.audit_forms import form, fund, in_chinese, indicator, of_rule


def found(rule, indicators, funds=(), **rest):
    return [
        (f.fund, f.indicator) for f in of_rule(audit_form(form(funds, indicators, **rest)).findings, rule)
    ]


def test_no_line_scores_more_than_its_weight():
    funds = [fund(1, "总额", weight="10", score="10.4"), fund(2, "财政拨款", weight="10", score="10.4")]
    lines = [indicator(1, "10", "10"), indicator(2, "10", "10.01"), indicator(3, None, "5")]
    assert found("score-over-weight", lines, funds) == [(1, None), (None, 2)]


def test_no_score_is_negative():
    assert found("negative-score", [indicator(1, "10", "-1"), indicator(2, "10", "0")]) == [(None, 1)]


@pytest.mark.parametrize("blank", ["", "无", "暂无", "无偏差。", "--", " / ", "原因:无。措施:无。", "……"])
def test_a_placeholder_explains_no_deduction(blank):
    assert found("unexplained-deduction", [indicator(1, "10", "9", reason=blank, measures="-")]) == [
        (None, 1)
    ]


def test_what_is_explained_full_or_of_no_column_is_not_flagged():
    lines = [
        indicator(1, "10", "9", reason="受疫情影响"),
        indicator(2, "10", "9", measures="加快进度"),
        indicator(3, "10", "10"),
        indicator(4, "10", "9", sub=True),
        indicator(5, "10", "9", execution=True),
    ]
    assert found("unexplained-deduction", lines) == []
    assert found("unexplained-deduction", [indicator(1, "10", "9")], columns=("weight", "score")) == []


@pytest.mark.parametrize(
    ("rest", "messages"),
    [
        ({"indicators": []}, ["表中没有绩效指标。"]),
        ({"indicators": [indicator(1, "10", "9")]}, ["各项填了得分，全表没有总分。"]),
        (
            {"indicators": [indicator(1, "5", "5"), indicator(2, "6", None)], "score_total": "5"},
            ["「指标2甲」有分值6，没有得分。"],
        ),
        (
            {"indicators": [indicator(1, "5", None), indicator(2, "6", None)]},
            ["各项有分值，得分一项都没有填。"],
        ),
        (
            {"indicators": [indicator(1, None, None)], "templates": ("对照年度目标,说明…",)},
            ["模板说明文字没有替换：对照年度目标,说明…"],
        ),
        ({"indicators": [indicator(1, None, None)]}, []),
    ],
)
def test_what_is_missing_is_told(rest, messages):
    assert [
        in_chinese(f.message) for f in of_rule(audit_form(form(**rest)).findings, "incomplete")
    ] == messages
