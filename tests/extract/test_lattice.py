from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from extract.geometry.marks import SLANTED, Glyphs, Marks, make_no_glyphs
from extract.grid import Page
from extract.layout.pages import read_page
from support.drawn_grid import GLYPH, as_cell, glyphs_of, grids, marks_of

XS, YS = (50.0, 150.0, 250.0, 350.0), (60.0, 100.0, 140.0)
Rule = tuple[float, float, float, float]


def level(y: float, x0: float = 50.0, x1: float = 350.0) -> Rule:
    return x0, y, x1, y


def upright(x: float, y0: float = 60.0, y1: float = 140.0) -> Rule:
    return x, y0, x, y1


PLAIN = [*map(level, YS), *map(upright, XS)]


def page(rules: list[Rule], glyphs: Glyphs | None = None) -> Page:
    return read_page(
        Marks(1, 600.0, 800.0, glyphs or make_no_glyphs(), np.array(rules, np.float64).reshape(-1, 4))
    )


def spans(found: Page) -> list[tuple[int, int, int, int]]:
    (table,) = found.tables
    return [(cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells]


def word(text: str, x: float, y: float) -> list[tuple[str, float, float]]:
    return [(char, x + GLYPH * place, y) for place, char in enumerate(text)]


def text_in_a_cell(glyphs: Glyphs) -> str:
    found = page(PLAIN, glyphs)
    assert found.glyphs == found.in_cells
    return found.tables[0].cells[0].text


@given(grids(), st.booleans())
def test_any_grid_is_read_as_it_is_drawn_in_whole_lines_or_cell_by_cell(grid, pieces):
    rows, cols, cells = grid
    found = read_page(marks_of(cells, 0, rows * 24.0, pieces=pieces))
    if rows * cols == 1:
        assert not found.tables
        return
    (table,) = found.tables
    assert (len(table.ys) - 1, len(table.xs) - 1) == (rows, cols)
    assert [structs.replace(cell, boxes=()) for cell in table.cells] == [as_cell(cell) for cell in cells]
    assert (table.open_top, table.open_bottom) == (False, False)
    assert found.glyphs == found.in_cells == sum(len(line) for cell in cells for line in cell.lines)


def test_a_cell_spans_where_no_line_parts_it():
    merged = [
        level(60),
        level(140),
        level(100, 150),
        upright(50),
        upright(150),
        upright(250, 60, 100),
        upright(350),
    ]
    assert spans(page(merged)) == [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 2)]


@pytest.mark.parametrize(
    "rules",
    [
        [*(level(y, 52, 348) for y in YS), *(upright(x, 62, 138) for x in XS)],
        [*PLAIN, *(level(y + 1.5) for y in YS), *(upright(x + 1.5) for x in XS)],
        [(x, y, x + 0.75, y + 0.75) for y in YS for x in np.arange(50, 350, 1.5)]
        + [(x, y, x + 0.75, y + 0.75) for x in XS for y in np.arange(60, 140, 1.5)],
        [(x, y, x + 3, y) for y in YS for x in range(50, 349, 5)]
        + [(x, y, x, y + 3) for x in XS for y in range(60, 139, 5)],
    ],
    ids=["gaps at corners", "double", "dotted", "dashed"],
)
def test_lines_are_one_however_they_are_drawn(rules):
    found = page(rules)
    assert spans(found) == [(row, col, 1, 1) for row in range(2) for col in range(3)]


def test_a_table_whose_ends_no_rule_closes_is_open_and_loses_nothing():
    rules = [level(100), *(upright(x) for x in XS)]
    found = page(rules, glyphs_of([*word("上", 60, 70), *word("下", 160, 120)]))
    (table,) = found.tables
    assert (table.open_top, table.open_bottom) == (True, True)
    assert [cell.text for cell in table.cells] == ["上", "", "", "", "下", ""]


def test_a_line_that_hangs_out_of_a_row_that_a_page_end_leaves_open_belongs_to_it():
    rules = [level(60), *(upright(x, 60, 100) for x in XS)]
    found = page(
        rules, glyphs_of([*word("满意度", 60, 88), *word("指标", 60, 102), *word("第1页", 160, 120)])
    )
    assert found.tables[0].cells[0].text == "满意度指标"
    assert [line.text for line in found.lines] == ["第1页"]


