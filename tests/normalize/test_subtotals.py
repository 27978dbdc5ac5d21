"""Sums printed among the indicators: levels in rows of their own, 小计, 合计, and the lines that they add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.typed_forms import HEAD, codes, read_both, read_ruled

HEADS = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分"
LEVEL_ROWS = """产出指标\t\t\t\t\t70\t68
\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t质量指标\t合格率\t95%\t96%\t20\t19
效益指标\t\t\t\t\t20\t18
\t社会效益指标\t受益农户\t30户\t28户\t20\t18"""
NESTED_LEVEL_ROWS = """产出指标\t\t\t\t\t70\t68
\t数量指标\t\t\t\t50\t49
\t\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t质量指标\t\t\t\t20\t19
\t\t合格率\t95%\t96%\t20\t19
效益指标\t社会效益指标\t受益农户\t30户\t28户\t20\t18"""
BELOW = """产出指标\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t质量指标\t合格率\t95%\t96%\t20\t19
\t小计\t\t\t\t70\t68
效益指标\t社会效益指标\t受益农户\t30户\t28户\t20\t18
\t小计\t\t\t\t20\t18"""
NESTED_BELOW = """产出指标\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t\t小计\t\t\t50\t49
\t质量指标\t合格率\t95%\t96%\t20\t19
\t\t小计\t\t\t20\t19
\t小计\t\t\t\t70\t68
效益指标\t社会效益指标\t受益农户\t30户\t28户\t20\t18
\t小计\t\t\t\t20\t18"""
NAMED_BELOW = """产出指标\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t质量指标\t合格率\t95%\t96%\t20\t19
产出指标小计\t\t\t\t\t70\t68
效益指标\t社会效益指标\t受益农户\t30户\t28户\t20\t18
效益指标小计\t\t\t\t\t20\t18"""
TOTALS_BELOW = NAMED_BELOW.replace("产出指标小计", "合计").replace("效益指标小计", "合计")
ABOVE = """产出指标\t小计\t\t\t\t70\t68
\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t培训\t2期\t2期\t10\t9
\t质量指标\t合格率\t95%\t96%\t20\t19
效益指标\t小计\t\t\t\t20\t18
\t社会效益指标\t受益农户\t30户\t28户\t20\t18"""
TOTAL = "\n总分\t\t\t\t\t100\t96"


def table(rows):
    return f"{HEAD}{HEADS}\n{rows}{TOTAL}"


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        (LEVEL_ROWS, [("产出指标", 70, 68, (1, 2, 3)), ("效益指标", 20, 18, (4,))]),
        (
            NESTED_LEVEL_ROWS,
            [("产出指标", 70, 68, (1, 2, 3)), ("数量指标", 50, 49, (1, 2)), ("质量指标", 20, 19, (3,))],
        ),
        (BELOW, [("小计", 70, 68, (1, 2, 3)), ("小计", 20, 18, (4,))]),
        (
            NESTED_BELOW,
            [
                ("小计", 50, 49, (1, 2)),
                ("小计", 20, 19, (3,)),
                ("小计", 70, 68, (1, 2, 3)),
                ("小计", 20, 18, (4,)),
            ],
        ),
        (NAMED_BELOW, [("产出指标小计", 70, 68, (1, 2, 3)), ("效益指标小计", 20, 18, (4,))]),
        (TOTALS_BELOW, [("合计", 70, 68, (1, 2, 3)), ("合计", 20, 18, (4,))]),
        (ABOVE, [("小计", 70, 68, (1, 2, 3)), ("小计", 20, 18, (4,))]),
    ],
)
def test_sums_are_no_indicators_and_know_their_lines(rows, sums):
    for form in read_both(table(rows)):
        assert [line.level3 for line in form.indicators] == ["修渠", "培训", "合格率", "受益农户"]
        assert [line.level1 for line in form.indicators] == ["产出指标"] * 3 + ["效益指标"]
        assert [(each.name, each.weight, each.score, each.lines) for each in form.subtotals] == sums
        assert (form.weight_total, form.score_total, codes(form)) == (100, 96, [])
        assert {box.doubt for each in form.subtotals for boxes in each.where.values() for box in boxes} == {
            None
        }


@pytest.mark.parametrize("rows", [LEVEL_ROWS, BELOW, NESTED_BELOW, NAMED_BELOW, ABOVE])
def test_a_sum_that_is_wrong_is_of_the_same_lines(rows):
    right, wrong = read_ruled(table(rows)), read_ruled(table(rows.replace("70\t68", "71\t66")))
    assert [each.lines for each in wrong.subtotals] == [each.lines for each in right.subtotals]
    assert [(each.weight, each.score) for each in wrong.subtotals if each.weight == 71] == [(71, 66)]


def test_a_sum_of_another_group_than_its_place_tells_is_a_doubt():
    rows = BELOW.replace("\t小计\t\t\t\t70\t68", "\t小计\t\t\t\t20\t19")
    first, _ = read_ruled(table(rows)).subtotals
    assert first.lines == (1, 2, 3)
    rows = NESTED_BELOW.replace("\t\t小计\t\t\t20\t19\n", "").replace("\t小计\t\t\t\t70", "\t\t小计\t\t\t70")
    _, second, _ = read_ruled(table(rows)).subtotals
    assert second.lines == (1, 2, 3)
    assert {box.doubt for box in second.where["score"]} == {"chosen"}


def test_review_scores_are_summed_too():
    rows = "\n".join(
        f"{row}\t{review}"
        for row, review in zip(BELOW.split("\n"), ["40", "9", "18", "67", "18", "18"], strict=True)
    )
    form = read_ruled(f"{HEAD}{HEADS}\t复核分\n{rows}{TOTAL}\t85")
    assert [each.review_score for each in form.subtotals] == [Decimal(67), Decimal(18)]
    assert form.review_total == 85


def test_a_level_alone_with_points_and_the_execution_are_lines():
    rows = """产出指标\t数量指标\t修渠\t2公里\t2公里\t70\t70
