"""What forms say, read from small tables that are printed as text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import render
from extract import Document, message, with_doubt
from extract.grid import Box, Cell, Grid
from extract.text.reader import read_text
from normalize.form import Form
from normalize.reader import read_forms
from normalize.rows.row import read_grid_rows

HEAD = "项目名称\t水库移民后期扶持\n主管部门\t青禾县水利局\t\t实施单位\t青禾县水库移民站\n"
FUNDS = """项目资金(万元)\t\t年初预算数\t全年预算数(A)\t全年执行数(B)\t分值\t执行率(B/A)\t得分
\t年度资金总额\t100\t120.5\t110.25\t10\t91.49%\t9.15
\t其中:当年财政拨款\t100\t100\t90\t-\t-\t-
\t上年结转资金\t-\t20.5\t20.25\t/\t/\t/
"""
GOALS = "年度总体目标\t预期目标\t\t\t实际完成情况\n\t完成后期扶持项目12个\t\t\t完成后期扶持项目11个\n"
TABLE = "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"


def forms(*parts: str, title: str = "项目支出绩效自评表\n(2023年度)\n") -> tuple[Form, ...]:
    return read_forms(read_text((title + "".join(parts)).encode())).forms


def form(*parts: str, title: str = "项目支出绩效自评表\n(2023年度)\n") -> Form:
    (only,) = forms(*parts, title=title)
    return only


@pytest.mark.parametrize(
    ("title", "head", "line"),
    [
        ("2023年度项目支出绩效自评表\n", "", 1),
        ("项目支出绩效自评表\n(2023年度)\n", "", 2),
        ("项目支出绩效自评表\n", "评价年度\t2023年度\n", 2),
    ],
)
def test_the_year_has_the_place_where_it_is_printed(title, head, line):
    read = form(head, HEAD, TABLE, LINE, title=title)
    assert (read.year, read.where["year"]) == (2023, (Box(line=line),))


def test_a_year_that_is_not_printed_has_no_place():
    assert "year" not in form(HEAD, TABLE, LINE, title="项目支出绩效自评表\n").where


LINE = "\t产出指标\t数量指标\t扶持项目\t≥12个\t11个\t20\t18\t土地未落实\n"


def test_the_head_names_the_department_that_reports_and_the_one_above():
    f = form(HEAD, FUNDS, GOALS, TABLE, LINE)
    assert (f.kind, f.title, f.year) == ("project", "项目支出绩效自评表", 2023)
    assert (f.department, f.supervisor, f.project) == ("青禾县水库移民站", "青禾县水利局", "水库移民后期扶持")


def test_a_supervisor_that_stands_alone_reports_itself():
    f = form("项目名称\t移民扶持\n主管部门\t青禾县水利局\n", FUNDS, TABLE, LINE)
    assert (f.department, f.supervisor) == ("青禾县水利局", "青禾县水利局")


def test_amounts_are_yuan_by_the_unit_beside_the_block():
    total, part, carried = form(HEAD, FUNDS, TABLE, LINE).funds
    assert (total.total, total.budget_yuan, total.executed_yuan) == (True, Decimal(1205000), Decimal(1102500))
    assert (total.rate, total.weight, total.score) == (Decimal("0.9149"), Decimal(10), Decimal("9.15"))
    assert (part.source, part.among, part.rate) == ("当年财政拨款", True, None)
    assert (carried.source, carried.initial_yuan, carried.budget_yuan) == (
        "上年结转资金",
        None,
        Decimal(205000),
    )


def test_a_form_that_prints_no_money_unit_says_so():
    f = form(HEAD, FUNDS.replace("(万元)", ""), TABLE, LINE)
    assert f.money_unit is None
    assert message("default-money-unit", unit="万元") in f.warnings


def test_a_column_and_a_cell_can_print_their_own_unit():
    funds = FUNDS.replace("年初预算数", "年初预算数(元)").replace("\t110.25\t", "\t1102500元\t")
    total = form(HEAD, funds, TABLE, LINE).funds[0]
    assert (total.initial_yuan, total.budget_yuan, total.executed_yuan) == (
        Decimal(100),
        Decimal(1205000),
        Decimal(1102500),
    )


def test_the_formula_of_the_rate_is_the_one_its_head_prints():
    assert form(HEAD, FUNDS, TABLE, LINE).rate_formula == "B/A"
    assert form(HEAD, FUNDS.replace("(B/A)", "((B-C)/A)"), TABLE, LINE).rate_formula == "(B-C)/A"
    assert form(HEAD, FUNDS.replace("(B/A)", ""), TABLE, LINE).rate_formula is None


@pytest.mark.parametrize(
    ("head", "formula"),
    [
        ("执行率((B-C)/A)(%)", "(B-C)/A"),
        ("执行率(%)(B-C)/A", "(B-C)/A"),
        ("执行率[(B-C)/A]", "(B-C)/A"),
        ("执行率=B/A×100%", "B/A"),
        ("执行率(B／A)%", "B/A"),
        ("预算执行率(=B/A)", "B/A"),
        ("执行率(%)", None),
        ("执行率%", None),
        ("执行率(执行数/年初预算数)", "执行数/年初预算数"),
        ("执行率(b/a)", "b/a"),
        ("执行率(b/a×100%)", "b/a"),
        ("执行率(B/A,%)", "B/A"),
        ("执行率C=B/A", "B/A"),
        ("执行率(③/②)", "③/②"),
        ("执行率(%)③=②÷①", "②÷①"),
        ("执行率(3)=(2)/(1)", "(2)/(1)"),
        ("执行率(3=2/1)", "2/1"),
    ],
)
def test_a_rate_and_its_formula_are_read_however_the_head_writes_them(head, formula):
    f = form(HEAD, FUNDS.replace("执行率(B/A)", head), TABLE, LINE)
    assert (f.rate_formula, f.funds[0].rate, f.warnings) == (formula, Decimal("0.9149"), ())


@pytest.mark.parametrize("colon", [":", ""])
def test_two_lists_side_by_side_keep_their_headings(colon):
    lists = f"\t按收入性质分{colon}\t\t\t\t按支出性质分{colon}\n\t其中:一般公共预算:90.5\t\t\t\t其中:基本支出:60\n\t其他资金:-\t\t\t\t项目支出:60.5\n"
    rest = form(HEAD, FUNDS, lists, TABLE, LINE).funds[3:]
    assert [(f.list_heading, f.source, f.amount_yuan) for f in rest] == [
        ("按收入性质分", "一般公共预算", Decimal(905000)),
        ("按收入性质分", "其他资金", None),
        ("按支出性质分", "基本支出", Decimal(600000)),
        ("按支出性质分", "项目支出", Decimal(605000)),
    ]


@pytest.mark.parametrize(
    ("row", "weight", "score", "grade"),
    [
        ("总分\t\t\t\t\t\t100\t98.62\n", "100", "98.62", None),
        ("总分\t\t\t\t\t\t100\t96\t优\n", "100", "96", "优"),
        ("合计\t\t\t\t\t\t100\t\n", "100", None, None),
        ("总分\t\t\t\t\t\t\t99.6\n", None, "99.6", None),
        ("总 分\t100\t95.5\n", "100", "95.5", None),
        ("总分:98分\n", None, "98", None),
    ],
)
def test_total_rows_in_their_variants(row, weight, score, grade):
    f = form(HEAD, FUNDS, TABLE, LINE, row)
    assert (f.weight_total, f.score_total, f.grade) == (
        weight and Decimal(weight),
        score and Decimal(score),
        grade,
    )


@pytest.mark.parametrize(("value", "kept"), [("98.62", []), ("97", [("自评总分(分)", "97")])])
def test_a_total_of_the_head_that_the_row_below_the_lines_contradicts_is_kept(value, kept):
    f = form(HEAD, f"自评总分(分)\t{value}\n", FUNDS, TABLE, LINE, "总分\t\t\t\t\t\t100\t98.62\n")
    assert (f.score_total, [(h.label, h.value) for h in f.headers]) == (Decimal("98.62"), kept)


def test_levels_are_inherited_within_their_group_and_give_their_weight():
    rows = "\t产出指标(50分)\t数量指标\t甲\t1个\t1个\t20\t20\n\t\t\t乙\t1个\t1个\t30\t30\n\t满意度指标(10分)\t\t丙\t≥90%\t95%\t10\t10\n"
    f = form(HEAD, FUNDS, TABLE, rows)
    assert [(i.level1, i.level2, i.level3) for i in f.indicators] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "数量指标", "乙"),
        ("满意度指标", None, "丙"),
    ]
    assert [(v.name, v.depth, v.weight) for v in f.levels] == [
        ("产出指标", 1, Decimal(50)),
        ("数量指标", 2, None),
        ("满意度指标", 1, Decimal(10)),
    ]


def test_a_level_name_printed_after_its_row_is_its_name():
    rows = "\t产出指标\t数量指标\t甲\t1个\t1个\t20\t20\n\t\t\t乙\t7月前\t6月\t30\t30\n\t\t时效指 标\n\t\t\t丙\t7月前\t6月\t30\t30\n"
    assert [i.level2 for i in form(HEAD, FUNDS, TABLE, rows).indicators] == [
        "数量指标",
        "时效指标",
        "时效指标",
    ]


def test_placeholder_rows_are_no_lines_and_prefixes_no_names():
    rows = "\t产出指标\t数量指标\t指标1:修渠\t≥2公里\t2公里\t20\t20\n\t\t\t指标2:\n\t\t\t……\n\t\t质量指标\t指标1:合格率\t100%\t100%\t30\t30\n"
    assert [i.level3 for i in form(HEAD, FUNDS, TABLE, rows).indicators] == ["修渠", "合格率"]


def test_a_row_that_a_page_end_cut_is_one_line():
    rows = "\t产出指标\t数量指标\t培训\t≥2期\t1期\t20\t15\t讲师未到位,培训推\n\n\t\t\t\t\t\t\t\t迟到次年\n\t\t质量指标\t合格率\t100%\t100%\t30\t30\n"
    first, second = form(HEAD, FUNDS, TABLE, rows).indicators
    assert first.reason == "讲师未到位,培训推迟到次年"
    assert (second.level2, second.level3) == ("质量指标", "合格率")
    assert len(first.where["reason"]) == 2


def test_a_full_row_after_a_page_end_is_a_line_of_its_own():
    rows = "\t产出指标\t数量指标\t培训\t≥2期\t2期\t20\t20\n\n\t\t\t修渠\t2公里\t2公里\t30\t30\n"
    assert [i.level3 for i in form(HEAD, FUNDS, TABLE, rows).indicators] == ["培训", "修渠"]


def test_a_head_printed_again_on_the_next_page_is_no_line():
    rows = "\t产出指标\t数量指标\t培训\t≥2期\t2期\t20\t20\n\n" + TABLE + "\t\t\t修渠\t2公里\t2公里\t30\t30\n"
    assert [i.level3 for i in form(HEAD, FUNDS, TABLE, rows).indicators] == ["培训", "修渠"]


def test_sign_value_and_unit_in_columns_of_their_own_are_one_target():
    table = "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t实际完成值\t分值\t得分\n"
    rows = "产出指标\t数量指标\t培训\t≥\t95\t%\t96%\t20\t20\n效益指标\t社会效益指标\t影响\t定性\t显著提升\t\t显著提升\t30\t30\n"
    first, second = form(HEAD, FUNDS, table, rows).indicators
    assert (first.sign, first.target) == ("≥", "≥95%")
    assert (second.sign, second.target) == ("定性", "显著提升")


def test_a_numeral_in_a_column_of_its_own_takes_the_unit_beside_it():
    table = "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t实际完成值\t分值\t得分\n"
    (line,) = form(
        HEAD, FUNDS, table, "产出指标\t数量指标\t培训\t≤\t九十六\t分钟\t90分钟\t20\t20\n"
    ).indicators
    assert line.target == "≤九十六分钟"
    assert line.achieved == 1


def test_notes_after_the_table_are_no_lines():
    notes = "总分\t\t\t\t\t\t100\t98\n注:1.一级指标分值统一设置为:产出指标50分、效益指标30分。\n填表人:李建国    填报日期:2024年3月1日\n"
    f = form(HEAD, FUNDS, TABLE, LINE, notes)
    assert len(f.indicators) == 1
    assert [(h.label, h.value) for h in f.headers if h.label != "注"] == [
        ("填表人", "李建国"),
        ("填报日期", "2024年3月1日"),
    ]


def test_a_table_of_targets_alone_is_no_form():
    table = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t分值\n\t产出指标\t数量指标\t培训\t≥2期\t20\n"
    reading = read_forms(read_text(("项目支出绩效目标申报表\n(2023年度)\n" + HEAD + table).encode()))
    assert not reading.forms
    assert reading.reason is not None
    assert "申报表" in render(reading.reason)


def test_two_forms_under_their_titles_are_two():
    one = HEAD + FUNDS + TABLE + LINE + "总分\t\t\t\t\t\t100\t98\n"
    found = forms(one, "\n项目支出绩效自评表\n(2022年度)\n", one)
    assert [(f.ordinal, f.year, len(f.indicators)) for f in found] == [(1, 2023, 1), (2, 2022, 1)]


def test_two_forms_without_a_title_between_are_two():
    one = HEAD + FUNDS + TABLE + LINE + "总分\t\t\t\t\t\t100\t98\n"
    assert [len(f.indicators) for f in forms(one, one)] == [1, 1]


def test_every_value_tells_its_line():
    f = form(HEAD, FUNDS, GOALS, TABLE, LINE)
    assert [b.line for b in f.indicators[0].where["score"]] == [12]
    assert [b.line for b in f.funds[0].where["budget"]] == [6]
    assert [b.line for b in f.where["department"]] == [4]


def test_a_row_that_sums_a_group_is_no_line():
    f = form(
        HEAD,
        TABLE,
        "\t产出指标\t数量指标\t道路养护里程\t≥90公里\t92公里\t40\t40\t\n",
        "\t\t质量指标\t道路完好率\t≥90%\t92%\t20\t20\t\n",
        "\t\t\t小计\t\t\t60\t60\t\n",
        "\t效益指标\t社会效益指标\t带动就业人数\t≥120人\t130人\t40\t38.5\t\n",
        "\t效益指标小计\t\t\t\t\t40\t38.5\t\n",
        "总分\t\t\t\t\t\t100\t98.5\t\n",
    )
    assert [i.level3 for i in f.indicators] == ["道路养护里程", "道路完好率", "带动就业人数"]
    assert [level.name for level in f.levels if level.depth == 1] == ["产出指标", "效益指标"]
    assert f.warnings == ()


def test_a_fund_row_keeps_its_columns_where_the_head_leaves_out_the_blank_cell_over_the_sources():
    head = "资金情况(万元)\t年初预算数\t全年预算数\t全年执行数\t执行率(%)\t分值\t得分\n"
    f = form(
        HEAD, head, "\t年度资金总额\t90\t80\t76\t95\t10\t9.5\n\t其中:财政拨款\t90\t80\t76\t95\n", TABLE, LINE
    )
    amounts = [(x.initial_yuan, x.budget_yuan, x.executed_yuan, x.rate, x.weight) for x in f.funds]
    assert amounts == [
        (900000, 800000, 760000, Decimal("0.95"), 10),
        (900000, 800000, 760000, Decimal("0.95"), None),
    ]


def test_the_total_row_of_a_text_that_drops_blank_cells_has_its_weight_before_its_score():
    head = "绩效指标\t一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分计算方法\t得分\n"
    f = form(HEAD, head, "\t产出指标\t数量指标\t扶持项目\t100\t≥12个\t11个\t按比例\t96.5\n总分\t100\t96.5\n")
    assert (f.weight_total, f.score_total) == (100, Decimal("96.5"))


def test_a_reason_that_stands_beside_several_lines_is_the_reason_of_each():
    rows = (
        "<tr><td>产出指标</td><td>数量指标</td><td>里程</td><td>12公里</td><td>11公里</td><td>25</td><td>24</td>"
        "<td rowspan=2>雨季停工</td></tr>"
        "<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>95%</td><td>94%</td><td>25</td><td>24</td></tr>"
        "<tr><td>产出指标</td><td>时效指标</td><td>及时率</td><td>95%</td><td>94%</td><td>40</td><td>39</td><td></td></tr>"
    )
    head = "".join(f"<td>{label}</td>" for label in TABLE.split()[1:])
    (f,) = read_forms(
        read_text(f"<h1>项目支出绩效自评表</h1><table><tr>{head}</tr>{rows}</table>".encode())
    ).forms
    assert [i.reason for i in f.indicators] == ["雨季停工", "雨季停工", ""]


def test_an_actual_that_stands_beside_several_lines_is_the_actual_of_each():
    rows = (
        "<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>95%</td><td rowspan=2>全部完成</td><td>25</td>"
        "<td>25</td><td></td></tr>"
        "<tr><td>产出指标</td><td>质量指标</td><td>完好率</td><td>95%</td><td>25</td><td>25</td><td></td></tr>"
        "<tr><td>产出指标</td><td>时效指标</td><td>及时率</td><td>95%</td><td></td><td>40</td><td>40</td><td></td></tr>"
    )
    head = "".join(f"<td>{label}</td>" for label in TABLE.split()[1:])
    (f,) = read_forms(
        read_text(f"<h1>项目支出绩效自评表</h1><table><tr>{head}</tr>{rows}</table>".encode())
    ).forms
    assert [i.actual for i in f.indicators] == ["全部完成", "全部完成", ""]


@pytest.mark.parametrize("label", ["其他需要说明事项", "其他需要说明的问题"])
def test_what_else_is_to_be_said_is_no_indicator(label):
    f = form(HEAD, FUNDS, TABLE, LINE, f"{label}\t里程受雨季影响\n", "总分\t\t\t\t\t\t100\t98.62\n")
    assert ([i.level3 for i in f.indicators], f.headers[-1].value) == (["扶持项目"], "里程受雨季影响")


def test_a_group_over_columns_that_the_upper_tier_of_a_text_does_not_leave_blank():
    head = "绩效指标\t绩效指标\t实际完成值\t分值\t得分\n\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"
    f = form(HEAD, head, "\t产出指标\t数量指标\t扶持项目\t≥\t12\t个\t11个\t20\t18\n")
    (line,) = f.indicators
    assert (line.level2, line.level3, line.target, line.actual) == ("数量指标", "扶持项目", "≥12个", "11个")
    assert (line.weight, line.score) == (20, 18)


def test_a_row_cut_by_a_page_end_goes_on_below_the_head_that_the_page_prints_again():
    rest = "\t\t\t\t\t\t\t\t,尚未开工\n"
    f = form(HEAD, TABLE, LINE, "\n", TABLE, rest, LINE.replace("扶持项目", "移民培训"))
    assert [(i.level3, i.reason) for i in f.indicators] == [
        ("扶持项目", "土地未落实,尚未开工"),
        ("移民培训", "土地未落实"),
    ]


def test_labels_and_values_in_one_padded_cell_of_a_text():
    first = form(HEAD, FUNDS, GOALS, TABLE, LINE, "总分\t\t\t\t\t\t100\t90\n")
    head = "项目支出绩效自评表\t\n单位名称:岸线管护中心    填报日期:2024年3月15日\t\n项目名称\t岸线整治\n"
    _, second = forms(HEAD, FUNDS, GOALS, TABLE, LINE, "总分\t\t\t\t\t\t100\t90\n", head, TABLE, LINE)
    assert (first.score_total, second.department, second.project) == (90, "岸线管护中心", "岸线整治")


def test_the_label_of_a_total_in_a_text_stands_in_its_own_row_only():
    texts = (
        ("一级指标", "三级指标", "分值", "得分"),
        ("产出指标", "修缮馆舍", "60", "60"),
        ("", "读者满意度", "40", "38"),
    )
    cells = [
        Cell(r, c, text, (Box(line=r + 1),))
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
        if text
    ]
    total = [
        Cell(2, 0, "总分", (Box(line=4),), rowspan=2),
        Cell(3, 2, "100", (Box(line=4),)),
        Cell(3, 3, "98", (Box(line=4),)),
    ]
    rows = list(read_grid_rows(Grid(4, 4, tuple(cells + total), ragged=True)))
    assert [row.texts for row in rows[2:]] == [("读者满意度", "40", "38"), ("总分", "100", "98")]


def test_a_form_of_a_file_that_lost_characters_says_so():
    text = f"项目支出绩效自评表\n{HEAD}{FUNDS}{TABLE}{LINE}"
    document = read_text(text.encode())
    assert "characters-lost" not in [w.code for w in read_forms(document).forms[0].warnings]
    lossy = replace(document, conservation=replace(document.conservation, in_cells=0))
    assert "characters-lost" in [w.code for w in read_forms(lossy).forms[0].warnings]


def test_a_line_below_a_blank_line_is_no_rest_of_a_part_without_points():
    part = "\t\t\t其中:山区乡镇\t\t12户\t\t\t\n"
    more = "\t\t\t培训人次\t≥300人次\t320人次\t10\t8\t雨季\n"
    f = form(HEAD, FUNDS, TABLE, LINE, part, "\n", more)
    assert [(i.level3, i.weight, i.score) for i in f.indicators[-2:]] == [
        ("其中:山区乡镇", None, None),
        ("培训人次", 10, 8),
    ]


def test_a_row_that_lost_a_cell_among_rows_filled_up_is_told():
    lines = "".join(f"\t\t\t培训{n}\t≥{n}次\t{n}次\t10\t10\t\n" for n in range(2, 8))
    assert "row-of-few-cells" not in [w.code for w in form(HEAD, TABLE, LINE, lines).warnings]
    glued = "\t\t\t培训人次\t≥300人次\t320人次10\t8\t\n"
    f = form(HEAD, TABLE, LINE, lines, glued)
    assert message("row-of-few-cells", row="培训人次") in f.warnings
    assert {box.doubt for boxes in f.indicators[-1].where.values() for box in boxes} <= {
        "inferred",
        "moved",
        None,
    }
    assert f.indicators[-1].where["target"][0].doubt == "inferred"


def test_a_cell_that_holds_nothing_but_what_is_struck_out_is_told():
    rows = [
        *f"{HEAD}{FUNDS}{TABLE}{LINE}".strip("\n").split("\n"),
        "总分\t\t\t\t\t\t\t\t100\t98",
    ]
    cols = max(row.count("\t") for row in rows) + 1
    struck = with_doubt((Box(1, 0, 0, 1, 1),), "struck")

    def warned(boxes, text):
        cells = [
            Cell(at, n, part, (Box(1, n, at, n + 1, at + 1),))
            for at, row in enumerate(rows)
            for n, part in enumerate(row.split("\t"))
            if part
        ]
        at = next(cell for cell in cells if cell.text == "总分").row
        grid = Grid(len(rows), cols, (*cells, Cell(at, 4, text, boxes)))
        (f,) = read_forms(Document("pdf", "pdfium", 1, (grid,))).forms
        return [warning.code for warning in f.warnings]

    assert "cell-struck-out" in warned(struck, "")
    assert "cell-struck-out" not in warned(struck, "已审")
    assert "cell-struck-out" not in warned((Box(1, 0, 0, 1, 1),), "")


def test_a_label_of_the_outline_that_nobody_filled_in_is_no_goal():
    (goal,) = form(HEAD, GOALS, "\t2.项目实施内容及过程概述\t\t\t\n", FUNDS, TABLE, LINE).goals
    assert (goal.expected, goal.actual) == ("完成后期扶持项目12个", "完成后期扶持项目11个")


def test_a_title_over_all_columns_is_no_source_of_money():
    rows = ["支出明细(单位:万元)", "支出内容", "预算数", "执行数", "管网改造", "10", "9"]
    cells = [Cell(0, 0, rows[0], colspan=3)]
    cells += [Cell(1 + at // 3, at % 3, text) for at, text in enumerate(rows[1:])]
    head = read_text((f"项目支出绩效自评表\n(2023年度)\n{HEAD}{FUNDS}{TABLE}{LINE}").encode())
    below = replace(head, grids=(*head.grids, Grid(3, 3, tuple(cells))))
    (read,) = read_forms(below).forms
    assert "支出明细" not in "".join(fund.source for fund in read.funds)
