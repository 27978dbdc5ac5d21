"""A page as a picture, before it is straightened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
