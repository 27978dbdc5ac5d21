"""Rows of funds: cells that are no number, columns left out, subtotals, lists and their headings."""

from decimal import Decimal

import pytest

from audit import audit_form
from hebiao import read

TITLE = "部门整体支出绩效自评表\n(2023年度)\n单位名称\t青禾县水利局\n"
COLUMNS = "部门预算(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
TOTAL = "\t年度资金总额\t135.42\t135.42\t121.88\t10\t90.00%\t9\n"
SOURCE = "\t其中:财政拨款\t135.42\t135.42\t121.88\t—\t—\t—\n"
TABLE = (
    "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "\t产出指标\t数量指标\t清淤长度\t≥12公里\t12公里\t50\t50\n"
    "\t效益指标\t社会效益指标\t灌溉保证率\t≥90%\t95%\t40\t40\n"
    "总分\t\t\t\t\t\t100\t99\n"
)


def as_markdown(text):
    rows = [line.split("\t") for line in text.strip().split("\n")]
    lines = ["| " + " | ".join(cells) + " |" if len(cells) > 1 else f"{cells[0]}\n" for cells in rows]
    return "\n".join(lines)


@pytest.fixture(params=["txt", "md"])
def read_rows(request, tmp_path):
    def make(*rows):
        text = "".join((TITLE, *rows, TABLE))
        path = tmp_path / f"form.{request.param}"
        path.write_text(as_markdown(text) if request.param == "md" else text, encoding="utf-8")
        (form,) = read(path)
        return form

    return make


def warnings(form):
    return [(one.code, dict(one.args).get("text", "")) for one in form.warnings]


def doubts(fund):
    return {field: boxes[0].doubt for field, boxes in fund.where.items() if boxes[0].doubt}


def test_a_sound_form_is_read_plainly(read_rows):
    form = read_rows(COLUMNS, TOTAL, SOURCE)
    assert (form.warnings, doubts(form.funds[0])) == ((), {})
    assert audit_form(form).verdict == "agrees"


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("121.88", "12l.88", "executed", "cell-no-number"),
        ("121.88", "1 21.88", "executed", "cell-no-number"),
        ("121.88", "121.88¹", "executed", "cell-no-number"),
        ("121.88", "121.8\ufffd", "executed", "cell-no-number"),
        ("121.88", "121.881234567", "executed", "cell-finer-than-fen"),
        ("121.88", "95.5%", "executed", "cell-percent-for-amount"),
        ("90.00%", "9 0.00%", "rate", "cell-no-number"),
        ("90.00%", "135.42万元", "rate", "cell-amount-for-rate"),
    ],
)
def test_a_cell_that_is_no_number_is_told_and_in_doubt(read_rows, old, new, field, code):
    form = read_rows(COLUMNS, TOTAL.replace(old, new), SOURCE)
    assert warnings(form) == [(code, new)]
    assert doubts(form.funds[0]) == {field: "broken"}
    assert getattr(form.funds[0], "rate" if field == "rate" else f"{field}_yuan") is None
    assert audit_form(form).verdict != "agrees"


@pytest.mark.parametrize("number", ["1O", "1 0", "10①", "满分"])
def test_points_of_the_funds_that_are_no_number_are_told(read_rows, number):
    form = read_rows(COLUMNS, TOTAL.replace("\t10\t", f"\t{number}\t"), SOURCE)
    assert form.funds[0].weight is None
    assert warnings(form) == [("cell-no-number", number)]


def test_amounts_in_other_notations(read_rows):
    total = TOTAL.replace("\t135.42\t135.42", "\t(135.42)\t1 354 200元")
    form = read_rows(COLUMNS, total.replace("121.88", "壹佰贰拾壹万捌仟捌佰元零伍分"), SOURCE)
    fund = form.funds[0]
    assert (fund.initial_yuan, fund.budget_yuan) == (-1354200, 1354200)
    assert fund.executed_yuan == Decimal("1218800.05")
    assert doubts(fund) == {"budget": "mended"}


def test_blanks_that_may_part_two_amounts_are_no_thousands(read_rows):
    form = read_rows(COLUMNS, TOTAL.replace("121.88", "475 475"), SOURCE)
    assert form.funds[0].executed_yuan is None
    assert warnings(form) == [("cell-no-number", "475 475")]


@pytest.mark.parametrize("head", ["甲栏", "全年执行数"])
@pytest.mark.parametrize("figure", ["111.1", "11l.1"])
def test_a_column_with_figures_that_is_not_read_is_told(read_rows, head, figure):
    columns = COLUMNS.replace("全年执行数", f"全年执行数\t{head}")
    rows = (one.replace("\t121.88", f"\t121.88\t{figure}") for one in (TOTAL, SOURCE))
    form = read_rows(columns, *rows)
    assert [warning.code for warning in form.warnings] == ["unread-fund-column"]
    assert form.funds[0].executed_yuan == 1218800
    assert audit_form(form).verdict != "agrees"


