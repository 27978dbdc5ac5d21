"""A page as a picture that knows where each point of the print went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]
Move = Callable[[Points], Points]
"""From points (n, 2) of a picture in pixels to those of the changed picture."""

INCH = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels`` (h, w, 3) of red, green and blue; ``moves`` lead from the print's points to pixels, in order."""

    pixels: Pixels
    dpi: float
    moves: tuple[Move, ...]

    def place(self, points: Points) -> Points:
        """Return where points of the printed page stand, in pixels."""
        for move in self.moves:
            points = move(points)
        return points

    def with_pixels(self, pixels: Pixels) -> Picture:
        """Return the picture with other ink in the same places."""
        return replace(self, pixels=np.ascontiguousarray(pixels, np.uint8))

    def warped(self, matrix: Points, size: tuple[int, int], beyond: tuple[int, int, int]) -> Picture:
        """Return the picture under a projection of its pixels; ``beyond`` is the colour around it."""
        how = {"flags": cv2.INTER_AREA, "borderMode": cv2.BORDER_CONSTANT, "borderValue": beyond}
        pixels = cv2.warpPerspective(self.pixels, matrix, size, **how)
        moved = (*self.moves, lambda points: project(points, matrix))
        return replace(self, pixels=np.asarray(pixels, np.uint8), moves=moved)


Step = Callable[[Picture, Random], Picture]


def project(points: Points, matrix: Points) -> Points:
    """Return points under a projection."""
    full = np.column_stack([points, np.ones(len(points))]) @ np.asarray(matrix).T
    return np.asarray(full[:, :2] / full[:, 2:])


def draw_pages(data: bytes, dpi: float) -> list[Picture]:
    """Draw each page of a PDF."""
    with_scale = dpi / INCH
    pictures = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        pixels = page.render(scale=with_scale, rev_byteorder=True).to_numpy()[:, :, :3]
        pictures.append(Picture(np.ascontiguousarray(pixels), dpi, (lambda points: points * with_scale,)))
    document.close()
    return pictures


def noise(chance: Random) -> np.random.Generator:
    """Return numpy's chance of the same seed."""
    return np.random.default_rng(chance.getrandbits(32))
