"""Each pass that finds the levels does what its name says; each has its test here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extract import Box, Cell
from normalize.rows.alignment import Column
from normalize.rows.row import label_cell, label_row
from normalize.sections.indicators.levels import (
    LEVEL_PASSES,
    LevelTable,
    doubt_blank_names,
    fill_unnamed_lines,
    part_joined_levels,
    place_centred_names,
    read_names,
)
from normalize.sections.indicators.lines import IndicatorLine, read_lines
from normalize.sections.indicators.sum_rows import mark_sum_rows

COLUMNS = tuple(
    Column(field, n) for n, field in enumerate(("level1", "level2", "level3", "target", "weight"))
)


def line(at: int, *texts: str, ragged: bool = False, tall: int = 1) -> IndicatorLine:
    cells = {
        n: label_cell(Cell(at, n, text, rowspan=tall if n == 0 else 1))
        for n, text in enumerate(texts)
        if text
    }
    return IndicatorLine(cells, ragged=ragged)


def names(table: LevelTable) -> list[tuple[str | None, ...]]:
    return [tuple(None if at is None else table.levels[at].name for at in chain) for chain in table.chains]


def test_each_pass_has_its_reason_and_its_test():
    for level_pass in LEVEL_PASSES:
        assert level_pass.__doc__
        assert f"test_{level_pass.__name__}" in globals()


def test_rows_of_sums_are_taken_out_when_the_names_are_read():
    lines = mark_sum_rows(
        (
            line(0, "产出指标", "数量指标", "培训", "≥2期", "10"),
            line(1, "", "", "产出指标小计", "", "10"),
            line(2, "", "", "收入合计", "≥5万元", "10"),
        ),
        COLUMNS,
    )
    table = read_names(LevelTable(COLUMNS, lines))
    assert [line.placed[2].text for line in table.lines] == ["培训", "收入合计"]
    assert [(row.name.text, row.before) for row in table.sum_rows] == [("产出指标小计", 1)]


def test_a_level_in_a_row_of_its_own_is_a_sum_of_the_lines_below_it_and_a_line_where_there_are_none():
    lines = mark_sum_rows(
        (
            line(0, "产出指标", "", "", "", "10"),
            line(1, "", "数量指标", "培训", "≥2期", "10"),
            line(2, "满意度指标", "", "", "", "5"),
        ),
        COLUMNS,
    )
    table = read_names(LevelTable(COLUMNS, lines))
    assert [row.name.text for row in table.sum_rows] == ["产出指标"]
    assert names(table) == [("产出指标", "数量指标"), ("满意度指标", None)]


def test_a_column_beside_the_names_gives_the_levels_their_weights():
    columns = (*COLUMNS, Column("level1_weight", 5))
    lines = (
        line(0, "产出指标", "数量指标", "培训", "≥2期", "10", "60"),
        line(1, "", "", "修渠", "2公里", "20"),
    )
    table = read_names(LevelTable(columns, lines))
    assert [level.weight for level in table.levels] == [Decimal(60), None]


def test_part_joined_levels():
    columns = (Column("level1", 0), Column("level3", 1))
    lines = (line(0, "产出指标-数量指标", "培训"), line(1, "产出指标-质量指标", "合格率"))
    parted = part_joined_levels(LevelTable(columns, lines))
    assert [column.field for column in parted.columns] == ["level1", "level3", "level2"]
    assert [each.placed[2].text for each in parted.lines] == ["数量指标", "质量指标"]
    assert [each.placed[0].text for each in parted.lines] == ["产出指标", "产出指标"]


def test_read_names():
    lines = (
        line(0, "产出指标(50分)", "数量指标", "培训"),
        line(1, "", "", "修渠"),
        line(2, "效益指标", "社会效益指标", "增收"),
    )
    table = read_names(LevelTable(COLUMNS, lines))
    assert names(table) == [("产出指标", "数量指标")] * 2 + [("效益指标", "社会效益指标")]
    assert [level.weight for level in table.levels] == [Decimal(50), None, None, None]
    assert table.openings == {1: {0: 0, 2: 2}, 2: {1: 0, 3: 2}}


def test_place_centred_names():
    lines = (
        line(0, "", "", "培训", "", "10"),
        line(1, "产出指标", "数量指标", "修渠", "", "10"),
        line(2, "", "", "植树", "", "10"),
        line(3, "效益指标", "社会效益指标", "增收", "", "10"),
    )
    table = place_centred_names(read_names(LevelTable(COLUMNS, lines)))
    assert table.is_placed
    assert names(table) == [("产出指标", "数量指标")] * 3 + [("效益指标", "社会效益指标")]


def test_names_in_cells_over_several_rows_tell_their_rows():
    lines = (
        line(0, "", "", "培训"),
        line(1, "产出指标", "数量指标", "修渠", tall=2),
        line(2, "", "", "植树"),
    )
    assert not place_centred_names(read_names(LevelTable(COLUMNS, lines))).is_placed


def test_fill_unnamed_lines():
    lines = (line(0, "", "", "培训", ragged=True), line(1, "产出指标", "数量指标", "修渠", ragged=True))
    table = fill_unnamed_lines(read_names(LevelTable(COLUMNS, lines)))
    assert names(table) == [("产出指标", "数量指标")] * 2


def test_doubt_blank_names():
    box = Box(1, 0, 0, 9, 9)
    first = label_cell(Cell(0, 0, "产出指标(10分)", (box,), rowspan=2))
    lines = [line(0, "", "数量指标", "培训", "≥2期", "10"), line(2, "", "满意度指标", "满意度", "95%", "5")]
    lines[0] = replace(lines[0], placed={0: first} | lines[0].placed)
    lines[1] = replace(lines[1], blank_levels=frozenset({1}))
    table = doubt_blank_names(read_names(LevelTable(COLUMNS, tuple(lines))))
    assert [box.doubt for box in table.levels[0].where["name"]] == ["inferred"]
    right = doubt_blank_names(read_names(LevelTable(COLUMNS, tuple(lines[:1]))))
    assert [box.doubt for box in right.levels[0].where["name"]] == [None]


def test_a_blank_cell_below_the_head_is_a_group_but_a_page_may_go_on_with_the_one_before():
    texts = ("", "数量指标", "培训", "≥2期", "10")
    cells = [Cell(1, col, text, (Box(1, col * 9, 9, col * 9 + 9, 18),)) for col, text in enumerate(texts)]
    for begins_page, blank in ((False, {1}), (True, set())):
        block = read_lines([label_row(1, cells, begins_page=begins_page)], COLUMNS)
        assert block.lines[0].blank_levels == blank
