"""Cells of the indicators that hold what two rows or columns print, or hide their own figures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec import structs

from audit import audit_form
from extract.grid import Box, Cell, Document, Grid, Line, with_doubt
from normalize import Form, read_forms

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "偏差原因")
LINES = (
    ("产出指标", "数量指标", "修渠", "≥2公里", "2公里", ""),
    ("", "质量指标", "验收合格率", "≥95%", "96%", ""),
    ("效益指标", "社会效益指标", "受益人口", "≥300人", "310人", ""),
)
FUNDS = (
    ("资金情况(万元)", "全年预算数(A)", "全年执行数(B)", "执行率"),
    ("年度资金总额", "100", "100", "100%"),
    ("其中:中央补助", "60", "60", "100%"),
    ("地方资金", "40", "40", "100%"),
)
Changes = Mapping[tuple[int, int], Cell]


def read(changes: Changes) -> Form:
    """Read a form without points; ``changes`` replaces cells of its lines, or leaves out what they cover."""
    rows = [*FUNDS, HEAD, *LINES]
    cells = {(r, c): cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)}
    cells |= {(r + len(rows) - len(LINES), c): one for (r, c), one in changes.items()}
    for one in list(cells.values()):
        for r in range(one.row, one.row + one.rowspan):
            for c in range(one.col, one.col + one.colspan):
                if (r, c) != (one.row, one.col):
                    cells.pop((r, c), None)
    title = Line("专项资金绩效目标自评表", Box(page=1, x0=0, top=0, x1=9, bottom=9))
    ordered = tuple(cells[at] for at in sorted(cells))
    grid = Grid(len(rows), len(HEAD), ordered, (title,))
    (form,) = read_forms(Document("pdf", "pdfium", 1, (grid,))).forms
    return form


def cell(row: int, col: int, text: str, *, rowspan: int = 1, colspan: int = 1, lines: int = 1) -> Cell:
    box = Box(1, col * 60.0, row * 20.0, (col + colspan) * 60.0, (row + rowspan) * 20.0)
    return Cell(row, col, text, (box,), rowspan, colspan, lines)


def line(row: int, *args: object, doubt: str | None = None, **kwargs: object) -> Cell:
    """Make a cell of a line, by the number of its line."""
    made = cell(row + len(FUNDS) + 1, *args, **kwargs)
    return structs.replace(made, boxes=with_doubt(made.boxes, doubt)) if doubt else made


def test_the_form_as_it_is_agrees():
    form = read({})
    assert not form.warnings
    assert audit_form(form).verdict == "agrees"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({(1, 3): line(1, 3, "≥95%≥300人", doubt="broken", lines=2)}, "rows-run-together"),
        ({(0, 1): line(0, 1, "数量指标质量指标", rowspan=2)}, "rows-run-together"),
        ({(0, 2): line(0, 2, "……"), (0, 3): line(0, 3, "≥95%", rowspan=2)}, "rows-run-together"),
        ({(0, 2): line(0, 2, ""), (0, 3): line(0, 3, "≥95%", rowspan=2)}, "rows-run-together"),
        ({(1, 2): line(1, 2, "验收合格率 ≥95% 96%", colspan=3)}, "cell-over-columns"),
        ({(1, 4): line(1, 4, "", doubt="covered")}, "cell-covered"),
        ({(1, 4): line(1, 4, "", doubt="broken")}, "cell-covered"),
        ({(-4, 3): line(-4, 3, "", doubt="covered")}, "cell-covered"),
        ({(-3, 0): line(-3, 0, "其中:中央补助 60.00")}, "cell-over-columns"),
    ],
)
def test_what_a_cell_does_not_tell_keeps_a_form_from_agreeing(changes, code):
    form = read(changes)
    assert code in [warning.code for warning in form.warnings]
    assert audit_form(form).verdict != "agrees"


@pytest.mark.parametrize(
    "changes",
    [
        {(0, 5): line(0, 5, "1.已整改2.无", doubt="broken", lines=2)},
        {(0, 0): line(0, 0, "产出指标(50分)", colspan=5)},
        {(1, 3): line(1, 3, "≥95%", lines=2)},
        {(1, 5): line(1, 5, "", doubt="covered")},
        {(-3, 0): line(-3, 0, "其中:中央补助2023")},
    ],
)
def test_prose_and_names_of_levels_are_not_told(changes):
    codes = {warning.code for warning in read(changes).warnings}
    assert not codes & {"rows-run-together", "cell-over-columns", "cell-covered"}


def test_a_score_that_reaches_from_a_row_without_points_into_the_next_is_told():
    head = (*HEAD[:5], "分值", "得分")
    rows = [
        *FUNDS,
        head,
        *((*one[:5], "", "") for one in LINES[:1]),
        *((*one[:5], "50", "50") for one in LINES[1:]),
    ]
    cells = {(r, c): cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)}
    first = len(FUNDS) + 1
    cells[first, 6] = cell(first, 6, "50", rowspan=2)
    del cells[first + 1, 6]
    title = Line("专项资金绩效目标自评表", Box(page=1, x0=0, top=0, x1=9, bottom=9))
    grid = Grid(len(rows), len(head), tuple(cells[at] for at in sorted(cells)), (title,))
    (form,) = read_forms(Document("pdf", "pdfium", 1, (grid,))).forms
    assert "rows-run-together" in [warning.code for warning in form.warnings]
    assert {finding.cause for finding in audit_form(form).findings} <= {"unknown"}