def test_a_page_of_upright_lines_only_is_one_open_row():
    found = page([upright(x) for x in XS], glyphs_of(word("续", 260, 90)))
    assert spans(found) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]
    assert [cell.text for cell in found.tables[0].cells] == ["", "", "续"]


def test_a_merged_column_that_meets_no_level_line_is_a_column():
    rules = [upright(50), upright(80), *(upright(x) for x in XS[1:]), level(100, 80)]
    assert spans(page(rules))[0] == (0, 0, 2, 1)


def test_the_columns_that_no_rule_closes_are_told_one_by_one():
    rules = [level(60), level(100, 150), level(140, 150), *map(upright, XS)]
    (table,) = page(rules).tables
    assert (table.ruled_top, table.ruled_bottom) == ((True, True, True), (False, True, True))
    assert not table.open_bottom


@pytest.mark.parametrize(
    "rules",
    [
        [level(60), level(140), upright(50), upright(350)],
        [level(60), level(140)],
        [level(100, 60, 120)],
        [],
    ],
    ids=["a frame", "two lines", "an underline", "nothing"],
)
def test_what_parts_nothing_is_no_table(rules):
    found = page(rules, glyphs_of(word("正文", 60, 80)))
    assert not found.tables
    assert [line.text for line in found.lines] == ["正文"]


def test_an_underline_inside_a_cell_parts_nothing():
    assert len(spans(page([*PLAIN, level(85, 60, 120)]))) == 6


