"""Which money unit counts, what clashes with it, and what proves it."""

from decimal import Decimal

import pytest

from audit import audit_form
from extract import message
from hebiao import read
from normalize.corrections.form import correct_text, doubt_at
from normalize.sections.funds.money_units import KnownAmount, MoneyUnit, find_unit_in_label, prove_unit

TITLE = "项目支出绩效自评表\n"
YEAR = "(2023年度)\n"
HEAD = "项目名称\t渠系清淤\n主管部门\t青禾县水利局\t\t实施单位\t青禾县灌区所\n"
FUNDS = (
    "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t135.42\t135.42\t121.88\t10\t90.00%\t9\n"
    "\t其中:当年财政拨款\t135.42\t135.42\t121.88\t—\t—\t—\n"
)
GOALS = "年度总体目标\t预期目标\t\t实际完成情况\n\t清淤渠道12公里。\t\t清淤渠道12公里{}。\n"
TABLE = (
    "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "\t产出指标\t数量指标\t清淤长度\t≥12公里\t12公里\t50\t50\n"
    "\t效益指标\t社会效益指标\t灌溉保证率\t≥90%\t95%\t40\t40\n"
    "总分\t\t\t\t\t\t100\t99\n"
)


@pytest.fixture
def form(tmp_path):
    def make(*parts, said=""):
        path = tmp_path / "form.txt"
        path.write_text("".join(parts).format(said), encoding="utf-8")
        (one,) = read(path)
        return one

    return make


def doubts(form):
    boxes = [box for fund in form.funds for places in fund.where.values() for box in places]
    return {box.doubt for box in boxes} - {None}


def codes(form):
    return [warning.code for warning in form.warnings]


def test_a_form_that_prints_its_unit_beside_the_funds_is_read_plainly(form):
    one = form(TITLE, YEAR, HEAD, FUNDS, GOALS, TABLE)
    assert (one.money_unit, one.funds[0].executed_yuan) == ("万元", 1218800)
    assert (one.warnings, doubts(one)) == ((), set())
    assert audit_form(one).verdict == "agrees"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("公开13表 单位:万元\n", ""),
        ("", "公开13表 单位:万元\n"),
        ("", "金额单位:万元\n"),
        ("", "(万元)\n"),
        ("金额单位:人民币万元\n", ""),
    ],
)
def test_the_label_of_the_funds_comes_before_what_stands_over_the_table(form, above, below):
    one = form(above, TITLE, below, YEAR, HEAD, FUNDS.replace("万元", "元"), GOALS, TABLE)
    assert (one.money_unit, one.funds[0].executed_yuan) == ("元", Decimal("121.88"))
    assert message("money-unit-clash", units=("元", "万元"), unit="元") in one.warnings
    assert doubts(one) == {"unit"}
    assert audit_form(one).verdict != "agrees"


def test_the_label_of_the_funds_comes_before_the_head(form):
    one = form(TITLE, YEAR, HEAD, "金额单位\t元\n", FUNDS, GOALS, TABLE)
    assert (one.money_unit, one.funds[0].executed_yuan) == ("万元", 1218800)
    assert doubts(one) == {"unit"}


@pytest.mark.parametrize("unit", ["金额单位\t元\n", "金额单位:元\n", "单位:元\n", "(单位:人民币元)\n"])
def test_the_head_and_the_lines_over_the_table_tell_the_unit(form, unit):
    lines = (TITLE, HEAD, unit) if "\t" in unit else (TITLE, unit, HEAD)
    one = form(*lines, FUNDS.replace("(万元)", ""), GOALS, TABLE)
    assert (one.money_unit, one.funds[0].executed_yuan) == ("元", Decimal("121.88"))
    assert (codes(one), doubts(one)) == ([], set())


def test_a_running_head_tells_the_unit_where_nothing_else_does(form):
    one = form("公开13表 单位:元\n", TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, TABLE)
    assert (one.money_unit, codes(one), doubts(one)) == ("元", [], set())


def test_an_indicator_in_yuan_tells_no_unit(form):
    table = TABLE.replace("清淤长度\t≥12公里\t12公里", "人均成本(元)\t≤300\t280")
    one = form(TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, table)
    assert (one.money_unit, codes(one)) == (None, ["default-money-unit"])


@pytest.mark.parametrize(
    "other",
    [
        "收入支出决算总表\n单位:元\n项目\t金额\n收入\t100\n",
        "二、部门收支情况(单位:元)\n",
        "部门概况\n全年支出合计1,354,200元。\n",
    ],
)
def test_the_unit_of_another_table_over_the_form_is_none_of_its_own(form, other):
    one = form(other, TITLE, YEAR, HEAD, FUNDS, GOALS, TABLE)
    assert (one.money_unit, codes(one), doubts(one)) == ("万元", [], set())


def test_a_note_below_tells_the_unit_only_where_nothing_else_does(form):
    note = "注:金额单位为元。\n"
    plain = form(TITLE, YEAR, HEAD, FUNDS, GOALS, TABLE, note)
    told = form(TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, TABLE, note)
    assert (plain.money_unit, codes(plain)) == ("万元", [])
    assert (told.money_unit, codes(told)) == ("元", [])


def test_a_unit_that_nobody_chose_is_no_unit(form):
    one = form(TITLE, YEAR, HEAD, "金额单位\t元/万元\n", FUNDS.replace("(万元)", ""), GOALS, TABLE)
    assert codes(one) == ["money-unit-clash"]


def test_a_price_that_looks_like_an_amount_speaks_not_against_the_label(form):
    funds = FUNDS.replace("135.42", "135")
    one = form(TITLE, YEAR, HEAD, funds, GOALS, TABLE, said=",补助135元")
    assert (codes(one), doubts(one)) == ([], set())


