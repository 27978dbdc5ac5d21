"""In which cells of an unruled page two readings agree, and what takes a cell's agreement away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from extract.engines.agreement import find_agreed, with_agreement
from extract.grid import Box, Cell, Page, PageTable

XS = (0.0, 100.0, 200.0, 300.0)
TEXTS = (("名称", "分值", "得分"), ("培训人员", "10", "9.5"), ("巡查河道", "20", "20"))
SURE = 0.95


def box(col, row, *, height=8.0, pitch=20.0):
    """Return where a text of a cell stands: in the middle of its row, from 10 points into its column on."""
    top = pitch * row + (pitch - height) / 2
    return Box(1, 100.0 * col + 10, top, 100.0 * col + 60, top + height)


def page_of(texts, *, drawn):
    """Return a page of one table; ``drawn`` tells where each cell's text stands, and makes it a second reading."""
    ys = tuple(20.0 * row for row in range(len(texts) + 1))
    cells = []
    for row, line in enumerate(texts):
        for col, text in enumerate(line):
            place = Box(1, XS[col], ys[row], XS[col + 1], ys[row + 1], None, None, 0.8, "inferred")
            cells.append(Cell(row, col, text, (box(col, row) if drawn else place,)))
    table = PageTable(XS, ys, tuple(cells), inferred=not drawn)
    return Page(1, 400, 400, (table,), ())


def sure_texts(first, second):
    agreed = with_agreement(first, find_agreed(first, second)[0])
    cells = agreed.tables[0].cells
    return {cell.text for cell in cells if cell.boxes[0].doubt is None and cell.boxes[0].confidence == SURE}


def changed(page, number, **fields):
    table = page.tables[0]
    cells = list(table.cells)
    cells[number] = structs.replace(cells[number], **fields)
    return replace(page, tables=(replace(table, cells=tuple(cells)),))


FIRST = page_of(TEXTS, drawn=False)
SECOND = page_of(TEXTS, drawn=True)


def test_a_number_is_sure_where_text_column_and_row_are_alike():
    assert sure_texts(FIRST, SECOND) == {text for line in TEXTS for text in line}


@pytest.mark.parametrize(
    ("number", "fields", "lost"),
    [
        (5, {"text": "9.6"}, {"9.5"}),  # another text; what stands below has no head then
        (4, {"col": 2}, {"10", "9.5"}),  # another column, or two numbers in one
        (1, {"text": "权重"}, {"10"}),  # the column's head
        (3, {"text": "培训"}, {"10", "9.5"}),  # the row's name
        (
            4,
            {"boxes": (structs.replace(box(1, 1), x1=240.0),)},
            {"10", "9.5"},
        ),  # it reaches into another cell
    ],
)
def test_what_the_readings_differ_in_leaves_the_numbers_inferred(number, fields, lost):
    assert not lost & sure_texts(FIRST, changed(SECOND, number, **fields))


def test_rows_as_close_as_the_lines_of_a_cell_are_not_sure():
    first = changed(FIRST, 3, text="培训人员和干部")
    table = SECOND.tables[0]
    lines = {"培训人员": (21.0, 26.0), "和干部": (34.0, 39.0)}
    split = [
        Cell(1, 0, text, (structs.replace(box(0, 1), top=top, bottom=bottom),))
        for text, (top, bottom) in lines.items()
    ]
    tight = replace(SECOND, tables=(replace(table, cells=(*table.cells[:3], *split, *table.cells[4:])),))
    assert not {"10", "9.5"} & sure_texts(first, tight)


@pytest.mark.parametrize(("shift", "sure"), [(0.0, {"10", "9.5"}), (60.0, set())])
def test_a_number_on_the_next_page_goes_on_in_its_column(shift, sure):
    _, columns = find_agreed(FIRST, SECOND)
    first = replace(page_of(TEXTS[1:2], drawn=False), number=2)
    second = replace(page_of(TEXTS[1:2], drawn=True), number=2)
    moved = replace(second.tables[0], xs=tuple(x + shift for x in XS))
    found, _ = find_agreed(first, replace(second, tables=(moved,)), columns)
    cells = first.tables[0].cells
    assert {cell.text for cell in cells[1:] if found[cell.boxes[0]] == SURE} == sure
