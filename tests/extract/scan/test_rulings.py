"""Rulings of small drawn pages: a table of 3 by 3 cells, damaged in many ways."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from extract.geometry.marks import Marks, make_no_glyphs
from extract.grid import UNMOVED, Warp
from extract.layout.tables import find_tables
from extract.scan.images import FlatSheet, Pixels
from extract.scan.rulings import Rulings, find_rulings

SCALE = 200 / 72
XS = (40, 100, 170, 260)
YS = (40, 62, 84, 106)


def draw_page(dark: int = 40) -> Pixels:
    """Draw a table with a label cell over three rows, a character in each cell."""
    page = np.full((round(150 * SCALE), round(300 * SCALE)), 255, np.uint8)
    for y in YS:
        first = XS[0] if y in (YS[0], YS[-1]) else XS[1]
        draw_line(page, (first, y), (XS[-1], y), dark)
    for x in XS:
        draw_line(page, (x, YS[0]), (x, YS[-1]), dark)
    for x in (46, 108, 180, 230):
        for y in YS[:3]:
            draw_character(page, x, y + 6, dark)
    return page


def draw_line(
    page: Pixels, start: tuple[float, float], end: tuple[float, float], dark: int, width: int = 2
) -> None:
    """Draw a line between two points in points."""
    ends = [(round(x * SCALE), round(y * SCALE)) for x, y in (start, end)]
    cv2.line(page, ends[0], ends[1], dark, width)


def draw_character(page: Pixels, x: float, y: float, dark: int, height: float = 10) -> None:
    """Draw strokes as those of 指: two upright ones with others hanging on them."""
    for dx in (2, 8):
        draw_line(page, (x + dx, y), (x + dx, y + height), dark)
    for dy in (0.15, 0.4, 0.65, 0.95):
        draw_line(page, (x, y + dy * height), (x + 9, y + dy * height), dark)


def find_cells(grey: Pixels) -> tuple[list[tuple[int, int, int, int]], Rulings]:
    """Find the cells of a page's only table."""
    height, width = (side / SCALE for side in grey.shape)
    sheet = FlatSheet(
        number=1,
        grey=grey,
        lifted=np.zeros(grey.shape, np.bool_),
        scale=SCALE,
        width=width,
        height=height,
        warp=Warp(UNMOVED),
    )
    rulings = find_rulings(sheet)
    marks = Marks(number=1, width=width, height=height, glyphs=make_no_glyphs(), rules=rulings.boxes)
    (tables,) = find_tables([marks], None)
    return [span for table in tables for span in table.spans], rulings


CELLS = [(0, 0, 3, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def leave_alone(page: Pixels) -> Pixels:
    return page


def add_noise(page: Pixels) -> Pixels:
    noise = np.random.default_rng(1).normal(0, 9, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def fade(page: Pixels) -> Pixels:
    return add_noise((255 - (255 - page.astype(np.float64)) * 0.35).astype(np.uint8))


def make_bilevel(page: Pixels) -> Pixels:
    return np.where(add_noise(page) < 150, 0, 255).astype(np.uint8)


def break_rulings(page: Pixels) -> Pixels:
    broken = page.copy()
    for x in (70, 130, 215):
        left = round(x * SCALE)
        broken[:, left : left + 6] = 255
    return broken


def bend(page: Pixels) -> Pixels:
    bent = page.copy()
    for column in range(page.shape[1]):
        bent[:, column] = np.roll(page[:, column], round(2 * np.sin(3 * column / page.shape[1])))
    return bent


@pytest.mark.parametrize("damage", [leave_alone, add_noise, fade, make_bilevel, break_rulings, bend])
def test_rulings_of_a_damaged_page(damage: Callable[[Pixels], Pixels]) -> None:
    cells, _ = find_cells(damage(draw_page()))
    assert cells == CELLS


def test_a_line_under_words_is_no_ruling() -> None:
    page = draw_page()
    draw_line(page, (110, 80), (150, 80), 40)
    assert find_cells(page)[0] == CELLS


def test_a_line_from_side_to_side_of_a_cell_right_above_its_ruling_is_none() -> None:
    page = draw_page()
    draw_line(page, (100, 79), (170, 79), 40)
    cells, rulings = find_cells(page)
    assert cells == CELLS
    assert len(rulings.lost)


def test_upright_strokes_from_rule_to_rule_are_no_rulings() -> None:
    page = draw_page()
    for row in YS[:2]:
        draw_character(page, 190, row + 0.5, 40, height=21)
    assert find_cells(page)[0] == CELLS


def test_a_streak_through_a_column_is_no_ruling_but_may_hide_one() -> None:
    page = draw_page()
    page[:, round(215 * SCALE) : round(215 * SCALE) + 2] = 60
    cells, rulings = find_cells(page)
    assert cells == CELLS
    assert rulings.lost[:, 0] == pytest.approx(215, abs=2)


def test_a_crease_over_a_ruling_leaves_it_in_doubt() -> None:
    page = draw_page()
    crease = page[round(61 * SCALE) : round(61 * SCALE) + 6]
    crease[:] = np.minimum(crease, 170)
    cells, rulings = find_cells(page)
    assert len(cells) >= len(CELLS)
    assert (rulings.strength[np.abs(rulings.boxes[:, 1] - 62) < 2] < 0.5).any()


def test_what_shines_through_from_the_back_is_no_ruling() -> None:
    page = draw_page()
    back = cv2.GaussianBlur(np.roll(page[:, ::-1], (14, 23), axis=(0, 1)), (0, 0), 1.0)
    shown = page.astype(np.float64) - 0.25 * (255 - back.astype(np.float64))
    assert find_cells(np.clip(shown, 0, 255).astype(np.uint8))[0] == CELLS


def test_a_double_frame_is_one() -> None:
    page = draw_page()
    corners = [(round(x * SCALE), round(y * SCALE)) for x, y in ((37.4, 37.4), (262.6, 108.6))]
    cv2.rectangle(page, corners[0], corners[1], 40, 2)
    assert find_cells(page)[0] == CELLS


def test_a_ruling_with_wide_gaps_is_weak_or_lost() -> None:
    page = draw_page()
    page[round(66 * SCALE) : round(77 * SCALE), round(168 * SCALE) : round(172 * SCALE)] = 255
    rulings = find_cells(page)[1]
    places = np.concatenate((rulings.boxes[rulings.strength < 0.5], rulings.lost))
    assert ((np.abs(places[:, 0] - 170) < 2) & (places[:, 1] < 66) & (places[:, 3] > 77)).any()


def test_an_empty_page_has_no_rulings() -> None:
    assert not len(find_rulings_of_blank().boxes)


def find_rulings_of_blank() -> Rulings:
    return find_cells(np.full((300, 400), 255, np.uint8))[1]
