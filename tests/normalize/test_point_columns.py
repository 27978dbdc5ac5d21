"""Which columns hold weights, scores, review scores and coefficients, and what is told of others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.typed_forms import HEAD, codes, read_both, read_ruled, read_typed

NAMES = (
    "产出指标\t数量指标\t修渠\t≥2公里\t2公里",
    "\t质量指标\t验收合格率\t≥95%\t96%",
    "效益指标\t社会效益指标\t受益农户\t≥30户\t28户",
)
HEADS = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值"


def table(heads, columns, total=""):
    rows = [f"{name}\t{points}" for name, points in zip(NAMES, columns, strict=True)]
    return "\n".join(
        [HEAD.strip("\n"), f"{HEADS}\t{heads}", *rows, *([f"总分\t\t\t\t\t{total}"] if total else [])]
    )


def scores(form):
    return [line.score_text for line in form.indicators]


@pytest.mark.parametrize(
    ("heads", "columns", "chosen"),
    [
        ("分值\t单项得分\t折算得分", ("40\t100\t40", "30\t95\t28.5", "20\t90\t18"), ["40", "28.5", "18"]),
        ("分值\t折算得分\t单项得分", ("40\t40\t100", "30\t28.5\t95", "20\t18\t90"), ["40", "28.5", "18"]),
        # the converted score is beyond the weights: it is of another scale
        ("分值\t自评得分\t折算得分", ("40\t40\t100", "30\t28\t95", "20\t18\t90"), ["40", "28", "18"]),
        ("分值\t财政审核评分\t自评分", ("40\t39\t40", "30\t28\t29", "20\t18\t19"), ["40", "29", "19"]),
        ("分值\t评价得分\t自评得分", ("40\t39\t40", "30\t28\t29", "20\t18\t19"), ["40", "29", "19"]),
        ("分值\t自评分\t核查分数", ("40\t41\t40", "30\t29\t28", "20\t19\t18"), ["41", "29", "19"]),
    ],
)
@pytest.mark.parametrize("total", ["100\t96", "100\t55\t66", ""])
def test_the_score_is_told_by_its_head_and_the_weights_whatever_the_total(heads, columns, chosen, total):
    for form in read_both(table(heads, columns, total)):
        assert scores(form) == chosen
        assert "unread-indicator-column" not in codes(form)
        assert all(box.doubt is None for line in form.indicators for box in line.where["score"])


def test_review_scores_and_their_total_are_read():
    for form in read_both(
        table("分值\t自评分\t复核分", ("40\t40\t39", "30\t29\t28.5", "20\t19\t—"), "100\t98\t77.5")
    ):
        assert [line.review_score for line in form.indicators] == [Decimal(39), Decimal("28.5"), None]
        assert [line.review_score_text for line in form.indicators] == ["39", "28.5", "—"]
        assert (form.weight_total, form.score_total, form.review_total) == (100, 98, Decimal("77.5"))


@pytest.mark.parametrize(
    ("heads", "columns", "coefficients"),
    [
        ("得分系数(%)\t分值\t得分", ("100\t40\t40", "95\t30\t28.5", "90\t20\t20"), ["1", "0.95", "0.9"]),
        ("得分系数\t分值\t得分", ("1\t40\t40", "0.95\t30\t28.5", "0.9\t20\t18"), ["1", "0.95", "0.9"]),
        (
            "单项指标完成情况\t分值\t得分",
            ("100%\t40\t40", "95%\t30\t28.5", "90%\t20\t18"),
            ["1", "0.95", "0.9"],
        ),
        ("单项得分\t分值\t折算得分", ("100\t40\t40", "95\t30\t28.5", "90\t20\t18"), ["1", "0.95", "0.9"]),
    ],
)
def test_coefficients_are_ratios(heads, columns, coefficients):
    for form in read_both(table(heads, columns, "\t100\t96.5")):
        assert [line.coefficient for line in form.indicators] == list(map(Decimal, coefficients))
        assert "unread-indicator-column" not in codes(form)


@pytest.mark.parametrize(
    ("upper", "lower"), [("分值\t得分\t", "\t自评\t复核"), ("分值\t自评\t复核", "\t得分\t得分")]
)
def test_a_head_of_two_tiers_tells_own_scores_from_reviews(upper, lower):
    columns = ("40\t40\t39", "30\t29\t28.5", "20\t19\t19")
    typed = table(upper, columns, "100\t98\t96.5").replace(f"{upper}\n", f"{upper}\n\t\t\t\t\t{lower}\n")
    form = read_typed(typed)
    assert scores(form) == ["40", "29", "19"]
    assert [line.review_score_text for line in form.indicators] == ["39", "28.5", "19"]
    assert (form.score_total, form.review_total, codes(form)) == (98, Decimal("96.5"), [])


def test_numbers_of_the_total_row_under_other_columns_are_no_totals():
    columns = ("40\t0\t40", "30\t1.5\t28.5", "20\t2\t18")
    for form in read_both(table("分值\t扣分\t得分", columns, "100\t3.5\t96.5")):
        assert (form.weight_total, form.score_total, codes(form)) == (100, Decimal("96.5"), [])


def test_a_rate_of_completion_that_is_no_coefficient_is_told():
    heads, columns = "完成率\t分值\t得分", ("100%\t40\t40", "96%\t30\t30", "90%\t20\t18")
    for form in read_both(table(heads, columns, "\t100\t98")):
        assert all(line.coefficient is None for line in form.indicators)
        assert codes(form) == ["unread-indicator-column"]


@pytest.mark.parametrize(
    ("heads", "columns", "is_told"),
    [
        ("分值\t扣分\t得分", ("40\t0\t40", "30\t1.5\t28.5", "20\t2\t18"), False),
        ("分值\t扣分\t得分", ("40\t0\t40", "30\t1.5\t28.5", "20\t3\t18"), True),
        ("分值\t分值\t得分", ("40\t40\t40", "30\t30\t28.5", "20\t20\t18"), False),
        ("分值\t得分\t得分", ("40\t40\t40", "30\t28.5\t28.5", "20\t18\t17"), True),
        ("序号\t分值\t得分", ("1\t40\t40", "2\t30\t28.5", "3\t20\t18"), False),
        ("上年完成值\t分值\t得分", ("1\t40\t40", "92\t30\t28.5", "26\t20\t18"), True),
        ("核心指标\t分值\t得分", ("是\t40\t40", "否\t30\t28.5", "否\t20\t18"), False),
    ],
)
def test_a_column_of_numbers_is_read_or_told(heads, columns, is_told):
    for form in read_both(table(heads, columns)):
        assert ("unread-indicator-column" in codes(form)) == is_told
        assert [line.weight_text for line in form.indicators] == ["40", "30", "20"]


def test_of_two_scores_that_nothing_tells_apart_the_sum_decides_and_that_is_a_doubt():
    columns = ("40\t40\t40", "30\t28.5\t28.5", "20\t17\t18")
    form = read_ruled(table("分值\t得分\t得分", columns, "100\t96.5\t96.5"))
    assert scores(form) == ["40", "28.5", "18"]
    assert {box.doubt for line in form.indicators for box in line.where["score"]} == {"chosen"}


def test_scores_in_percent_of_the_weights_are_points():
    for form in read_both(table("分值\t得分", ("40\t100%", "30\t95%", "20\t92.5%"), "100\t97")):
        assert [line.score for line in form.indicators] == [Decimal(40), Decimal("28.5"), Decimal("18.5")]
        assert scores(form) == ["100%", "95%", "92.5%"]
        assert codes(form) == []


def test_a_single_percent_among_the_scores_is_told():
    form = read_ruled(table("分值\t得分", ("40\t40", "30\t95%", "20\t18"), "100\t97"))
    assert [line.score for line in form.indicators] == [Decimal(40), None, Decimal(18)]
    assert codes(form) == ["cell-no-number"]


@pytest.mark.parametrize("text", ["满分", "未扣分", "15¹", "1O", "8 6", "9.5.", "10/10", "同上"])
def test_what_is_no_number_among_the_points_is_told_and_kept(text):
    form = read_ruled(table("分值\t得分", ("40\t40", f"30\t{text}", "20\t18"), "100\t97"))
    assert [line.score for line in form.indicators] == [Decimal(40), None, Decimal(18)]
    assert form.indicators[1].score_text == text
    doubts = [line.where["score"][0].doubt for line in form.indicators]
    assert [doubt is None for doubt in doubts] == [True, False, True]
    assert codes(form) == ["cell-no-number"]


def test_points_with_a_grade_behind_them_are_points():
    form = read_ruled(table("分值\t得分", ("40分\t40分(优)", "30\t28.5分", "20\t18"), "100\t96.5分(优)"))
    assert [line.score for line in form.indicators] == [Decimal(40), Decimal("28.5"), Decimal(18)]
    assert (form.score_total, form.grade, codes(form)) == (Decimal("96.5"), "优", [])


@pytest.mark.parametrize("text", ["自评得分96.5分", "总分:96.5", "项目总得分96.5分"])
def test_a_total_with_its_name_before_it_is_a_total(text):
    form = read_ruled(table("分值\t得分", ("40\t40", "30\t28.5", "20\t18"), f"100\t{text}"))
    assert (form.weight_total, form.score_total, codes(form)) == (100, Decimal("96.5"), [])


@pytest.mark.parametrize("text", ["93.88分/93.88分", "96.5.1", "1O0", "9?", "1 00", "l00", "#REF!"])
def test_a_total_that_is_no_number_is_told(text):
    form = read_ruled(table("分值\t得分", ("40\t40", "30\t28.5", "20\t18"), f"100\t{text}"))
    assert (form.weight_total, form.score_total) == (100, None)
    assert "total-no-number" in codes(form)
    assert {box.doubt for box in form.where["score_total"]} == {"broken"}


@pytest.mark.parametrize("head", ["甲栏", "自评"])
def test_points_that_only_their_figures_tell_are_in_doubt(head):
    form = read_ruled(table(f"分值\t{head}", ("40\t40", "30\t28.5", "20\t18"), "100\t96.5"))
    assert scores(form) == ["40", "28.5", "18"]
    assert {box.doubt for line in form.indicators for box in line.where["score"]} == {"chosen"}
    assert {box.doubt for line in form.indicators for box in line.where["weight"]} == {None}


def test_a_column_beside_the_names_of_a_level_holds_its_weights():
    rows = """一级指标\t权重\t二级指标\t分值\t三级指标\t目标值(标准)\t分值\t指标值\t得分
