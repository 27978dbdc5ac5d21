"""A page as a picture, as it is shown and straightened."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Flags
from extract.grid import Warp

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as shown: ``pixels`` (h, w) of grey or (h, w, 3) of red, green and blue.

    ``number`` is the page's, from 1; ``width`` and ``height`` are the page's in points.
    """

    number: int
    pixels: Pixels
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return float(self.pixels.shape[1] / self.width)


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """A page upright and flat: its ink on white paper.

    ``grey`` (h, w) is 255 where paper is, and dark where ink is. ``lifted`` (h, w) tells where coloured ink,
    as of a seal, was taken for paper. ``scale`` are pixels a point, ``width`` and ``height`` are in points.
    ``warp`` leads back to the page as shown.
    """

    number: int
    grey: Pixels
    lifted: Flags
    scale: float
    width: float
    height: float
    warp: Warp


def find_runs(flags: Flags) -> list[tuple[int, int]]:
    """Find where flags (n) are set one after another: the first and one beyond the last of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def shrink(pixels: Pixels, width: float, height: float) -> Pixels:
    """Return a picture (h, w) or (h, w, 3) made smaller to about a width and a height in pixels."""
    size = max(1, round(width)), max(1, round(height))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
