"""``show``: the form as a tree, each finding in its place, and no text that comes alive."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from audit.finding import Audit, Finding
from extract import message
from hebiao.reporting.form_tree import Flowing, form_tree
from hebiao.reporting.output import console
from normalize import Form, Fund, Goal, Indicator, Level
from support.sentences import as_told

FORM = Form(
    1,
    "department",
    "部门整体支出绩效自评表",
    year=2023,
    department="青禾县林业局",
    money_unit="万元",
    weight_total=Decimal(100),
    score_total=Decimal("95.61"),
    grade="优",
    funds=(
        Fund(
            1,
            "年度资金总额",
            total=True,
            texts={
                "budget": "820.00",
                "executed": "851.92",
                "rate": "104.00%",
                "weight": "10",
                "score": "9.61",
            },
        ),
        Fund(
            2,
            "财政拨款",
            list_heading="按收入性质分",
            texts={"budget": "820.00", "executed": "851.92", "rate": "104.00%"},
        ),
    ),
    goals=(Goal(1, "造林 8000 亩", "造林 8100 亩"),),
    levels=(Level(1, 1, "产出指标", Decimal(50)), Level(2, 2, "数量指标"), Level(3, 1, "满意度指标")),
    indicators=(
        Indicator(
            1,
            "产出指标",
            "数量指标",
            "造林面积",
            target="≥8000亩",
            actual="8100亩",
            weight_text="50.0",
            score_text="50.0",
        ),
        Indicator(
            2,
            "满意度指标",
            None,
            "群众",
            target="≥95%",
            actual="90%",
            weight=Decimal(10),
            score=Decimal("8.5"),
            reason="雨季",
        ),
        Indicator(3, "产出指标", "数量指标", "管护面积", target="1", actual="1"),
    ),
)
AUDIT = Audit(
    (
        Finding("execution-rate", "warning", as_told("执行率不符"), fund=2),
        Finding("unexplained-deduction", "warning", as_told("扣分无原因"), indicator=2),
        Finding("score-total", "error", as_told("合计不符"), cause="reading"),
    ),
    (),
    "differs",
)


def drawn(form=FORM, audit=AUDIT, width=240):
    buffer = io.StringIO()
    console(buffer, width).print(form_tree(form, audit))
    return buffer.getvalue()


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines()) if words in line)


def test_the_head_tells_title_year_department_and_verdict():
    assert drawn().splitlines()[0].strip() == "部门整体支出绩效自评表 · 2023 · 青禾县林业局 · 勾稽不符"


def test_figures_stand_as_the_form_prints_them():
    text = drawn()
    for figure in (
        "820.00",
        "104.00%",
        "9.61 / 10",
        "50.0 / 50.0",
        "8.5 / 10",
        "权重 100",
        "得分 95.61",
        "等级 优",
        "产出指标（50分）",
    ):
        assert figure in text


def test_findings_stand_under_the_line_that_they_are_about():
    text = drawn()
    assert (
        line_of(text, "按收入性质分")
        < line_of(text, "财政拨款")
        < line_of(text, "执行率不符")
        < line_of(text, "年度总体目标")
    )
    assert line_of(text, "群众") < line_of(text, "扣分无原因") < line_of(text, "合计 权重")
    assert line_of(text, "合计不符（可能是读取有误）") > line_of(text, "合计 权重")


def test_a_level_gathers_its_indicators_wherever_they_stand():
    text = drawn()
    assert (
        line_of(text, "数量指标")
        < line_of(text, "造林面积")
        < line_of(text, "管护面积")
        < line_of(text, "满意度指标")
    )


@pytest.mark.parametrize("hostile", ["[red]", "[/b]", "[link=http://x]y[/link]", ":warning:"])
def test_markup_in_any_text_prints_as_it_is(hostile):
    fund = replace(FORM.funds[0], source=hostile, texts={"budget": hostile})
    indicator = replace(
        FORM.indicators[0], level1=hostile, level3=hostile, target=hostile, actual=hostile, reason=hostile
    )
    goal = Goal(1, hostile, hostile)
    form = replace(
        FORM,
        title=hostile,
        department=hostile,
        funds=(fund,),
        goals=(goal,),
        indicators=(indicator,),
        warnings=(message("as-told", text=hostile),),
    )
    text = drawn(form, Audit((Finding("grade", "info", as_told(hostile)),), (), "unchecked"))
    assert text.count(hostile) == 13


def test_escape_sequences_are_spelt_out():
    text = drawn(replace(FORM, title="\x1b]0;owned\x07"))
    assert "\x1b" not in text
    assert "\\x1b]0;owned\\x07" in text


@given(st.text("目标≥95.5%,。 万元ab1234567890", max_size=80), st.integers(8, 60))
def test_wrapped_text_loses_nothing_and_cuts_no_number(text, width):
    lines = list(Flowing(Text(text)).__rich_console__(console(), console().options.update(width=width)))
    assert "".join(line.plain for line in lines) == text
    assert all(cell_len(line.plain) <= width for line in lines)
    cuts = [(a.plain[-1:], b.plain[:1]) for a, b in pairwise(lines)]
    numbers = max(map(len, re.findall(r"[\w.,%≥。]+", text, re.ASCII)), default=0)
    assert numbers > width // 2 or not any(a.isdigit() and b.isdigit() for a, b in cuts)


def test_a_narrow_terminal_cuts_nothing_off():
    long = "按安置任务完成转户参保" * 10
    text = drawn(
        replace(FORM, indicators=(replace(FORM.indicators[0], level3=long, target=long, actual=long),)),
        width=60,
    )
    assert "…" not in text
    assert text.count("转") == 30


def test_an_empty_form_is_drawn():
    assert "（无标题）" in drawn(Form(1, "other", ""), Audit((), (), "unchecked"))
