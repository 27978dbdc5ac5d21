"""Tables below a form that stand in columns of their own."""

import pytest

from extract import message
from extract.grid import Box, Cell, Document, Grid, Line
from normalize import read_forms

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
FORM = (
    HEAD,
    ("产出指标", "数量指标", "修渠", "2公里", "2公里", "60", "60"),
    ("总分", "", "", "", "", "60", "60"),
)
OTHER = (("一级指标", "二级指标", "三级指标", "分值", "得分"), ("决策", "立项", "依据充分", "20", "20"))


def line(text):
    return Line(text, Box(page=1, x0=0, top=0, x1=9, bottom=9))


def grid(rows, width, *before):
    cells = (
        Cell(y, x, text, (Box(1, x * width, y * 20, (x + 1) * width, y * 20 + 20),))
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    columns = len(rows[0])
    xs = tuple(float(x * width) for x in range(columns + 1))
    return Grid(len(rows), columns, tuple(cells), tuple(map(line, before)), xs=xs)


def read(*grids):
    return read_forms(Document("pdf", "pdfium", 1, grids)).forms


@pytest.mark.parametrize("rows", [FORM, FORM[:2]], ids=["with a total", "without"])
def test_an_untitled_table_of_indicators_below_a_form_is_told_and_left_alone(rows):
    (form,) = read(grid(rows, 70, "项目支出绩效自评表"), grid(OTHER, 97, "评分明细"))
    assert [found.level3 for found in form.indicators] == ["修渠"]
    assert message("untitled-indicators") in form.warnings


def test_a_table_below_a_form_whose_title_is_no_forms_is_left_alone():
    (form,) = read(grid(FORM, 70, "项目支出绩效自评表"), grid(OTHER, 70, "项目支出绩效评价指标体系"))
    assert ([found.level3 for found in form.indicators], form.warnings) == (["修渠"], ())


def test_lines_in_the_same_columns_go_on_below_a_text():
    (form,) = read(
        grid(FORM[:2], 70, "项目支出绩效自评表"),
        grid((("", "质量指标", "验收", "合格", "合格", "40", "40"),), 70, "续表"),
    )
    assert [found.level3 for found in form.indicators] == ["修渠", "验收"]


def test_a_second_head_that_puts_actuals_under_standards_reads_its_own_lines_alone():
    rows = (
        ("一级指标", "二级指标", "评价内容", "备注", "分值", "得分", "评价标准及依据"),
        ("项目管理", "制度执行", "按制度落实", "", "20", "20", "资料齐全得满分"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "分值", "得分", "实际完成值"),
        ("产出指标", "数量指标", "修渠", "2公里", "80", "80", "2公里"),
        ("总分", "", "", "", "100", "100", ""),
    )
    (form,) = read(grid(rows, 70, "项目支出绩效自评表"))
    assert [(line.target, line.actual) for line in form.indicators] == [("", ""), ("2公里", "2公里")]
    assert [line.score for line in form.indicators] == [20, 80]
