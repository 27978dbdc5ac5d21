"""Numbers as a sheet shows them, held against what Excel and LibreOffice show."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.office.sheets.formats.number_formats import UNKNOWN, find_builtin, show_number, show_text

ACCOUNTING = find_builtin(43)

NUMBERS = [
    # without a format
    (95.0, "General", "95"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (1234567.891234, "General", "1234567.891"),
    (123456789.12, "General", "123456789.12"),
    (1.23456789e20, "General", "1.23457E+20"),
    (0.0000123456789, "General", "1.23457E-05"),
    (99.99999999999999, "General", "100"),
    (1.5, 'General"万元"', "1.5万元"),
    (1.5, 'G/通用格式"万元"', "1.5万元"),
    # decimals, rounded as people do it
    (95, "0.00", "95.00"),
    (0.125, "0.00", "0.13"),
    (1.005, "0.00", "1.01"),
    (2.5, "0", "3"),
    (-0.001, "0.00", "0.00"),
    (0.5, "#.##", ".5"),
    (5, "0.##", "5"),
    (5, "0.0#", "5.0"),
    (3, "00", "03"),
    (95, "0.0_ ", "95.0"),
    # thousands
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (999.5, "#,##0", "1,000"),
    (12345.6, "#,##0,", "12"),
    (123456789, '0.00,,"亿"', "123.46亿"),
    (12345678, "0!.0000", "1234.5678"),
    (12345, "0!.0,", "1.2"),
    (8705000, '0\\.0,"万元"', "870.5万元"),
    # percents
    (0.961, "0.0%", "96.1%"),
    (1.0389, "0.00%", "103.89%"),
    (1.005, "0%", "101%"),
    (0.98, '"≥"0%', "≥98%"),
    (98, '0.00"%"', "98.00%"),
    # sections
    (-5, "0;[Red]-0", "-5"),
    (-10, "0_);(0)", "(10)"),
    (0, '0.00;-0.00;"—"', "—"),
    (0, ACCOUNTING, "-"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (12000, '[>=10000]0!.0,"万元";0"元"', "1.2万元"),
    (500, '[>=10000]0!.0,"万元";0"元"', "500元"),
    (75, '[<60]"差";[<90]"中";"优"', "中"),
    (31, '[Blue][>0]0"次"', "31次"),
    (-7, '"少"0', "-少7"),
    # literals
    (13800138000, "000-0000-0000", "138-0013-8000"),
    (20, "0\\分", "20分"),
    (7, '"第"0"批;次"', "第7批;次"),
    (5, "[$¥-804]#,##0.00", "¥5.00"),
    (3, "0元", "3元"),
    # powers of ten and fractions
    (12345.678, "0.00E+00", "1.23E+04"),
    (12345.678, "##0.0E+0", "12.3E+3"),
    (3.25, "# ?/?", "3 1/4"),
    (0.5, "# ?/?", "1/2"),
    (3.14, "# ?/8", "3 1/8"),
    # Chinese figures
    (110.5, "[DBNum1][$-804]General", "一百一十.五"),
    (123050, "[DBNum2][$-804]General", "壹拾贰万叁仟零伍拾"),
    (100000001, "[DBNum1]General", "一亿〇一"),
    (12.5, "[DBNum2]0.00", "壹贰.伍零"),
    # dates
    (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
    (45000.5, "yyyy/m/d h:mm", "2023/3/15 12:00"),
    (45000, "yyyy\\-mm\\-dd", "2023-03-15"),
    (45000, "[$-804]aaaa", "星期三"),
    (45000, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"),
    (45000, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年3月15日"),
    (45000, 'e"年"', "2023年"),
    (45000.75, "h:mm AM/PM", "6:00 PM"),
    (45000.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (1.5, "[h]:mm", "36:00"),
    (45000.000347222, "mm:ss.0", "00:30.0"),
    (45000, "d-mmm-yy", "15-Mar-23"),
    (45000, "General Date", "2023/3/15 0:00"),
    (45000, find_builtin(57), "2023年3月"),
    (45000, find_builtin(14), "2023/3/15"),
    (0.961, "Percent", "96.10%"),
]


@pytest.mark.parametrize(("value", "code", "shown"), NUMBERS)
def test_a_number_is_shown_as_its_format_says(value, code, shown):
    found = show_number(float(value), code)
    assert (found.text, found.is_sure, found.is_hidden) == (shown, True, False)


def test_dates_of_the_macintosh_begin_in_1904():
    assert show_number(43538.0, "yyyy/m/d", 1904).text == "2023/3/15"


@pytest.mark.parametrize("code", [";;;", "[White]0.00", ";;", '""'])
def test_a_format_may_show_nothing(code):
    assert show_number(95.0, code).is_hidden


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (95.5, UNKNOWN),
        (95.5, "[Mauve]0.00"),
        (95.5, "0.00kg"),
        (95.5, "0.00m"),
        (-1, "yyyy/m/d"),
        (60, "yyyy/m/d"),
        (5e9, "yyyy/m/d"),
        (float("inf"), "0.00"),
        (5, "[>10]0.0;[>20]0.00"),
    ],
)
def test_what_is_not_understood_gives_the_plain_value_in_doubt(value, code):
    assert not show_number(float(value), code).is_sure


def test_a_text_is_shown_by_the_section_for_texts():
    assert show_text("合格", "0.00").text == "合格"
    assert show_text("合格", "@").text == "合格"
    assert show_text("3", '@"次"').text == "3次"
    assert show_text("3", '0;0;0;@"次"').text == "3次"
    assert show_text("密", ";;;").is_hidden


CODES = st.lists(
    st.sampled_from(
        [
            *'0#?.,%/@;-()!\\_*[8Gb "',
            "E+",
            "General",
            '"元"',
            "[Red]",
            "[DBNum1]",
            "[$-804]",
            "[h]",
            "yyyy",
            "m",
            "ss",
        ]
    )
).map("".join)


@given(st.floats(), CODES)
def test_no_code_and_no_number_breaks_the_reading(value, code):
    show_number(value, code)
    show_text("合格", code)


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_decimals_are_rounded_half_up(value, places):
    code = "0." + "0" * places if places else "0"
    wanted = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert Decimal(show_number(float(value), code).text) == wanted