产出指标\t70\t数量指标\t40\t修渠\t2公里\t40\t2公里\t40
\t\t质量指标\t30\t验收合格率\t95%\t20\t96%\t20
\t\t\t\t返工率\t2%\t10\t1%\t10
效益指标\t20\t社会效益指标\t20\t受益农户\t30户\t20\t28户\t18
总分\t\t\t\t\t\t100\t\t98"""
    for form in read_both(HEAD + rows):
        assert [(level.name, level.weight) for level in form.levels] == [
            ("产出指标", 70),
            ("数量指标", 40),
            ("质量指标", 30),
            ("效益指标", 20),
            ("社会效益指标", 20),
        ]
        assert [line.weight for line in form.indicators] == [40, 20, 10, 20]
        assert [(line.target, line.actual) for line in form.indicators][-1] == ("30户", "28户")
        assert codes(form) == []


def test_the_target_before_it_was_adjusted_stands_beside_the_adjusted_one():
    rows = """三级指标\t指标性质\t年初指标值\t调整指标值\t计量单位\t全年完成值\t分值\t得分
修渠\t≥\t3\t2\t公里\t2\t50\t50
受益农户\t≥\t30\t\t户\t31\t40\t40"""
    form = read_ruled(HEAD + rows)
    assert [(line.target, line.initial_target) for line in form.indicators] == [
        ("≥2公里", "≥3公里"),
        ("≥30户", None),
    ]


def test_a_cell_over_a_column_of_points_is_told():
    form = read_ruled(table("分值\t得分", ("40\t40", "30\t28.5", "20\t18"), "100\t86.5"), wide="96%")
    assert [line.weight for line in form.indicators] == [40, None, 20]
    assert "cell-no-number" in codes(form)


def test_a_total_in_the_head_that_is_no_number_is_told():
    head = HEAD.replace("主管部门", "自评得分").replace("青禾县水利局", "96.5*")
    form = read_ruled(
        table("分值\t得分", ("40\t40", "30\t28.5", "20\t18")).replace(HEAD.strip(), head.strip())
    )
    assert form.score_total is None
    assert "total-no-number" in codes(form)
