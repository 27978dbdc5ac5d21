"""Ink on paper: strokes that are thin across, and how high the text is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.images import FlatSheet, Pixels
from extract.scan.rulings.settings import RULINGS


@dataclass(frozen=True, slots=True)
class Strokes:
    """What may belong to level rulings, ``(h, w)``.

    ``thin`` tells where ink is thin from top to bottom, averaged along the line, ``contrast`` how much darker
    than paper it is there, and ``ink`` where any ink is.
    ``scale`` are pixels a point, ``em`` the height of the page's text in points.
    """

    thin: Pixels
    contrast: Pixels
    ink: Pixels
    scale: float
    em: float


def find_strokes(sheet: FlatSheet) -> tuple[Strokes, Strokes]:
    """Find the strokes of level rulings, and those of upright ones on the transposed page."""
    turned = np.ascontiguousarray(sheet.grey.T)
    ink: Pixels = np.maximum(
        _find_dark(_measure_thin(sheet.grey, sheet.scale, along=1)),
        _find_dark(_measure_thin(turned, sheet.scale, along=1)).T,
    )
    em = _measure_text_height(ink, sheet.scale)
    ink = np.maximum(ink, _find_dark(np.bitwise_not(sheet.grey)))  # thick strokes, and where rulings cross
    along = max(1, round(RULINGS.average_pt * sheet.scale))
    level = _measure_thin(sheet.grey, sheet.scale, along)
    upright = _measure_thin(turned, sheet.scale, along)
    return (
        Strokes(thin=_find_dark(level), contrast=level, ink=ink, scale=sheet.scale, em=em),
        Strokes(
            thin=_find_dark(upright),
            contrast=upright,
            ink=np.ascontiguousarray(ink.T),
            scale=sheet.scale,
            em=em,
        ),
    )


def _measure_thin(grey: Pixels, scale: float, along: int) -> Pixels:
    """Measure how much darker each pixel is than the paper above and below it."""
    smooth = cv2.blur(grey, (along, 1)) if along > 1 else grey
    across = 2 * round(RULINGS.thickest_pt * scale / 2) + 1
    thin = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((across, 1), np.uint8))
    return np.asarray(thin, np.uint8)


def dilate(mask: Pixels, rows: int, cols: int) -> Pixels:
    """Widen a mask by a rectangle of pixels."""
    return np.asarray(cv2.dilate(mask, np.ones((rows, cols), np.uint8)), np.uint8)


def _find_dark(contrast: Pixels) -> Pixels:
    """Tell (0 or 1) what stands out of the paper's noise and is as dark as a share of the page's ink."""
    sample = np.ascontiguousarray(contrast[::3, ::3])
    middle, upper = np.percentile(sample, (50, 75)).tolist()
    spread = 1.4826 * max(upper - middle, 1.0)  # of the noise that is darker than paper
    least = max(RULINGS.least_contrast, middle + RULINGS.noise_spreads * spread)
    parted, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = sample[sample > max(parted, least)]
    if not dark.size:
        return np.zeros_like(contrast)
    threshold = max(least, RULINGS.ink_share * float(np.median(dark)))
    return np.asarray(contrast > threshold, np.uint8)


def _measure_text_height(ink: Pixels, scale: float) -> float:
    """Measure the height of the page's text in points by its components."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / scale
    text = longest[(longest > RULINGS.least_em_pt) & (longest < RULINGS.most_em_pt)]
    if text.size < RULINGS.fewest_components:
        return RULINGS.usual_em_pt
    height = RULINGS.em_ratio * np.percentile(text, RULINGS.em_percentile)
    return float(np.clip(height, RULINGS.lowest_text_pt, RULINGS.highest_text_pt))
