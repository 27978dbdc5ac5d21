"""Where on a picture the sheet of paper lies, and where the desk below it or a scanner's black border is."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from extract.scan.images import Pixels, shrink
from extract.scan.straightening.colours import take_darkest_channel
from extract.scan.straightening.settings import STRAIGHTENING

_FILLED = 255


def find_paper(small: Pixels, lightest: Pixels) -> Pixels | None:
    """Return the shape of the paper (h, w of 0 and 255); None where it fills the picture.

    ``small`` (h, w) or (h, w, 3) is the picture at about a pixel a point, ``lightest`` how light the paper or
    the desk is there, without ink. Light changes slowly over paper, and at once where it ends.
    """
    if small.ndim == 3:  # noqa: PLR2004 - wood is darkest in blue
        small, lightest = take_darkest_channel(small), take_darkest_channel(lightest)
    height, width = lightest.shape
    if min(height, width) < STRAIGHTENING.smallest_paper_pt:
        return None
    even = _find_even(_halve(small), _halve(cast("Pixels", cv2.medianBlur(lightest, 5))))
    shape = cast("Pixels", cv2.resize(even, (width, height), interpolation=cv2.INTER_NEAREST))
    hull = _fill_hull(shape)
    if np.count_nonzero(hull) < STRAIGHTENING.smallest_paper_share * hull.size:
        return None
    outside = hull == 0
    if np.count_nonzero(outside) < STRAIGHTENING.smallest_desk_share * outside.size:
        return None
    if np.median(lightest[outside]) > STRAIGHTENING.lightest_desk * np.median(lightest[shape > 0]):
        return None
    return hull


def _halve(pixels: Pixels) -> Pixels:
    height, width = pixels.shape
    return shrink(pixels, width // 2, height // 2)


def _find_even(small: Pixels, lightest: Pixels) -> Pixels:
    """Return the largest part over which light changes slowly, and others that bear as much ink.

    Where a sharp shadow falls on the paper, its print goes on.
    """
    height, width = lightest.shape
    # the same share of the light is the same step, be it light or dark
    levels = np.log(np.maximum(lightest, STRAIGHTENING.least_level)).astype(np.float32)
    around = np.ones((3, 3), np.uint8)
    steep = cv2.dilate(levels, around) - cv2.erode(levels, around) > STRAIGHTENING.steepest_light
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~steep).astype(np.uint8), connectivity=4)
    least = np.maximum(STRAIGHTENING.fewest_ink_levels, STRAIGHTENING.ink_depth * lightest)
    ink = cv2.subtract(lightest, small) > least
    inked = np.bincount(labels.ravel(), weights=ink.ravel(), minlength=len(stats)) / np.maximum(
        stats[:, 4], 1
    )
    areas = stats[:, 4].copy()
    areas[0] = 0
    largest = int(np.argmax(areas))
    printed = inked >= STRAIGHTENING.inked_share * max(
        float(inked[largest]), STRAIGHTENING.fewest_inked_share
    )
    kept = printed & (areas >= STRAIGHTENING.smallest_part_share * height * width)
    kept[largest] = True
    kept[0] = False
    return cast("Pixels", kept.astype(np.uint8)[labels] * np.uint8(_FILLED))


def _fill_hull(shape: Pixels) -> Pixels:
    """Return the convex hull of a shape without its hairs, and without its outermost rim."""
    hair = STRAIGHTENING.paper_hair_pt
    thick = cv2.morphologyEx(shape, cv2.MORPH_OPEN, np.ones((hair, hair), np.uint8))
    hull = np.zeros_like(shape)
    outlines = cv2.findContours(thick, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    if not outlines:
        return hull
    cv2.fillConvexPoly(hull, cv2.convexHull(np.concatenate(outlines)), _FILLED)
    rim = 2 * STRAIGHTENING.paper_rim_pt + 1
    return cast("Pixels", cv2.erode(hull, np.ones((rim, rim), np.uint8)))
