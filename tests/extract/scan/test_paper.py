"""Light is evened, contrast brought to full, seals are lifted, and coloured text stays."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from extract.scan.images import FlatSheet, PageImage  # noqa: E402
from extract.scan.straightening import straighten_page  # noqa: E402

_SCALE = 2.0
_TEXT = (slice(250, 360), slice(100, 600))


def _draw_text(colour: tuple[int, int, int] = (0, 0, 0)) -> np.ndarray:
    page = np.full((1000, 700, 3), 255, np.uint8)
    for row in range(3):
        cv2.putText(page, "8,705,000.00", (120, 280 + 36 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, colour, 2)
    return page


def _straighten(pixels: np.ndarray) -> FlatSheet:
    return straighten_page(PageImage(1, pixels, pixels.shape[1] / _SCALE, pixels.shape[0] / _SCALE))


def _print_over(page: np.ndarray, seal: np.ndarray) -> np.ndarray:
    return (page.astype(np.uint16) * seal // 255).astype(np.uint8)


def _draw_seal(colour: tuple[int, int, int]) -> np.ndarray:
    seal = np.full((1000, 700, 3), 255, np.uint8)
    cv2.circle(seal, (300, 310), 110, colour, 6)
    cv2.circle(seal, (300, 310), 30, colour, -1)
    return seal


def _has_ink(grey: np.ndarray) -> np.ndarray:
    return grey < 128


@pytest.mark.parametrize("colour", [(220, 40, 50), (70, 80, 210), (150, 60, 190)])
def test_a_seal_is_lifted_and_print_below_it_stays(colour: tuple[int, int, int]) -> None:
    plain = _has_ink(_straighten(_draw_text()).grey)
    sheet = _straighten(_print_over(_draw_text(), _draw_seal(colour)))
    differs = plain != _has_ink(sheet.grey)
    assert np.count_nonzero(differs) < 0.01 * np.count_nonzero(plain)
    assert sheet.lifted[310, 300]
    assert sheet.lifted[310, 190]
    assert not sheet.lifted[700:].any()


@pytest.mark.parametrize("colour", [(200, 30, 40), (30, 50, 190)])
def test_numbers_printed_in_colour_stay(colour: tuple[int, int, int]) -> None:
    plain = _has_ink(_straighten(_draw_text()).grey)
    sheet = _straighten(_draw_text(colour))
    assert not sheet.lifted.any()
    assert np.count_nonzero(_has_ink(sheet.grey) & plain) > 0.9 * np.count_nonzero(plain)


def test_a_line_of_a_pen_is_lifted() -> None:
    page = _draw_text()
    cv2.line(page, (110, 290), (400, 294), (60, 80, 220), 3)
    sheet = _straighten(page)
    assert sheet.lifted[291:293, 150:350].all()
    assert not _has_ink(sheet.grey[288:297, 110:400]).any(axis=0)[5:].mean() > 0.2


@pytest.mark.parametrize("paper", [(255, 255, 255), (250, 235, 160), (250, 205, 215), (190, 220, 250)])
def test_uneven_light_and_coloured_paper_come_out_white(paper: tuple[int, int, int]) -> None:
    page = _print_over(_draw_text(), np.full((1000, 700, 3), paper, np.uint8))
    light = np.linspace(1.0, 0.45, 700)[None, :, None]
    sheet = _straighten((page * light).astype(np.uint8))
    plain = _has_ink(_draw_text()[:, :, 0])
    assert sheet.grey[~cv2.dilate(plain.astype(np.uint8), np.ones((7, 7))).astype(bool)].min() > 230
    assert sheet.grey[_draw_text()[:, :, 0] < 64].max() < 120
    assert not sheet.lifted.any()


def test_faint_print_gets_dark() -> None:
    page = _draw_text((190, 190, 190))
    page[page == 255] = 250
    grain = np.random.default_rng(3).normal(0, 2, page.shape[:2])[:, :, None]
    sheet = _straighten(np.clip(page + grain, 0, 255).astype(np.uint8))
    assert np.median(sheet.grey[_draw_text()[:, :, 0] == 0]) < 80
    assert np.mean(sheet.grey[600:] == 255) > 0.95


@pytest.mark.parametrize("desk", [(60, 50, 45), (150, 120, 95), (120, 120, 120)])
def test_the_desk_around_a_sheet_is_cut_away(desk: tuple[int, int, int]) -> None:
    picture = np.empty((1300, 1000, 3), np.uint8)
    picture[:] = desk
    picture[::9] //= 2  # the grain of wood
    turning = np.vstack([cv2.getRotationMatrix2D((350, 500), 4, 1.0), [0, 0, 1]])
    turning[:2, 2] += 150
    seen = cv2.warpPerspective(_draw_text(), turning, (1000, 1300))
    shape = cv2.warpPerspective(np.full((1000, 700), 255, np.uint8), turning, (1000, 1300)) > 128
    picture[shape] = seen[shape]
    grain = np.random.default_rng(4).normal(0, 4, picture.shape)
    grey = _straighten(np.clip(picture + grain, 0, 255).astype(np.uint8)).grey
    assert np.mean(grey > 200) > 0.98
    assert np.count_nonzero(_has_ink(grey)) == pytest.approx(
        np.count_nonzero(_has_ink(_draw_text()[:, :, 0])), rel=0.15
    )


def test_paper_in_a_sharp_shadow_is_no_desk() -> None:
    page = np.concatenate([_draw_text()[200:420]] * 4)
    page[500:] //= 2
    grey = _straighten(page).grey
    assert np.count_nonzero(_has_ink(grey[520:])) > 0.4 * np.count_nonzero(_has_ink(grey[:500]))


@pytest.mark.parametrize("grey", [20, 110, 200])
@pytest.mark.parametrize("turned", [False, True])
def test_streaks_of_a_dirty_glass_are_lifted(grey: int, turned: bool) -> None:  # noqa: FBT001
    page = _draw_text()[:, :, 0].copy()
    page[200:700, 100:103] = page[200:700, 600:603] = 0  # rulings end on the page
    page[200:203, 100:600] = page[700:703, 100:600] = 0
    plain = _has_ink(page)
    streaked = page.copy()
    streaked[:, 220:222] = np.minimum(streaked[:, 220:222], grey)
    pictures = (streaked.T, plain.T) if turned else (streaked, plain)
    sheet = _straighten(np.ascontiguousarray(pictures[0]))
    assert np.count_nonzero(_has_ink(sheet.grey) != pictures[1]) < 60  # of 2,000
    assert sheet.lifted.any()


@pytest.mark.parametrize("has_margins", [False, True])
def test_rulings_that_end_with_the_picture_are_no_streaks(has_margins: bool) -> None:  # noqa: FBT001
    page = _draw_text()[:, :, 0].copy()
    page[:, 70:630:140] = page[:, 71:630:140] = 0
    sides = slice(70, 492) if has_margins else slice(None)
    page[::90, sides] = page[1::90, sides] = 0
    assert not _straighten(page).lifted.any()


def test_a_fold_is_lightened_and_print_on_it_stays() -> None:
    page = _draw_text()[:, :, 0].copy()
    page[200:700, 100:103] = page[200:700, 600:603] = 0
    plain = _has_ink(page)
    far = np.arange(1000)[:, None] - (300 + np.linspace(0, 6, 700))[None, :]
    folded = page * (1 - 0.55 * np.exp(-((far / 4) ** 2)))
    grey = _straighten(folded.astype(np.uint8)).grey
    assert np.count_nonzero(_has_ink(grey) & ~plain) < 0.02 * np.count_nonzero(plain)
    assert np.count_nonzero(_has_ink(grey) & plain) > 0.98 * np.count_nonzero(plain)
