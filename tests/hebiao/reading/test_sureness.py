"""Numbers of recognised texts are sure where all that the text may print has the same ones."""

from __future__ import annotations

from math import log

import pytest

from extract import Alternative, Box, CellReading
from hebiao.reading.repair.sureness import is_unsure, list_numbers


def read(
    text: str, *others: tuple[str, float], sure: float = 0.9, confirmed: tuple[str, ...] = ()
) -> CellReading:
    texts = (Alternative(text, -log(sure)), *(Alternative(other, -log(share)) for other, share in others))
    return CellReading(Box(1), text, sure, texts, confirmed, figure_confidence=sure)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("5年", "5 年"),
        ("0起", "０起"),
        ("11元", "1l元"),
        ("4370：", "4370:"),
        ("≥95%", ">95%"),
        ("≥95%", "≥.95%"),
        ("99%，好", "99%.好"),
    ],
)
def test_texts_of_the_same_numbers_are_sure(text: str, other: str) -> None:
    assert not is_unsure(read(text, (other, 0.09)))


@pytest.mark.parametrize(
    ("text", "other"),
    [("5年", "6年"), (">95%", "≥95%"), ("1,234", "1.234"), ("3万", "3"), ("12.5", "125"), ("5年", "5年1")],
)
def test_texts_of_other_numbers_are_unsure(text: str, other: str) -> None:
    assert is_unsure(read(text, (other, 0.09)))


def test_a_unit_in_its_own_cell_is_sure_where_no_other_unit_is_likely() -> None:
    assert not is_unsure(read("%", ("8", 0.2), ("名", 0.05), sure=0.5))
    assert is_unsure(read("吨", ("万吨", 0.2), sure=0.5))


def test_two_readings_that_agree_make_a_number_surer() -> None:
    assert is_unsure(read("5年", ("6年", 0.003)))
    assert not is_unsure(read("5年", ("6年", 0.003), confirmed=("5年", "5 年")))
    assert is_unsure(read("5年", ("6年", 0.003), confirmed=("5年", "6年")))


def test_a_number_without_alternatives_is_as_sure_as_its_least_sure_sign() -> None:
    assert is_unsure(CellReading(Box(1), "5", 0.9))
    assert not is_unsure(CellReading(Box(1), "5", 0.9995))


def test_what_a_list_of_texts_leaves_out_may_be_another_number() -> None:
    texts = [("长文5" + "甲乙丙丁戊己庚"[at], 0.01) for at in range(7)]
    assert is_unsure(read("长文5", *texts))


def test_numbers_of_a_text() -> None:
    assert list_numbers("完成 1,234.5 亩，≥95%。") == ("1,234.5", "≥95%")
