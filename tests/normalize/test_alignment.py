"""Rows of ragged text land in their columns however they slid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Box, Cell
from normalize.rows.alignment import Column, align_cells
from normalize.rows.column import compare_width, fill_up
from normalize.rows.row import label_cell, label_row
from normalize.rows.suspect_rows import doubt_slid_row


def cell(row, col, text, **spans):
    return label_cell(Cell(row, col, text, (Box(line=row + 1),), **spans))


FIELDS = (
    "level1",
    "level2",
    "level3",
    "content",
    "target",
    "actual",
    "weight",
    "score",
    "reason",
    "measures",
)
COLUMNS = tuple(Column(field, at + 1) for at, field in enumerate(FIELDS))

SHEET_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")

LINES = (
    ("产出指标", "数量指标", "护林员补助", "聘用护林员人数", "≥120人", "131人", "12", "12", "", ""),
    (
        "",
        "质量指标",
        "造林验收",
        "造林成活率",
        "95%以上",
        "93%",
        "10",
        "8.5",
        "干旱少雨,补植未完成",
        "加强抚育管护",
    ),
    ("", "", "林业宣传", "按年度计划开展宣传", "不少于6次", "7次", "8", "8", "", ""),
    ("效益指标", "生态效益指标", "森林防火", "森林火灾受害率", "≤0.9‰", "0.2‰", "15", "15", "", ""),
    (
        "满意度指标",
        "服务对象满意度指标",
        "群众评价",
        "林农满意度",
        "≥90%",
        "未达到90%",
        "10",
        "8",
        "样本量小",
        "",
    ),
)


def fields_of(placed: dict[int, Cell]) -> dict[str, str]:
    return {COLUMNS[n].field: cell.text for n, cell in placed.items()}


def printed(line: tuple[str, ...]) -> dict[str, str]:
    return {field: text for field, text in zip(FIELDS, line, strict=True) if text}


@given(line=st.sampled_from(LINES), slide=st.integers(-2, 3))
def test_a_row_that_slid_as_a_whole_lands(line, slide):
    cells = [cell(0, at + 1 + slide, text) for at, text in enumerate(line) if text]
    placed, lost = align_cells(cells, COLUMNS, ragged=True)
    assert fields_of(placed) == printed(line)
    assert not lost


@given(line=st.sampled_from(LINES), at=st.integers(1, 7), pad=st.integers(1, 2), slide=st.integers(-1, 1))
def test_a_row_padded_in_one_place_lands(line, at, pad, slide):
    cells = [cell(0, n + 1 + slide + (pad if n >= at else 0), text) for n, text in enumerate(line) if text]
    placed, _ = align_cells(cells, COLUMNS, ragged=True)
    assert fields_of(placed) == printed(line)


@given(line=st.sampled_from(LINES))
def test_a_row_whose_blank_cells_were_dropped_lands(line):
    cells = [cell(0, at, text) for at, text in enumerate(text for text in line if text)]
    placed, _ = align_cells(cells, COLUMNS, ragged=True)
    assert fields_of(placed) == printed(line)


def test_in_a_grid_the_place_decides_whatever_the_text():
    placed, lost = align_cells([cell(0, 7, "说明文字"), cell(0, 0, "旁注")], COLUMNS, ragged=False)
    assert fields_of(placed) == {"weight": "说明文字"}
    assert [c.text for c in lost] == ["旁注"]


def test_a_wide_cell_takes_the_column_it_covers_most():
    columns = (Column("expected", 1, 4), Column("actual", 5, 4))
    placed, _ = align_cells([cell(0, 1, "a", colspan=5), cell(0, 6, "b", colspan=3)], columns, ragged=False)
    assert {columns[n].field: c.text for n, c in placed.items()} == {"expected": "a", "actual": "b"}


def test_a_worded_row_without_a_unit_keeps_its_score():
    fields = ("level3", "sign", "target", "unit", "actual", "weight", "score", "reason")
    columns = tuple(Column(field, at) for at, field in enumerate(fields))
    cells = [cell(0, at, text) for at, text in enumerate(("拨付进度", "定性", "及时", "基本及时", "9", "8"))]
    placed, _ = align_cells(cells, columns, ragged=True)
    assert {columns[n].field: cell.text for n, cell in placed.items()} == {
        "level3": "拨付进度",
        "sign": "定性",
        "target": "及时",
        "actual": "基本及时",
        "weight": "9",
        "score": "8",
    }


def test_a_name_that_begins_with_digits_is_no_target():
    fields = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
    columns = [Column(field, at) for at, field in enumerate(fields)]
    for name in ("48小时响应达标率", "12348热线接听数", "4G网络覆盖度"):
        cells = [cell(0, at, text) for at, text in enumerate((name, "100%", "100%", "5分", "5分"), 2)]
        placed, lost = align_cells(cells, columns, ragged=True)
        assert [(fields[n], cell.text) for n, cell in placed.items()][:2] == [
            ("level3", name),
            ("target", "100%"),
        ]
        assert not lost


def test_a_name_of_either_depth_is_where_it_stands():
    fields = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    columns = [Column(field, at) for at, field in enumerate(fields)]
    for line, first in (
        (("效果(30分)", "履职效益", "社会效益", "显著", "显著", "10", "10"), 0),
        (("生态效益", "良好", "良好", "10", "9"), 2),
        (("社会效益", "知晓率", "≥90%", "95%", "10", "10"), 1),
    ):
        placed, lost = align_cells(
            [cell(0, at, text) for at, text in enumerate(line, first)], columns, ragged=True
        )
        assert [fields[n] for n in placed] == list(fields[first:])
        assert not lost


SHEET = tuple(Column(field, at, head_width=8) for at, field in enumerate(SHEET_FIELDS))


def place_in_sheet(*texts, more=()):
    row = label_row(0, [cell(0, at, text) for at, text in enumerate((*texts, *more))], ragged=True)
    placed, lost = align_cells(row.filled, SHEET, ragged=True, width=compare_width(row, SHEET))
    assert not lost
    doubts = {c.boxes[0].doubt for c in placed.values()}
    return {SHEET_FIELDS[n]: c.text for n, c in placed.items()}, doubts


@pytest.mark.parametrize("score", ["", "满分", "未扣分", "99"])
def test_a_row_as_wide_as_its_header_keeps_each_cell_in_its_column(score):
    line = ("", "质量指标", "合格率", "≥98%", "100%", "10", score, "")
    assert place_in_sheet(*line) == ({f: t for f, t in zip(SHEET_FIELDS, line, strict=True) if t}, {None})


def test_a_word_for_points_keeps_its_place_below_a_level_name_that_nobody_knows():
    line = ("", "绩效目标(4分)", "目标合理性", "合理", "合理", "满分", "4", "")
    placed, doubts = place_in_sheet(*line)
    assert (placed["level2"], placed["weight"], placed["score"]) == ("绩效目标(4分)", "满分", "4")
    assert doubts == {None}


def test_a_row_that_lacks_only_blank_cells_at_its_end_keeps_its_columns():
    placed, doubts = place_in_sheet("", "", "合格率", "≥98%", "100%", "10")
    assert placed == {"level3": "合格率", "target": "≥98%", "actual": "100%", "weight": "10"}
    assert doubts == {None}


def test_a_row_as_wide_as_its_header_that_slid_as_a_whole_is_in_doubt():
    placed, doubts = place_in_sheet("", "合格率", "≥98%", "100%", "10", "9", "下雨", "")
    assert placed == {
        "level3": "合格率",
        "target": "≥98%",
        "actual": "100%",
        "weight": "10",
        "score": "9",
        "reason": "下雨",
    }
    assert doubts == {"moved"}


def test_the_level_names_before_a_row_that_slid_may_have_stayed():
    placed, doubts = place_in_sheet("产出指标", "合格率", "≥98%", "100%", "10", "9", "", "")
    assert placed["level1"] == "产出指标"
    assert (placed["level3"], placed["weight"], placed["score"]) == ("合格率", "10", "9")
    assert doubts == {"inferred", "moved"}


def test_a_cell_that_moves_in_a_row_of_another_width_is_in_doubt():
    placed, doubts = place_in_sheet("", "质量指标", "合格率", "≥98%", "", "100%", "10", "9", more=("下雨",))
    assert (placed["weight"], placed["score"]) == ("10", "9")
    assert doubts == {"inferred", "moved"}


def test_rows_that_are_filled_up_with_blank_cells_show_one_that_lost_a_cell():
    full = [label_row(at, [cell(at, col, "") for col in range(8)], ragged=True) for at in range(9)]
    cut = label_row(9, [cell(9, col, "甲") for col in range(6)], ragged=True)
    assert fill_up([*full, cut], SHEET)
    assert not fill_up([*full[:3], cut, cut, cut], SHEET)
    assert compare_width(cut, SHEET, fills_up=True) == "short"
    assert compare_width(cut, SHEET) == "trimmed"


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [
        (("≥98%", "100%", "10", "", ""), None),  # a blank score
        (("≥98%", "100%", "10", "满分", ""), None),  # a word for it
        (("100%", "10", "9", "", ""), "inferred"),  # the target's cell is lost
        (("", "≥24次", "23次", "10", "9"), "inferred"),  # a blank cell too many
        (("12", "12", "", "", ""), None),  # a part without points
        (("≥98%", "97%", "10", "9", "下雨"), None),
    ],
)
def test_a_row_that_may_have_slid_beside_its_name_is_in_doubt(texts, doubt):
    cells = [cell(0, at, text) for at, text in enumerate(("", "", "合格率", *texts)) if text]
    placed, _ = align_cells(cells, SHEET, ragged=False)
    assert {c.boxes[0].doubt for c in doubt_slid_row(placed, SHEET).values()} == {doubt}