满意度指标\t\t\t\t\t20\t20
预算执行率\t\t\t\t\t10\t10"""
    form = read_ruled(table(rows))
    assert [(line.level1, line.level3, line.weight) for line in form.indicators] == [
        ("产出指标", "修渠", 70),
        ("满意度指标", None, 20),
        ("预算执行率", None, 10),
    ]
    assert form.subtotals == ()


@pytest.mark.parametrize("empty", ["\t成本指标", "成本指标", "\t成本指标\n\t\t……"])
def test_the_name_of_an_empty_row_belongs_to_no_line(empty):
    rows = f"""产出指标\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t时效指标\t按期完成\t12月\t12月\t30\t28
{empty}
效益指标\t社会效益指标\t受益农户\t30户\t28户\t20\t18
\t\t受益村\t3个\t3个\t10\t10"""
    for form in read_both(table(rows)):
        assert [(line.level1, line.level2) for line in form.indicators] == [
            ("产出指标", "数量指标"),
            ("产出指标", "时效指标"),
            ("效益指标", "社会效益指标"),
            ("效益指标", "社会效益指标"),
        ]


def test_lines_below_another_head_have_its_columns():
    rows = """项目权重\t评价内容\t分值\t自评分\t复核分\t评价标准及依据
项目决策5分\t决策依据\t5\t5\t5\t有文件计5分
项目管理15分\t财务制度\t8\t8\t7\t有制度计8分
\t目标申报\t7\t6\t6\t缺一项扣1分
项目绩效80分\t目标1:河渠整修
一级指标\t二级指标\t指标名称(三级指标)\t年初指标值\t年终完成值\t自评分\t复核分\t评价标准
产出指标50分\t数量指标50分\t修渠\t2公里\t2公里\t50\t49\t提供佐证
效果指标30分\t社会效益指标30分\t受益农户\t30户\t28户\t28\t28\t提供佐证"""
    for form in read_both(HEAD + rows):
        assert [(line.level1, line.level2, line.level3) for line in form.indicators] == [
            ("项目决策", None, "决策依据"),
            ("项目管理", None, "财务制度"),
            ("项目管理", None, "目标申报"),
            ("产出指标", "数量指标", "修渠"),
            ("效果指标", "社会效益指标", "受益农户"),
        ]
        assert [line.weight for line in form.indicators] == [5, 8, 7, None, None]
        assert [line.score for line in form.indicators] == [5, 8, 6, 50, 28]
        assert [line.review_score for line in form.indicators] == [5, 7, 6, 49, 28]
        assert [line.target for line in form.indicators] == ["", "", "", "2公里", "30户"]
        assert [(each.name, each.weight, each.lines) for each in form.subtotals] == [("项目绩效", 80, (4, 5))]
        assert codes(form) == []


BESIDE = """绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修渠\t2公里\t2公里\t40\t40
\t\t质量指标\t合格率\t≥95%\t96%\t30\t28
\t效益指标\t社会效益指标\t受益农户\t≥80户\t90户\t20\t18
{name}\t\t\t\t\t\t90\t86
总分\t\t\t\t\t\t100\t96"""


@pytest.mark.parametrize("name", ["小计", "指标小计", "绩效指标小计:"])
def test_a_sum_of_all_lines_stands_where_the_total_stands(name):
    for form in read_both(f"{HEAD}{BESIDE.format(name=name)}"):
        assert [line.level3 for line in form.indicators] == ["修渠", "合格率", "受益农户"]
        assert [(each.weight, each.score, each.lines) for each in form.subtotals] == [(90, 86, (1, 2, 3))]
        assert (form.weight_total, form.score_total, codes(form)) == (100, 96, [])
