"""Cells of a drawn page are read: figures, labels, dashes, blanks, wrapped and upright texts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2")

from PIL import Image, ImageDraw, ImageFont

from extract.geometry.marks import Marks, make_no_glyphs
from extract.grid import Warp
from extract.layout.pages import read_page
from extract.layout.tables import find_tables
from extract.scan.images import FlatSheet
from extract.scan.installed import find_models
from extract.scan.recognition.cells import SheetTexts, read_cells
from extract.scan.recognition.line_reader import LineReader

_MODELS = find_models()
_FONT = _MODELS.parents[1] / "fonts" / "simfang.ttf" if _MODELS else Path("none")
pytestmark = pytest.mark.skipif(not _FONT.exists(), reason="needs the ocr extra: pip install 'hebiao[ocr]'")

_SCALE = 200 / 72
_EM = 10.5
_ROW, _COLUMN = 30.0, 120.0


def _draw_sheet(
    rows: list[list[str]], *, title: str = "", row_height: float = _ROW
) -> tuple[FlatSheet, Marks]:
    """Draw a ruled table of texts; a line of a text ends at a newline."""
    xs = [40.0 + _COLUMN * number for number in range(len(rows[0]) + 1)]
    ys = [80.0 + row_height * number for number in range(len(rows) + 1)]
    width, height = xs[-1] + 40, ys[-1] + 40
    picture = Image.new("L", (round(width * _SCALE), round(height * _SCALE)), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(_FONT, round(_EM * _SCALE))
    pen.text((xs[0] * _SCALE, 30 * _SCALE), title, font=ImageFont.truetype(_FONT, round(16 * _SCALE)))
    for x in xs:
        pen.line([x * _SCALE, ys[0] * _SCALE, x * _SCALE, ys[-1] * _SCALE], fill=0, width=3)
    for y in ys:
        pen.line([xs[0] * _SCALE, y * _SCALE, xs[-1] * _SCALE, y * _SCALE], fill=0, width=3)
    for top, row in zip(ys, rows, strict=False):
        for left, text in zip(xs, row, strict=False):
            at = ((left + 6) * _SCALE, (top + 4) * _SCALE)
            pen.multiline_text(at, text, font=font, fill=0, spacing=6)
    level = [(xs[0], y - 0.25, xs[-1], y + 0.25) for y in ys]
    upright = [(x - 0.25, ys[0], x + 0.25, ys[-1]) for x in xs]
    grey = np.asarray(picture).copy()
    sheet = FlatSheet(
        number=1,
        grey=grey,
        lifted=np.zeros(grey.shape, np.bool_),
        scale=_SCALE,
        width=width,
        height=height,
        warp=Warp((1, 0, 0, 0, 1, 0, 0, 0, 1)),
    )
    return sheet, Marks(1, width, height, make_no_glyphs(), np.array(level + upright))


def _read(sheet: FlatSheet, marks: Marks) -> tuple[list[list[str]], SheetTexts, list[str]]:
    (tables,) = find_tables([marks], None)
    texts = read_cells(sheet, tables, LineReader())
    page = read_page(Marks(1, marks.width, marks.height, texts.glyphs, marks.rules))
    (table,) = page.tables
    rows: list[list[str]] = [[] for _ in table.ys[1:]]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows, texts, [line.text for line in page.lines]


def test_figures_labels_signs_and_blanks_are_read():
    rows = [
        ["年初预算数", "8,705,000.00", "执行率"],
        ["当年财政拨款", "1,600.50", "98.75%"],
        ["上年结转资金", "-", "——"],
        ["其他资金", "/", ""],
        ["得分", "10", "9.8"],
    ]
    read, texts, lines = _read(*_draw_sheet(rows, title="项目支出绩效自评表"))
    assert read == rows
    assert lines == ["项目支出绩效自评表"]
    assert len(texts.readings) == 14
    assert all(reading.figure_confidence > 0.99 for reading in texts.readings)
    for reading in texts.readings:
        assert reading.alternatives[0].text == reading.text
        costs = [one.cost for one in reading.alternatives]
        assert all(before <= after for before, after in pairwise(costs))


def test_wrapped_lines_are_one_text():
    read, _, _ = _read(*_draw_sheet([["完成农村公路养护\n和危桥改造", "1"], ["分值", "2"]]))
    assert read[0][0] == "完成农村公路养护和危桥改造"


def test_a_number_may_be_wrapped_before_its_point():
    read, _, _ = _read(*_draw_sheet([["67,022,900\n.00", "1"], ["1,600,000.\n50", "2"]], row_height=50))
    assert [row[0] for row in read] == ["67,022,900.00", "1,600,000.50"]


def test_a_number_that_lacks_a_separator_is_unsure():
    _, texts, _ = _read(*_draw_sheet([["67,022,90000", "1"], ["1,600.50", "2"]]))
    sure = {reading.text: reading.figure_confidence for reading in texts.readings}
    assert sure["67,022,90000"] <= 0.5
    assert sure["1,600.50"] > 0.99


def test_characters_one_below_the_other_are_one_text():
    read, texts, _ = _read(*_draw_sheet([["绩\n效\n指\n标", "1"], ["得\n分\n情\n况", "2"]], row_height=70))
    assert [row[0] for row in read] == ["绩效指标", "得分情况"]
    assert texts.glyphs.boxes[:, 3].max() > texts.glyphs.boxes[:, 1].min() + 100


@pytest.mark.parametrize("way", [1, 3])
def test_a_label_on_its_side_is_read(way: int):
    sheet, marks = _draw_sheet([["", "1"], ["得分", "2"]], row_height=100)
    upright, _ = _draw_sheet([["年度绩效指标"]])
    label = upright.grey[round(82 * _SCALE) : round(98 * _SCALE), round(44 * _SCALE) : round(112 * _SCALE)]
    turned = np.rot90(label, way)
    top, left = round(95 * _SCALE), round(80 * _SCALE)
    sheet.grey[top : top + turned.shape[0], left : left + turned.shape[1]] = turned
    read, _, _ = _read(sheet, marks)
    assert read[0] == ["年度绩效指标", "1"]


def test_numbers_one_below_the_other_are_two():
    read, _, _ = _read(*_draw_sheet([["10\n8", "1"], ["得分", "2"]], row_height=50))
    assert read[0][0] == "10 8"


def test_strokes_on_a_ruling_and_rests_of_one_are_told_apart():
    sheet, marks = _draw_sheet([["三级指标", "95.5"], ["二级指标", "12"]], row_height=15.1)
    left, bottom = round(160 * _SCALE), round(95.1 * _SCALE)
    sheet.grey[bottom - 4 : bottom - 2, left + 40 : left + 50] = 0
    read, _, _ = _read(sheet, marks)
    assert read == [["三级指标", "95.5"], ["二级指标", "12"]]


def test_a_figure_under_a_seal_is_covered_and_a_blank_cell_too():
    sheet, marks = _draw_sheet([["得分", "95.5"], ["分值", ""]])
    x0, x1 = (round(x * _SCALE) for x in (165, 230))
    sheet.lifted[round(82 * _SCALE) : round(138 * _SCALE), x0:x1] = True
    _, texts, _ = _read(sheet, marks)
    assert len(texts.covered) == 2


def test_figures_too_far_apart_are_unsure():
    sheet, marks = _draw_sheet([["9.8", "98"], ["得分", "分值"]])
    left, top = round((40 + 6 + 0.5 * _EM) * _SCALE), round(84 * _SCALE)
    sheet.grey[top : top + 36, left : left + round(0.4 * _EM * _SCALE)] = 255
    _, texts, _ = _read(sheet, marks)
    sure = [reading.figure_confidence for reading in texts.readings[:2]]
    assert sure[0] <= 0.5
    assert sure[1] > 0.99
