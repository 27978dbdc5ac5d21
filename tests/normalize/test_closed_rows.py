"""Rows that a page end cut behind closed rules, and rows that only follow one."""

from __future__ import annotations

from extract.grid import Cell
from normalize.rows.alignment import Column
from normalize.rows.row import Row, join_halves_of_row, label_cell, label_row
from normalize.rows.seams.closed_rows import join_halves
from normalize.rows.seams.late_labels import give_late_names
from normalize.sections.goals import join_rest


def row(
    at: int,
    *texts: str,
    begins_page: bool = False,
    lines: tuple[int, ...] = (),
    spans: dict[int, int] | None = None,
) -> Row:
    tall = lines or tuple(1 if text else 0 for text in texts)
    cells = tuple(
        Cell(at, n, text, rowspan=(spans or {}).get(n, 1), lines=tall[n]) for n, text in enumerate(texts)
    )
    return label_row(at, cells, begins_page=begins_page)


def test_halves_of_heads_make_one_row():
    rows = [
        row(0, "一级", "三级指标", "度量", "实际完成"),
        row(1, "指标", "", "单位", "值", begins_page=True),
    ]
    (whole,) = join_halves(rows)
    assert whole.texts == ("一级指标", "三级指标", "度量单位", "实际完成值")


def test_a_number_that_the_page_end_cut_is_whole():
    rows = [row(0, "其他资金", "200,0", "176,4"), row(1, "", "00.00", "74.01", begins_page=True)]
    assert join_halves(rows)[0].texts == ("其他资金", "200,000.00", "176,474.01")
    rows = [row(0, "财政拨款", "11200.00", "11456"), row(1, "", "", ".19", begins_page=True)]
    assert join_halves(rows)[0].texts == ("财政拨款", "11200.00", "11456.19")


def test_figures_alone_below_figures_are_their_rest():
    (total,) = join_halves([row(0, "总分", "100", "96.2"), row(1, "", "", "5", begins_page=True)])
    assert total.texts == ("总分", "100", "96.25")


def test_a_side_label_is_cut_where_its_rows_are_not():
    rows = [
        row(0, "预算执行情况(万元", "", "预算数(A)"),
        row(1, ")(20分)", "年度财政资金总额", "640", begins_page=True),
    ]
    head, total = join_halves(rows)
    assert (head.texts, total.texts) == (
        ("预算执行情况(万元)(20分)", "预算数(A)"),
        ("年度财政资金总额", "640"),
    )


def test_names_that_the_rest_of_a_row_prints_are_that_rows():
    rows = [
        row(0, "产出指标", "植树", "8"),
        row(1, "", "增收,带动农户", "10", begins_page=True),
        row(2, "效益指标", "四百户", "", begins_page=True),
    ]
    assert [r.texts[0] for r in give_late_names(rows)] == ["产出指标", "效益指标", "四百户"]


def test_a_row_below_a_cell_that_had_room_left_is_a_new_row():
    above = row(0, "培训", "≥2期", "完成培训三期,学员满意", lines=(1, 1, 3))
    (first, second) = join_halves([above, row(1, "修渠", "2公里", "2公里", begins_page=True)])
    assert (first.texts, second.texts, second.begins_page) == (above.texts, ("修渠", "2公里", "2公里"), False)


def test_a_row_that_may_go_on_is_left_to_its_block():
    above = row(0, "征拆安置工", "完成征收", lines=(2, 2))
    rows = join_halves([above, row(1, "作协调", "八千亩", begins_page=True)])
    assert [r.begins_page for r in rows] == [False, True]


def test_the_rest_of_a_label_beside_rows_is_joined_though_the_row_is_new():
    first = row(0, "效益指", "社会效", "积水次数下降", "≥30%", "41%")
    second = row(1, "标", "益指标", "应急响应时间", "≤30分钟", "25分钟", begins_page=True, spans={0: 3})
    above, below = join_halves([first, second])
    assert above.texts == ("效益指标", "社会效益指标", "积水次数下降", "≥30%", "41%")
    assert below.texts == ("应急响应时间", "≤30分钟", "25分钟")


def test_a_new_row_of_labels_is_not_joined_to_another():
    rows = [row(0, "项目名称", "甲"), row(1, "主管部门", "乙", begins_page=True)]
    assert [r.texts for r in join_halves(rows)] == [("项目名称", "甲"), ("主管部门", "乙")]


def test_a_joined_row_keeps_what_only_one_half_prints():
    whole = join_halves_of_row(row(0, "部门(单位)", "", "电话"), row(1, "名称", "青禾县水利局", ""))
    assert whole.texts == ("部门(单位)名称", "青禾县水利局", "电话")


def test_a_piece_that_fits_no_column_is_told():
    columns = (Column("expected", 0, 2), Column("actual", 2, 2))
    placed, outside = join_rest(
        {0: label_cell(Cell(0, 0, "完成", colspan=2))},
        [label_cell(Cell(1, 0, "三期", colspan=2)), label_cell(Cell(1, 5, "旁注"))],
        columns,
        ragged=False,
    )
    assert placed[0].text == "完成三期"
    assert [c.text for c in outside] == ["旁注"]
