"""A scanned page straightened: its ink on white paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.grid import Warp
from extract.scan.images import Pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page upright and flat.

    ``grey`` (h, w) is 255 where paper is, and dark where ink is. ``lifted`` (h, w) tells where coloured ink,
    as of a seal, was taken for paper. ``scale`` are pixels a point, ``width`` and ``height`` are in points.
    ``warp`` leads back to the page as shown.
    """

    number: int
    grey: Pixels
    lifted: NDArray[np.bool_]
    scale: float
    width: float
    height: float
    warp: Warp
