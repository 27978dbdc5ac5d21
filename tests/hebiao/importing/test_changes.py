"""What reading a form again changed is told value by value."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebiao.importing.changes import Change, list_changes
from normalize import Form, Indicator
from support.store_samples import D, rich_form

FORM = rich_form()
LAND = "产出指标 / 数量指标 / 腾地面积 / 腾地"


def told(after: Form) -> set[tuple[str, str, str, str | None, str | None]]:
    return {(one.entity, one.row, one.field, one.before, one.after) for one in list_changes(FORM, after)}


def with_line(**fields: object) -> Form:
    return replace(FORM, indicators=(replace(FORM.indicators[0], **fields), *FORM.indicators[1:]))


def test_the_same_form_has_no_changes_and_zeros_behind_the_point_are_none():
    assert list_changes(FORM, rich_form()) == ()
    assert list_changes(FORM, with_line(score=D("10.0"), where={})) == ()


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (replace(FORM, year=2024), ("form", "", "year", "2023", "2024")),
        (with_line(score=D("9.5")), ("indicator", LAND, "score", "10", "9.5")),
        (with_line(score=None), ("indicator", LAND, "score", "10", None)),
        (with_line(achieved=None), ("indicator", LAND, "achieved", "1", None)),
        (
            replace(FORM, levels=(replace(FORM.levels[0], weight=D(40)), *FORM.levels[1:])),
            ("level", "1 / 产出指标", "weight", "50", "40"),
        ),
        (
            replace(FORM, headers=(replace(FORM.headers[0], value="李四"), FORM.headers[1])),
            ("header", "填表人", "value", "张三", "李四"),
        ),
    ],
)
def test_a_value_is_told_by_its_row_and_field(after, change):
    assert told(after) == {change}


def test_the_texts_and_quantities_of_a_row_are_values_too():
    fund = replace(FORM.funds[0], texts=FORM.funds[0].texts | {"budget": "830"})
    assert told(replace(FORM, funds=(fund, *FORM.funds[1:]))) == {
        ("fund", "按收入性质分 / 年度资金总额", "budget_text", "820", "830")
    }
    [target, actual] = FORM.indicators[0].quantities
    assert told(with_line(quantities=(replace(target, unit="平方米"), actual))) == {
        ("quantity", f"{LAND} target 1", "unit", "亩", "平方米")
    }


def test_a_row_that_comes_or_goes_has_all_its_values_told_and_the_others_keep_their_places():
    gone = replace(FORM, indicators=FORM.indicators[1:])
    assert {one[1] for one in told(gone)} == {LAND, f"{LAND} target 1", f"{LAND} actual 1"}
    assert all(one.after is None for one in list_changes(FORM, gone))
    assert list_changes(gone, FORM) == tuple(
        replace(one, before=one.after, after=one.before) for one in list_changes(FORM, gone)
    )


def test_a_form_that_is_found_no_more_is_told_by_its_head():
    assert {one.entity for one in list_changes(FORM, None)} == {"form"}
    assert Change(1, FORM.title, "form", "", "year", None, "2023") in list_changes(None, FORM)
    assert list_changes(None, None) == ()


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 3)), max_size=6), st.data())
def test_applying_the_changes_gives_the_new_values(lines, data):
    before, after = (
        Form(
            1,
            "project",
            "表",
            indicators=tuple(
                Indicator(n, level3=name, score=D(score)) for n, (name, score) in enumerate(some, 1)
            ),
        )
        for some in (lines, data.draw(st.permutations(lines)))
    )
    nothing = Form(1, "project", "表")
    values = {(one.row, one.field): one.after for one in list_changes(nothing, before)}
    values |= {(one.row, one.field): one.after for one in list_changes(before, after)}
    assert values == {(one.row, one.field): one.after for one in list_changes(nothing, after)}
