"""Cells of columns of numbers: numbers, placeholders, and what has to be told."""

from decimal import Decimal

import pytest

from normalize.values.amount import parse_yuan, read_amount
from normalize.values.number_cell import (
    AMOUNT_FOR_RATE,
    FINER_THAN_FEN,
    NO_NUMBER,
    PERCENT_FOR_AMOUNT,
    read_amount_cell,
    read_points_cell,
    read_rate_cell,
)


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1,200,000.00元", "1200000"),
        ("135.5万元", "1355000"),
        ("150万", "1500000"),
        ("9,034", "9034"),
        ("1 286 000.00", "1286000"),
        ("１ ２８６ ０００", "1286000"),
        ("1\u00a0286\u202f000.00", "1286000"),
        ("(1,286,000.00)", "-1286000"),
        ("（1,286,000.00）", "-1286000"),
        ("￥(1,286.50)", "-1286.5"),
        ("－12.5", "-12.5"),
        ("-￥12.5", "-12.5"),
        ("12，345.6", "12345.6"),
        ("￥1,355,000.00", "1355000"),
        ("壹佰贰拾万元整", "1200000"),
        ("人民币玖仟元整", "9000"),
        ("玖仟陆佰陆拾伍圆壹角捌分", "9665.18"),
        ("伍佰元零伍分", "500.05"),
        ("13万2千", "132000"),
        ("1亿3000万元", "130000000"),
        ("12.5(万元)", "125000"),
        ("零", "0"),
    ],
)
def test_amounts_that_are_read_with_certainty(cell, yuan):
    found = read_amount_cell(cell, "元")
    assert (found.value, found.fault, found.is_mended) == (Decimal(yuan), "", False)


@pytest.mark.parametrize(
    "cell",
    [
        "1OO.00",
        "8 6",
        "8 6.5",
        "6981¹",
        "6981①",
        "6981*",
        "69\ufffd1",
        "69\ue0001",
        "99.99%2699.16",
        "1,2345",
        "1 286 00.00",
        "(-12.5)",
        "-(12.5)",
        "13万2",
        "2千3万",
        "壹佰",
        "一",
        "120万美元",
        "约120万元",
        "--12.5",
        "-+12.5",
        "-¥-12.5",
        "12.5百",
        "47(53.6)万元",
        "1,286,000.(0)",
        "12.5.5",
        "12、345",
        "见附件",
    ],
)
def test_what_is_no_amount_is_told(cell):
    found = read_amount_cell(cell, "万元")
    assert (found.value, found.fault) == (None, NO_NUMBER)


@pytest.mark.parametrize("cell", ["", "-", "—", "——", "/", "无", "*", "不适用"])
def test_a_placeholder_is_no_fault(cell):
    for found in (read_amount_cell(cell, "万元"), read_rate_cell(cell), read_points_cell(cell)):
        assert (found.value, found.fault) == (None, "")


def test_a_percentage_is_no_amount():
    assert read_amount_cell("95.5%", "万元").fault == PERCENT_FOR_AMOUNT


def test_an_amount_in_ten_thousands_may_have_six_decimals():
    assert read_amount_cell("12.34567", "万元").value == Decimal("123456.7")
    assert read_amount_cell("52.800000", "万元").value == 528000
    assert read_amount_cell("0.000001", "万元").value == Decimal("0.01")


@pytest.mark.parametrize(("cell", "unit"), [("0.00001", "元"), ("12.3456789", "万元"), ("1.234元", "万元")])
def test_what_is_finer_than_a_fen_is_no_amount(cell, unit):
    found = read_amount_cell(cell, unit)
    assert (found.value, found.fault) == (None, FINER_THAN_FEN)
    assert parse_yuan(cell, unit) is None


def test_blanks_between_thousands_may_part_two_numbers():
    assert read_amount_cell("475 475.50", "元").is_mended
    assert not read_amount_cell("475 075.50", "元").is_mended


@pytest.mark.parametrize(
    ("cell", "is_bare"), [("12", True), ("￥12", True), ("12元", False), ("12万", False), ("0", False)]
)
def test_the_unit_of_the_form_counts_for_bare_amounts(cell, is_bare):
    assert read_amount_cell(cell, "元").is_bare is is_bare


def test_the_printed_number_is_kept_beside_the_yuan():
    amount = read_amount("(135.5)", "万元")
    assert amount is not None
    assert (amount.bare, amount.yuan) == (Decimal("-135.5"), -1355000)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("94.91", "0.9491"),
        ("0.9491", "0.9491"),
        ("94.91%", "0.9491"),
        ("百分之九十五", "0.95"),
        ("1000", "10"),
    ],
)
def test_rates(cell, value):
    assert read_rate_cell(cell).value == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("86.2万元", AMOUNT_FOR_RATE),
        ("￥86.2", AMOUNT_FOR_RATE),
        ("1,286.00", AMOUNT_FOR_RATE),
        ("1286000.00", AMOUNT_FOR_RATE),
        ("8 6%", NO_NUMBER),
        ("95%¹", NO_NUMBER),
        ("99.99%2699.16", NO_NUMBER),
        ("九十五", NO_NUMBER),
        ("已完成", NO_NUMBER),
    ],
)
def test_what_is_no_rate_is_told(cell, fault):
    found = read_rate_cell(cell)
    assert (found.value, found.fault) == (None, fault)


@pytest.mark.parametrize(("cell", "value"), [("9.49", "9.49"), ("10分", "10"), ("(30)", "30"), ("-2", "-2")])
def test_points(cell, value):
    assert read_points_cell(cell).value == Decimal(value)


@pytest.mark.parametrize(
    "cell", ["满分", "1O", "1 0", "9.5¹", "10万元", "一", "9\ufffd5", "10百", "86%%", "9%分", "- 9"]
)
def test_what_is_no_point_is_told(cell):
    found = read_points_cell(cell)
    assert (found.value, found.fault) == (None, NO_NUMBER)
