"""Labels whose last characters the next page prints in the cell of another row."""

from __future__ import annotations

import pytest

from extract import Box, Cell, Document, Grid, Line, Seam
from normalize import Form, read_forms

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
CUT = 4  # the row with which the new page begins
FIRST, SECOND = "满意度指标", "服务对象满意度指标"
Drawn = tuple[int, int, str, int, int]  # row, column, text, rows, columns


def read(first: str, second: str, *below: Drawn, closed: bool = True) -> Form:
    """Read a form of which a page end cuts the last label; ``below`` stands on the next page."""
    rows = (
        HEAD,
        ("产出指标", "数量指标", "修渠", "2公里", "2公里", "50", "50"),
        ("效益指标", "社会效益指标", "受益", "≥9", "9", "40", "40"),
        (first, second, "群众满意", "≥90%", "92%", "10", "9"),
    )
    drawn = [(y, x, text, 1, 1) for y, row in enumerate(rows) for x, text in enumerate(row)]
    cells = tuple(cell(*one) for one in (*drawn, *below))
    seam = Seam(CUT, (closed,) * 7, (closed,) * 7)
    title = Line("项目支出绩效自评表", Box(page=1, x0=0, top=0, x1=9, bottom=9))
    grid = Grid(1 + max(c.row for c in cells), 7, cells, (title,), (seam,))
    (form,) = read_forms(Document("pdf", "pdfium", 2, (grid,))).forms
    return form


def cell(row: int, col: int, text: str, down: int, across: int) -> Cell:
    box = Box(1 + (row >= CUT), col * 70, row * 20, (col + across) * 70, (row + down) * 20)
    return Cell(row, col, text, (box,), down, across, 1 if text else 0)


def total(*labels: tuple[int, str, int], row: int = CUT) -> tuple[Drawn, ...]:
    """Draw the total's row: its ``labels`` by column, text and columns, blanks, and 100 and 99."""
    texts = [*((col, text, across) for col, text, across in labels), (5, "100", 1), (6, "99", 1)]
    taken = {n for col, _, across in texts for n in range(col, col + across)}
    blank = [(col, "", 1) for col in range(7) if col not in taken]
    return tuple((row, col, text, 1, across) for col, text, across in sorted([*texts, *blank]))


def has_total_and_labels(form: Form) -> None:
    assert (form.weight_total, form.score_total) == (100, 99)
    assert len(form.indicators) == 3
    assert (form.indicators[2].level1, form.indicators[2].level2) == (FIRST, SECOND)
    assert form.indicators[2].level3 == "群众满意"


@pytest.mark.parametrize("text", ["标总分", "标 总分", "标合计", "总分标"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_the_rest_of_a_label_in_the_cell_of_the_total_is_the_labels(text, closed):
    has_total_and_labels(read(FIRST, "服务对象满意度指", *total((0, text, 3)), closed=closed))


def test_the_rest_of_a_label_of_the_first_level_is_that_labels():
    has_total_and_labels(read("满意度指", SECOND, *total((0, "标总分", 3))))


def test_the_rests_of_two_labels_in_one_cell_are_both_labels():
    has_total_and_labels(read("满意度指", "服务对象满意度指", *total((0, "标标总分", 3))))


@pytest.mark.parametrize(
    "labels",
    [
        [(1, "标", 1), (2, "总分", 3)],
        [(0, "总分", 1), (1, "标", 1)],
        [(0, "标", 2), (2, "总分", 1)],
    ],
    ids=["in its column", "behind the total", "in a wider cell"],
)
def test_the_rest_of_a_label_beside_the_total_is_the_labels(labels):
    has_total_and_labels(read(FIRST, "服务对象满意度指", *total(*labels)))


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_the_rest_of_a_label_in_a_row_of_its_own_above_the_total_is_the_labels(closed):
    rest = tuple((CUT, col, "标" if col == 1 else "", 1, 1) for col in range(7))
    below = (*rest, *total((0, "总分", 3), row=CUT + 1))
    has_total_and_labels(read(FIRST, "服务对象满意度指", *below, closed=closed))


def test_the_rest_of_a_label_in_the_cell_of_the_next_label_is_the_first_ones():
    texts = ("", "标经济效益指标", "开支", "≤9", "9", "0", "0")
    form = read(FIRST, "服务对象满意度指", *((CUT, col, text, 1, 1) for col, text in enumerate(texts)))
    assert [found.level2 for found in form.indicators[2:]] == [SECOND, "经济效益指标"]


def test_the_rest_of_a_label_beside_another_indicator_leaves_that_alone():
    texts = ("", "标", "职工满意", "≥90%", "95%", "0", "0")
    form = read(FIRST, "服务对象满意度指", *((CUT, col, text, 1, 1) for col, text in enumerate(texts)))
    assert [(found.level2, found.level3) for found in form.indicators[2:]] == [
        (SECOND, "群众满意"),
        (SECOND, "职工满意"),
    ]


def test_a_label_that_is_whole_takes_nothing_from_the_row_below():
    form = read(FIRST, SECOND, *total((0, "标总分", 3)))
    assert form.indicators[2].level2 == SECOND
    assert form.weight_total is None