@pytest.mark.parametrize(
    "line",
    [level(85, 53, 200), level(85, 53, 347), level(85, 160, 347), level(122, 180, 260)],
    ids=["left", "whole", "right", "middle"],
)
def test_an_underline_of_a_text_in_a_wide_cell_parts_nothing_where_it_crosses_other_rows_columns(line):
    merged = [*map(level, YS), upright(50), upright(150, 100), upright(250, 100), upright(350), line]
    assert spans(page(merged)) == [(0, 0, 1, 3), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_lines_that_end_beyond_the_outermost_upright_rule_the_outer_columns():
    assert len(spans(page([*map(level, YS), upright(150), upright(250)]))) == 6


@pytest.mark.parametrize("label", ["产出", ""], ids=["with its label", "whose label is on another page"])
def test_an_outer_column_that_no_line_closes_is_known_from_the_page_before(label):
    inner = [upright(x) for x in XS[1:-1]]
    before = page([*map(level, YS), *inner])
    rules = [*(level(y, 150) for y in YS), *inner]
    found = read_page(Marks(2, 600.0, 800.0, glyphs_of(word(label, 60, 100)), np.array(rules)), before)
    assert [(cell.row, cell.col, cell.rowspan, cell.text) for cell in found.tables[0].cells[:2]] == [
        (0, 0, 2, label),
        (0, 1, 1, ""),
    ]
    assert found.tables[0].xs == before.tables[0].xs


def test_a_table_of_other_columns_is_no_wider_than_it_is_drawn():
    rules = [*(level(y, 120) for y in YS), upright(120), upright(200), upright(350)]
    found = read_page(Marks(2, 600.0, 800.0, make_no_glyphs(), np.array(rules)), page(PLAIN))
    assert found.tables[0].xs == (120.0, 200.0, 350.0)


def test_a_table_in_a_page_frame_is_the_table():
    frame = [
        level(20, 20, 580),
        level(50, 20, 580),
        level(780, 20, 580),
        upright(20, 20, 780),
        upright(580, 20, 780),
    ]
    assert len(spans(page(PLAIN + frame))) == 6


def test_numbers_over_each_other_that_one_line_would_hold_stay_two():
    assert text_in_a_cell(glyphs_of([*word("6", 60, 62), *word("6.56", 60, 74)])) == "6 6.56"
    wide = [*word("腾地11876", 55, 62), *word("4567.45亩", 55, 74)]
    assert text_in_a_cell(glyphs_of(wide)) == "腾地118764567.45亩"


@pytest.mark.parametrize(
    ("x", "doubts"), [(160.0, [None, None]), (149.0, [None, None]), (144.0, ["covered"] * 2)]
)
def test_a_figure_on_the_ruling_between_two_cells_is_in_doubt_in_both(x, doubts):
    found = page(PLAIN, glyphs_of([*word("15", 70, 80), *word("8", x, 80)]))
    assert [cell.boxes[0].doubt for cell in found.tables[0].cells[:2]] == doubts


def test_two_tables_one_below_the_other_are_two():
    lower = [(x0, y0 + 200, x1, y1 + 200) for x0, y0, x1, y1 in PLAIN]
    assert len(page(PLAIN + lower).tables) == 2


def test_wrapped_lines_join_without_a_blank_but_words_keep_one():
    lines = [("资金支付率这一年", 62), ("达到百分之1", 74), ("00%a", 86)]
    glyphs = glyphs_of([glyph for text, y in lines for glyph in word(text, 55, y)])
    assert text_in_a_cell(glyphs) == "资金支付率这一年达到百分之100%a"
    assert text_in_a_cell(glyphs_of([*word("net", 55, 62), *word("worth", 55, 74)])) == "net worth"


def test_real_blanks_stay_and_are_not_counted():
    found = page(PLAIN, glyphs_of(word("国 务院", 55, 62)))
    assert found.tables[0].cells[0].text == "国 务院"
    assert (found.glyphs, found.in_cells) == (3, 3)


def test_two_numbers_far_apart_on_a_line_are_not_one():
    assert text_in_a_cell(glyphs_of([*word("10", 55, 62), *word("95", 100, 62)])) == "10 95"


def test_glyphs_are_set_by_place_not_by_the_order_they_are_drawn():
    assert (
        text_in_a_cell(
            glyphs_of([*word("分", 75, 63), *word("算", 55, 74), *word("预", 65, 62.4), *word("总", 55, 62)])
        )
        == "总预分算"
    )


def test_glyphs_of_one_baseline_are_one_line_whatever_their_boxes():
    glyphs = glyphs_of(word("元,角", 55, 62))
    glyphs.boxes[1] = (65, 70, 68, 74)
    assert text_in_a_cell(glyphs) == "元,角"


def test_punctuation_that_hangs_over_its_cell_stays_in_it():
    found = page(PLAIN, glyphs_of([*word("完成。", 122, 62), *word("12", 155, 62)]))
    assert [cell.text for cell in found.tables[0].cells[:2]] == ["完成。", "12"]


def test_stacked_characters_read_from_top_to_bottom():
    assert (
        text_in_a_cell(glyphs_of([(char, 95, 62 + 9 * place) for place, char in enumerate("资金情")]))
        == "资金情"
    )


@pytest.mark.parametrize(
    ("turn", "first", "step"), [(1, 62, 10), (3, 86, -10)], ids=["clockwise", "counter-clockwise"]
)
def test_turned_text_reads_along_its_baseline(turn, first, step):
    glyphs = glyphs_of([(char, 95, first + step * place) for place, char in enumerate("abc")], turn)
    assert text_in_a_cell(glyphs) == "abc"


def test_a_watermark_at_an_angle_lands_in_no_cell_but_is_kept():
    glyphs = glyphs_of([*word("得分", 55, 62), ("水", 60, 80), ("印", 68, 72)])
    glyphs.turns[2:] = SLANTED
    found = page(PLAIN, glyphs)
    assert found.tables[0].cells[0].text == "得分"
    assert [line.text for line in found.overlay] == ["水印"]
    assert (found.glyphs, found.in_cells, found.outside) == (4, 2, 2)


def test_lines_outside_tables_have_boxes_and_blanks():
    found = page([], glyphs_of([*word("填表人:", 50, 700), *word("日期:", 200, 700), *word("注", 50, 720)]))
    assert [line.text for line in found.lines] == ["填表人: 日期:", "注"]
    box = found.lines[0].box
    assert (box.page, box.x0, box.top, box.x1, box.bottom) == (1, 50, 700, 230, 710)


def test_a_drawing_of_very_many_lines_ends_in_reasonable_time():
    drawing = np.random.default_rng(0).uniform(0, 600, (20000, 2))
    rules = [
        (x, y, x + 9, y) if index % 2 else (x, y, x, y + 9) for index, (x, y) in enumerate(drawing.tolist())
    ]
    assert page(rules, glyphs_of(word("图", 300, 300))).glyphs == 1


def test_upright_lines_that_texts_run_over_are_no_table():
    guides = [upright(50), upright(255), upright(350)]
    texts = word("题", 250, 40)
    for row in range(4):
        for col in range(3):
            texts += word("项", 60 + 100 * col, 60 + 20 * row)
    (table,) = page(guides, glyphs_of(texts)).tables
    assert table.inferred
