"""Cells that hold one number, and cells that hold none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.values.amount import parse_yuan
from normalize.values.number import parse_number, parse_points, parse_ratio


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("820", "820"),
        (" 95.61 ", "95.61"),
        ("95 .61", "95.61"),
        ("95. 61", "95.61"),
        ("１２，３４５．６", "12345.6"),
        ("11,122,315.04", "11122315.04"),
        ("11,12 2,315.04", "11122315.04"),
        ("52.800000", "52.800000"),
        ("-3.5", "-3.5"),
        ("－3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("- 3.5", "-3.5"),
        ("+2", "2"),
        (".5", "0.5"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("￥1,200.50", "1200.50"),
        ("820万", "8200000"),
        ("18.13 亿", "1813000000"),
        ("3百万", "3000000"),
        ("95%", "0.95"),
        ("104.00 ％", "1.0400"),
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("廿五", "25"),
        ("一百零五", "105"),
        ("一百二", "120"),
        ("一百一十", "110"),
        ("三千二", "3200"),
        ("三千零二十", "3020"),
        ("三千二百零五", "3205"),
        ("两百", "200"),
        ("一万五", "15000"),
        ("一百二十万", "1200000"),
        ("一亿二千万", "120000000"),
        ("三万亿", "3000000000000"),
        ("三点五万", "35000"),
        ("三点一四", "3.14"),
        ("二〇二〇", "2020"),
        ("壹佰贰拾万元整", "1200000"),
        ("叁仟伍佰圆整", "3500"),
        ("百分之九十五", "0.95"),
        ("百分之百", "1"),
        ("百分之九十八点五", "0.985"),
        ("千分之三", "0.003"),
        ("八成五", "0.85"),
        ("三成", "0.3"),
    ],
)
def test_number(cell, value):
    read = parse_number(cell)
    assert read is not None
    assert read == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "--",
        "/",
        "无",
        "12 13",
        "12\n13",
        "12, 13",
        "1,23",
        "1,2345",
        "1.2.3",
        "5.",
        "1-2",
        "3²",
        "①",
        "12个",
        "约12",
        "A4",
        "1e5",
        "百",
        "百十",
        "二三",
        "十百",
        "一万万亿个",
        "完成",
        "12/13",
        "∞",
        "NaN",
        "Infinity",
        "1_000",
        "٣",
        "123456789012345678901",
        "万",
        "点五",
    ],
)
def test_what_is_no_number_is_not_guessed(cell):
    assert parse_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("99.3分", "99.3"),
        ("10", "10"),
        ("9.61 分", "9.61"),
        ("（50分）", "50"),
        ("(30)", "30"),
        ("10%", "10"),
        ("-2", "-2"),
        ("十分", "10"),
    ],
)
def test_points(cell, value):
    assert parse_points(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["", "--", "—", "分", "优", "96 优", "98分(优)", "10 9.61"])
def test_points_of_a_cell_without_points(cell):
    assert parse_points(cell) is None


@pytest.mark.parametrize(
    ("cell", "percent", "value"),
    [
        ("104.00%", False, "1.0400"),
        ("104%", False, "1.04"),
        ("97.6", True, "0.976"),
        ("1.04", True, "0.0104"),
        ("97.6", False, "0.976"),
        ("1.04", False, "1.04"),
        ("0.9423", False, "0.9423"),
        ("0", False, "0"),
        ("百分之九十五", True, "0.95"),
        ("100.00％", True, "1.0000"),
    ],
)
def test_ratio_keeps_the_printed_precision(cell, percent, value):
    assert str(parse_ratio(cell, percent=percent)) == value


def test_ratio_of_a_placeholder():
    assert parse_ratio("--") is None


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("851.92", "万元", "8519200.00"),
        ("851.92", "(万元)", None),
        ("8309万元", "元", "83090000"),
        ("8309 万元", None, "83090000"),
        ("820万", None, "8200000"),
        ("18.13亿元", "万元", "1813000000"),
        ("36,110,000.00", "元", "36110000.00"),
        ("215,457.6", "万元", "2154576000.0"),
        ("52.800000", "万元", "528000.000000"),
        ("￥1,200.50元", "万元", "1200.50"),
        ("820(万元)", "元", "8200000"),
        ("-12.5", "万元", "-125000.0"),
        ("0", None, "0"),
        ("0.00", "万元", "0.00"),
        ("5", "千元", "5000"),
        ("壹佰贰拾万元整", "万元", "1200000"),
        ("叁元伍角整", "万元", "3.50"),
        ("叁元零贰分", "万元", "3.02"),
        ("一百二十万", "万元", "1200000"),
        ("820", None, None),
        ("820", "个", None),
        ("12 13", "元", None),
        ("--", "万元", None),
        ("95%", "万元", None),
        ("854万(高标准农田建设400万元)", "万元", None),
    ],
)
def test_yuan(cell, unit, value):
    amount = parse_yuan(cell, unit)
    assert amount == (None if value is None else Decimal(value))


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_formatted_number_reads_as_itself(value):
    assert parse_number(f"{value:,}") == parse_number(str(value)) == value
    assert parse_yuan(f"{value:,}", "万元") == value * 10000


@given(st.integers(0, 99_999_999))
def test_numerals_read_as_they_are_written(value):
    assert parse_number(_written(value)) == value


@given(st.text(alphabet="0123456789.,-% 万亿元一二十百千点成零", max_size=14))
def test_reading_never_fails(text):
    for read in (parse_number, parse_points, parse_ratio, parse_yuan):
        assert read(text) is None or isinstance(read(text), Decimal)


def _written(value):
    if value >= 10_000:
        above, below = divmod(value, 10_000)
        rest = ("零" if below < 1000 else "") + _written(below) if below else ""
        return f"{_written(above)}万{rest}"
    digits = "零一二三四五六七八九"
    written = "".join(
        digits[int(d)] + unit
        for d, unit in zip(f"{value:04}", ["千", "百", "十", ""], strict=True)
        if d != "0" or not unit
    )
    for place in ("千", "百"):
        head, _, tail = written.partition(place)
        if tail and place == "千" and "百" not in tail and head != written and tail != "零":
            written = f"{head}千零{tail}"
        elif tail and place == "百" and "十" not in tail and head != written and tail != "零":
            written = f"{head}百零{tail}"
    return written.rstrip("零") or "零"