def test_a_column_that_repeats_another_is_not_told(read_rows):
    columns = COLUMNS.replace("全年执行数", "全年执行数\t全年执行数")
    rows = (one.replace("\t121.88", "\t121.88\t121.88") for one in (TOTAL, SOURCE))
    assert read_rows(columns, *rows).warnings == ()


def test_columns_that_only_the_rate_tells_are_chosen(read_rows):
    form = read_rows(COLUMNS.replace("全年预算数", "甲栏").replace("全年执行数", "乙栏"), TOTAL, SOURCE)
    assert (form.funds[0].budget_yuan, form.funds[0].executed_yuan) == (1354200, 1218800)
    assert doubts(form.funds[0]) == {"budget": "chosen", "executed": "chosen"}
    assert audit_form(form).verdict != "agrees"


@pytest.mark.parametrize("text", ["- 9", "- 0.5"])
def test_a_dash_beside_a_number_is_no_negative(read_rows, text):
    form = read_rows(COLUMNS, TOTAL.replace("\t9\n", f"\t{text}\n"), SOURCE)
    assert (form.funds[0].score, warnings(form)) == (None, [("cell-no-number", text)])


def test_scores_in_percent_of_the_weights_hold_for_the_funds_too(tmp_path):
    table = TABLE.replace("50\t50", "50\t100%").replace("40\t40", "40\t90%").replace("100\t99", "100\t95")
    path = tmp_path / "form.txt"
    path.write_text(TITLE + COLUMNS + TOTAL.replace("\t9\n", "\t90%\n") + SOURCE + table, encoding="utf-8")
    (form,) = read(path)
    assert (form.funds[0].score, form.warnings) == (9, ())


def test_a_percentage_for_a_score_beside_points_is_told(read_rows):
    form = read_rows(COLUMNS, TOTAL.replace("\t9\n", "\t90%\n"), SOURCE)
    assert (form.funds[0].score, warnings(form)) == (None, [("cell-no-number", "90%")])


def test_a_row_printed_twice_is_told(read_rows):
    form = read_rows(COLUMNS, TOTAL, SOURCE, SOURCE)
    assert [warning.code for warning in form.warnings] == ["fund-row-repeated"]
    nothing = "\t其他资金\t0\t0\t0\t—\t—\t—\n"
    assert read_rows(COLUMNS, TOTAL, SOURCE, nothing, nothing).warnings == ()


def test_a_subtotal_row_is_no_source(read_rows):
    form = read_rows(COLUMNS, TOTAL, SOURCE, SOURCE.replace("其中:财政拨款", "小计"))
    assert [(fund.source, fund.total, fund.subtotal) for fund in form.funds] == [
        ("年度资金总额", True, False),
        ("财政拨款", False, False),
        ("小计", False, True),
    ]


def test_rows_below_a_source_keep_that_they_are_among_it(read_rows):
    inner = SOURCE.replace("财政拨款", "中央资金") + SOURCE.replace("其中:财政拨款", "省级资金")
    form = read_rows(COLUMNS, TOTAL, SOURCE, inner, "\t其他资金\t0\t0\t0\t—\t—\t—\n")
    assert [fund.among for fund in form.funds] == [False, True, True, False, False]


LISTS = {
    "in the cell": "\t按收入性质分:121.88\t\t\t按支出性质分:121.88\n"
    "\t其中:一般公共预算:100\t\t\t其中:基本支出:80\n\t政府性基金:21.88\t\t\t项目支出:41.88\n",
    "in brackets": "\t按收入性质分(121.88万元)\t\t\t按支出性质分(121.88万元)\n"
    "\t其中:一般公共预算:100\t\t\t其中:基本支出:80\n\t政府性基金:21.88\t\t\t项目支出:41.88\n",
    "beside it": "\t按收入性质分\t121.88\t\t按支出性质分\t121.88\t\t\n"
    "\t其中:一般公共预算\t100\t\t其中:基本支出\t80\t\t\n\t政府性基金\t21.88\t\t项目支出\t41.88\t\t\n",
}


@pytest.mark.parametrize("lists", LISTS.values(), ids=LISTS)
def test_the_amount_of_a_list_heading_is_a_subtotal_of_its_list(read_rows, lists):
    form = read_rows(COLUMNS, TOTAL, lists)
    assert [(fund.source, fund.list_heading, fund.amount_yuan) for fund in form.funds[1:]] == [
        ("一般公共预算", "按收入性质分", 1000000),
        ("政府性基金", "按收入性质分", 218800),
        ("基本支出", "按支出性质分", 800000),
        ("项目支出", "按支出性质分", 418800),
    ]
    assert [(one.name, one.amount_yuan, one.funds) for one in form.subtotals] == [
        ("按收入性质分", 1218800, (2, 3)),
        ("按支出性质分", 1218800, (4, 5)),
    ]
    assert form.warnings == ()


GOALS = "年度总体目标\t预期目标\t实际完成情况\n清淤12公里。\t清淤12公里。\n"


