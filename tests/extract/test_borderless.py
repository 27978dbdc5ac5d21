"""Tables without upright rules, or without any: their columns and rows are told by the white between their texts."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit_form
from extract import read as read_document
from extract.geometry.lattice import spans
from extract.layout.borderless.columns import blocks, edges, parted
from extract.layout.borderless.ink_runs import Inked, Run, goes_on, is_figure, is_rest, lead_length
from extract.layout.borderless.rows import Piece
from extract.layout.borderless.tables import borderless
from extract.layout.borderless.tight_rows import Room
from hebiao import read
from support.borderless_truth import FOLDER, forms_of, misread

PDFS = sorted(FOLDER.glob("*.pdf"), key=lambda path: path.name)
NO_RULES = np.empty((0, 4))
PITCH = 12.0
EM = 10.0

every_pdf = pytest.mark.parametrize(
    "path", PDFS, ids=[path.name.split("-")[0] + path.stem[-5:] for path in PDFS]
)


def run(x0, y, text):
    return Run(x0, y, x0 + EM * len(text), y + EM, is_figure(text), EM, is_rest(text), goes_on(text))


def inked(*runs):
    """Runs as (x, y, text) in lines."""
    heights = sorted({y for _, y, _ in runs})
    return Inked(
        tuple(tuple(run(x, y, text) for x, at, text in sorted(runs) if at == y) for y in heights), EM
    )


def cells(page, lattice):
    """The texts of a lattice's cells by row, column and span."""
    found, owner = spans(lattice)
    texts = dict.fromkeys(found, "")
    for x, y, text in sorted(page, key=lambda drawn: (drawn[1], drawn[0])):
        row = int(np.searchsorted(lattice.ys, y + EM / 2, "right")) - 1
        col = int(np.searchsorted(lattice.xs, x + EM / 4, "right")) - 1
        texts[found[owner[row][col]]] += text
    return {(row, col): (text, down, across) for (row, col, down, across), text in texts.items() if text}


def table(*runs):
    (lattice,) = borderless(inked(*runs), NO_RULES)
    return cells(runs, lattice)


def test_the_number_of_a_page_far_below_is_no_row():
    rows = [(x, y, text) for y in (0, 20, 40) for x, text in ((0, "培训"), (100, "12"), (200, "10"))]
    (lattice,) = borderless(inked(*rows, (100, 300, "3")), NO_RULES)
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
    (lattice,) = borderless(inked(*rows), NO_RULES, known)
    found = cells(rows, lattice)
    assert (found[0, 1][0], found[0, 3][0], found[0, 4][0]) == ("12", "9", "8")


@every_pdf
def test_a_form_without_upright_rules_is_read_as_it_was_laid_out(path):
    assert [misread(*pair) for pair in zip(read(path), forms_of(path), strict=True)] == [{}] * len(
        forms_of(path)
    )


@every_pdf
def test_inferred_columns_are_told_and_no_verdict_is_sure_of_them(path):
    document = read_document(path)
    assert "列按文字对齐推断" in document.warnings[0]
    assert document.conservation.holds
    assert "agrees" not in {audit_form(form).verdict for form in read(path)}


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
    assert table(*rows, *more)[0, 1] == ("两行文字", 1, 1)


def test_rows_without_white_between_them_are_told_by_their_figures():
    """A tall cell's figure stands beside its middle line."""
    tall = [(60, 0, "甲一"), (60, 12, "甲二"), (60, 24, "甲三"), (0, 12, "甲"), (150, 12, "8")]
    low = (
        [(0, 36 + 12 * n, "乙") for n in range(3)]
        + [(60, 36 + 12 * n, "乙一") for n in range(3)]
        + [(150, 36 + 12 * n, "7") for n in range(3)]
    )
    found = table(*tall, *low)
    assert found[0, 1] == ("甲一甲二甲三", 1, 1)
    assert [found[row, 2][0] for row in range(4)] == ["8", "7", "7", "7"]


def test_a_row_of_merged_cells_among_others_makes_no_columns_of_its_own():
    """Its texts stand over the edges of the columns, and with the rows below them the white is elsewhere."""
    head = [(35, 0, "主管管"), (155, 0, "某某局")]
    funds = [
        run
        for n in range(1, 4)
        for run in ((0, 20 * n, "资金资"), (95, 20 * n, "总总额"), (185, 20 * n, "100"))
    ]
    rows = [(60 * col, 20 * n, "培训人员") for n in range(4, 12) for col in range(4)]
    page = inked(*head, *funds, *rows)
    found, _ = blocks(page.lines, EM)
    assert [len(edges(some, EM)) - 1 for some in (found, parted(page.lines, found, EM))] == [7, 4]


