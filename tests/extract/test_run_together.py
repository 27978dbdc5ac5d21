"""Cells in which the texts of two rows stand, as no ruling between the rows is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from extract.geometry.marks import Marks
from extract.grid import Page, find_doubt
from extract.layout.pages import read_page
from support.drawn_grid import GLYPH, glyphs_of

XS = (50.0, 150.0, 250.0, 350.0)
Text = tuple[str, float, float]


def page(levels: list[tuple[float, float, float]], texts: list[Text]) -> Page:
    """Draw three columns, level rulings (y, x0, x1) and texts at their upper left corners."""
    rules = [(x0, y, x1, y) for y, x0, x1 in levels] + [(x, 60.0, x, 180.0) for x in XS]
    glyphs = [(char, x + GLYPH * at, y) for text, x, y in texts for at, char in enumerate(text)]
    return read_page(Marks(1, 600.0, 800.0, glyphs_of(glyphs), np.array(rules, np.float64)))


def doubted(levels: list[tuple[float, float, float]], texts: list[Text]) -> list[str]:
    (table,) = page(levels, texts).tables
    return [cell.text for cell in table.cells if find_doubt(cell.boxes) == "broken"]


AROUND = [(60.0, 50.0, 350.0), (100.0, 50.0, 350.0), (180.0, 50.0, 350.0)]
WRAPPED = [("设施维修改造完成情", 52.0, 64.0), ("况", 52.0, 64.0 + 1.2 * GLYPH)]
LOW = 64.0 + 40.0 + 3.0 * GLYPH  # the second text line of two rows, well below a wrapped one


def test_white_through_a_whole_row_tells_two_rows():
    texts = [*WRAPPED, ("培训人数", 52.0, 104.0), ("发放户数", 52.0, LOW), ("275元", 152.0, 104.0)]
    texts += [("373户", 152.0, LOW), ("已", 252.0, 104.0)]
    assert doubted(AROUND, texts) == ["培训人数发放户数", "275元373户", "已"]


def test_the_lines_of_one_text_are_one_row():
    below = 104.0 + 1.2 * GLYPH
    texts = [*WRAPPED, ("设施维修改造完成", 52.0, 104.0), ("率", 52.0, below)]
    texts += [("达到九成并按期完成", 152.0, 104.0), ("验收", 152.0, below), ("98", 252.0, 108.0)]
    assert not doubted(AROUND, texts)


def test_a_merged_cell_with_two_texts_beside_two_rows_is_told():
    levels = [*AROUND, (140.0, 150.0, 350.0)]
    texts = [*WRAPPED, ("培训人数", 52.0, 104.0), ("发放户数", 52.0, 144.0), ("275元", 152.0, 104.0)]
    texts += [("373户", 152.0, 144.0)]
    assert doubted(levels, texts) == ["培训人数发放户数"]
    one = [*WRAPPED, ("培训人数与", 52.0, 126.0), ("发放", 52.0, 126.0 + 1.2 * GLYPH), *texts[4:]]
    assert not doubted(levels, one)


@pytest.mark.parametrize(
    ("upper", "lower", "is_told"),
    [("≥275元", "≥373户", True), ("1,196,8", "19,800.00", False), ("达到九成", "以上", False)],
)
def test_two_values_beside_a_name_of_two_lines_are_told(upper, lower, is_told):
    below = 104.0 + 1.2 * GLYPH
    texts = [*WRAPPED, ("培训人数", 52.0, 104.0), ("发放户数", 52.0, below), (upper, 152.0, 104.0)]
    assert bool(doubted(AROUND, [*texts, (lower, 152.0, below)])) is is_told
