"""A corrected text is read as the form's own was."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normalize
import store
from audit import render
from normalize import Form, Fund, Indicator, PlaceMissing, ValueRefused, correct_text, row_keys, text_at


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (("fund", 1, "budget_yuan"), "八百多", "value-no-number"),
        (("form", 0, "year"), "去年", "value-no-year"),
        (("form", 0, "money_unit"), "斤", "value-no-money-unit"),
        (("indicator", 1, "achieved"), "是", "value-no-achieved"),
        (("fund", 9, "rate"), "1%", "no-such-row"),
        (("fund", 1, "colour"), "红", "no-such-field"),
        (("indicator", 1, "levels"), "红", "no-such-field"),
        (("form", 0, "verdict"), "红", "no-such-field"),
        (("book", 1, "title"), "红", "no-such-entity"),
    ],
)
def test_what_cannot_be_corrected_is_refused_by_code(place, text, code):
    form = Form(1, "other", "", funds=(Fund(1, "总额"),), indicators=(Indicator(1),))
    with pytest.raises((ValueRefused, PlaceMissing)) as refusal:
        correct_text(form, *place, text)
    assert refusal.value.message.code == code
    assert {render(refusal.value.message, language) for language in ("zh", "en")}


def test_a_number_is_told_as_it_is_printed():
    form = Form(1, "other", "", score_total=Decimal("98.50"))
    assert text_at(form, "form", 0, "score_total") == "98.50"
    assert text_at(form, "form", 0, "grade") is None


def test_amounts_are_read_in_the_unit_of_their_column():
    in_yuan = Form(
        1,
        "other",
        "",
        money_unit="万元",
        funds=(
            Fund(1, "总额", budget_yuan=Decimal(820), texts={"budget": "820"}),
            Fund(2, "其他", budget_yuan=Decimal(310000), texts={"budget": "31万元"}),
        ),
    )
    assert correct_text(in_yuan, "fund", 1, "budget_yuan", "1,820.50").funds[0].budget_yuan == Decimal(
        "1820.5"
    )
    assert correct_text(in_yuan, "fund", 2, "budget_yuan", "32").funds[1].budget_yuan == Decimal(32)
    assert correct_text(in_yuan, "fund", 2, "executed_yuan", "32").funds[1].executed_yuan == Decimal(320000)


lines = st.builds(
    Indicator,
    ordinal=st.just(0),
    level1=st.sampled_from(["产出指标", "效益指标", None]),
    level3=st.sampled_from(["面积", "面积", "满意度", "", None]),
)


@given(st.lists(lines, max_size=8))
def test_no_two_rows_have_one_key(drawn):
    form = Form(1, "other", "", indicators=tuple(replace(line, ordinal=n) for n, line in enumerate(drawn, 1)))
    keys = list(row_keys(form, "indicator").values())
    assert len(set(keys)) == len(keys)


def test_the_store_names_columns_as_this_room_does():
    for entity in ("form", *normalize.MANY):
        for name in ("title", *normalize.TEXTS):
            column = normalize.column_of(entity, name)
            assert store.column_of(entity, name) == column
            assert store.key_of(entity, column) == normalize.key_of(entity, column)
    assert (store.AMOUNTS, store.CELLS, store.TEXTS, store.MANY) == (
        normalize.AMOUNTS,
        normalize.CELLS,
        normalize.TEXTS,
        normalize.MANY,
    )
