"""HTML tables to grids with spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Cell, Document
from extract.text.reader import read_text

PAGE = """<html><head><title>自评公示</title><style>td {color: red}</style></head><body>
<h1>项目支出自评表</h1><p>(2023年度)</p>
<table border=1>
<tr><td rowspan="2">产出<br>指标</td><td colspan=2>数量&amp;质量</td></tr>
<tr><td>整理档案</td><td>&ge;95%</td></tr>
<tr><td colspan=2>总分</td><td>97.5<script>hide()</script></td></tr>
</table>
<p>填表人:林晓</p></body></html>"""


def read(text: str) -> Document:
    document = read_text(text.encode())
    assert document.conservation.holds
    return document


def places(cells: tuple[Cell, ...]) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in cells]


def test_spans_lines_and_line_numbers():
    document = read(PAGE)
    (grid,) = document.grids
    assert (grid.rows, grid.cols, grid.ragged) == (3, 3, False)
    assert places(grid.cells) == [
        (0, 0, 2, 1, "产出\n指标"),
        (0, 1, 1, 2, "数量&质量"),
        (1, 1, 1, 1, "整理档案"),
        (1, 2, 1, 1, "≥95%"),
        (2, 0, 1, 2, "总分"),
        (2, 2, 1, 1, "97.5"),
    ]
    assert [cell.boxes[0].line for cell in grid.cells] == [4, 4, 5, 5, 6, 6]
    assert [line.text for line in grid.before] == ["项目支出自评表", "(2023年度)"]
    assert [line.text for line in document.tail] == ["填表人:林晓"]


def test_end_tags_may_be_missing():
    (grid,) = read("<table><tr><td>甲<td>1<tr><td>乙<td>2").grids
    assert places(grid.cells) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 0, 1, 1, "乙"),
        (1, 1, 1, 1, "2"),
    ]


def test_spans_end_with_the_table_and_never_cover_a_cell_twice():
    (grid,) = read("<table><tr><td>a<td rowspan=99>b<tr><td colspan=3 rowspan=0>c<td>d").grids
    assert places(grid.cells) == [(0, 0, 1, 1, "a"), (0, 1, 2, 1, "b"), (1, 0, 1, 1, "c"), (1, 2, 1, 1, "d")]


def test_a_table_that_only_lays_out_the_page_is_not_one():
    document = read("<table><tr><td>标题<table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>")
    assert [places(grid.cells) for grid in document.grids] == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")]]
    assert [line.text for line in document.grids[0].before] == ["标题"]


def test_a_nested_table_that_only_lays_out_its_cell_is_that_cells_text():
    inner = "<div><table><tr><td>馆舍老旧,</td></tr><tr><td>尚未修缮。</td></tr></table></div>"
    (grid,) = read(f"<table><tr><td>读者满意度<td>9<td>{inner}</td></tr></table>").grids
    assert [cell.text for cell in grid.cells] == ["读者满意度", "9", "馆舍老旧,\n尚未修缮。"]


def test_a_nested_table_stands_between_the_rows_above_its_cell_and_those_below():
    inner = "<table><tr><td>读者满意度<td>9</table>"
    document = read(
        f"<table><tr><td>项目名称<td>古籍修复<tr><td colspan=2>指标{inner}说明<tr><td>总分<td>99</table>"
    )
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [
        ["项目名称", "古籍修复"],
        ["读者满意度", "9"],
        ["总分", "99"],
    ]
    assert [[line.text for line in grid.before] for grid in document.grids] == [[], ["指标"], ["说明"]]


def test_paragraph_marks_alone_make_no_web_page():
    (grid,) = read("<p>目标1</p>\t完成").grids
    assert [cell.text for cell in grid.cells] == ["<p>目标1</p>", "完成"]


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "<td rowspan=3>",
                "</td>",
                "</tr>",
                "</table>",
                "<p>",
                "<br>",
                "甲",
                "1 ",
            ]
        )
    )
)
def test_no_character_is_lost_whatever_the_marks(marks):
    read("<table>" + "".join(marks))


HIDDEN = {
    "display": '<span style="display:none">1</span>',
    "visibility": '<span style="visibility: hidden">1</span>',
    "attribute": "<span hidden>1</span>",
    "Word's": '<span style="mso-hide:all">1</span>',
    "size": '<span style="font-size:0px">1</span>',
    "white on white": '<font color="#FFFFFF">1</font>',
    "a class": '<span class="x no">1</span>',
    "an id": '<span id="gone">1</span>',
    "a hidden field": '<input type="hidden" value="1">',
    "a comment": "<!-- 1 -->",
    "inside": '<div style="display:none"><b>1</b></div>',
}
STYLE = "<style>/* x */ .no, p.other {display: none} #gone{visibility:hidden;color:red}</style>"


def read_cell(inside: str) -> Cell:
    page = f"<html>{STYLE}<body><table><tr><td>得分<td>{inside}</table></body></html>"
    return read(page).grids[0].cells[1]


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_is_not_read(hidden):
    assert read_cell(f"{hidden}9.8").text == "9.8"


@pytest.mark.parametrize(
    "shown",
    [
        '<span class="other">9.8</span>',
        '<div style="background:#036"><font color=white>9.8</font></div>',
        '<input value="9.8">',
    ],
)
def test_what_is_seen_is_read(shown):
    assert "9.8" in read_cell(shown).text


def test_hidden_text_is_told_and_scripts_are_not():
    codes = [
        warning.code
        for warning in read(f"<table><tr><td>a<td>b{HIDDEN['display']}<script>x</script></table>").warnings
    ]
    assert codes == ["hidden-text"]


@pytest.mark.parametrize(
    "struck",
    ["<s>7</s>", "<del>7</del>", "<strike>7</strike>", '<span style="text-decoration:line-through">7</span>'],
)
def test_struck_text_is_not_the_value(struck):
    cell = read_cell(f"{struck} 9.8")
    assert (cell.text, cell.boxes[0].doubt) == ("9.8", "struck")


@pytest.mark.parametrize(
    ("raised", "text", "doubt"),
    [
        ("9.8<sup>1</sup>", "9.8", "mended"),
        ("9.8<sup>[2]</sup>", "9.8", "mended"),
        ("600m<sup>2</sup>", "600m2", None),
        ("注<sup>甲</sup>", "注甲", None),
    ],
)
def test_a_raised_mark_never_joins_a_number(raised, text, doubt):
    cell = read_cell(raised)
    assert (cell.text, cell.boxes[0].doubt) == (text, doubt)


def test_each_cell_and_line_has_its_place():
    document = read("<p>表</p><table><tr><td rowspan=2>甲<td>1<tr><td>2</table><table><tr><td>a<td>b</table>")
    assert document.format == "html"
    assert [cell.boxes[0].place for grid in document.grids for cell in grid.cells] == [
        "表1/行1/列1",
        "表1/行1/列2",
        "表1/行2/列2",
        "表2/行1/列1",
        "表2/行1/列2",
    ]
    assert document.grids[0].before[0].box.place == "段1"


def test_the_foot_of_a_table_comes_last_and_the_rest_of_a_broken_page_is_read():
    (grid,) = read("<table><tfoot><tr><td>总分<td>9</tfoot><tbody><tr><td>甲<td>1</table></div></p>").grids
    assert [cell.text for cell in grid.cells] == ["甲", "1", "总分", "9"]
