"""A province nobody has seen: its heads are told by what stands below them."""

from __future__ import annotations

from decimal import Decimal

from audit import render
from extract.text.reader import read_text
from normalize import read_forms

FORM = """财政支出事项绩效自评表
(2024年度)

项目名称\t岸线整治
实施单位\t岸线管护中心
经费使用(万元)\t经费构成\t满分\t核定额\t支用额\t支用进度\t评定分
\t年度资金总额\t10\t920.00\t892.40\t97%\t9.7
\t财政拨款\t\t860.00\t838.50\t97.5%\t
年度拟达成的局面\t\t年末达成的局面
整治岸线18.6公里,修复湿地2400亩,拆除趸船36艘。\t\t整治岸线18.9公里,修复湿地2436亩。
大类\t小类\t考核要点\t满分\t计划达到\t年末达到\t评定分\t扣分缘由
产出指标\t数量指标\t整治岸线长度\t8\t≥18.6公里\t18.9公里\t8\t
\t\t拆除趸船\t8\t36艘\t34艘\t7.5\t两艘产权有争议
效益指标\t社会效益指标\t亲水步道\t10\t≥6公里\t6.4公里\t10\t
满意度指标\t服务对象满意度指标\t居民满意度\t10\t≥90%\t93%\t10\t
总分\t\t\t100\t\t\t99.2\t
"""


def the_form():
    (form,) = read_forms(read_text(FORM.encode())).forms
    return form


def test_its_indicators_have_their_levels_targets_weights_and_scores():
    lines = the_form().indicators
    assert [(i.level1, i.level3, i.target, i.actual) for i in lines][:2] == [
        ("产出指标", "整治岸线长度", "≥18.6公里", "18.9公里"),
        ("产出指标", "拆除趸船", "36艘", "34艘"),
    ]
    assert [(i.weight, i.score) for i in lines] == [(8, 8), (8, Decimal("7.5")), (10, 10), (10, 10)]
    assert lines[1].reason == "两艘产权有争议"


def test_its_funds_goals_and_totals_are_read():
    form = the_form()
    total = form.funds[0]
    assert (total.budget_yuan, total.executed_yuan, total.rate) == (
        Decimal(9200000),
        Decimal(8924000),
        Decimal("0.97"),
    )
    assert (total.weight, total.score) == (10, Decimal("9.7"))
    assert (form.weight_total, form.score_total) == (100, Decimal("99.2"))
    assert form.goals[0].expected.startswith("整治岸线18.6公里")
    assert form.goals[0].actual.startswith("整治岸线18.9公里")


def test_it_says_that_it_was_told_by_content():
    told = {(e.field, e.printed) for e in the_form().evidence if e.by in ("content", "words")}
    assert {
        ("target", "计划达到"),
        ("actual", "年末达到"),
        ("weight", "满分"),
        ("score", "评定分"),
        ("budget", "核定额"),
        ("expected", "年度拟达成的局面"),
    } <= told
    assert any("计划达到" in render(note) for note in the_form().notes)


def test_without_the_title_of_a_self_assessment_nothing_is_guessed():
    assert not read_forms(read_text(FORM.partition("\n\n")[2].encode())).forms