def test_no_unit_at_all_is_told_and_doubted(form):
    one = form(TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, TABLE)
    assert (one.money_unit, one.funds[0].executed_yuan) == (None, 1218800)
    assert (codes(one), doubts(one)) == (["default-money-unit"], {"unit"})
    assert audit_form(one).verdict != "agrees"


def test_amounts_that_print_their_own_unit_need_no_other(form):
    funds = FUNDS.replace("(万元)", "").replace("135.42", "135.42万元").replace("121.88", "121.88万元")
    one = form(TITLE, YEAR, HEAD, funds, GOALS, TABLE)
    assert (codes(one), doubts(one)) == ([], set())


@pytest.mark.parametrize(("said", "yuan"), [("支出121.88万元", 1218800), ("支出121.88元", Decimal("121.88"))])
def test_the_text_proves_the_unit_where_none_is_printed(form, said, yuan):
    one = form(TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, TABLE, said=f",{said}")
    assert (one.funds[0].executed_yuan, codes(one), doubts(one)) == (yuan, [], set())
    assert [note.code for note in one.notes] == ["money-unit-proved"]


def test_the_text_proves_one_of_two_units(form):
    one = form(TITLE, "单位:元\n", HEAD, FUNDS, GOALS, TABLE, said=",支出121.88万元")
    assert (one.funds[0].executed_yuan, codes(one), doubts(one)) == (1218800, [], set())


def test_a_text_that_speaks_against_the_label_is_told(form):
    one = form(TITLE, YEAR, HEAD, FUNDS, GOALS, TABLE, said=",支出121.88元")
    assert (one.funds[0].executed_yuan, codes(one)) == (1218800, ["money-unit-against-text"])
    assert doubts(one) == {"unit"}


def test_an_amount_in_words_proves_the_unit(form):
    funds = FUNDS.replace("(万元)", "").replace("拨款\t135.42", "拨款\t壹佰叁拾伍万肆仟贰佰元整")
    one = form(TITLE, YEAR, HEAD, funds, GOALS, TABLE)
    assert (one.funds[1].initial_yuan, one.funds[0].initial_yuan) == (1354200, 1354200)
    assert (codes(one), doubts(one)) == ([], set())


def known(*amounts, in_funds=False):
    return [KnownAmount(Decimal(yuan), f"{yuan}元", in_funds) for yuan in amounts]


@pytest.mark.parametrize(
    ("bare", "amounts"),
    [
        (["100"], known(100)),
        (["120"], known(120)),
        (["500", "300"], known(5000000, 3000000)),
        (["135.42", "86.2"], [*known(1354200), *known("86.2")]),
        (["135.42"], known(1000)),
    ],
)
def test_round_figures_and_two_units_prove_nothing(bare, amounts):
    assert prove_unit(MoneyUnit(), map(Decimal, bare), amounts) == MoneyUnit()


@pytest.mark.parametrize(
    ("bare", "amounts"),
    [
        (["135.42"], known(1354200)),
        (["12", "86"], known(120000, 860000)),
        (["120"], known(1200000, in_funds=True)),
    ],
)
def test_figures_that_prove_a_unit(bare, amounts):
    assert prove_unit(MoneyUnit(), map(Decimal, bare), amounts).proved == "万元"


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("项目资金(万元)", "万元"),
        ("项目资金(元)", "元"),
        ("项目资金(单位:万元)", "万元"),
        ("项目资金/元", "元"),
        ("预算执行情况(万元)(20分)", "万元"),
        ("项目资金(人民币万元)", "万元"),
        ("年度资金总额", None),
        ("其他资金(自筹10万元)", None),
        ("补助标准(元/人)", None),
        ("元旦慰问资金", None),
        ("元)", None),
    ],
)
def test_the_unit_in_a_label(label, unit):
    assert find_unit_in_label(label) == unit


def test_a_person_who_tells_the_unit_takes_the_doubt_away(form):
    one = form(TITLE, YEAR, HEAD, FUNDS.replace("(万元)", ""), GOALS, TABLE)
    told = correct_text(one, "form", 0, "money_unit", "元")
    assert (told.money_unit, told.funds[0].executed_yuan) == ("元", Decimal("121.88"))
    assert (codes(told), doubts(told)) == ([], set())
    assert audit_form(told).verdict == "agrees"
    assert doubts(correct_text(told, "form", 0, "money_unit", None)) == {"unit"}


def test_the_place_of_the_unit_is_in_doubt_where_two_clash(form):
    plain = form(TITLE, YEAR, HEAD, FUNDS, GOALS, TABLE)
    assert [(box.line, box.doubt) for box in plain.where["money_unit"]] == [(5, None)]
    clash = form(TITLE, "单位:元\n", HEAD, FUNDS, GOALS, TABLE)
    assert doubt_at(clash, "form", 0, "money_unit") == "unit"
    told = correct_text(clash, "form", 0, "money_unit", "万元")
    assert (codes(told), doubts(told), doubt_at(told, "form", 0, "money_unit")) == ([], set(), None)
    undone = correct_text(told, "form", 0, "money_unit", "万元", doubt="unit")
    assert doubts(undone) == {"unit"}


def test_a_running_head_in_the_table_clashes_too(tmp_path):
    rows = [["公开13表", "单位:万元"], [TITLE.strip()]]
    rows += [line.split("\t") for line in (HEAD + FUNDS.replace("万元", "元") + GOALS + TABLE).split("\n")]
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    page = "".join(f"<tr>{row}</tr>" for row in cells)
    path = tmp_path / "form.html"
    path.write_text(f"<html><body><table>{page}</table></body></html>".format(""), encoding="utf-8")
    (one,) = read(path)
    assert (one.money_unit, codes(one), doubts(one)) == ("元", ["money-unit-clash"], {"unit"})
