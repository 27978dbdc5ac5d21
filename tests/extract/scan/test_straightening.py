"""A page that leans or was photographed comes out flat, and its places lead back to the picture."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from extract.grid import Box  # noqa: E402
from extract.scan.images import PageImage  # noqa: E402
from extract.scan.straightening import straighten_page  # noqa: E402

_WIDTH, _HEIGHT, _SCALE = 420, 595, 2.0
_XS = (40, 120, 230, 300, 380)
_YS = (60, 90, 150, 200, 290, 340, 420)


def _draw_table() -> np.ndarray:
    """Return a page with a table, two pixels a point."""
    page = np.full((round(_HEIGHT * _SCALE), round(_WIDTH * _SCALE)), 255, np.uint8)
    for x in _XS:
        cv2.line(page, (x * 2, _YS[0] * 2), (x * 2, _YS[-1] * 2), 0, 2)
    for y in _YS:
        cv2.line(page, (_XS[0] * 2, y * 2), (_XS[-1] * 2, y * 2), 0, 2)
    for top, bottom in pairwise(_YS):
        cv2.putText(page, "12.50", (_XS[1] * 2 + 20, top + bottom + 6), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)
    return page


def _turn(angle_deg: float) -> np.ndarray:
    """Return the matrix of pixels that turns a page clockwise around its middle."""
    middle = (_WIDTH * _SCALE / 2, _HEIGHT * _SCALE / 2)
    return np.vstack([cv2.getRotationMatrix2D(middle, -angle_deg, 1.0), [0, 0, 1]])


def _photograph(lean: float) -> np.ndarray:
    """Return the matrix of pixels of a page seen from aside."""
    width, height = _WIDTH * _SCALE, _HEIGHT * _SCALE
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[30, 40], [-40 * lean, 20], [-10, -30], [20, -20 * lean]], np.float32)
    return cv2.getPerspectiveTransform(corners, seen)


def _see(page: np.ndarray, matrix: np.ndarray) -> PageImage:
    height, width = page.shape[:2]
    seen = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(255,) * 3)
    return PageImage(1, seen, width / _SCALE, height / _SCALE)


def _find_lines(dark: np.ndarray) -> list[float]:
    """Return the middles of the pixels' runs that are dark nearly all along."""
    runs = np.flatnonzero(np.diff(np.concatenate([[0], dark.astype(int), [0]])))
    return [(begin + end) / 2 for begin, end in runs.reshape(-1, 2)]


@pytest.mark.parametrize(
    "matrix",
    [_turn(0.0), _turn(0.4), _turn(-1.3), _turn(6.0), _turn(-14.0), _photograph(0.4), _photograph(1.5)],
)
def test_rulings_come_out_straight_and_lead_back(matrix: np.ndarray) -> None:
    sheet = straighten_page(_see(_draw_table(), matrix))
    dark = sheet.grey < 128
    columns = _find_lines(dark.sum(axis=0) > 0.8 * 720 * (dark.shape[0] / (_HEIGHT * 2)) * 0.8)
    rows = _find_lines(dark.sum(axis=1) > 0.8 * 680 * (dark.shape[1] / (_WIDTH * 2)) * 0.8)
    assert (len(columns), len(rows)) == (len(_XS), len(_YS))
    for x, column in zip(_XS, columns, strict=True):
        for y, row in zip(_YS, rows, strict=True):
            place = sheet.warp.turn_back(
                Box(1, column / sheet.scale, row / sheet.scale, column / sheet.scale, row / sheet.scale)
            )
            true = cv2.perspectiveTransform(np.array([[[x * 2.0, y * 2.0]]]), matrix)[0, 0] / _SCALE
            assert place.edges[:2] == pytest.approx(tuple(true), abs=1.0)


def _curl(page: np.ndarray, rises: np.ndarray) -> PageImage:
    """Return a page each of whose columns of pixels is pushed down."""
    height, width = page.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    seen = cv2.remap(page, xs, ys - rises[None].astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    return PageImage(1, seen, width / _SCALE, height / _SCALE)


@pytest.mark.parametrize("kind", ["arch", "spine", "wave"])
def test_rulings_of_a_curled_page_come_out_straight(kind: str) -> None:
    across = np.linspace(0, 1, round(_WIDTH * _SCALE))
    rises = {
        "arch": 24 * (2 * across - 1) ** 2,
        "spine": 30 * np.exp(-across / 0.15),
        "wave": 8 * np.sin(7 * across),
    }[kind]
    sheet = straighten_page(_curl(_draw_table(), rises))
    dark = sheet.grey < 128
    rows = _find_lines(dark.sum(axis=1) > 0.8 * (_XS[-1] - _XS[0]) * 2)
    assert len(rows) == len(_YS)
    columns = _find_lines(dark.sum(axis=0) > 0.8 * (_YS[-1] - _YS[0]) * 2)
    assert len(columns) == len(_XS)
    for x, column in zip(_XS, columns, strict=True):
        for y, row in zip(_YS, rows, strict=True):
            found = sheet.warp.find_place(column / sheet.scale, row / sheet.scale)
            assert found == pytest.approx((x, y + rises[x * 2] / 2), abs=1.0)


def test_a_flat_page_is_not_resampled() -> None:
    sheet = straighten_page(_see(_draw_table(), _turn(0.0)))
    assert sheet.warp.matrix == (1, 0, 0, 0, 1, 0, 0, 0, 1)
    assert set(np.unique(sheet.grey)) >= {0, 255}


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((1, 1), np.uint8),
        np.full((3, 2, 3), 255, np.uint8),
        np.full((1, 5000), 100, np.uint8),
        np.full((4000, 10, 3), 100, np.uint8),
        np.zeros((300, 200), np.uint8),
        np.full((300, 200), 255, np.uint8),
        np.random.default_rng(5).integers(0, 255, (600, 400, 3), dtype=np.uint8),
        np.tile(np.uint8([[0, 255], [255, 0]]), (300, 200)),
        np.kron(np.tile(np.uint8([[0, 255], [255, 0]]), (40, 30)), np.ones((8, 8), np.uint8)),
    ],
)
def test_pictures_of_nothing_end(pixels: np.ndarray) -> None:
    longer = max(pixels.shape[:2])
    width, height = (842 * side / longer for side in (pixels.shape[1], pixels.shape[0]))
    sheet = straighten_page(PageImage(1, pixels, width, height))
    assert sheet.grey.shape == sheet.lifted.shape
    assert sheet.grey.dtype == np.uint8
