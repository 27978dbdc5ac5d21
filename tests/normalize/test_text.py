"""What clean takes out of a text and what it leaves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.values.text import clean_text, fold_label, fold_text, is_blank


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("<p>目标1:用于协调</p> <p>目标2:用于宣传</p>", "目标1:用于协调目标2:用于宣传"),
        ("&gt;=95%", ">=95%"),
        ("<p>实现&ldquo;双百&rdquo;，&nbsp;R&amp;amp;D 投入&#8805;9万</p>", "实现“双百”，R&D 投入≥9万"),
        ("A&B;C 和 &无;", "A&B;C 和 &无;"),
        ("按安置任务,<br/>完成<b>参保</b>", "按安置任务,完成参保"),
        ("2020年前 限价房指标存量 去化", "2020年前限价房指标存量去化"),
        ("时效指 标", "时效指标"),
        ("可持续影\n响指标", "可持续影响指标"),
        ("实现\n“拆安同步”。 \n为保障", "实现“拆安同步”。为保障"),
        ("腾地\n11876.45\n亩", "腾地11876.45亩"),
        ("腾地 11876.45 亩", "腾地 11876.45 亩"),
        ("确保 2020 年度", "确保 2020 年度"),
        ("95 .61", "95.61"),
        ("11,12 2,315.04", "11,122,315.04"),
        ("1,4 24 亩", "1,424 亩"),
        ("98 %", "98%"),
        ("12 13", "12 13"),
        ("12\n13", "12 13"),
        ("12, 13", "12, 13"),
        ("1. 5个项目", "1. 5个项目"),
        ("PM2.5\n average", "PM2.5 average"),
        ("≥ 95", "≥ 95"),
        ("3²", "3²"),
        ("（Ａ）", "（Ａ）"),
        ("产⼟⻓", "产土长"),
        ("\ufeff10\u3000", "10"),
        ("0<p<1 或 a<b>c", "0<p<1 或 ac"),
        ("≤5 且 <100 个", "≤5 且 <100 个"),
        ("[red]红[/b]", "[red]红[/b]"),
        ("--", "--"),
        ("", ""),
    ],
)
def test_clean(printed, expected):
    assert clean_text(printed) == expected


@given(st.text(alphabet="一年亩，。“ \n\t12.,%ab-≥(<p", max_size=40))
def test_clean_takes_out_nothing_but_blanks(text):
    cleaned = clean_text(text)
    assert re.sub(r"\s+", "", cleaned) == re.sub(r"\s+", "", text)
    assert "\n" not in cleaned


@given(st.text(alphabet="一年亩，。“ \n12.,%a-≥", max_size=40))
def test_clean_is_done_in_one_go(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_clean_never_fuses_two_numbers(left, right):
    assert clean_text(f"{left}\n{right}").split() == [str(left), str(right)]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "- -", "--", "—", "——", "/", "\\", "*", "无", "无。", "不适用", "……", "－－"]
)
def test_placeholders_are_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "0.00%", "无影响", "一", "-1", "1/2", "否"])
def test_values_are_not_blank(text):
    assert not is_blank(text)


def test_fold_keeps_what_nfkc_would_change():
    assert fold_text("执行率（ Ｂ／Ａ ）：１０％") == "执行率(B/A):10%"
    assert fold_text("3²㎡①") == "3²㎡①"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("全年预算数（A）", "全年预算数"),
        ("执行率((B-C)/A)", "执行率"),
        ("预算到位(D/C×100%)", "预算到位"),
        ("项目资金\n（万元）", "项目资金"),
        ("预算执行情况(万元)(20分)", "预算执行情况"),
        ("得分(20分*执行率)", "得分"),
        ("产 出 指 标(50)", "产出指标"),
        ("年度资金总额：", "年度资金总额"),
        ("部门(单位)名称", "部门(单位)名称"),
        ("预期指标值(包含数字及文字描述)", "预期指标值(包含数字及文字描述)"),
        ("(2020年)", "(2020年)"),
        ("(50分)", "(50分)"),
        ("得分)", "得分)"),
        ("执行率=B/A×100%", "执行率"),
        ("执行率(B/A", "执行率(B/A"),
        ("执行率(3)=(2)/(1)", "执行率"),
        ("全年预算数(A,万元)", "全年预算数"),
        ("执行数②", "执行数"),
        ("执行率95", "执行率95"),
        ("用水量(kg)", "用水量(kg)"),
        ("执行率(B/A)97.0%", "执行率(B/A)97.0%"),
    ],
)
def test_label(printed, expected):
    assert fold_label(printed) == expected


def test_a_control_code_inside_a_number_is_a_lost_glyph():
    assert clean_text("9\x035%") == "9\ufffd5%"
    assert clean_text("95%\x07") == "95%"
