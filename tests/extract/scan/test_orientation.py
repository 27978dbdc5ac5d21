"""A page is turned so that its text can be read, whichever way it lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

pytest.importorskip("cv2")

from extract.grid import Box
from extract.scan.images import PageImage
from extract.scan.recognition.decoding import Steps
from extract.scan.recognition.recogniser import Recogniser
from extract.scan.straightening import straighten_page

_WIDTH, _HEIGHT = 300, 420


class _Reader:
    """Reads lines that run to the right and whose characters get lower."""

    def read_lines(self, lines: Sequence[np.ndarray]) -> list[Steps]:
        """Return seven characters, sure where the line stands upright."""
        return [self._read(line) for line in lines]

    def _read(self, line: np.ndarray) -> Steps:
        ink = (line < 128).sum(axis=0)
        half = len(ink) // 2
        is_upright = line.shape[1] > line.shape[0] and ink[:half].sum() > 1.1 * ink[half:].sum()
        codes = np.array([[ord("年") + number, 0] for number in range(7)])
        return Steps(codes, np.tile([0.99 if is_upright else 0.3, 0.0], (7, 1)), 7.0)


def _draw_page() -> np.ndarray:
    page = np.full((_HEIGHT * 2, _WIDTH * 2), 255, np.uint8)
    for top in range(100, 700, 60):
        for number in range(7):
            left = 120 + 26 * number
            page[top : top + 24 - 2 * number, left : left + 22] = 0
    return page


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_page_is_turned_back(quarters: int) -> None:
    page = _draw_page()
    turned = np.ascontiguousarray(np.rot90(page, -quarters))
    height, width = turned.shape
    image = PageImage(1, turned, width / 2, height / 2)
    sheet = straighten_page(image, cast("Recogniser", _Reader()))
    assert np.mean((sheet.grey < 128) == (page < 128)) > 0.999
    place = sheet.warp.turn_back(Box(1, 60.5, 50.5, 61.5, 51.5))
    x, y = int(place.edges[0] * 2 + 1), int(place.edges[1] * 2 + 1)
    assert turned[y, x] == 0
    places = {0: (121, 101), 1: (width - 102, 121), 2: (width - 122, height - 102), 3: (101, height - 122)}
    assert (x, y) == pytest.approx(places[quarters], abs=2)


def test_a_page_that_nobody_can_read_stays() -> None:
    page = np.random.default_rng(1).integers(0, 2, (400, 300), dtype=np.uint8) * np.uint8(255)
    sheet = straighten_page(PageImage(1, page, 150, 200), cast("Recogniser", _Reader()))
    assert (sheet.width, sheet.height) == (150, 200)
