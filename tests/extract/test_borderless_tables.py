"""Which lines are a table, and what is above, below and before it."""

from __future__ import annotations

from extract.layout.borderless.tables import find_borderless_tables
from support.ink import EM, NO_RULES, PITCH, cells_of, ink_lines


def test_the_number_of_a_page_far_below_is_no_row():
    rows = [(x, y, text) for y in (0, 20, 40) for x, text in ((0, "培训"), (100, "12"), (200, "10"))]
    (lattice,) = find_borderless_tables(ink_lines(*rows, (100, 300, "3")), NO_RULES)
    assert lattice.ys[-1] < 60


def test_a_last_page_with_few_rows_goes_on_though_a_text_stands_across_its_columns():
    known = (-5.0, 80.0, 150.0, 220.0, 290.0, 400.0)
    rows = [
        (0, 0, "培训"),
        (100, 0, "12"),
        (170, 0, "10"),
        (270, 0, "9"),
        (302, 0, "8"),
        (0, 20, "合计"),
        (275, 20, "九十"),
    ]
    (lattice,) = find_borderless_tables(ink_lines(*rows), NO_RULES, known)
    found = cells_of(rows, lattice)
    assert (found[0, 1][0], found[0, 3][0], found[0, 4][0]) == ("12", "9", "8")


def test_a_title_as_close_as_a_line_of_the_table_is_no_row_of_it():
    rows = [
        (x, y, text)
        for y in (14, 28, 42)
        for x, text in ((0, "项目名称"), (60, "高标准农田建设"), (200, "10"))
    ]
    (lattice,) = find_borderless_tables(ink_lines((70, 0, "某县自评"), *rows), NO_RULES)
    assert lattice.ys[0] > EM / 2


def test_a_page_that_begins_with_the_rest_of_a_row_leaves_it_open():
    known = (-5.0, 55.0, 120.0, 190.0, 232.0, 260.0)
    rows = [
        run
        for n in (1, 2, 3)
        for run in (
            (60, 14 * n, "巡查河道"),
            (130, 14 * n, "12人"),
            (200, 14 * n, "有效"),
            (240, 14 * n, "8"),
        )
    ]
    for rest, closed in ([(60, 0, "系统")], False), ([], True):
        (lattice,) = find_borderless_tables(ink_lines(*rest, *rows), NO_RULES, known)
        assert set(lattice.level[0]) == {closed}


def test_prose_in_lines_is_no_table():
    lines = [(0, PITCH * n, "本单位严格执行预算管理制度并按期完成各项任务" * 2) for n in range(20)]
    labels = [(0, 300 + PITCH * n, "联系人") for n in range(5)] + [
        (80, 300 + PITCH * n, "某某某") for n in range(5)
    ]
    assert find_borderless_tables(ink_lines(*lines, *labels), NO_RULES) == []


def test_notes_below_a_table_are_no_row_of_it():
    rows = [
        (x, y, text) for y in (0, 20, 40, 60) for x, text in ((0, "培训人员"), (100, "12人"), (200, "10"))
    ]
    notes = [(0, 84, "注:得分最高不能超过该指标的分值上限"), (0, 98, "由单位填写")]
    (lattice,) = find_borderless_tables(ink_lines(*rows, *notes), NO_RULES)
    assert lattice.ys[-1] < 84
