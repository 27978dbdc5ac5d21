"""Rows and labels by the white between lines, by figures, and by lines that are full."""

from __future__ import annotations

import pytest

from extract.layout.borderless.column_room import ColumnRoom
from extract.layout.borderless.ink_runs import lead_length
from extract.layout.borderless.placed_runs import PlacedRun
from support.ink import EM, ink_run, read_table


@pytest.mark.parametrize("left", [0.0, 40.0])
def test_a_wrapped_cell_is_one_cell_whatever_its_neighbours_do(left):
    rows = [(left + 0, 50, "甲"), (left + 60, 44, "两行"), (left + 60, 56, "文字"), (left + 150, 50, "8")]
    more = [
        run
        for n in range(3)
        for run in (
            (left, 100 + 30 * n, "乙"),
            (left + 60, 100 + 30 * n, "一行"),
            (left + 150, 100 + 30 * n, "7"),
        )
    ]
    assert read_table(*rows, *more)[0, 1] == ("两行文字", 1, 1)


def test_rows_without_white_between_them_are_told_by_their_figures():
    """A tall cell's figure stands beside its middle line."""
    tall = [(60, 0, "甲一"), (60, 12, "甲二"), (60, 24, "甲三"), (0, 12, "甲"), (150, 12, "8")]
    low = (
        [(0, 36 + 12 * n, "乙") for n in range(3)]
        + [(60, 36 + 12 * n, "乙一") for n in range(3)]
        + [(150, 36 + 12 * n, "7") for n in range(3)]
    )
    found = read_table(*tall, *low)
    assert found[0, 1] == ("甲一甲二甲三", 1, 1)
    assert [found[row, 2][0] for row in range(4)] == ["8", "7", "7", "7"]


@pytest.mark.parametrize("centred", [True, False])
def test_rows_as_close_as_the_lines_of_a_cell_are_told_by_full_lines_and_where_the_cells_stand(centred):
    """A word processor's cells have no white above and below."""
    names = ["发放补贴", "改善农村公路安全", "培训人员", "巡查河道和水库以及渠道", "购置设备"]
    page, y = [], 0.0
    for number, name in enumerate(names):
        lines = [name[at : at + 5] for at in range(0, len(name), 5)]
        page += [(60, y + 14 * at, line) for at, line in enumerate(lines)]
        middle = y + 7 * (len(lines) - 1) * centred
        page += [(130, middle, f"{number}人次"), (200, middle, "有效"[: 1 + number % 2]), (240, middle, "8")]
        y += 14 * len(lines)
    found = read_table(*page)
    assert [text for (_, col), (text, *_) in sorted(found.items()) if col == 0] == names
    assert [text for (_, col), (text, *_) in sorted(found.items()) if col == 1] == [
        f"{n}人次" for n in range(5)
    ]


def test_a_number_that_wraps_before_or_after_its_point_is_one_number():
    figures = ["43,968.51", "2,093.73", "100", "41,874.78", "8"]
    page, y = [], 0.0
    for number, figure in enumerate(figures):
        at = figure.find(".") + number % 2 if "." in figure else len(figure)
        lines = [line for line in (figure[:at], figure[at:]) if line]
        page += [(150, y + 14 * n, line) for n, line in enumerate(lines)]
        page += [(0, y, "资金来源"), (80, y, "有效"), (250, y, "10")]
        y += 14 * len(lines)
    assert [text for (_, col), (text, *_) in sorted(read_table(*page).items()) if col == 2] == figures


def test_a_row_that_a_page_end_cuts_stands_at_its_top():
    names = [
        "发放补贴",
        "改善农村公路安全",
        "培训人员",
        "巡查河道和水库以及渠道",
        "购置公共卫生设备以及其他耗材",
    ]
    page, y = [], 0.0
    for name in names:
        lines = [name[at : at + 5] for at in range(0, len(name), 5)]
        page += [(60, y + 14 * at, line) for at, line in enumerate(lines)]
        middle = y + 7 * (len(lines) - 1) * (name != names[-1])
        page += [(130, middle, "3人次"), (200, middle, "有效"), (240, middle, "8")]
        y += 14 * len(lines)
    assert [text for (_, col), (text, *_) in sorted(read_table(*page).items()) if col == 0] == names


def test_a_column_with_a_text_in_nearly_every_row_holds_no_labels_of_several_rows():
    """Its texts of two lines are as close to each other as their lines; what stands beside them is not."""
    page = [(0, 34, "产出")]
    for row in range(4):
        y = 28.8 * row
        page += [(60, y, "建设农村"), (60, y + 13, "公路")]
        page += [(x, y + 6, text) for x, text in ((130, "3人次"), (200, "有效"), (260, "8"), (300, "8"))]
    names = [(text, down) for (_, col), (text, down, _) in sorted(read_table(*page).items()) if col == 1]
    assert names == [("建设农村公路", 1)] * 4


def test_a_text_that_stands_aside_in_a_column_makes_it_no_wider():
    upper, lower, aside = (
        PlacedRun(ink_run(*text), 0, 1)
        for text in ((0, 40, "建设农村公路里"), (0, 54, "程"), (75, 0, "预算"))
    )
    room = ColumnRoom((-5.0, 100.0), (aside, upper, lower), EM)
    assert room.measure_fullness(upper, lower) > 0


@pytest.mark.parametrize("text", ["精，细", "(B)细", "2023年", "（含新"])
def test_a_line_ends_neither_in_a_word_nor_before_a_comma(text):
    assert lead_length(text) == {"精，细": 2, "(B)细": 3, "2023年": 4, "（含新": 2}[text]


@pytest.mark.parametrize("at", [0, 30, 60])
def test_a_label_covers_the_rows_it_stands_in_the_middle_of(at):
    """Two labels, over three rows and one, or beside the first of each."""
    rows = [
        run
        for n in range(4)
        for run in ((60, 30 * n, f"名{n}"), (150, 30 * n, "目标"), (220, 30 * n, "8"), (270, 30 * n, "8"))
    ]
    second = 90
    found = read_table((0, at, "产出"), (0, second, "效益"), *rows)
    label = next(place for place, (text, *_) in found.items() if text == "产出")
    assert found[label][1] == {0: 3, 30: 3, 60: 1}[at]


def test_a_label_that_covers_two_columns_stands_beside_its_rows_in_both():
    """The head has an edge where the labels below it have none."""
    head = [(0, 0, "甲乙"), (40, 0, "丙丁"), (120, 0, "一"), (200, 0, "8")]
    head += [(0, 20, "甲乙"), (40, 20, "丙丁"), (120, 20, "一"), (200, 20, "8")]
    rows = [
        run
        for n in range(5)
        for run in ((120, 40 + 20 * n, "名称"), (200, 40 + 20 * n, "9"), (240, 40 + 20 * n, "9"))
    ]
    labels = [(20, 60, "产出指标"), (20, 110, "效益指标")]
    found = read_table(*head, *rows, *labels)
    assert [found[row, 0] for row in (2, 5)] == [("产出指标", 3, 2), ("效益指标", 2, 2)]