@pytest.mark.parametrize("goals", [GOALS, ""])
def test_lines_that_go_on_below_two_lists_may_be_of_either(tmp_path, goals):
    text = (
        TITLE
        + "部门预算(万元)\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        + "年度资金总额\t135.42\t160\t121.88\t10\t76.18%\t7.62\n"
        + "按收入性质分:\t按支出性质分:\n其中:一般公共预算:100\t其中:基本支出:80.00\n"
        + "政府性基金拨款:\t项目支出:141.88\n纳入专户管理的非税收入拨款:38.00\n其他资金:22.00\n"
        + goals
        + TABLE
    )
    path = tmp_path / "form.txt"
    path.write_text(text, "utf-8")
    (form,) = read(path)
    assert doubts(form.funds[-1]) == {"amount": "moved"}
    found = [one for one in audit_form(form).findings if one.rule == "fund-total"]
    assert {one.cause for one in found} == {"unknown"}


def test_a_list_heading_with_amounts_in_columns_is_a_subtotal_row(read_rows):
    row = "\t{}\t{}\t{}\t{}\t\t\t\n"
    form = read_rows(
        COLUMNS,
        TOTAL,
        row.format("按收入性质分", "135.42", "135.42", "121.88"),
        row.format("一般公共预算", "100", "100", "90"),
        row.format("政府性基金", "35.42", "35.42", "31.88"),
    )
    assert [(fund.source, fund.list_heading, fund.subtotal) for fund in form.funds[1:]] == [
        ("按收入性质分", "按收入性质分", True),
        ("一般公共预算", "按收入性质分", False),
        ("政府性基金", "按收入性质分", False),
    ]
    assert (form.funds[1].budget_yuan, form.subtotals) == (1354200, ())


def test_an_amount_in_a_list_that_is_no_number_is_told(read_rows):
    form = read_rows(COLUMNS, TOTAL, LISTS["in the cell"].replace("41.88", "4l.88").replace(":100", ":1OO"))
    assert warnings(form) == [("cell-no-number", "1OO"), ("cell-no-number", "4l.88")]
    assert doubts(form.funds[1]) == {"amount": "broken"}


def test_sources_side_by_side_with_a_broken_amount_and_a_column_left_out(read_rows):
    head = "预算执行情况(万元)\t资金总额\t财政拨款\t其他资金\t执行数\t甲栏\t执行率\n"
    row = "\t135.42\t1O0\t35.42\t121.88\t77\t90.00%\n"
    form = read_rows(head, row)
    assert [fund.amount_yuan for fund in form.funds] == [1354200, None, 354200]
    assert [warning.code for warning in form.warnings] == ["unread-fund-column", "cell-no-number"]


def test_a_sum_in_a_list_is_a_subtotal(read_rows):
    lists = LISTS["in the cell"] + "\t小计:121.88\t\t\t合计:121.88\n"
    form = read_rows(COLUMNS, TOTAL, lists)
    assert [fund.source for fund in form.funds if fund.subtotal] == ["小计", "合计"]
    assert [one.funds for one in form.subtotals] == [(2, 3), (5, 6)]


def test_one_list_with_names_and_amounts_in_cells_of_their_own(read_rows):
    rows = "\t按收入性质分\t121.88\t\t\t\t\t\n\t一般公共预算\t100\t\t\t\t\t\n\t政府性基金\t21.88\t\t\t\t\t\n"
    form = read_rows(COLUMNS, TOTAL, rows)
    assert [(fund.source, fund.amount_yuan) for fund in form.funds[1:]] == [
        ("一般公共预算", 1000000),
        ("政府性基金", 218800),
    ]
    assert [(one.name, one.amount_yuan, one.funds) for one in form.subtotals] == [
        ("按收入性质分", 1218800, (2, 3))
    ]


def test_two_totals_that_differ_are_told(read_rows):
    again = TOTAL.replace("年度资金总额", "合计")
    assert read_rows(COLUMNS, TOTAL, SOURCE, again).warnings == ()
    form = read_rows(COLUMNS, TOTAL, SOURCE, again.replace("121.88", "120"))
    assert [warning.code for warning in form.warnings] == ["fund-totals-differ"]


def test_a_wrong_sum_in_a_list_is_flagged(read_rows):
    lists = LISTS["in the cell"] + "\t小计:121.88\t\t\t小计:{}\n"
    assert audit_form(read_rows(COLUMNS, TOTAL, lists.format("121.88"))).verdict == "agrees"
    wrong = audit_form(read_rows(COLUMNS, TOTAL, lists.format("131.88")))
    assert [(one.rule, one.field) for one in wrong.findings] == [("subtotal", "amount_yuan")]


@pytest.mark.parametrize("text", ["(20)", "2O", "贰拾万元零伍分"])
def test_amounts_that_repeat_are_no_text_of_a_merged_cell(read_rows, text):
    form = read_rows(COLUMNS, TOTAL, SOURCE, f"\t上年结转资金\t{text}\t{text}\t{text}\t—\t—\t—\n")
    assert [form.funds[2].texts[column] for column in ("initial", "budget", "executed")] == [text] * 3