def test_a_title_as_close_as_a_line_of_the_table_is_no_row_of_it():
    rows = [
        (x, y, text)
        for y in (14, 28, 42)
        for x, text in ((0, "项目名称"), (60, "高标准农田建设"), (200, "10"))
    ]
    (lattice,) = borderless(inked((70, 0, "某县自评"), *rows), NO_RULES)
    assert lattice.ys[0] > EM / 2


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
    found = table(*page)
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
    assert [text for (_, col), (text, *_) in sorted(table(*page).items()) if col == 2] == figures


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
        (lattice,) = borderless(inked(*rest, *rows), NO_RULES, known)
        assert set(lattice.level[0]) == {closed}


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
    assert [text for (_, col), (text, *_) in sorted(table(*page).items()) if col == 0] == names


def test_a_column_with_a_text_in_nearly_every_row_holds_no_labels_of_several_rows():
    """Its texts of two lines are as close to each other as their lines; what stands beside them is not."""
    page = [(0, 34, "产出")]
    for row in range(4):
        y = 28.8 * row
        page += [(60, y, "建设农村"), (60, y + 13, "公路")]
        page += [(x, y + 6, text) for x, text in ((130, "3人次"), (200, "有效"), (260, "8"), (300, "8"))]
    names = [(text, down) for (_, col), (text, down, _) in sorted(table(*page).items()) if col == 1]
    assert names == [("建设农村公路", 1)] * 4


def test_a_text_that_stands_aside_in_a_column_makes_it_no_wider():
    upper, lower, aside = (
        Piece(run(*text), 0, 1) for text in ((0, 40, "建设农村公路里"), (0, 54, "程"), (75, 0, "预算"))
    )
    room = Room((-5.0, 100.0), (aside, upper, lower), EM)
    assert room.full(upper, lower) > 0


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
    found = table((0, at, "产出"), (0, second, "效益"), *rows)
    label = next(place for place, (text, *_) in found.items() if text == "产出")
    assert found[label][1] == {0: 3, 30: 3, 60: 1}[at]


def test_prose_in_lines_is_no_table():
    lines = [(0, PITCH * n, "本单位严格执行预算管理制度并按期完成各项任务" * 2) for n in range(20)]
    labels = [(0, 300 + PITCH * n, "联系人") for n in range(5)] + [
        (80, 300 + PITCH * n, "某某某") for n in range(5)
    ]
    assert borderless(inked(*lines, *labels), NO_RULES) == []


def test_a_total_that_crosses_the_columns_leaves_them_alone():
    rows = [
        run
        for n in range(4)
        for run in ((0, 30 * n, "产出"), (60, 30 * n, "数量"), (150, 30 * n, "8"), (200, 30 * n, "8"))
    ]
    found = table(*rows, (35, 120, "总分"), (145, 120, "100"), (200, 120, "99"))
    columns = {col: [text for (_, at), (text, *_) in found.items() if at == col] for _, col in found}
    assert ["8", "8", "8", "8", "100"] in columns.values()
    assert ["8", "8", "8", "8", "99"] in columns.values()


widths = st.lists(st.integers(1, 6), min_size=3, max_size=7)


@given(widths, st.integers(3, 8), st.randoms(use_true_random=False))
def test_every_gutter_has_an_edge_and_every_text_its_column(shares, rows, random):
    starts = np.cumsum([0, *(EM * (share + 1) for share in shares)]).tolist()
    texts = [[random.randint(1, share) for share in shares] for _ in range(rows)]
    texts[0] = shares
    page = inked(
        *(
            (start, 30.0 * row, "字" * n)
            for row, line in enumerate(texts)
            for start, n in zip(starts, line, strict=False)
        )
    )
    found, lost = blocks(page.lines, EM)
    xs = edges(found, EM)
    assert len(found) == 1
    assert lost < 1
    assert all(
        low <= start and start + EM * share <= high
        for (low, high), start, share in zip(pairwise(xs), starts, shares, strict=False)
    )
